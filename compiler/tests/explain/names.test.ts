import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import ts from "typescript";
import { CompileError, namesText, namesTypeScript, programNames } from "../../src/index.ts";

const root = join(import.meta.dirname, "../../..");
const source = `param n: int = 20 in 2..200
## Which average.
param kind: string = "sma" in ["sma", "ema"]
param loud: bool = false
let twice = 2 * n
let bands = bbands(close, twice)
let half = 0.5
## The gap between two averages. In the price's own unit.
fn gap(input x = close, a: int = 5, b: int = 10 in 1..50) = sma(x, a) - sma(x, b)
## How wide the bands are.
out width = bands.upper - bands.lower
out mood = if kind == "sma" then close > sma(n) else loud
out bands
alert wide when crossup(bands.upper - bands.lower, half * gap())
`;
const names = programNames(source);
const of = (name: string, kind?: string) =>
  names.find((info) => info.name === name && (kind === undefined || info.kind === kind))!;

describe("every name", () => {
  it("is there once, at its place", () => {
    expect(names.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "param n",
      "param kind",
      "param loud",
      "let twice",
      "let bands",
      "let half",
      "function gap",
      "output width",
      "output mood",
      "output bands.upper",
      "output bands.middle",
      "output bands.lower",
      "alert wide",
    ]);
    for (const { name, span, line, column } of names) {
      expect(source.slice(span.start, span.end)).toBe(name.split(".")[0]);
      expect(source.split("\n")[line - 1]!.slice(column - 1)).toMatch(new RegExp(`^${name.split(".")[0]}`));
    }
  });
  it("has its type, what it accepts and what is said of it", () => {
    expect(of("n")).toMatchObject({
      type: "param int",
      qualifier: "param",
      default: "20",
      range: "2..200",
      clock: null,
    });
    expect(of("kind")).toMatchObject({ default: '"sma"', range: '["sma", "ema"]', doc: "Which average." });
    expect(of("loud")).toMatchObject({ type: "param bool", default: "false", range: null });
    expect(of("width")).toMatchObject({
      type: "series float",
      qualifier: "series",
      clock: "bars",
      doc: "How wide the bands are.",
    });
    expect(of("mood")).toMatchObject({ type: "series bool" });
    expect(of("gap")).toMatchObject({
      type: "gap(input x = close, a: int = 5, b: int = 10 in 1..50) -> series",
    });
    expect(of("gap").parameters.map(({ name, min }) => [name, min])).toEqual([
      ["x", null],
      ["a", null],
      ["b", 1],
    ]);
  });
  it("has a value where it is a scalar, and a first row where it is a series", () => {
    expect(of("twice").value).toEqual({ formula: "2 * n", atDefaults: 40 });
    expect(of("half").value).toEqual({ formula: "0.5", atDefaults: 0.5 });
    expect(of("bands", "let").fields).toContainEqual({
      name: "upper",
      type: "series float",
      validFrom: { formula: "2 * n - 1", row: 39 },
    });
    expect(of("width").validFrom).toEqual({ formula: "2 * n - 1", row: 39 });
    expect(of("wide").validFrom).toEqual({ formula: "max(2 * n, 10)", row: 40 });
  });
  it("is not told of a wrong program", () => {
    expect(() => programNames("out x = sma(clse)")).toThrow(CompileError);
  });
});

it("as a table", () => {
  const lines = namesText(names).split("\n");
  expect(lines[0]).toBe("params");
  expect(lines).toContain("  n     int     = 20 in 2..200");
  expect(lines).toContain('  kind  string  = "sma" in ["sma", "ema"]  Which average.');
  expect(lines).toContain("  gap(input x = close, a: int = 5, b: int = 10 in 1..50) -> series");
  expect(lines).toContain("    The gap between two averages.");
  expect(lines.some((line) => /^ {2}wide +series bool +from row 40 = max\(2 \* n, 10\)$/.test(line))).toBe(
    true,
  );
});

/** What the TypeScript compiler says of a text. */
function typeErrors(text: string): string[] {
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === "declared.ts" ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : read(file, ...rest);
  const program = ts.createProgram(
    ["declared.ts"],
    { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, types: [] },
    host,
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

it("as TypeScript: declarations that compile and mean what the program takes and gives", () => {
  const declared = namesTypeScript(names);
  const use = `
const params: Params = { n: 9, kind: "ema", loud: true };
declare const outputs: Outputs;
const upper: Float64Array = outputs["bands.upper"];
const mood: Uint8Array = outputs.mood;
const fired: Alert = "wide";
void [params, upper, mood, fired];
`;
  expect(typeErrors(declared + use)).toEqual([]);
  expect(typeErrors(`${declared}const wrong: Params = { kind: "wma" }; void wrong;`)).toHaveLength(1);
  expect(typeErrors(`${declared}const wrong: Alert = "narrow"; void wrong;`)).toHaveLength(1);
});
it("as TypeScript of every example", () => {
  for (const file of ["golden_cross", "breakout", "oversold", "screener"]) {
    const text = readFileSync(join(root, `examples/${file}.ta`), "utf8");
    expect(typeErrors(namesTypeScript(programNames(text)))).toEqual([]);
  }
});
