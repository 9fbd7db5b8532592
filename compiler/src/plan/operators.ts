/** The scalar operators' numbers (spec/plan.md PL5). */
import type { ScalarOperator } from "../ir/arena.ts";

export const OPERATORS: Readonly<Record<ScalarOperator, number>> = {
  neg: 10,
  abs: 11,
  sqrt: 12,
  floor: 13,
  ceil: 14,
  round: 15,
  trunc: 16,
  exp: 17,
  log: 18,
  not: 19,
  add: 30,
  sub: 31,
  mul: 32,
  div: 33,
  mod: 34,
  pow: 35,
  min: 36,
  max: 37,
  lt: 40,
  le: 41,
  gt: 42,
  ge: 43,
  eq: 44,
  ne: 45,
  and: 46,
  or: 47,
  select: 60,
};
export const PARAM_TYPES = ["int", "float", "bool", "string"] as const;
export const POLICIES = [null, "rows", "observed", "min_samples"] as const;
export const FORMAT = "laakhay-ta.plan";
export const MAJOR = 1;
/** The newest minor version. A plan is written in the oldest that can say it: 1 is for scans (spec/plan.md PL9). */
export const MINOR = 1;
export const SCAN = "scan";
