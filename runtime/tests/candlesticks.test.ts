/**
 * The 61 candlestick patterns of the module `talib` against golden/talib/candlesticks.json: TA-Lib's integers on every row,
 * without a tolerance. Where TA-Lib's running total has kept a rounding error, its answer to the pattern's own bars
 * counts (`drift`).
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { catalog } from "../src/catalog.ts";
import { compile } from "../src/index.ts";

const golden = resolve(import.meta.dirname, "../../golden/talib");
const FIELDS = ["open", "high", "low", "close"] as const;
type Bars = Record<(typeof FIELDS)[number], Float64Array>;

/** One pattern over one series. */
interface Run {
  readonly series: string;
  readonly penetration?: number;
  readonly column: number;
  /** TA-Lib's answers to the bars that the pattern looks at alone, by row, where they are others. */
  readonly drift?: Readonly<Record<string, number>>;
}
interface Pattern {
  readonly lookback: number;
  readonly values: readonly number[];
  readonly runs: readonly Run[];
}
interface Golden {
  /** Columns of whole numbers of the unit, or of the halves of a double. */
  readonly series: Readonly<
    Record<string, { rows: number; unit?: number } & Record<keyof Bars, number | readonly [number, number]>>
  >;
  readonly patterns: Readonly<Record<string, Pattern>>;
}

const json = <T>(name: string): T => JSON.parse(readFileSync(resolve(golden, name), "utf8")) as T;
const unzip = (path: string): DataView => {
  const bytes = gunzipSync(readFileSync(path));
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};
const { series: made, patterns } = json<Golden>("candlesticks.json");

/** The rows of every series, by which the data file is cut into columns. */
const rowsOf = new Map<string, number>();
const series = new Map<string, Bars>();
const columns: Int32Array[] = [];

function readStored(): void {
  const index = json<{ rows: number; series: Record<string, Record<string, number>> }>("vectors.json");
  const data = unzip(resolve(golden, "vectors.f64.gz"));
  for (const [name, fields] of Object.entries(index.series)) {
    const column = (number: number): Float64Array =>
      Float64Array.from({ length: index.rows }, (_, row) =>
        data.getFloat64((number * index.rows + row) * 8, true),
      );
    series.set(name, Object.fromEntries(FIELDS.map((field) => [field, column(fields[field]!)])) as Bars);
  }
}

function readStocks(): void {
  const path = resolve(golden, "../../data/stocks.csv.gz");
  const rows = new Map<string, number[][]>();
  for (const line of gunzipSync(readFileSync(path)).toString("utf8").trim().split(/\r?\n/).slice(1)) {
    const [ticker, , ...cells] = line.split(",");
    if (!rows.has(ticker!)) rows.set(ticker!, []);
    rows.get(ticker!)!.push(cells.map(Number));
  }
  for (const [ticker, bars] of rows) {
    const column = (at: number): Float64Array => Float64Array.from(bars, (bar) => bar[at]!);
    series.set(ticker, Object.fromEntries(FIELDS.map((field, at) => [field, column(at)])) as Bars);
  }
}

function readMade(): void {
  const data = unzip(resolve(golden, "candlesticks.i32.gz"));
  // Columns stand one behind the other in their numbers' order, each as long as its series.
  const lengths: number[] = [];
  for (const { rows, ...fields } of Object.values(made))
    for (const field of FIELDS) for (const column of [fields[field]].flat()) lengths[column as number] = rows;
  for (const { runs } of Object.values(patterns))
    for (const { series: name, column } of runs) lengths[column] = rowsOf.get(name)!;
  let at = 0;
  for (const length of lengths) {
    columns.push(Int32Array.from({ length }, (_, row) => data.getInt32(at + row * 4, true)));
    at += length * 4;
  }
  expect(at).toBe(data.byteLength);
  for (const [name, { unit, rows, ...fields }] of Object.entries(made)) {
    const column = (field: keyof Bars): Float64Array => {
      const numbers = fields[field];
      if (typeof numbers === "number") return Float64Array.from(columns[numbers]!, (whole) => whole / unit!);
      const [low, high] = numbers.map((number) => columns[number]!);
      const halves = new DataView(new ArrayBuffer(8));
      return Float64Array.from({ length: rows }, (_, row) => {
        halves.setInt32(0, low![row]!, true);
        halves.setInt32(4, high![row]!, true);
        return halves.getFloat64(0, true);
      });
    };
    series.set(name, Object.fromEntries(FIELDS.map((field) => [field, column(field)])) as Bars);
  }
}

readStored();
readStocks();
for (const [name, bars] of series) rowsOf.set(name, bars.open.length);
for (const [name, { rows }] of Object.entries(made)) rowsOf.set(name, rows);
readMade();

type Program = ReturnType<ReturnType<typeof compile>["bind"]>;
const programs = new Map<string, Program>();
/** Compiled and bound once. */
function programOf(source: string): Program {
  if (!programs.has(source)) programs.set(source, compile(source).bind());
  return programs.get(source)!;
}
const source = (name: string, { penetration }: Run): string =>
  `talib.${name}(${penetration === undefined ? "" : `penetration = ${penetration}`})`;

/** What must come: missing in the first rows, TA-Lib's integers, and its answers to the pattern's bars alone. */
function expected({ lookback }: Pattern, { column, drift }: Run): Float64Array {
  const values = Float64Array.from(columns[column]!);
  values.fill(NaN, 0, lookback);
  for (const [row, value] of Object.entries(drift ?? {})) values[Number(row)] = value;
  return values;
}

/** The first row on which two columns are not the same, or -1. */
const firstOff = (found: Float64Array, other: Float64Array): number =>
  found.findIndex(
    (value, row) => !(value === other[row] || (Number.isNaN(value) && Number.isNaN(other[row]))),
  );

test("every pattern of TA-Lib's list is there", () => {
  const listed = json<readonly { name: string }[]>("functions.json").map(({ name }) => name);
  expect(Object.keys(patterns).sort()).toEqual(listed.filter((name) => name.startsWith("cdl")).sort());
  expect(Object.keys(patterns)).toHaveLength(61);
});

const drawings = new Map(catalog.map(({ id, drawing }) => [id, drawing]));

describe.each(Object.entries(patterns))("%s", (name, pattern) => {
  test("gives TA-Lib's integers on every row", () => {
    for (const run of pattern.runs) {
      const bound = programOf(source(name, run));
      expect(bound.validFrom).toEqual({ result: pattern.lookback });
      const bars = series.get(run.series)!;
      const found = bound.run({ ...bars }).outputs.result as Float64Array;
      const values = expected(pattern, run);
      expect(found.length).toBe(values.length);
      const row = firstOff(found, values);
      const what = `${source(name, run)} on ${run.series}, row ${row}`;
      expect(row, `${what}: ${found[row]} for ${values[row]}`).toBe(-1);
      for (const [row, value] of Object.entries(run.drift ?? {}))
        expect(columns[run.column]![Number(row)], `${what}: no exception is needed`).not.toBe(value);
    }
  });

  test("was seen to give each of its values, and no other", () => {
    const seen = new Set(pattern.runs.flatMap((run) => [...expected(pattern, run)]));
    expect([...seen].filter((value) => value !== 0 && !Number.isNaN(value)).sort((a, b) => a - b)).toEqual(
      pattern.values,
    );
    const [least, most] = [Math.min(0, ...pattern.values), Math.max(0, ...pattern.values)];
    expect(drawings.get(`talib.${name}`)).toMatchObject({ pane: "separate", bounds: [least, most] });
  });
});

test("no pattern is known before TA-Lib's first row, though its bars be there", () => {
  for (const [name, { lookback, runs }] of Object.entries(patterns)) {
    const run = runs.find((run) => run.series === `examples of ${name}` && run.penetration === undefined)!;
    expect(columns[run.column]![lookback], `the example of ${name}`).not.toBe(0);
    const bars = Object.fromEntries(
      Object.entries(series.get(run.series)!).map(([field, values]) => [field, values.slice(1)]),
    );
    const found = programOf(`talib.${name}()`).run(bars).outputs.result as Float64Array;
    expect([...found.subarray(0, lookback)].every(Number.isNaN), name).toBe(true);
    expect(found[lookback], name).not.toBeNaN();
  }
});

test("a pattern is known where a missing bar cannot change it, and missing where it can", () => {
  const whole = series.get("grid")!;
  const rows = 60;
  let open = 0;
  for (const [name, { lookback }] of Object.entries(patterns)) {
    const bound = programOf(`talib.${name}()`);
    for (let start = 0; start < 480; start += 40) {
      const bars = Object.fromEntries(
        FIELDS.map((field) => [field, whole[field].slice(start, start + rows)]),
      ) as Bars;
      const fill = (bar: readonly number[]): Float64Array => {
        FIELDS.forEach((field, at) => (bars[field][20] = bar[at]!));
        return bound.run({ ...bars }).outputs.result as Float64Array;
      };
      const without = fill([NaN, NaN, NaN, NaN]);
      open += without.slice(lookback).filter((value) => Number.isNaN(value)).length;
      for (const other of [40, 100, 333, 900, 1500]) {
        const filled = fill(FIELDS.map((field) => whole[field][other]!));
        for (let row = lookback; row < rows; row++)
          if (!Number.isNaN(without[row])) expect(filled[row], `${name}, row ${row}`).toBe(without[row]);
      }
    }
  }
  expect(open).toBeGreaterThan(1000);
});

test("all patterns of one plan give what each gives alone", () => {
  const names = Object.keys(patterns);
  const together = programOf(names.map((name) => `out of_${name} = talib.${name}()`).join("\n"));
  for (const called of ["steps", "IBM"]) {
    const { outputs } = together.run({ ...series.get(called)! });
    for (const name of names) {
      const run = patterns[name]!.runs.find((run) => run.series === called && run.penetration === undefined)!;
      const row = firstOff(outputs[`of_${name}`] as Float64Array, expected(patterns[name]!, run));
      expect(row, `${name} on ${called}, row ${row}`).toBe(-1);
    }
  }
});

test("the exceptions are few", () => {
  const rows = Object.values(patterns).flatMap(({ runs }) =>
    runs.flatMap(({ drift }) => Object.keys(drift ?? {})),
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(40);
});
