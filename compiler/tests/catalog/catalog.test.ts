import { describe, expect, it } from "vitest";
import {
  catalog,
  catalogBounds,
  catalogText,
  check,
  compile,
  entryText,
  findInCatalog,
} from "../../src/index.ts";
import { EPSILON } from "../../src/explain/formula.ts";
import { decodePlan } from "../../src/plan/decode.ts";
import { standardLibrary } from "../../src/semantics/standard.ts";

const entries = catalog();

describe("every function of the library", () => {
  it.each(entries.map((entry) => [entry.id, entry] as const))("%s", (id, entry) => {
    expect(entry.doc).not.toBeNull();
    expect(entry.title).toMatch(/^\S.*[.!?]$/);
    expect(entry.family).not.toBe("");
    // Its example is a program without a fault, with an output for each value.
    expect(check(entry.example).diagnostics).toEqual([]);
    const plan = compile(entry.example);
    expect(plan.outputs.map(({ name, type }) => [name, type])).toEqual(
      entry.outputs.map(({ name, type }) => [name === "" ? "result" : `result.${name}`, type]),
    );
    // What it says of its warm-up at the defaults is what the plan of the example says.
    const { warmUp, fields } = catalogBounds(entry);
    const decoded = decodePlan(plan.bytes);
    const rows = decoded.outputs.map((output) => rowOf(decoded.scalars, output.validFrom));
    expect(warmUp.map(({ row }) => row)).toEqual(rows);
    expect([...plan.inputs.map((input) => input.field)].sort()).toEqual([...fields].sort());
    for (const { formula, stableFormula } of warmUp) {
      const names = entry.parameters.map(({ name }) => name);
      const words = `${formula} ${stableFormula ?? ""}`.replaceAll("ln(1/ε)", "").match(/[a-z_]+\w*/g) ?? [];
      expect(words.filter((word) => ![...names, "max", "min", "floor", "sqrt"].includes(word))).toEqual([]);
    }
    expect(entryText(entry, catalogBounds(entry))).toContain(`\n  ${id}(`);
    const found = findInCatalog(id);
    expect("entry" in found && found.entry.id).toBe(id);
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
  it("goes by alias, in any case, with a module or without", () => {
    const id = (name: string): string | null => {
      const found = findInCatalog(name);
      return "entry" in found ? found.entry.id : null;
    };
    expect(id("rolling_mean")).toBe("sma");
    expect(id("RSI")).toBe("rsi");
    expect(id("std.rsi")).toBe("rsi");
    expect(findInCatalog("rsj")).toEqual({ near: "rsi" });
  });
  it("names no row from which on what never forgets is stable", () => {
    const stable = (name: string): (number | null)[] =>
      catalogBounds(entries.find((entry) => entry.id === name)!).warmUp.map(({ stableRow }) => stableRow);
    expect(["obv", "vwap", "ad", "barssince", "cumulative_sum"].flatMap(stable)).toEqual(Array(5).fill(null));
    expect(stable("sma")).toEqual([19]);
    expect(stable("ema")).toEqual([Math.ceil(19 + 10.5 * Math.log(1 / EPSILON))]);
    // It counts its first rows, and that is all it does.
    expect(stable("talib.stoch")).toEqual([8, 8]);
  });
  it("says in words what one function is", () => {
    const found = findInCatalog("bbands");
    if (!("entry" in found)) throw new Error("bbands is gone");
    expect(found.entry.parameters.find(({ name }) => name === "period")).toEqual({
      name: "period",
      input: false,
      type: "int",
      default: "20",
      min: 1,
      max: 10000,
      step: null,
      choices: null,
      aliases: ["lookback"],
    });
    expect(found.entry.outputs.map(({ name }) => name)).toEqual(["upper", "middle", "lower"]);
    expect(found.entry.hints["pane"]).toBe("overlay");
    expect(catalogBounds(found.entry).warmUp[0]).toMatchObject({
      output: "upper",
      formula: "period - 1",
      row: 19,
    });
    const text = entryText(found.entry, catalogBounds(found.entry));
    expect(text).toContain("upper   known from row 19 = period - 1  and stable at once");
    expect(text).toContain("Rows that it needs before the current one: period - 1.");
    expect(text).toContain("also called bb");
  });
});
