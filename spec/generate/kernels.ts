import { parse } from "smol-toml";
import { boundsTable } from "./bounds.ts";

interface KernelRow {
  opcode: number;
  name: string;
  version: number;
  title: string;
  inputs: string[];
  params: string[];
  output: "float" | "bool";
  warmup: string;
  history: string;
  stability: string;
  state: string;
  missing: string;
  policy?: boolean;
  family?: string;
  anchored?: boolean;
  body?: boolean;
  formula: string;
  bound: string;
  ordinary?: string;
  reach?: string;
}

const PARAM_KINDS = ["length", "lag", "index", "count", "number", "condition"];
const MISSING = ["any", "window", "skip", "kleene", "branch", "fallback", "never", "value", "shifted"];

/**
 * A formula of the table over a kernel's scalar operands. It is kept as postfix code,
 * so that TypeScript builds scalar nodes from it and Rust recomputes the same bound.
 */
type Postfix = ({ constant: number } | { param: number } | { stable: true } | { op: string })[];

function parseFormula(text: string, names: string[]): Postfix {
  const tokens = text.match(/\d+|[a-zA-Z_]+|[-+*/()]/g) ?? [];
  const out: Postfix = [];
  let at = 0;
  const sum = (): void => {
    product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const op = tokens[at++] === "+" ? "add" : "sub";
      product();
      out.push({ op });
    }
  };
  const product = (): void => {
    atom();
    while (tokens[at] === "*" || tokens[at] === "/") {
      const op = tokens[at++] === "*" ? "mul" : "div";
      atom();
      out.push({ op });
    }
  };
  const atom = (): void => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`kernels.toml: formula '${text}' ends early`);
    if (token === "(") {
      sum();
      if (tokens[at++] !== ")") throw new Error(`kernels.toml: formula '${text}' lacks a parenthesis`);
    } else if (/^\d+$/.test(token)) out.push({ constant: Number(token) });
    else if (token === "L") out.push({ stable: true });
    else {
      const index = names.indexOf(token);
      if (index < 0) throw new Error(`kernels.toml: '${token}' in '${text}' is no parameter`);
      out.push({ param: index });
    }
  };
  sum();
  if (at !== tokens.length) throw new Error(`kernels.toml: formula '${text}' has something left over`);
  return out;
}

const split = (text: string): { name: string; type: string } => {
  const [name, type] = text.split(":");
  if (!name || !type) throw new Error(`kernels.toml: '${text}' is not name:type`);
  return { name, type };
};

export function generateKernels(toml: string): [string, string][] {
  const rows = (parse(toml) as unknown as { kernel: KernelRow[] }).kernel;
  const seen = new Set<number | string>();
  const kernels = rows.map((row) => {
    if (seen.has(row.opcode) || seen.has(row.name)) throw new Error(`kernels.toml: ${row.name} repeats`);
    seen.add(row.opcode).add(row.name);
    const inputs = row.inputs.map(split);
    const params = row.params.map(split);
    for (const { type } of inputs)
      if (type !== "float" && type !== "bool") throw new Error(`kernels.toml: ${row.name}: ${type}`);
    for (const { type } of params)
      if (!PARAM_KINDS.includes(type)) throw new Error(`kernels.toml: ${row.name}: ${type}`);
    if (!MISSING.includes(row.missing)) throw new Error(`kernels.toml: ${row.name}: missing ${row.missing}`);
    const names = params.map((param) => param.name);
    const formulas = {
      warmup: parseFormula(row.warmup, names),
      history: parseFormula(row.history, names),
      stability: parseFormula(row.stability, names),
      state: parseFormula(row.state, names),
    };
    return { row, inputs, params, formulas };
  });
  const typescript = [
    "// Generated from spec/kernels.toml by `npm run generate`. Do not edit.",
    `export type ParamKind = ${PARAM_KINDS.map((kind) => JSON.stringify(kind)).join(" | ")};`,
    `export type MissingRule = ${MISSING.map((kind) => JSON.stringify(kind)).join(" | ")};`,
    "/** A formula over a kernel's scalar operands, in postfix order; `stable` is ln(1 / epsilon). */",
    'export type Formula = readonly ({ readonly constant: number } | { readonly param: number } | { readonly stable: true } | { readonly op: "add" | "sub" | "mul" | "div" })[];',
    "export interface Kernel {",
    "  readonly opcode: number; readonly name: string; readonly version: number; readonly title: string;",
    '  readonly inputs: readonly { readonly name: string; readonly type: "float" | "bool" }[];',
    "  readonly params: readonly { readonly name: string; readonly kind: ParamKind }[];",
    '  readonly output: "float" | "bool";',
    "  readonly warmup: Formula; readonly history: Formula; readonly stability: Formula; readonly state: Formula;",
    "  readonly missing: MissingRule; readonly policy: boolean; readonly family: string | null; readonly anchored: boolean;",
    "  /** One field of a state that a body steps (spec/plan.md PL9): any operands. */",
    "  readonly body: boolean;",
    "}",
    "const TABLE = [",
    ...kernels.map(({ row, inputs, params, formulas }) =>
      [
        `  { opcode: ${row.opcode}, name: ${JSON.stringify(row.name)}, version: ${row.version}, title: ${JSON.stringify(row.title)},`,
        `    inputs: ${JSON.stringify(inputs)}, params: ${JSON.stringify(params.map(({ name, type }) => ({ name, kind: type })))}, output: ${JSON.stringify(row.output)},`,
        `    warmup: ${JSON.stringify(formulas.warmup)}, history: ${JSON.stringify(formulas.history)}, stability: ${JSON.stringify(formulas.stability)}, state: ${JSON.stringify(formulas.state)},`,
        `    missing: ${JSON.stringify(row.missing)}, policy: ${row.policy ?? false}, family: ${JSON.stringify(row.family ?? null)}, anchored: ${row.anchored ?? false}, body: ${row.body ?? false} },`,
      ].join("\n"),
    ),
    "] as const satisfies readonly Kernel[];",
    'export type KernelName = (typeof TABLE)[number]["name"];',
    "export const KERNELS: readonly (Kernel & { readonly name: KernelName })[] = TABLE;",
    "export const KERNEL: Readonly<Record<KernelName, Kernel>> = Object.fromEntries(TABLE.map((kernel) => [kernel.name, kernel])) as unknown as Record<KernelName, Kernel>;",
    "",
  ].join("\n");
  const variant = (name: string): string =>
    name
      .split(/[._]/)
      .map((part) => part[0]!.toUpperCase() + part.slice(1))
      .join("");
  const postfix = (code: Postfix): string =>
    `&[${code
      .map((step) =>
        "constant" in step
          ? `Step::Constant(${step.constant}.0)`
          : "param" in step
            ? `Step::Param(${step.param})`
            : "stable" in step
              ? "Step::Stable"
              : `Step::${variant(step.op)}`,
      )
      .join(", ")}]`;
  const families = [...new Set(rows.flatMap((row) => row.family ?? []))];
  const rust = [
    "// Generated from spec/kernels.toml by `npm run generate`. Do not edit.",
    "",
    "/// An engine operation.",
    "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]",
    "#[repr(u16)]",
    "pub enum Op {",
    ...kernels.flatMap(({ row }) => [
      `    /// ${row.title}: ${row.formula}.`,
      `    ${variant(row.name)} = ${row.opcode},`,
    ]),
    "}",
    "",
    "/// The type of a register.",
    "#[derive(Clone, Copy, Debug, PartialEq, Eq)]",
    "pub enum Type { Float, Bool }",
    "",
    "/// What a scalar operand must be.",
    "#[derive(Clone, Copy, Debug, PartialEq, Eq)]",
    `pub enum ParamKind { ${PARAM_KINDS.map(variant).join(", ")} }`,
    "",
    "/// Windows of one family over the same operands share their levels.",
    "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]",
    `pub enum Family { ${families.map(variant).join(", ")} }`,
    "",
    "/// One step of a formula in postfix order; `Stable` is ln(1 / epsilon).",
    "#[derive(Clone, Copy, Debug, PartialEq)]",
    "pub enum Step { Constant(f64), Param(usize), Stable, Add, Sub, Mul, Div }",
    "",
    "/// A row of the table.",
    "#[derive(Debug)]",
    "pub struct Signature {",
    "    pub op: Op,",
    "    pub name: &'static str,",
    "    pub version: u16,",
    "    pub inputs: &'static [Type],",
    "    pub params: &'static [ParamKind],",
    "    pub output: Type,",
    "    pub warmup: &'static [Step],",
    "    pub history: &'static [Step],",
    "    pub stability: &'static [Step],",
    "    pub state: &'static [Step],",
    "    pub policy: bool,",
    "    pub family: Option<Family>,",
    "    pub anchored: bool,",
    "    /// Known where any operand is.",
    "    pub fallback: bool,",
    "    /// One field of a state that a body steps (PL9): any operands.",
    "    pub body: bool,",
    "}",
    "",
    "/// Every kernel, in the order of opcodes.",
    "pub static SIGNATURES: &[Signature] = &[",
    ...kernels.map(
      ({ row, inputs, params, formulas }) =>
        `    Signature { op: Op::${variant(row.name)}, name: ${JSON.stringify(row.name)}, version: ${row.version}, inputs: &[${inputs.map(({ type }) => `Type::${variant(type)}`).join(", ")}], params: &[${params.map(({ type }) => `ParamKind::${variant(type)}`).join(", ")}], output: Type::${variant(row.output)}, warmup: ${postfix(formulas.warmup)}, history: ${postfix(formulas.history)}, stability: ${postfix(formulas.stability)}, state: ${postfix(formulas.state)}, policy: ${row.policy ?? false}, family: ${row.family ? `Some(Family::${variant(row.family)})` : "None"}, anchored: ${row.anchored ?? false}, fallback: ${row.missing === "fallback"}, body: ${row.body ?? false} },`,
    ),
    "];",
    "",
  ].join("\n");
  const cell = (text: string | undefined): string => (text ?? "").replaceAll("|", "\\|");
  const reference = [
    "# Engine operations",
    "",
    "Generated from `spec/kernels.toml` by `npm run generate`. Do not edit.",
    "",
    "| opcode | kernel | inputs | scalars | output | warm-up | history | state bytes | arithmetic | error bound | on ordinary data | a number while finite |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...kernels.map(
      ({ row }) =>
        `| ${row.opcode} | \`${row.name}@${row.version}\` | ${row.body ? "any" : row.inputs.join(", ").replaceAll(":", ": ")} | ${row.params.join(", ").replaceAll(":", ": ")} | ${row.output} | ${row.warmup} | ${row.anchored ? "from the start" : row.history} | ${row.state} | ${cell(row.formula)} | ${cell(row.bound)} | ${cell(row.ordinary)} | ${cell(row.reach)} |`,
    ),
    "",
  ].join("\n");
  return [
    ["compiler/src/generated/kernels.ts", typescript],
    ["crates/ta-engine/src/generated/kernels.rs", rust],
    [
      "crates/ta-engine/tests/accuracy/table.rs",
      boundsTable(
        kernels.map(({ row, params }) => ({
          ...row,
          op: variant(row.name),
          scalars: params.map(({ name }) => name),
        })),
      ),
    ],
    ["spec/reference/kernels.md", reference],
  ];
}
