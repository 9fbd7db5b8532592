/**
 * `@laakhay/ta`: compile a trading expression once, run the same plan over history and live ticks.
 *
 * ```ts
 * const plan = compile("alert entry when crossup(ema(20), ema(50))");
 * const program = plan.bind();
 * const { outputs, alerts } = program.run({ close });
 * using session = program.open();
 * const tick = session.push({ close: 101.5 });
 * ```
 */
export { CompileError } from "@laakhay/ta-compiler";
export { TaError } from "./engine/errors.ts";
export type { Place } from "./engine/errors.ts";
export { check, compile, loadPlan, Plan } from "./engine/plan.ts";
export type { BindOptions, Level, LimitOptions, Params, Requirements } from "./engine/plan.ts";
export type { Limits } from "./engine/limits.ts";
export { link, LinkedPlan } from "./engine/link.ts";
export type { LinkedPart, LinkReport, Needs, NeededResult, NeededStream } from "@laakhay/ta-compiler";
export { Program } from "./engine/program.ts";
export type { FiredAlert, Outputs, RunAsyncOptions, RunOptions, RunResult } from "./engine/program.ts";
export type {
  PanelOptions,
  PanelProgress,
  PanelResult,
  SymbolHistory,
  SymbolLast,
  Universe,
} from "./engine/panel.ts";
export type { Progress, TaskOptions } from "./engine/task.ts";
export type { RunWarning } from "./engine/warnings.ts";
export { whyText } from "./engine/why.ts";
export type { RowReasons, WhyOptions } from "./engine/why.ts";
export type { Missing, WhyNode, WhyTextOptions, WhyValue } from "@laakhay/ta-compiler";
export { range } from "./engine/range.ts";
export type { Fold, SweepOptions, SweepProgress, SweepResult } from "./engine/sweep.ts";
export type { SweepRowsOptions } from "./engine/rows.ts";
export type { Grid, ParamValue, Point, PointParams } from "./engine/grid.ts";
export { LiveUniverse } from "./engine/universe.ts";
export type { UniverseBars, UniverseTicks } from "./engine/universe.ts";
export { Session } from "./engine/session.ts";
export type { Bar, Tick } from "./engine/session.ts";
export type { ArrowTable, BarColumns, Bars, CandleRows, NumberColumn, Timestamp } from "./engine/columns.ts";
export type { AlertInfo, InputInfo, OutputInfo, ParamInfo, ProgramDescription } from "./engine/native.ts";
export { openCache, PlanCache } from "./cache/cache.ts";
export type { CacheOptions, CacheStats } from "./cache/cache.ts";
