import { PLAN_LIMITS, type PlanLimits } from "@laakhay/ta-compiler";
import { failure, type TaError } from "./errors.ts";
import { isRecord, shown } from "./options.ts";

/**
 * What a host allows a plan and its runs. Counts that are left out are the format's own (spec/plan.md PL8), which a host
 * may raise for plans of its own making; the rest is without a limit then.
 */
export interface Limits extends PlanLimits {
  /** Bytes of registers of an executor by blocks. */
  readonly registerBytes?: number;
  /** Bytes that one executor allocates. */
  readonly memoryBytes?: number;
  /**
   * Rows times lanes of one call: a budget that does not depend on the machine. Of a `panel` its symbols' together, of a
   * `sweep` its points' as if each ran alone, of `why` its probes', of a tick a row of each symbol that has a bar.
   */
  readonly work?: number;
  /**
   * Milliseconds of one `run`, `runAsync`, `panel`, `sweep` or `why`, looked at every some thousand rows. A tick is not
   * timed: it advances whole or not at all. Of `sweepRows` each point is a run with its own.
   */
  readonly milliseconds?: number;
}

const NAMES: readonly string[] = [...PLAN_LIMITS, "registerBytes", "memoryBytes", "work", "milliseconds"];

/** Throws TA8007 for limits that are none: an unknown name would go unheeded. */
export function checkLimits(limits: Limits): Limits {
  if (!isRecord(limits)) throw failure("usage", `limits are numbers by name, not ${shown(limits)}`);
  for (const [name, value] of Object.entries(limits) as [string, unknown][]) {
    if (!NAMES.includes(name))
      throw failure("usage", `there is no limit "${name}"; there are ${NAMES.join(", ")}`);
    if (value === undefined) continue;
    const whole = value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0);
    const time = name === "milliseconds" && typeof value === "number" && value >= 0;
    if (!whole && !time)
      throw failure("usage", `the limit ${name} is a whole number from 0, not ${shown(value)}`);
  }
  return limits;
}

/** Throws TA8014 where so many rows of so many lanes are more work than a call may be. */
export function checkWork(limits: Limits, rows: number, lanes: number): void {
  if (limits.work !== undefined && rows * lanes > limits.work)
    throw failure("over_budget", `${rows} rows of ${lanes} lanes, the limit is ${limits.work} of work`);
}

/** What one long call has left of what its host allows, from its beginning on. */
export class Budget {
  private readonly begun: number;
  private done = 0;

  constructor(private readonly limits: Limits) {
    this.begun = limits.milliseconds === undefined ? 0 : performance.now();
  }

  /** Throws TA8014 where so much more work than was taken before is more than the call may be. */
  take(rows: number, lanes: number): void {
    this.done += rows * lanes;
    const { work } = this.limits;
    if (work !== undefined && this.done > work)
      throw failure("over_budget", `${this.done} rows of lanes, the limit is ${work} of work`);
  }

  /** Milliseconds that are left, Infinity where the call has no end. */
  get left(): number {
    const { milliseconds } = this.limits;
    return milliseconds === undefined
      ? Infinity
      : Math.max(0, milliseconds - (performance.now() - this.begun));
  }

  /** Throws TA8014 where none is left. */
  check(): void {
    if (this.left === 0) throw this.over();
  }

  /** TA8014 for a call that took too long. */
  over(): TaError {
    return failure("over_budget", `the run took longer than ${this.limits.milliseconds} ms`);
  }
}
