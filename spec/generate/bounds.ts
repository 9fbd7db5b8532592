// The bounds of spec/kernels.toml as postfix code, and the Rust table of them that the accuracy test asserts.

/** What a bound may speak of beside the kernel's scalars; the name in the text and the Rust term. */
const SIZES: Readonly<Record<string, string>> = {
  value: "Value",
  "max |x|": "MaxX",
  "max |y|": "MaxY",
  "sum |x|": "SumX",
  "fading |x|": "Fading",
  Mxx: "Mxx",
  Myy: "Myy",
  tiny: "Tiny",
  lost: "Lost",
};

/** Functions and how many operands they take. */
const FUNCTIONS: Readonly<Record<string, number>> = {
  ulp: 1,
  sqrt: 1,
  log2: 1,
  ceil: 1,
  popcount: 1,
  even: 1,
  above: 2,
  max: 2,
  min: 2,
};

const TOKEN = /\s*(\d+(?:\.\d+)?(?:e-?\d+)?|(?:max|sum|fading) \|[xy]\||[a-zA-Z_]\w*|[-+*/(),])/y;

/** The Rust terms of an expression, in postfix order. */
export function parseBound(text: string, scalars: readonly string[]): string[] {
  if (text === "exact") return ["Number(0.0)"];
  const fail = (what: string): never => {
    throw new Error(`kernels.toml: bound '${text}' ${what}`);
  };
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) return fail(`is not understood at '${text.slice(at)}'`);
    tokens.push(found[1]!);
  }
  const out: string[] = [];
  let at = 0;
  const expect = (token: string): void => {
    if (tokens[at++] !== token) fail(`lacks '${token}'`);
  };
  const sum = (): void => {
    product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const term = tokens[at++] === "+" ? "Add" : "Sub";
      product();
      out.push(term);
    }
  };
  const product = (): void => {
    atom();
    while (tokens[at] === "*" || tokens[at] === "/") {
      const term = tokens[at++] === "*" ? "Mul" : "Div";
      atom();
      out.push(term);
    }
  };
  const atom = (): void => {
    const token = tokens[at++] ?? fail("ends early");
    if (token === "(") {
      sum();
      expect(")");
    } else if (/^\d/.test(token)) {
      const number = String(Number(token));
      out.push(`Number(${/[.e]/.test(number) ? number : `${number}.0`})`);
    } else if (SIZES[token]) out.push(SIZES[token]);
    else if (FUNCTIONS[token] !== undefined && tokens[at] === "(") {
      at++;
      for (let operand = 0; operand < FUNCTIONS[token]; operand++) {
        if (operand > 0) expect(",");
        sum();
      }
      expect(")");
      out.push(token[0]!.toUpperCase() + token.slice(1));
    } else {
      const index = scalars.indexOf(token);
      if (index < 0) fail(`speaks of '${token}', which is neither a scalar nor a size`);
      out.push(`Scalar(${index})`);
    }
  };
  sum();
  if (at !== tokens.length) fail("has something left over");
  return out;
}

/** A row's bounds. */
export interface Bounds {
  /** The kernel's variant of `Op`. */
  op: string;
  scalars: readonly string[];
  bound: string;
  ordinary?: string;
  reach?: string;
}

/** The table for crates/ta-engine/tests/accuracy. */
export function boundsTable(rows: readonly Bounds[]): string {
  const code = (text: string, scalars: readonly string[]): string =>
    `&[${parseBound(text, scalars)
      .map((term) => `Term::${term}`)
      .join(", ")}]`;
  return [
    "// Generated from spec/kernels.toml by `npm run generate`. Do not edit.",
    "",
    "use ta_engine::generated::kernels::Op;",
    "",
    "/// One step of a bound in postfix order; what each is, `spec/kernels.toml` says.",
    "#[derive(Clone, Copy, Debug)]",
    "pub enum Term {",
    "    Number(f64), Scalar(usize),",
    `    ${[...Object.values(SIZES), "Add", "Sub", "Mul", "Div"].join(", ")},`,
    `    ${Object.keys(FUNCTIONS)
      .map((name) => name[0]!.toUpperCase() + name.slice(1))
      .join(", ")},`,
    "}",
    "",
    "/// What is published of a kernel's accuracy.",
    "pub struct Bound {",
    "    pub op: Op,",
    "    pub text: &'static str,",
    "    pub bound: &'static [Term],",
    "    pub ordinary: Option<&'static [Term]>,",
    "    pub reach: &'static [Term],",
    "}",
    "",
    "/// Of every kernel, in the order of opcodes.",
    "pub static BOUNDS: &[Bound] = &[",
    ...rows.map(
      ({ op, scalars, bound, ordinary, reach }) =>
        `    Bound { op: Op::${op}, text: ${JSON.stringify(bound)}, bound: ${code(bound, scalars)}, ordinary: ${
          ordinary === undefined ? "None" : `Some(${code(ordinary, scalars)})`
        }, reach: ${code(reach ?? "value", scalars)} },`,
    ),
    "];",
    "",
  ].join("\n");
}
