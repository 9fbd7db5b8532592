import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  catalog,
  catalogText,
  check,
  compile,
  entryText,
  familiesOfCatalog,
  familyOfCatalog,
  findInCatalog,
  searchCatalog,
  type CatalogEntry,
} from "../../src/index.ts";
import { EPSILON } from "../../src/explain/formula.ts";
import { decodePlan } from "../../src/plan/decode.ts";
import { standardLibrary } from "../../src/semantics/standard.ts";

const entries = catalog();

const written = readFileSync(resolve(import.meta.dirname, "../../../spec/catalog.schema.json"), "utf8");
const ajv = new Ajv2020({ allowUnionTypes: true, strictTypes: false }).addSchema(
  JSON.parse(written) as object,
  "catalog",
);
/** What a formula may say beside the parameters' names. */
const OPERATIONS = new Set([
  "max",
  "min",
  "floor",
  "trunc",
  "sqrt",
  "if",
  "then",
  "else",
  "and",
  "or",
  "not",
]);

const schema = ajv.getSchema("catalog")!;
const validate = ajv.getSchema("catalog#/$defs/function")!;

describe("every function of the library", () => {
  it.each(entries.map((entry) => [entry.id, entry] as const))("%s", (id, entry) => {
    expect(entry.title).toMatch(/^\S.*[.!?]$/);
    expect(entry.family).not.toBe("");
    // Its example is a program without a fault, with an output for each value.
    expect(check(entry.example).diagnostics).toEqual([]);
    const plan = compile(entry.example);
    expect(plan.outputs.map(({ name, type }) => [name, type])).toEqual(
      entry.outputs.map(({ name, kind }) => [
        name === "" ? "result" : `result.${name}`,
        kind === "number" ? "float" : "bool",
      ]),
    );
    // What it says of its warm-up at the defaults is what the plan of a call at the defaults says.
    const { warmUp, fields } = entry;
    const given = entry.inputs.filter((input) => input.default === null);
    const args = given.map(({ name, kind }) => `${name} = ${kind === "number" ? "close" : "close > open"}`);
    const bare = compile(`${id}(${args.join(", ")})`);
    const decoded = decodePlan(bare.bytes);
    const rows = decoded.outputs.map((output) => rowOf(decoded.scalars, output.validFrom));
    expect(warmUp.map(({ row }) => row)).toEqual(rows);
    if (given.length === 0) expect(bare.inputs.map(({ field }) => field).sort()).toEqual([...fields].sort());
    for (const { formula, stableFormula } of warmUp) {
      const names = entry.parameters.map(({ name }) => name);
      const words = `${formula} ${stableFormula ?? ""}`.replaceAll("ln(1/ε)", "").match(/[a-z_]+\w*/g) ?? [];
      expect(words.filter((word) => !names.includes(word) && !OPERATIONS.has(word))).toEqual([]);
    }
    expect(entryText(entry)).toContain(`\n  ${id}(`);
    expect(findInCatalog(id).entry?.id).toBe(id);
    expect(validate(entry), JSON.stringify(validate.errors)).toBe(true);
  });
});

function rowOf(scalars: ReturnType<typeof decodePlan>["scalars"], id: number): number {
  const scalar = scalars[id]!;
  if (scalar.op === "const") return scalar.value;
  if (scalar.op === "stable") return Math.log(1 / EPSILON);
  if (!("args" in scalar)) throw new Error("the example has no parameters");
  const [a, b] = scalar.args.map((arg) => rowOf(scalars, arg)) as [number, number];
  const ways: Record<string, number> = {
    add: a + b,
    sub: a - b,
    mul: a * b,
    div: a / b,
    max: Math.max(a, b),
    min: Math.min(a, b),
    floor: Math.floor(a),
    sqrt: Math.sqrt(a),
  };
  return ways[scalar.op]!;
}

describe("the list", () => {
  it("has every function of every module once, grouped", () => {
    const ids = entries.map((entry) => entry.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe([...standardLibrary.list()].length);
    const text = catalogText(entries);
    for (const { id } of entries) expect(text).toMatch(new RegExp(`^  ${id.replace(".", "\\.")} `, "m"));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});

describe("finding", () => {
  const id = (name: string): string | undefined => findInCatalog(name).entry?.id;
  it("goes by alias, in any case, with a module or without", () => {
    expect(id("rolling_mean")).toBe("sma");
    expect(id("RSI")).toBe("rsi");
    expect(id("std.rsi")).toBe("rsi");
    expect(id("TALIB.rsi")).toBe("talib.rsi");
    expect(findInCatalog("rsi").others.map((other) => other.id)).toContain("talib.rsi");
  });
  it("says what may have been meant, with its module", () => {
    const near = (name: string): readonly string[] => findInCatalog(name).near;
    expect(near("rsj")).toContain("rsi");
    expect(near("talib.rsj")).toContain("talib.rsi");
    expect(near("talib.rsj").every((each) => each.startsWith("talib."))).toBe(true);
    // No other module has it.
    expect(near("trenge")).toContain("talib.trange");
    expect(near("nowhere.rsj")).toContain("rsi");
    expect(near("an entirely different thing")).toEqual([]);
  });
  it("goes by words: names first, then titles, then docs", () => {
    const found = searchCatalog("moving average")!.map((entry) => entry.id);
    expect(found).toContain("sma");
    expect(searchCatalog("sma")!.slice(0, 2)).toEqual(
      ["sma", "talib.sma"].map((id) => findInCatalog(id).entry),
    );
    expect(found).not.toContain("atr");
    expect(searchCatalog("band")![0]!.id).toMatch(/band/);
    expect(searchCatalog("wilder AVERAGE range")!.map((entry) => entry.id)).toContain("atr");
    expect(searchCatalog("zzz")).toEqual([]);
    expect(searchCatalog("  ")).toBeNull();
  });
  it("goes by family and module", () => {
    const ids = (family: string): string[] => familyOfCatalog(family).map((entry) => entry.id);
    expect(ids("averages")).toContain("ema");
    expect(ids("Momentum")).toEqual(expect.arrayContaining(["rsi", "talib.rsi"]));
    expect(ids("talib.momentum")).toEqual(ids("talib").filter((each) => ids("momentum").includes(each)));
    expect(ids("std").some((each) => each.includes("."))).toBe(false);
    expect(ids("")).toEqual([]);
    for (const family of familiesOfCatalog()) expect(ids(family)).not.toEqual([]);
  });
});

describe("what an entry says", () => {
  const named = (name: string): CatalogEntry => findInCatalog(name).entry!;
  it("names no row from which on what never forgets is stable", () => {
    const stable = (name: string): (number | null)[] => named(name).warmUp.map(({ stableRow }) => stableRow);
    expect(["obv", "vwap", "ad", "barssince", "cumulative_sum"].flatMap(stable)).toEqual(Array(5).fill(null));
    expect(stable("sma")).toEqual([19]);
    expect(stable("ema")).toEqual([Math.ceil(19 + 10.5 * Math.log(1 / EPSILON))]);
    // It counts its first rows, and that is all it does.
    expect(stable("talib.stoch")).toEqual([8, 8]);
  });
  it("is what the definition says", () => {
    const bands = named("bb");
    expect(bands.parameters.find(({ name }) => name === "period")).toEqual({
      name: "period",
      type: "int",
      default: 20,
      required: false,
      min: 1,
      max: 10000,
      step: null,
      choices: null,
      aliases: ["lookback"],
    });
    expect(bands.inputs).toEqual([{ name: "x", kind: "number", default: "close", aliases: [] }]);
    expect(bands.outputs.map(({ name }) => name)).toEqual(["upper", "middle", "lower"]);
    expect(bands.drawing).toEqual({ pane: "overlay", bounds: null, levels: [], offsets: [] });
    expect(bands.warmUp[0]).toMatchObject({ output: "upper", formula: "period - 1", row: 19 });
    expect(bands.definition).toMatch(/^fn bbands\(/);
    const strength = named("rsi");
    expect(strength.drawing).toMatchObject({ pane: "separate", bounds: [0, 100], levels: [30, 70] });
    expect(named("crossup").outputs).toEqual([{ name: "", kind: "condition", style: "markers" }]);
    expect(named("macd").outputs.map(({ style }) => style)).toEqual(["line", "line", "histogram"]);
    expect(named("sma").parameters.find(({ name }) => name === "missing")).toMatchObject({
      type: "string",
      default: "rows",
      choices: ["rows", "observed"],
    });
  });
  it("is said in words", () => {
    const text = entryText(named("bbands"));
    expect(text).toContain("upper   known from row 19 = period - 1  stable at once");
    expect(text).toContain("Rows that it needs before the current one: period - 1.");
    expect(text).toContain("\ndefinition\n  fn bbands(");
    expect(text).toContain("also called bb");
    expect(entryText(named("rsi"))).toContain("by itself; line; within 0 and 100; with lines at 30, 70");
  });
  it("is drawn in each output's own style wherever a program gives it out", () => {
    const styles = (source: string): unknown[] => compile(source).outputs.map(({ hints }) => hints["style"]);
    expect(styles("macd(close)")).toEqual([undefined, undefined, "histogram"]);
    expect(styles("let m = macd(close)\nout a = m.histogram\nout b = m.signal")).toEqual([
      "histogram",
      undefined,
    ]);
    expect(styles('@style("steps")\nout a = macd(close).histogram')).toEqual(["steps"]);
    const own = '@style("line", upper = "dots")\nfn f(x) -> {upper, lower} = {upper: x, lower: x}\n';
    expect(styles(`${own}out a = f(close)`)).toEqual(["dots", "line"]);
  });
  it("draws what is called a histogram as one", () => {
    const named = entries.flatMap(({ id, outputs }) =>
      outputs.filter(({ name }) => /hist(ogram)?$/.test(name)).map(({ name, style }) => [id, name, style]),
    );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter(([, , style]) => style !== "histogram")).toEqual([]);
  });
  it("is plain data once it is written, and the schema refuses what is not of its shape", () => {
    const written = JSON.parse(JSON.stringify({ functions: entries })) as { functions: object[] };
    expect(schema(written), JSON.stringify(schema.errors?.slice(0, 3))).toBe(true);
    const first = written.functions[0]!;
    const wrong: object[] = [
      { ...first, extra: 1 },
      { ...first, family: "" },
      { ...first, drawing: { pane: "below", bounds: null, levels: [], offsets: [] } },
      { ...first, warmUp: [] },
      { ...first, parameters: [{ ...named("sma").parameters[0]!, default: "20" }] },
    ];
    for (const each of wrong) expect(validate(each)).toBe(false);
  });
});
