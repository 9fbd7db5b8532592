/**
 * The vectors of golden/talib: what TA-Lib says against what the same function says here, through compile, bind and
 * run, on every row. The tolerance and every exception are golden/talib/tolerance.json's. With BLESS=1 the measured
 * errors are written into golden/README.md; without it they must be the ones that stand there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compile } from "../src/index.ts";

const golden = resolve(import.meta.dirname, "../../golden");

type Unit = "price" | "price2" | "percent" | "one" | "scale";
type Columns = Record<string, Float64Array>;

interface Exception {
  readonly rule: string;
  readonly output: string;
  /** First and last row of each stretch, both included. */
  readonly rows: readonly (readonly [number, number])[];
  /** The column that holds what must come there; NaN is missing. */
  readonly values: number;
  /** From this row on TA-Lib's own values hold as well. */
  readonly settled?: number;
}

interface Vector {
  readonly function: string;
  readonly talib: string;
  readonly series: string;
  readonly program: string;
  readonly validFrom: Readonly<Record<string, number>>;
  /** The unit, of a function whose unit depends on the data. */
  readonly scale?: number;
  readonly outputs: Readonly<Record<string, number>>;
  /** The formula's exact values, rounded once, where the generator has them. */
  readonly exact?: Readonly<Record<string, number>>;
  readonly exceptions?: readonly Exception[];
}

interface Vectors {
  readonly rows: number;
  readonly series: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly vectors: readonly Vector[];
}

interface Table {
  readonly allowed: { readonly relative: number; readonly ulps: number };
  readonly units: Readonly<Record<string, Unit>>;
  readonly exceptions: Readonly<Record<string, { readonly functions: readonly string[] }>>;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(resolve(golden, "talib", name), "utf8")) as T;
const table = read<Table>("tolerance.json");
const { rows, series, vectors } = read<Vectors>("vectors.json");
const packed = gunzipSync(readFileSync(resolve(golden, "talib/vectors.f64.gz")));

/** A column of the data file. */
function column(number: number): Float64Array {
  const view = new DataView(packed.buffer, packed.byteOffset + number * rows * 8, rows * 8);
  return Float64Array.from({ length: rows }, (_, row) => view.getFloat64(row * 8, true));
}

/** The distance from `value` to the next greater double, for normal positive numbers. */
function spacing(value: number): number {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  bytes.setBigUint64(0, bytes.getBigUint64(0) + 1n);
  return bytes.getFloat64(0) - value;
}

/** The function's unit of scale, given the columns its program reads. */
function scale(vector: Vector, read: readonly Float64Array[]): number {
  const name = vector.function;
  const unit = table.units[name];
  if (unit === "scale" && vector.scale !== undefined) return vector.scale;
  if (unit === "percent") return 100;
  if (unit === "one") return 1;
  const price = Math.max(...read.flatMap((values) => [...values.map(Math.abs)]));
  if (unit === "price") return price;
  if (unit === "price2") return price * price;
  throw new Error(`${name} has no unit in tolerance.json`);
}

interface Distance {
  /** Of the allowed distance, the greatest share that was used; Infinity where one is missing and the other is not. */
  readonly share: number;
  readonly row: number;
}

/** How far `found` is from `expected` at worst, from row `from` on. */
function distance(found: Float64Array, expected: Float64Array, unit: number, from = 0): Distance {
  const { relative, ulps } = table.allowed;
  const floor = ulps * spacing(unit);
  let worst: Distance = { share: 0, row: -1 };
  for (let row = from; row < rows; row++) {
    const [a, b] = [found[row]!, expected[row]!];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    const share =
      Number.isNaN(a) || Number.isNaN(b) ? Infinity : Math.abs(a - b) / (relative * Math.abs(b) + floor);
    if (share > worst.share) worst = { share, row };
  }
  return worst;
}

const firstKnown = (values: Float64Array): number => values.findIndex((value) => !Number.isNaN(value));

/** TA-Lib's column with what must come instead where an exception, other than `without`, says so. */
function expectation(vector: Vector, output: string, without?: Exception): Float64Array {
  const values = column(vector.outputs[output]!);
  for (const exception of exceptionsOf(vector, output)) {
    if (exception === without) continue;
    const instead = column(exception.values);
    for (const [first, last] of exception.rows) values.set(instead.subarray(first, last + 1), first);
  }
  return values;
}

const exceptionsOf = (vector: Vector, output: string): readonly Exception[] =>
  (vector.exceptions ?? []).filter((exception) => exception.output === output);

/** What was measured of a function, over all its vectors. */
interface Measured {
  readonly talib: Set<string>;
  values: number;
  /** Against the value itself, where that is at least a thousandth of the unit. */
  relative: number;
  /** In spacings of doubles at the unit. */
  ulps: number;
  share: number;
  /** The same share, against the exact value instead of TA-Lib's; null where no exact value is stored. */
  exact: number | null;
  /** And TA-Lib's own, on the rows without an exception but `rounding`. */
  theirs: number | null;
  readonly rules: Map<string, number>;
}
const measured = new Map<string, Measured>();

function measure(vector: Vector, output: string, found: Float64Array, expected: Float64Array, unit: number) {
  let entry = measured.get(vector.function);
  if (!entry) {
    entry = {
      talib: new Set(),
      values: 0,
      relative: 0,
      ulps: 0,
      share: 0,
      exact: null,
      theirs: null,
      rules: new Map(),
    };
    measured.set(vector.function, entry);
  }
  entry.talib.add(vector.talib);
  entry.share = Math.max(entry.share, distance(found, expected, unit).share);
  for (let row = 0; row < rows; row++) {
    const [a, b] = [found[row]!, expected[row]!];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    entry.values++;
    entry.ulps = Math.max(entry.ulps, Math.abs(a - b) / spacing(unit));
    if (Math.abs(b) >= unit / 1000) entry.relative = Math.max(entry.relative, Math.abs((a - b) / b));
  }
  const exactNumber = vector.exact?.[output];
  if (exactNumber !== undefined) {
    const exact = column(exactNumber);
    entry.exact = Math.max(entry.exact ?? 0, distance(found, exact, unit).share);
    const theirs = column(vector.outputs[output]!);
    for (const { rule, rows: stretches } of exceptionsOf(vector, output)) {
      if (rule === "rounding") continue;
      for (const [first, last] of stretches) theirs.set(exact.subarray(first, last + 1), first);
    }
    entry.theirs = Math.max(entry.theirs ?? 0, distance(theirs, exact, unit).share);
  }
  for (const { rule, rows: stretches } of exceptionsOf(vector, output)) {
    const count = stretches.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    entry.rules.set(rule, (entry.rules.get(rule) ?? 0) + count);
  }
}

function compare(vector: Vector): void {
  const bars: Columns = Object.fromEntries(
    Object.entries(series[vector.series]!).map(([field, number]) => [field, column(number)]),
  );
  const plan = compile(vector.program);
  const program = plan.bind();
  const { outputs } = program.run(bars);
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(vector.outputs).sort());
  expect(program.validFrom).toEqual(vector.validFrom);
  const unit = scale(
    vector,
    plan.requirements.fields.map((field) => bars[field]!),
  );
  for (const [output, number] of Object.entries(vector.outputs)) {
    const found = outputs[output] as Float64Array;
    const [theirs, expected] = [column(number), expectation(vector, output)];
    const where = (row: number): string =>
      `${vector.program} on ${vector.series}, ${output}, row ${row}: ${found[row]} for ${expected[row]} (TA-Lib ${theirs[row]})`;
    expect(firstKnown(found), `the first valid row of ${where(firstKnown(expected))}`).toBe(
      firstKnown(expected),
    );
    expect(firstKnown(expected)).toBeGreaterThanOrEqual(vector.validFrom[output]!);
    const off = distance(found, expected, unit);
    expect(off.share, where(off.row)).toBeLessThanOrEqual(1);
    const exact = vector.exact?.[output];
    if (exact !== undefined) {
      const wrong = distance(found, column(exact), unit);
      expect(
        wrong.share,
        `against the exact ${column(exact)[wrong.row]}, ${where(wrong.row)}`,
      ).toBeLessThanOrEqual(1);
    }
    const exceptions = exceptionsOf(vector, output);
    for (const exception of exceptions) {
      const plain = distance(found, expectation(vector, output, exception), unit);
      const what = `${vector.program} on ${vector.series}, ${output}`;
      expect(plain.share, `${what}: the exception ${exception.rule} is not needed`).toBeGreaterThan(1);
    }
    for (const { settled } of exceptions) {
      if (settled === undefined) continue;
      const tail = distance(found, theirs, unit, settled);
      expect(tail.share, `settled, ${where(tail.row)}`).toBeLessThanOrEqual(1);
    }
    measure(vector, output, found, expected, unit);
  }
}

const functions = [...new Set(vectors.map((vector) => vector.function))];

for (const name of functions) {
  describe(name, () => {
    const own = vectors.filter((vector) => vector.function === name);
    for (const vector of own)
      test(`${vector.program} as ${vector.talib} on ${vector.series}`, () => compare(vector));
  });
}

describe("the table of tolerances", () => {
  test("has a unit for every function and no other", () => {
    expect(Object.keys(table.units).sort()).toEqual([...functions].sort());
  });
  test("names exactly the functions that need each exception", () => {
    for (const [rule, { functions: named }] of Object.entries(table.exceptions)) {
      const needing = vectors.filter((vector) =>
        vector.exceptions?.some((exception) => exception.rule === rule),
      );
      expect([...new Set(needing.map((vector) => vector.function))].sort(), rule).toEqual([...named].sort());
    }
    const used = vectors.flatMap((vector) => vector.exceptions ?? []).map((exception) => exception.rule);
    expect(new Set(used)).toEqual(new Set(Object.keys(table.exceptions)));
  });
});

describe("the published errors", () => {
  const figure = (value: number | null): string =>
    value === null ? "" : value === 0 ? "0" : value.toExponential(1);
  const published = (): string =>
    [
      "| function | TA-Lib | vectors | values | worst relative | worst in ulps of the unit | share of the allowed | against exact values | TA-Lib against exact values | rows by exception |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      ...[...measured].map(([name, entry]) => {
        const count = vectors.filter((vector) => vector.function === name).length;
        const rules = [...entry.rules].map(([rule, number]) => `${rule} ${number}`).join(", ");
        const cells = [name, [...entry.talib].join(", "), count, entry.values, figure(entry.relative)];
        return `| ${[...cells, entry.ulps.toFixed(2), figure(entry.share), figure(entry.exact), figure(entry.theirs), rules].join(" | ")} |`;
      }),
    ].join("\n");
  const readme = resolve(golden, "README.md");
  const [begin, end] = ["<!-- measured -->\n", "\n<!-- /measured -->"];

  test("are what was measured", () => {
    const text = readFileSync(readme, "utf8");
    const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
    expect(from).toBeGreaterThan(begin.length);
    expect(to).toBeGreaterThan(from);
    if (process.env.BLESS) writeFileSync(readme, text.slice(0, from) + published() + text.slice(to));
    else expect(text.slice(from, to)).toBe(published());
  });
});
