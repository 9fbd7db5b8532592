/** Every row of every point of a grid, as Arrow's record batches: for what no fold says. */
import type { RecordBatch } from "apache-arrow";
import { batchOf, schemaOf, type Column } from "../data/batches.ts";
import { failure } from "./errors.ts";
import { atPoint, pointOf, type Grid, type Point } from "./grid.ts";
import { Budget, type Limits } from "./limits.ts";
import type { PlanDescription } from "./native.ts";
import type { Program, RunResult } from "./program.ts";
import { gridOf, type SweepOptions } from "./sweep.ts";

/** Rows of a batch at most. */
const BATCH = 1 << 16;
/** Points that are computed ahead of the one that is read, unless it says otherwise. */
const AHEAD = 2;
/** Points that are checked before whoever else waits has a turn. */
const CHECKED = 256;

/** What a sweep takes that folds nothing; `threads` is how many points are in work or wait to be read. */
export type SweepRowsOptions = Omit<SweepOptions, "reduce" | "onProgress">;

/**
 * Runs a plan at every point of a grid, in the grid's order, and gives its rows in batches of the columns
 * `<parameters of the grid>, row, <outputs>, <alerts>`; an alert is true where it fires. Memory holds the points in
 * work and no more, however many there are; whoever stops reading stops the work.
 *
 * Throws as `plan.sweep` does, and TA8007 for an output or alert that is called as a parameter or `row`.
 */
export async function* sweepRows(
  bind: (params: Point) => Program,
  plan: PlanDescription,
  grid: Grid,
  options: SweepRowsOptions,
  limits: Limits,
): AsyncGenerator<RecordBatch, void, undefined> {
  const { points, params, threads } = gridOf(plan, grid, options, 0, new Budget(limits));
  refuseSameNames(plan, points.names);
  // A parameter that is refused is refused before the first row.
  for (let index = 0; index < points.count; index++) {
    const point = pointOf(points, index);
    if (index % CHECKED === CHECKED - 1) {
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
    }
    try {
      bind({ ...params, ...point });
    } catch (error) {
      throw atPoint(error, point);
    }
  }
  const arrow = await import("apache-arrow");
  const own = new AbortController();
  const stop = (): void => own.abort(options.signal!.reason);
  options.signal?.addEventListener("abort", stop);
  const started: { readonly point: Point; readonly run: Promise<RunResult> }[] = [];
  let next = 0;
  try {
    while (next < points.count || started.length > 0) {
      while (next < points.count && started.length < (threads === 0 ? AHEAD : threads)) {
        const point = pointOf(points, next++);
        const run = bind({ ...params, ...point }).runAsync(options.bars, { signal: own.signal });
        // Whoever waits for it hears of it; until then it is no one's.
        run.catch(() => undefined);
        started.push({ point, run });
      }
      const { point, run } = started.shift()!;
      const columns = columnsOf(plan, point, await run);
      const schema = schemaOf(arrow, columns);
      const rows = columns.at(-1)!.values.length;
      for (let from = 0; from < rows; from += BATCH) {
        yield batchOf(arrow, schema, columns, from, Math.min(from + BATCH, rows));
        options.signal?.throwIfAborted();
      }
    }
  } finally {
    options.signal?.removeEventListener("abort", stop);
    own.abort();
  }
}

function columnsOf(plan: PlanDescription, point: Point, result: RunResult): Column[] {
  const { rows } = result;
  const columns: Column[] = Object.entries(point).map(([name, value]) => {
    if (typeof value === "number") return { name, type: "float", values: new Float64Array(rows).fill(value) };
    if (typeof value === "boolean")
      return { name, type: "bool", values: new Uint8Array(rows).fill(Number(value)) };
    return { name, type: "text", values: new Array<string>(rows).fill(value) };
  });
  columns.push({ name: "row", type: "row", values: Int32Array.from({ length: rows }, (_, row) => row) });
  for (const { name, type } of plan.outputs) {
    const values = result.outputs[name]!;
    columns.push(
      type === "float"
        ? { name, type, values: values as Float64Array }
        : { name, type, values: values as Uint8Array },
    );
  }
  for (const { name } of plan.alerts) {
    const values = new Uint8Array(rows);
    for (const alert of result.alerts) if (alert.name === name) values[alert.row] = 1;
    columns.push({ name, type: "bool", values });
  }
  return columns;
}

function refuseSameNames(plan: PlanDescription, axes: readonly string[]): void {
  const seen = new Set([...axes, "row"]);
  for (const { name } of [...plan.outputs, ...plan.alerts]) {
    if (seen.has(name))
      throw failure("usage", `"${name}" is what a column of the rows is called already; rename the output`);
    seen.add(name);
  }
}
