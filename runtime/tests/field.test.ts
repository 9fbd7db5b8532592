/**
 * The vectors of golden/field: what the published formulas of the studies give in plain loops, against the library, on every row.
 * The tolerance and every exception are golden/field/tolerance.json's.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../src/index.ts";
import { type Allowed, distance, packedColumns } from "./columns.ts";

const golden = resolve(import.meta.dirname, "../../golden/field");

type Unit = "price" | "percent" | "one" | "flow";

interface Vector {
  readonly function: string;
  readonly series: string;
  readonly program: string;
  readonly outputs: Readonly<Record<string, number>>;
}

interface Table {
  readonly allowed: Allowed;
  readonly units: Readonly<Record<string, Unit>>;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(resolve(golden, name), "utf8")) as T;
const table = read<Table>("tolerance.json");
const { rows, series, vectors } = read<{
  rows: number;
  series: Record<string, Record<string, number>>;
  vectors: Vector[];
}>("vectors.json");
const column = packedColumns(resolve(golden, "vectors.f64.gz"), rows);
type Bars = Record<string, Float64Array>;
const barsOf = (name: string): Bars =>
  Object.fromEntries(Object.entries(series[name]!).map(([field, number]) => [field, column(number)]));

const greatest = (values: Iterable<number>): number =>
  [...values].reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 0);

function unitOf(name: string, bars: Bars): number {
  const units: Record<Unit, number> = {
    price: Math.max(...["open", "high", "low", "close"].map((field) => greatest(bars[field]!))),
    percent: 100,
    one: 1,
    flow: 100 * greatest(bars.volume!),
  };
  return units[table.units[name]!];
}

/** A condition as numbers, unknown as missing. */
const asNumbers = (found: Float64Array | Uint8Array): Float64Array =>
  found instanceof Float64Array ? found : Float64Array.from(found, (value) => (value === 2 ? NaN : value));

/** How far the program's outputs are from columns, at worst. */
function farthest(vector: Vector, bars: Bars, expected: (output: string) => Float64Array) {
  const { outputs } = compile(vector.program).bind().run(bars);
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(vector.outputs).sort());
  const unit = unitOf(vector.function, bars);
  return Object.keys(vector.outputs).map((output) => {
    const found = asNumbers(outputs[output] as Float64Array | Uint8Array);
    const due = expected(output);
    const { share, row } = distance(found, due, unit, table.allowed);
    return { share, where: `${output}, row ${row}: ${found[row]} for ${due[row]}` };
  });
}

const functions = [...new Set(vectors.map((vector) => vector.function))];

for (const name of functions)
  describe(name, () => {
    const own = vectors.filter((each) => each.function === name);
    for (const vector of own)
      test(`${vector.program} on ${vector.series}`, () => {
        const off = farthest(vector, barsOf(vector.series), (output) => column(vector.outputs[output]!));
        for (const { share, where } of off) expect(share, where).toBeLessThanOrEqual(1);
      });
    test("is not missing everywhere, and not on bars a row later", () => {
      const known = own.flatMap((vector) => Object.values(vector.outputs).map((number) => column(number)));
      expect(known.some((values) => values.some((value) => !Number.isNaN(value)))).toBe(true);
      const vector = own.find((each) => each.series === "walk")!;
      const later = Object.entries(barsOf("walk")).map(([field, values]) => [
        field,
        values.map((_, row) => values[row - 1] ?? NaN),
      ]);
      const off = farthest(vector, Object.fromEntries(later) as Bars, (output) =>
        column(vector.outputs[output]!),
      );
      expect(Math.max(...off.map(({ share }) => share))).toBeGreaterThan(1);
    });
  });

test("the table has a unit for every function and no other", () => {
  expect(Object.keys(table.units).sort()).toEqual([...functions].sort());
});
