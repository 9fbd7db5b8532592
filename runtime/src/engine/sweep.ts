/** One plan over a grid of parameters. */
import { engineColumns, placed, type Bars } from "./columns.ts";
import { CODES } from "../../../compiler/src/generated/codes.ts";
import { failure, TaError } from "./errors.ts";
import { paramsOf, pointsOf, type Grid, type Point, type PointParams, type Points } from "./grid.ts";
import { Budget, type Limits } from "./limits.ts";
import { native, type NativePlan, type PlanDescription } from "./native.ts";
import { checkNames, isRecord, shown } from "./options.ts";
import type { Level, Params } from "./plan.ts";
import { checkTask, follow } from "./task.ts";

/**
 * What is kept of an output's rows: the last value, how many are known (of a condition: how many are true), and of
 * numbers their sum, mean, greatest or least. Of a condition there is a last and a count.
 */
export type Fold = "last" | "count" | "sum" | "mean" | "max" | "min";

const FOLDS: readonly Fold[] = ["last", "count", "sum", "mean", "max", "min"];

/** How far a sweep is. */
export interface SweepProgress {
  readonly points: number;
  readonly total: number;
}

export interface SweepOptions {
  readonly bars: Bars;
  /** What every point has; whatever neither these nor the grid name keeps its default. */
  readonly params?: Params;
  /** One for every output, or by output; "last" where it says nothing. Alerts are counted. */
  readonly reduce?: Fold | Readonly<Record<string, Fold>>;
  /** Leaves points out, such as `({ fast, slow }) => fast < slow`. */
  readonly where?: (point: Point) => boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** As many as there are CPUs, unless it says otherwise. */
  readonly threads?: number;
  /** What results and work may take together; 1 GiB unless it says otherwise. */
  readonly limits?: { readonly bytes?: number };
  /** For measuring and testing; `best` is what this CPU has. */
  readonly level?: Level;
}

/** A value for each point of the grid: the last of its names goes fastest. */
export interface SweepResult {
  readonly points: number;
  readonly params: PointParams;
  /** By output. NaN where there is no value; the last of a condition is 0, 1, or 2 where it is unknown. */
  readonly outputs: Record<string, Float64Array>;
  /** How often each alert fired. */
  readonly alerts: Record<string, Float64Array>;
}

const OPTIONS = ["bars", "params", "reduce", "where", "signal", "onProgress", "threads", "limits", "level"];
const LIMIT = 2 ** 30;

/**
 * Runs a plan at every point of a grid, on threads of the engine's own: what points have in common is computed once,
 * and rows are folded as they come. Every value is to the bit that of a run with the point's parameters.
 *
 * Rejects before any work with TA8001 and TA8002 for parameters that the plan does not have or refuses, naming the
 * point, TA8011 for a grid that would not fit, TA8014 for more work than `limits` allow, TA7xxx for wrong bars; then with
 * TA8014 where its time is over, and with `signal.reason` on an abort.
 */
export async function sweep(
  engine: NativePlan,
  plan: PlanDescription,
  grid: Grid,
  options: SweepOptions,
  limits: Limits,
): Promise<SweepResult> {
  const budget = new Budget(limits);
  const width = plan.outputs.length + plan.alerts.length;
  const { points, params, threads, bytes, level } = gridOf(plan, grid, options, width, budget);
  const { bars, signal, onProgress } = options;
  const folds = foldsOf(plan, options.reduce ?? "last");
  const fields = plan.inputs.map((input) => input.field);
  const { rows, inputs } = engineColumns(bars, fields);
  const columns =
    points.count === 0
      ? Array.from({ length: width }, () => new Float64Array(0))
      : await follow<Float64Array[]>(
          (report) =>
            native().sweepPlan(
              engine,
              Object.keys(params),
              Object.values(params),
              [...points.names],
              points.axes.map((axis) => [...axis]),
              points.places,
              folds,
              inputs,
              rows,
              threads,
              bytes,
              limits.work ?? Infinity,
              budget.left,
              level,
              report,
            ),
          points.count,
          {
            ...(signal && { signal }),
            ...(onProgress && {
              onProgress: ({ rows: done, total }: { rows: number; total: number }) =>
                onProgress({ points: done, total }),
            }),
          },
        ).catch((error: unknown) => {
          // The engine was told what was left; the caller is told what there was.
          const over = error instanceof TaError && error.code === CODES.over_budget.code && budget.left === 0;
          throw over ? budget.over() : placed(error, fields, inputs);
        });
  return result(plan, points, columns);
}

function result(plan: PlanDescription, points: Points, columns: readonly Float64Array[]): SweepResult {
  const named = (of: readonly { readonly name: string }[], from: number): Record<string, Float64Array> =>
    Object.fromEntries(of.map(({ name }, index) => [name, columns[from + index]!]));
  return {
    points: points.count,
    params: paramsOf(points),
    outputs: named(plan.outputs, 0),
    alerts: named(plan.alerts, plan.outputs.length),
  };
}

/** A grid and its options, checked. */
interface Checked {
  readonly points: Points;
  readonly params: Params;
  readonly threads: number;
  readonly bytes: number;
  readonly level: Level;
}

/** Checks what both ways to sweep take; a point has `width` results. */
export function gridOf(
  plan: PlanDescription,
  grid: Grid,
  options: SweepOptions,
  width: number,
  budget: Budget,
): Checked {
  const { params = {}, where, level = "best" } = checked(options);
  const threads = threadsOf(options.threads);
  const bytes = bytesOf(options.limits);
  return {
    points: pointsOf(grid, plan.params, params, where, width, bytes, budget),
    params,
    threads,
    bytes,
    level,
  };
}

function checked(options: SweepOptions): SweepOptions {
  if (options === null || typeof options !== "object" || options.bars === undefined)
    throw failure("usage", "sweep takes a grid and { bars, params, reduce, … }");
  checkNames("sweep", options, OPTIONS);
  const { params, where, level = "best" } = options;
  if (!["best", "avx2", "baseline"].includes(level))
    throw failure("usage", `the level is one of best, avx2, baseline, not ${shown(level)}`);
  if (params !== undefined && !isRecord(params)) throw failure("usage", "params are values by name");
  for (const [name, value] of Object.entries(params ?? {})) {
    if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "string")
      throw failure("parameter_invalid", `the parameter ${name} is a number, a boolean or a string`);
  }
  if (where !== undefined && typeof where !== "function")
    throw failure("usage", "where is a function of a point");
  const { signal, onProgress } = options;
  checkTask({
    ...(signal !== undefined && { signal }),
    ...(onProgress !== undefined && { onProgress: onProgress as never }),
  });
  return options;
}

/** The fold of each output, in the plan's order. */
function foldsOf(plan: PlanDescription, reduce: Fold | Readonly<Record<string, Fold>>): Fold[] {
  const check = (fold: Fold): Fold => {
    if (!FOLDS.includes(fold))
      throw failure("usage", `a fold is one of ${FOLDS.join(", ")}, not ${shown(fold)}`);
    return fold;
  };
  if (typeof reduce === "string") {
    const fold = check(reduce);
    return plan.outputs.map(() => fold);
  }
  if (reduce === null || typeof reduce !== "object")
    throw failure("usage", "reduce is a fold, or folds by output");
  const unknown = Object.keys(reduce).find((name) => !plan.outputs.some((output) => output.name === name));
  if (unknown !== undefined) {
    const names = plan.outputs.map((output) => output.name).join(", ");
    throw failure("usage", `reduce names "${unknown}", which is no output; there are ${names || "none"}`);
  }
  return plan.outputs.map(({ name }) => check(Object.hasOwn(reduce, name) ? reduce[name]! : "last"));
}

function threadsOf(threads: number | undefined): number {
  // The engine's own, one for each CPU.
  if (threads === undefined) return 0;
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024)
    throw failure("usage", "threads is an integer of 1 to 1024");
  return threads;
}

function bytesOf(limits: SweepOptions["limits"]): number {
  const bytes = limits?.bytes ?? LIMIT;
  if (typeof bytes !== "number" || !(bytes >= 0) || !Number.isFinite(bytes))
    throw failure("usage", "limits.bytes is a number of bytes");
  return bytes;
}
