/** A plan over a grid: the values of single runs to the bit, what is refused, aborts, and `ta sweep`. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC, type RecordBatch } from "apache-arrow";
import { afterAll, describe, expect, test } from "vitest";
import { compile, range, type Fold, type Plan } from "../src/index.ts";
import { ta } from "./setup.ts";

const ROWS = 3000;
let state = 7;
const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
let price = 100;
const close = Float64Array.from({ length: ROWS }, (_, row) => {
  price *= 1 + (random() - 0.5) / 50;
  return row % 701 === 5 ? NaN : price;
});
const bars = { close };

/** A plan whose parameters reach the kinds that there are. */
function planOf(): Plan {
  return compile(`
param fast: int = 5 in 2..60
param slow: int = 20 in 2..200
param weight: float = 1 in 0..10
param smooth: bool = true
out gap = weight * (ema(close, fast) - ema(close, slow))
out line = if smooth then ema(close, fast) else sma(close, fast)
out above = close > ema(close, slow)
alert cross when crossup(ema(close, fast), ema(close, slow))
`);
}

function folded(fold: Fold, column: Float64Array | Uint8Array): number {
  if (column instanceof Uint8Array)
    return fold === "last" ? column.at(-1)! : column.filter((value) => value === 1).length;
  const known = [...column].filter((value) => !Number.isNaN(value));
  if (fold === "count") return known.length;
  if (fold === "last") return column.at(-1)!;
  if (fold === "max") return Math.max(...known);
  if (fold === "min") return Math.min(...known);
  throw new Error(`${fold} depends on how it is added`);
}

describe("range", () => {
  test("has both ends, goes down, and has the decimals that were meant", () => {
    expect(range(5, 8)).toEqual([5, 6, 7, 8]);
    expect(range(20, 50, 15)).toEqual([20, 35, 50]);
    expect(range(20, 49, 15)).toEqual([20, 35]);
    expect(range(3, 1, -1)).toEqual([3, 2, 1]);
    expect(range(0, 1, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    for (const [from, to, step] of [
      [1, 2, 0],
      [2, 1, 1],
      [1, Infinity, 1],
      [0, 1, 1e-9],
    ] as const)
      expect(() => range(from, to, step)).toThrow(expect.objectContaining({ code: "TA8007" }));
  });
});

describe("plan.sweep", () => {
  const plan = planOf();
  const grid = { fast: range(5, 9), slow: [20, 50, 100], smooth: [true, false] };

  test.each([1, 2, 5])("every point has the values of its own run, on %i threads", async (threads) => {
    const reduce = { gap: "max", line: "min", above: "count" } as const;
    const found = await plan.sweep(grid, { bars, params: { weight: 2 }, reduce, threads });
    expect(found.points).toBe(30);
    let point = 0;
    for (const fast of grid.fast)
      for (const slow of grid.slow)
        for (const smooth of grid.smooth) {
          expect([found.params.fast![point], found.params.slow![point], found.params.smooth![point]]).toEqual(
            [fast, slow, smooth],
          );
          const run = plan.run(bars, { params: { fast, slow, smooth, weight: 2 } });
          for (const [name, fold] of Object.entries(reduce))
            expect(found.outputs[name]![point]).toBe(folded(fold, run.outputs[name]!));
          expect(found.alerts.cross![point]).toBe(run.alerts.length);
          point++;
        }
  });
  test.each(["last", "count"] as const)("one fold for every output: %s", async (reduce) => {
    const found = await plan.sweep({ fast: Float64Array.of(5, 30) }, { bars, reduce });
    [5, 30].forEach((fast, point) => {
      const run = plan.run(bars, { params: { fast } });
      for (const { name } of plan.outputs)
        expect(found.outputs[name]![point]).toBe(folded(reduce, run.outputs[name]!));
    });
  });
  test("a mean is the sum over the count", async () => {
    const at = async (reduce: Fold) =>
      (await plan.sweep({ fast: [7] }, { bars, reduce: { gap: reduce } })).outputs.gap![0]!;
    expect(await at("mean")).toBe((await at("sum")) / (await at("count")));
  });
  test("a filter leaves points out, in the grid's order", async () => {
    const where = ({ fast, slow }: { fast?: unknown; slow?: unknown }): boolean =>
      (fast as number) < (slow as number);
    const found = await plan.sweep({ fast: [10, 30], slow: [20, 5, 40] }, { bars, where });
    expect([...(found.params.fast as Float64Array)]).toEqual([10, 10, 30]);
    expect([...(found.params.slow as Float64Array)]).toEqual([20, 40, 40]);
    const none = await plan.sweep({ fast: [10] }, { bars, where: () => false });
    expect([none.points, none.outputs.gap!.length]).toEqual([0, 0]);
  });
  test("the same bits on every instruction set, and without rows", async () => {
    const best = await plan.sweep(grid, { bars, reduce: { gap: "sum" } });
    const base = await plan.sweep(grid, { bars, reduce: { gap: "sum" }, level: "baseline" });
    expect(Buffer.compare(Buffer.from(best.outputs.gap!.buffer), Buffer.from(base.outputs.gap!.buffer))).toBe(
      0,
    );
    const empty = await plan.sweep({ fast: [5] }, { bars: { close: [] } });
    expect(empty.outputs.gap).toEqual(Float64Array.of(NaN));
  });
  test.each<[string, string, RegExp, object, object]>([
    ["a parameter that is not there", "TA8001", /mid/, { mid: [1] }, {}],
    [
      "a value outside of its range",
      "TA8002",
      /at fast=61, slow=9: .*'fast'/,
      { fast: [60, 61], slow: [9] },
      {},
    ],
    ["a value of another type", "TA8002", /fast/, { fast: ["x"] }, {}],
    ["an axis without values", "TA8007", /slow/, { slow: [] }, {}],
    ["an axis that is no array", "TA8007", /slow/, { slow: 5 }, {}],
    ["no axis", "TA8007", /at least one/, {}, {}],
    ["a parameter on both", "TA8007", /fast/, { fast: [5] }, { params: { fast: 6 } }],
    ["a fold that is none", "TA8007", /median/, { fast: [5] }, { reduce: "median" }],
    ["a fold of no output", "TA8007", /other/, { fast: [5] }, { reduce: { other: "last" } }],
    ["a mean of a condition", "TA8007", /above/, { fast: [5] }, { reduce: "mean" }],
    ["an unknown option", "TA8007", /threats/, { fast: [5] }, { threats: 2 }],
    ["no bars", "TA8007", /bars/, { fast: [5] }, { bars: undefined }],
    ["bars without a field", "TA7009", /close/, { fast: [5] }, { bars: { open: [1] } }],
    ["an infinite value", "TA7006", /row 1/, { fast: [5] }, { bars: { close: [1, Infinity] } }],
    ["threads that are none", "TA8007", /threads/, { fast: [5] }, { threads: 0 }],
  ])("%s is %s", async (_, code, message, axes, options) => {
    const swept = plan.sweep(axes as never, { bars, ...options } as never);
    await expect(swept).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
  test("a grid that would not fit is refused with what it would take, before a point is enumerated", async () => {
    const large = { fast: range(2, 60), slow: range(2, 200), weight: range(0, 10, 0.0001) };
    let asked = 0;
    const onProgress = (): void => void asked++;
    await expect(plan.sweep(large, { bars, onProgress })).rejects.toMatchObject({
      code: "TA8011",
      message: expect.stringMatching(/1174111741 points would give \d+ MiB/),
    });
    await expect(plan.sweep({ fast: [5] }, { bars, limits: { bytes: 30_000 } })).rejects.toMatchObject({
      code: "TA8011",
      message: expect.stringMatching(/1 points: 240\d\d bytes of results and bars, and \d+ for each/),
    });
    expect(asked).toBeLessThanOrEqual(1);
  });
  test("an abort ends it with the signal's reason, and progress ends at the total", async () => {
    const long = { close: Float64Array.from({ length: 200_000 }, (_, row) => close[row % ROWS]!) };
    const many = { fast: range(2, 60), slow: range(2, 200) };
    const control = new AbortController();
    const reason = new Error("enough");
    let told = 0;
    const swept = plan.sweep(many, {
      bars: long,
      signal: control.signal,
      onProgress: () => ++told === 3 && control.abort(reason),
    });
    await expect(swept).rejects.toBe(reason);
    await expect(plan.sweep(many, { bars, signal: control.signal })).rejects.toBe(reason);
    const seen: number[] = [];
    await plan.sweep(grid, { bars, onProgress: ({ points, total }) => seen.push(points, total) });
    expect(seen.slice(-2)).toEqual([30, 30]);
  });
});

describe("plan.sweepRows", () => {
  const plan = planOf();
  const grid = { fast: [5, 9], smooth: [true, false], slow: [20, 50] };

  test("every row of every point, in the grid's order and in batches", async () => {
    const long = { close: Float64Array.from({ length: 70_000 }, (_, row) => close[row % ROWS]!) };
    const batches: RecordBatch[] = [];
    for await (const batch of plan.sweepRows({ fast: [5, 9] }, { bars: long, params: { slow: 30 } }))
      batches.push(batch);
    expect(batches.map((batch) => batch.numRows)).toEqual([65_536, 4464, 65_536, 4464]);
    expect(batches[0]!.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "fast Float64",
      "row Int32",
      "gap Float64",
      "line Float64",
      "above Bool",
      "cross Bool",
    ]);
    for (const [index, fast] of [5, 9].entries()) {
      const run = plan.run(long, { params: { fast, slow: 30 } });
      const cells = (name: string): unknown[] =>
        batches.slice(2 * index, 2 * index + 2).flatMap((batch) => [...batch.getChild(name)!]);
      expect(cells("gap")).toEqual(
        Array.from(run.outputs.gap!, (value) => (Number.isNaN(value) ? null : value)),
      );
      expect(cells("above")).toEqual(Array.from(run.outputs.above!, (value) => [false, true, null][value]));
      expect(cells("cross").flatMap((fired, row) => (fired ? [row] : []))).toEqual(
        run.alerts.map(({ row }) => row),
      );
      expect(cells("fast").every((value) => value === fast)).toBe(true);
      expect(cells("row")).toEqual([...long.close.keys()]);
    }
  });
  test("an abort, a reader that stops, and a point that is wrong", async () => {
    const control = new AbortController();
    const read = async (options: object, enough = Infinity): Promise<number> => {
      let count = 0;
      for await (const _ of plan.sweepRows(grid, { bars, ...options })) {
        count++;
        if (count === 3) control.abort(new Error("enough"));
        if (count === enough) break;
      }
      return count;
    };
    expect(await read({}, 2)).toBe(2);
    await expect(read({ signal: control.signal })).rejects.toThrow("enough");
    await expect(read({ params: { weight: 11 } })).rejects.toMatchObject({
      code: "TA8002",
      message: expect.stringMatching(/at fast=5, smooth=true, slow=20: .*'weight'/),
    });
    await expect(read({ bars: { close: [Infinity] } })).rejects.toMatchObject({ code: "TA7006" });
    expect(await read({ threads: 3 })).toBe(8);
  });
});

describe("ta sweep", () => {
  const folder = mkdtempSync(join(tmpdir(), "ta-sweep-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const data = at("bars.csv");
  const day = (row: number): string => new Date(row * 86_400_000).toISOString().slice(0, 10);
  const rows = [...close.subarray(0, 500)].map(
    (value, row) => `${day(row)},${Number.isNaN(value) ? "" : value}`,
  );
  writeFileSync(data, `date,close\n${rows.join("\n")}\n`);
  const program = at("cross.ta");
  writeFileSync(
    program,
    `param fast: int = 5 in 2..60
param slow: int = 20 in 2..200
out gap = ema(close, fast) - ema(close, slow)
alert cross when crossup(ema(close, fast), ema(close, slow))
`,
  );
  const base = ["sweep", program, "--data", data];
  const plan = compile(readFileSync(program, "utf8"));
  const points = [4, 5, 6].flatMap((fast) => [20, 30].map((slow) => ({ fast, slow })));
  const expected = points.map((params) => {
    const { outputs, alerts } = plan.run({ close: close.subarray(0, 500) }, { params });
    return { ...params, gap: outputs.gap!.at(-1)!, cross: alerts.length };
  });
  const grid = ["--grid", "fast=4..6", "--grid", "slow=20..30:10"];

  test("CSV and JSON: a row for each point, in the grid's order", () => {
    const csv = ta([...base, ...grid, "--format", "csv"]);
    const lines = expected.map((row) => Object.values(row).join(","));
    expect(csv).toEqual({ code: 0, stderr: "", stdout: `fast,slow,gap,cross\n${lines.join("\n")}\n` });
    expect(JSON.parse(ta([...base, ...grid, "--format", "json"]).stdout)).toEqual(expected);
  });
  test("sorted, the first ones only, as a table", () => {
    const best = expected.toSorted((a, b) => b.cross - a.cross).slice(0, 2);
    const csv = ta([...base, ...grid, "--sort", "cross", "--top", "2", "--format", "csv"]);
    expect(csv.stdout.trim().split("\n").slice(1)).toEqual(best.map((row) => Object.values(row).join(",")));
    const table = ta([...base, ...grid, "--sort", "gap:asc"]).stdout.split("\n");
    expect(table[0]!.trim().split(/\s+/)).toEqual(["fast", "slow", "gap", "cross"]);
    const least = expected.toSorted((a, b) => a.gap - b.gap)[0]!;
    expect(table[2]!.trim().split(/\s+/).slice(0, 2).map(Number)).toEqual([least.fast, least.slow]);
    expect(table.at(-2)).toBe("6 points over 500 rows");
  });
  test("every symbol by itself, reduced by output", () => {
    const two = at("two.csv");
    const both = rows.flatMap((row, index) => [`${row},A`, ...(index < 300 ? [`${row},B`] : [])]);
    writeFileSync(two, `date,close,symbol\n${both.join("\n")}\n`);
    const ran = ta([
      "sweep",
      program,
      ...["--data", two, "--by", "symbol", "--grid", "fast=4,6", "--reduce", "gap=max", "--format", "json"],
    ]);
    const found = JSON.parse(ran.stdout) as Record<string, unknown>[];
    const due = [500, 300].flatMap((length, index) =>
      [4, 6].map((fast) => {
        const { outputs, alerts } = plan.run({ close: close.subarray(0, length) }, { params: { fast } });
        return { symbol: "AB"[index], fast, gap: folded("max", outputs.gap!), cross: alerts.length };
      }),
    );
    expect(found).toEqual(due);
  });
  test("Arrow and Parquet have types; nothing else is left behind", () => {
    for (const name of ["out.arrow", "out.parquet"])
      expect(ta([...base, ...grid, "--out", at(name)])).toEqual({ code: 0, stderr: "", stdout: "" });
    const table = tableFromIPC(readFileSync(at("out.arrow")));
    expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "fast Int64",
      "slow Int64",
      "gap Float64",
      "cross Int64",
    ]);
    expect(table.toArray().map((row) => row!.gap as number)).toEqual(expected.map(({ gap }) => gap));
    expect(readFileSync(at("out.parquet")).subarray(0, 4).toString()).toBe("PAR1");
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });
  test.each<[string, string[], number, RegExp]>([
    ["no grid", [], 3, /--grid/],
    ["a grid without a name", ["--grid", "5..6"], 3, /TA8007.*name=values/],
    ["a range that is none", ["--grid", "fast=5..x"], 3, /TA8007.*5\.\.x/],
    ["a value of another type", ["--grid", "fast=x"], 3, /TA8002/],
    ["an unknown parameter", ["--grid", "mid=5"], 3, /TA8001.*mid/],
    ["a value outside of the range", ["--grid", "fast=60..61"], 3, /TA8002.*at fast=61/],
    ["a fold that is none", [...grid, "--reduce", "median"], 3, /TA8007.*median/],
    ["a column that is none", [...grid, "--sort", "other"], 3, /TA8007.*other/],
    ["no count", [...grid, "--top", "0"], 3, /TA8007.*--top/],
    ["a format that is none", [...grid, "--format", "html"], 3, /TA8007.*html/],
  ])("%s", (_, args, code, message) => {
    const ran = ta([...base, ...args, "--out", at("never.csv")]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toMatch(message);
    expect(existsSync(at("never.csv"))).toBe(false);
  });
});
