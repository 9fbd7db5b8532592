/** Texts of the grammar (spec/language.md), most of them well-formed, and what an unlucky hand makes of them. */
import fc from "fast-check";

const NAMES = [
  "close",
  "high",
  "volume",
  "x",
  "n",
  "m",
  "trend",
  "BTC",
  "sma",
  "signal",
  "s",
  "é",
  "out",
  "label",
];
const FUNCTIONS = [
  "sma",
  "ema",
  "rsi",
  "macd",
  "bbands",
  "max",
  "crossup",
  "abs",
  "scan",
  "talib.rsi",
  "tv.atr",
  "at",
  "f",
];
const NUMBERS = [
  "0",
  "1",
  "2",
  "14",
  "20",
  "0.5",
  "1e9",
  "1_000",
  ".5",
  "1e308",
  "1048577",
  "9007199254740993",
  "24h",
  "1d",
];
const WORDS = [
  "series",
  "int",
  "float",
  "bool",
  "string",
  "true",
  "false",
  "na",
  "rows",
  "@every_bar",
  '"ema"',
  "`BTC/USDT`",
];
/** What stands in no grammar, or in the wrong place. */
const NOISE = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ";",
  ":",
  "=",
  "=>",
  "->",
  "..",
  ".",
  "@",
  '"',
  "`",
  "#",
  "##",
  "\\",
  "\n",
  "\n  ",
  "\t",
  "\r\n",
  "\u0000",
  "\ufeff",
  "\u2028",
  "😀",
  "\ud800",
  "é",
  "and",
  "or",
  "not",
  "if",
  "then",
  "else",
  "fn",
  "let",
  "in",
  "-",
  "**",
  "!",
  "&&",
  "$",
  "%",
  "1.",
  "0x1",
  "''",
  "use talib",
  "edition 2",
  "99999999999999999999",
  "__proto__",
  "constructor",
];

const joined = (parts: readonly fc.Arbitrary<string>[], between = ""): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(between));
const of = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const list = (each: fc.Arbitrary<string>, most: number, between = ", "): fc.Arbitrary<string> =>
  fc.array(each, { maxLength: most, size: "max" }).map((texts) => texts.join(between));

const { expression, argument } = fc.letrec<{ expression: string; argument: string }>((tie) => {
  const inner = tie("expression");
  return {
    argument: fc.oneof(inner, joined([of("x", "n", "period", "missing", "init"), of(" = "), inner])),
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      of(...NAMES),
      of(...NUMBERS, ...WORDS),
      joined([inner, of("+", "-", "*", "/", "%", "**", "<", "<=", "==", "!=", "and", "or"), inner], " "),
      joined([of("not ", "-", "+"), inner]),
      joined([of("("), inner, of(")")]),
      joined([of(...FUNCTIONS), of("("), list(tie("argument"), 4), of(")")]),
      joined([inner, of("["), inner, of("]")]),
      joined([inner, of(".signal", ".upper", ".1h", ".24h_ago", ".x")]),
      joined([of("if "), inner, of(" then "), inner, of(" else "), inner]),
      joined([of("{"), list(joined([of("a", "b", "up"), of(": "), inner]), 3), of("}")]),
      joined([of("fn(s, x) => ", "fn() => ", "fn(x) => "), inner]),
      joined([of("["), list(inner, 3), of("]")]),
    ),
  };
});

const range = of("", " in 2..400", " in 2..n step 2", ' in ["sma", "ema"]', " in 5..1", " in 1..1e9");
const type = of("", ": int", ": float", ": series bool", ": bool", ": string", ": {up, down: int}");
const statement: fc.Arbitrary<string> = fc.oneof(
  joined([of("let "), of(...NAMES), type, of(" = "), expression]),
  joined([of("out "), of(...NAMES), of(" = "), expression]),
  joined([of("param "), of("n", "m", "x"), type, of(" = "), fc.oneof(of(...NUMBERS), expression), range]),
  joined([of("alert "), of("a", "b"), of(" when "), expression]),
  joined([
    of("fn f("),
    list(joined([of("", "input "), of("x", "s", "n"), type, of("", " = 5", " = close"), range]), 3),
    of(") = "),
    expression,
  ]),
  joined([of("fn f(x, n = 3) =\n  let y = "), expression, of("\n  "), expression]),
  joined([of("@pane(", "@alias(", "@levels("), list(argument, 2), of(")\n"), of("out q = "), expression]),
  joined([of("label l = "), expression]),
  of("edition 1", "use talib", "use tv as t", "## A doc.", "# a comment"),
  expression,
);

/** Numbers over bars that every check accepts, but for lengths and the like. */
const { plain } = fc.letrec<{ plain: string }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    of("close", "high", "low", "volume", "2", "0.5"),
    joined([of("("), tie("plain"), of(" + ", " - ", " * ", " / ", " ** "), tie("plain"), of(")")]),
    joined([of("sma(", "ema(", "std.rsi(", "highest("), tie("plain"), of(", "), of("3", "14", "n"), of(")")]),
    joined([of("(if "), tie("plain"), of(" > "), tie("plain"), of(" then "), tie("plain"), of(" else na)")]),
    joined([tie("plain"), of("[1]")]),
  ),
}));

/** Whole programs. */
export const programs: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(plain, { minLength: 1, maxLength: 4 })
    .map((lines) =>
      ["param n: int = 5 in 2..50", ...lines.map((line, at) => `out q${at} = ${line}`)].join("\n"),
    ),
  fc
    .array(statement, { minLength: 1, maxLength: 8, size: "max" })
    .chain((lines) => of("\n", "\n", "\r\n", "; ").map((between) => lines.join(between))),
);

/** Programs with some of their tokens taken out, doubled or exchanged, and noise put between. */
export const altered: fc.Arbitrary<string> = fc
  .tuple(
    programs,
    fc.array(fc.tuple(fc.nat(400), fc.nat(3), of(...NOISE, ...FUNCTIONS, ...NUMBERS)), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([source, changes]) => {
    const tokens = source.match(/[A-Za-z_]\w*|\d[\w.]*|\s+|[\s\S]/gu) ?? [];
    for (const [place, kind, word] of changes) {
      const at = place % (tokens.length + 1);
      if (kind === 0) tokens.splice(at, 1);
      else if (kind === 1) tokens.splice(at, 0, word);
      else if (kind === 2) tokens.splice(at, 1, word);
      else tokens.splice(at, 0, ...tokens.slice(at, at + 4));
    }
    return tokens.join("");
  });

/** Texts that are long in one way: chains, nesting, many faults. `size` parts of it. */
export const LONG: Readonly<Record<string, (size: number) => string>> = {
  parentheses: (size) => `out a = ${"(".repeat(size)}close${")".repeat(size)}`,
  unclosed: (size) => `out a = ${"(".repeat(size)}`,
  signs: (size) => `out a = ${"-".repeat(size)}close`,
  sums: (size) => `out a = close${" + 1".repeat(size)}`,
  powers: (size) => `out a = 2${" ** 2".repeat(size)}`,
  comparisons: (size) => `out a = close${" < close".repeat(size)}`,
  conditionals: (size) => `out a = ${"if true then ".repeat(size)}1`,
  shifts: (size) => `out a = close${"[1]".repeat(size)}`,
  members: (size) => `out a = close${".a".repeat(size)}`,
  records: (size) => `out a = ${"{a: ".repeat(size)}`,
  calls: (size) => `out a = ${"sma(".repeat(size)}close`,
  functions: (size) => `out a = ${"fn(x) => ".repeat(size)}x`,
  commas: (size) => `out a = max(${",".repeat(size)}`,
  attributes: (size) => "@a ".repeat(size),
  unused: (size) => "let a = 1\n".repeat(size),
  chained: (size) =>
    `let a0 = close\n${Array.from({ length: size }, (_, at) => `let a${at + 1} = a${at} + a${at}`).join("\n")}\nout q = a${size}`,
  doubled: (size) =>
    `fn f0(x) = x + x\n${Array.from({ length: size }, (_, at) => `fn f${at + 1}(x) = f${at}(f${at}(x))`).join("\n")}\nout q = f${size}(close)`,
  misspelt: (size) => Array.from({ length: size }, (_, at) => `out q${at} = clse${at}`).join("\n"),
  digits: (size) => `out a = ${"9".repeat(size)}`,
  quote: (size) => `out a = "${"\\".repeat(size)}`,
  blank: (size) => `${"\n".repeat(size)}out a = close`,
};
