// spec/cases through the Node door: by batch and by step.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCases, type CaseValue } from "../../spec/generate/cases.ts";
import { compile } from "../src/index.ts";

const folder = join(import.meta.dirname, "../../spec");
const number = (value: CaseValue): number => (value === "na" ? NaN : Number(value));

/** What a door answers, written as the cases write it. */
function written(column: Float64Array | Uint8Array): CaseValue[] {
  if (column instanceof Uint8Array) return [...column].map((value) => (value === 2 ? "na" : value === 1));
  return [...column].map((value) => (Number.isNaN(value) ? "na" : value));
}

const cases = readCases(join(folder, "cases"));

describe.each(cases)("$id", (entry) => {
  const columns = Object.fromEntries(
    Object.entries(entry.columns).map(([name, values]) => [name, Float64Array.from(values, number)]),
  );
  const alerts = Object.entries(entry.alerts ?? {})
    .flatMap(([name, rows]) => rows.map((row) => `${name}@${row}`))
    .sort();
  test.each(["batch", "step"] as const)("by %s", (executor) => {
    const result = compile(entry.program).bind({ params: entry.params }).run(columns, { executor });
    expect(
      Object.fromEntries(Object.entries(result.outputs).map(([name, column]) => [name, written(column)])),
    ).toEqual(entry.outputs);
    expect(result.alerts.map(({ name, row }) => `${name}@${row}`).sort()).toEqual(alerts);
  });
});

test("every rule of the language and every law of numerics has a case or a test", () => {
  const tested = new Set(cases.flatMap((entry) => entry.rules));
  // Diagnostics are cases of the checker; laws over all programs are properties, of the engine and of whole programs.
  const elsewhere = [
    "compiler/tests/check",
    "compiler/tests/format",
    "runtime/tests",
    "crates/ta-engine/tests",
  ].flatMap((tests) =>
    readdirSync(join(folder, "..", tests))
      .filter((name) => /\.(md|ts|rs)$/.test(name) && name !== "cases.test.ts")
      .map((name) => readFileSync(join(folder, "..", tests, name), "utf8")),
  );
  const rules = ["language.md", "numerics.md"].flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/\*\*((?:LG|N)\d+)\b/g)].map((match) => match[1]!),
  );
  expect(rules.length).toBeGreaterThan(30);
  const untested = rules.filter(
    (rule) => !tested.has(rule) && !elsewhere.some((text) => new RegExp(`\\b${rule}\\b`).test(text)),
  );
  expect(untested).toEqual([]);
});
