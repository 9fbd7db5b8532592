/**
 * The vectors of golden/tv: what PyneCore, which repeats TradingView's `ta`, says against the module `tv`, on every row.
 * The tolerance and every exception are golden/tv/tolerance.json's; an exception puts the formula's exact values in the
 * place of PyneCore's, and one that is not needed fails.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../src/catalog.ts";
import { compile } from "../src/index.ts";
import { type Allowed, distance, packedColumns } from "./columns.ts";

const golden = resolve(import.meta.dirname, "../../golden/tv");

type Unit = "price" | "price2" | "percent" | "one" | "flow";

interface Exception {
  readonly rule: string;
  readonly output: string;
  /** First and last row of each stretch, both included. */
  readonly rows: readonly (readonly [number, number])[];
  /** The column that holds what must come there. */
  readonly values: number;
}

interface Vector {
  readonly function: string;
  readonly pine: string;
  readonly series: string;
  readonly program: string;
  readonly outputs: Readonly<Record<string, number>>;
  readonly exceptions?: readonly Exception[];
}

interface Table {
  readonly allowed: Allowed;
  readonly units: Readonly<Record<string, Unit>>;
  readonly exceptions: Readonly<Record<string, { readonly functions: readonly string[] }>>;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(resolve(golden, name), "utf8")) as T;
const table = read<Table>("tolerance.json");
const { rows, series, vectors } = read<{
  rows: number;
  series: Record<string, Record<string, number>>;
  vectors: Vector[];
}>("vectors.json");
const column = packedColumns(resolve(golden, "vectors.f64.gz"), rows);

const greatest = (values: Iterable<number>): number =>
  [...values].reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 0);

function unitOf(name: string, bars: Record<string, Float64Array>): number {
  const price = Math.max(...["open", "high", "low", "close"].map((field) => greatest(bars[field]!)));
  const units: Record<Unit, number> = {
    price,
    price2: price * price,
    percent: 100,
    one: 1,
    flow: greatest(bars.volume!),
  };
  return units[table.units[name]!];
}

/** A condition as numbers, unknown as missing; TradingView says no where it is unknown. */
function asNumbers(found: Float64Array | Uint8Array): Float64Array {
  return found instanceof Float64Array
    ? found
    : Float64Array.from(found, (value) => (value === 2 ? NaN : value));
}

/** The functions that gave a value at all: one that is missing everywhere would equal what is missing. */
const valued = new Set<string>();

function compare(vector: Vector): void {
  const bars = Object.fromEntries(
    Object.entries(series[vector.series]!).map(([field, number]) => [field, column(number)]),
  );
  const program = compile(vector.program).bind();
  const { outputs } = program.run(bars);
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(vector.outputs).sort());
  const unit = unitOf(vector.function, bars);
  for (const [output, number] of Object.entries(vector.outputs)) {
    const condition = outputs[output] instanceof Uint8Array;
    const found = asNumbers(outputs[output] as Float64Array | Uint8Array);
    const plain = column(number);
    if (condition)
      plain.forEach((value, row) => value === 0 && Number.isNaN(found[row]!) && (plain[row] = NaN));
    const expected = Float64Array.from(plain);
    const exceptions = (vector.exceptions ?? []).filter((exception) => exception.output === output);
    for (const exception of exceptions) {
      const instead = column(exception.values);
      for (const [first, last] of exception.rows) expected.set(instead.subarray(first, last + 1), first);
      const without = distance(found, plain, unit, table.allowed);
      expect(without.share, `${exception.rule} is not needed`).toBeGreaterThan(1);
    }
    const off = distance(found, expected, unit, table.allowed);
    expect(
      off.share,
      `${output}, row ${off.row}: ${found[off.row]} for ${expected[off.row]} (PyneCore ${plain[off.row]})`,
    ).toBeLessThanOrEqual(1);
    if (found.some((value) => !Number.isNaN(value))) valued.add(vector.function);
  }
}

const functions = [...new Set(vectors.map((vector) => vector.function))];

for (const name of functions) {
  describe(`tv.${name}`, () => {
    for (const vector of vectors.filter((each) => each.function === name))
      test(`${vector.program} as ${vector.pine} on ${vector.series}`, () => compare(vector));
  });
}

describe("the table of tolerances", () => {
  test("has a unit for every function, and every function of the module has vectors", () => {
    expect(Object.keys(table.units).sort()).toEqual([...functions].sort());
    const listed = catalog.filter((entry) => entry.module === "tv");
    expect(listed.map((entry) => entry.name).sort()).toEqual([...functions].sort());
  });

  test("compares values of every function", () => {
    expect([...valued].sort()).toEqual([...functions].sort());
  });

  test("names exactly the functions that need each exception", () => {
    for (const [rule, { functions: named }] of Object.entries(table.exceptions)) {
      const needing = vectors.filter((vector) => vector.exceptions?.some((each) => each.rule === rule));
      expect([...new Set(needing.map((vector) => vector.function))].sort(), rule).toEqual([...named].sort());
    }
  });
});
