import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { program as randomProgram, source as programText } from "../../../runtime/tests/random.ts";
import { compile, CompileError, explainPlan, explainProgram, explanationText } from "../../src/index.ts";

const root = join(import.meta.dirname, "../../..");
const golden = readFileSync(join(root, "examples/golden_cross.ta"), "utf8");

describe("a scan", () => {
  const explanation = explainProgram(
    "let t = scan({sum: 0, up: false}, fn(s, x) => {sum: s.sum + sma(x, 3), up: x > s.sum})\nout a = t.sum\nout b = t.up",
  );
  it("depends on where history starts, and is valid where what it reads is", () => {
    expect(explanation.needs.anchoredBy).toEqual(["scans"]);
    expect(explanation.outputs.map(({ validFrom, stableFrom }) => [validFrom.row, stableFrom])).toEqual([
      [2, null],
      [2, null],
    ]);
  });
  it("costs its fields, its operations and the bytes of its state", () => {
    expect(explanation.cost).toMatchObject({ instructions: 2, lanes: 3, stepped: 2, stateBytes: 24 + 9 });
    expect(explanation.cost.kinds).toEqual({ windows: 1, "states of scans": 2 });
    expect(explanation.groups).toEqual([]);
    expect(explanationText(explanation)).toContain("The steps of its scans take 2 operations a row.");
  });
});

describe("a program", () => {
  const explanation = explainProgram(golden);
  const output = (name: string) => explanation.outputs.find((each) => each.name === name)!;

  it("needs its columns; an average's history has no end", () => {
    expect(explanation.needs.fields).toEqual(["close"]);
    expect(explanation.needs.history).toBeNull();
    expect(explanation.needs.anchoredBy).toEqual(["averages", "alerts"]);
  });
  it("says when each result is valid and stable, in its parameters and at their defaults", () => {
    expect(output("average_fast").validFrom).toEqual({ row: 49, formula: "fast - 1" });
    expect(output("spread").validFrom).toEqual({ row: 199, formula: "max(fast, slow) - 1" });
    expect(output("momentum").validFrom.row).toBe(14);
    // ln(1e9) / (1 / 14) rows more, rounded up.
    expect(output("momentum").stableFrom!.row).toBe(Math.ceil(14 + 14 * Math.log(1e9)));
    expect(explanation.alerts.map(({ name, validFrom }) => [name, validFrom.row])).toEqual([
      ["golden_cross", 200],
      ["death_cross", 200],
    ]);
  });
  it("takes other parameters", () => {
    const set = explainProgram(golden, [9, 30, 70]);
    expect(set.outputs.find(({ name }) => name === "average_fast")!.validFrom.row).toBe(8);
    expect(set.outputs.find(({ name }) => name === "spread")!.validFrom.row).toBe(29);
    expect(set.params.map(({ name, value, isDefault }) => [name, value, isDefault])).toEqual([
      ["fast", 9, false],
      ["slow", 30, false],
      ["hot", 70, true],
    ]);
  });
  it("names what is computed once for several", () => {
    expect(explanation.shared).toContainEqual(
      expect.objectContaining({
        source: "sma(close, fast)",
        results: ["average_fast", "death_cross", "golden_cross", "spread", "trend"],
      }),
    );
    expect(explanation.cost.unshared).toBeGreaterThan(explanation.cost.lanes);
    expect(explanation.groups).toContainEqual({
      kind: "shared windows",
      kernels: ["win.mean"],
      lanes: 3,
      over: "close",
    });
    expect(explanation.groups).toContainEqual(expect.objectContaining({ kind: "side by side", lanes: 2 }));
  });
  it("quotes the functions that it calls", () => {
    expect(explanation.functions.map(({ id }) => id)).toEqual([
      "bbands",
      "crossdown",
      "crossup",
      "rsi",
      "sma",
    ]);
  });
  it("reads well", () => {
    const text = explanationText(explanation);
    expect(text).toMatch(
      /^ {2}average_fast +float +valid from row 49 \(the 50th bar\) +fast - 1 +stable at once$/m,
    );
    expect(text).toMatch(/^ {2}golden_cross +alert +can fire from row 200 \(the 201st bar\)/m);
    expect(text).toContain("3 windows of close (mean) build on the same partial results.");
    expect(text.trimEnd().endsWith(`plan ${explanation.id}`)).toBe(true);
  });
});

it("a window alone needs its rows and no more, and a column alone nothing at all", () => {
  expect(explainProgram("sma(close, 20)").needs.history).toEqual({ row: 19, formula: "19" });
  expect(explanationText(explainProgram("sma(close, 20)"))).toContain("A row needs 19 rows before it");
  expect(explanationText(explainProgram("close"))).toContain("Each row is computed from that row alone.");
});
it("what never forgets where history started is stable from no row", () => {
  const explained = explainProgram("out total = cumsum(close) > 3\nout level = sma(close, 5)");
  expect(explained.outputs.map(({ stableFrom }) => stableFrom?.row ?? null)).toEqual([null, 4]);
  expect(explanationText(explained)).toMatch(/^ {2}total .*depends on where history starts$/m);
});
it("policies for missing rows are told", () => {
  const source = 'out a = sma(close, 5, missing = "observed")\nout b = sum(close, 5, min_samples = 2)';
  const { missing, needs } = explainProgram(source);
  expect(missing.map(({ policy }) => policy).sort()).toEqual(["min_samples", "observed"]);
  expect(needs.anchoredBy).toEqual(["windows over observed rows"]);
});
it("a wrong program is a CompileError", () => {
  expect(() => explainProgram("sma(clse)")).toThrow(CompileError);
});

it("a plan says what its program says, and figures that the compiler's own report has", () => {
  fc.assert(
    fc.property(randomProgram, (made) => {
      const source = programText(made);
      const compiled = compile(source);
      const [ofProgram, ofPlan] = [explainProgram(source), explainPlan(compiled.bytes)];
      expect(ofPlan.outputs).toEqual(ofProgram.outputs);
      expect(ofPlan.alerts).toEqual(ofProgram.alerts);
      expect(ofPlan.needs).toEqual(ofProgram.needs);
      expect({ ...ofPlan.cost, before: null }).toEqual({ ...ofProgram.cost, before: null });
      expect(ofProgram.cost.before).toBe(compiled.report.before);
      expect(ofProgram.cost.instructions).toBe(compiled.report.after);
      expect(ofProgram.cost.peakLive).toBe(compiled.report.peakLive);
      expect(ofProgram.cost.unshared).toBeGreaterThanOrEqual(ofProgram.cost.lanes);
      expect(explanationText(ofPlan)).not.toMatch(/undefined|NaN|\[object/);
      expect(JSON.parse(JSON.stringify(ofPlan))).toEqual(ofPlan);
    }),
    { numRuns: 100 },
  );
});

it("formulas stay short where every average depends on two before it", () => {
  const lines = [
    "param a: int = 3 in 1..100",
    "param b: int = 5 in 1..100",
    "param c: int = 7 in 1..100",
    "let x0 = close",
  ];
  for (let step = 1; step <= 40; step += 1)
    lines.push(
      `let x${step} = ema(x${step - 1}, ${"abc"[step % 3]}) - sma(x${step - 1}, floor(${"bca"[step % 3]} / 2) + 1)`,
    );
  const { outputs } = explainProgram([...lines, "out x = x40"].join("\n"));
  expect(outputs[0]!.validFrom.row).toBeGreaterThan(80);
  for (const { formula } of [outputs[0]!.validFrom, outputs[0]!.stableFrom!])
    expect(formula.length).toBeLessThan(4000);
});
