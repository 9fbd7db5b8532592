import { PLAN_LIMITS, type PlanLimits } from "@laakhay/ta-compiler";
import { failure } from "./errors.ts";

/**
 * What a host allows a plan and its runs. Counts that are left out are the format's own (spec/plan.md PL8), which a host
 * may raise for plans of its own making; the rest is without a limit then.
 */
export interface Limits extends PlanLimits {
  /** Bytes of registers of an executor by blocks. */
  readonly registerBytes?: number;
  /** Bytes that one executor allocates. */
  readonly memoryBytes?: number;
  /** Rows times lanes of one `run` or `runAsync`: a budget that does not depend on the machine. */
  readonly work?: number;
  /** Milliseconds of one `run` or `runAsync`, looked at every some thousand rows. */
  readonly milliseconds?: number;
}

const NAMES: readonly string[] = [...PLAN_LIMITS, "registerBytes", "memoryBytes", "work", "milliseconds"];

/** Throws TA8007 for limits that are none: an unknown name would go unheeded. */
export function checkLimits(limits: Limits): Limits {
  if (limits === null || typeof limits !== "object") throw failure("usage", "limits are numbers by name");
  for (const [name, value] of Object.entries(limits) as [string, unknown][]) {
    if (!NAMES.includes(name))
      throw failure("usage", `there is no limit "${name}"; there are ${NAMES.join(", ")}`);
    if (value === undefined) continue;
    const whole = value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0);
    const time = name === "milliseconds" && typeof value === "number" && value >= 0;
    if (!whole && !time)
      throw failure("usage", `the limit ${name} is a whole number from 0, not ${String(value)}`);
  }
  return limits;
}

/** Throws TA8014 where a run of so many rows is more work than it may be. */
export function checkWork(limits: Limits, rows: number, lanes: number): void {
  if (limits.work !== undefined && rows * lanes > limits.work) {
    const message = `${rows} rows of ${lanes} lanes, the limit is ${limits.work} of work`;
    throw failure("over_budget", message);
  }
}
