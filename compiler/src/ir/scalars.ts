/**
 * The arithmetic of the scalar region (spec/plan.md PL5), for what the compiler settles itself: results that are
 * not finite become missing and -0 becomes 0, as in registers. `exp`, `log` and `pow` are the engine's pinned
 * library's and are never computed here.
 */
import type { ScalarOperator } from "./arena.ts";

/** Infinities become NaN and -0 becomes 0 (numerics N7). */
export const finite = (value: number): number => (Number.isFinite(value) ? value + 0 : NaN);

/** Operators of one operand; the rest have two, but for `select`. */
export const UNARY: ReadonlySet<ScalarOperator> = new Set<ScalarOperator>([
  "neg",
  "abs",
  "sqrt",
  "floor",
  "ceil",
  "round",
  "trunc",
  "exp",
  "log",
  "not",
]);
export const COMMUTATIVE: ReadonlySet<string> = new Set([
  "add",
  "mul",
  "min",
  "max",
  "eq",
  "ne",
  "and",
  "or",
]);
export const arity = (op: ScalarOperator): number => (op === "select" ? 3 : UNARY.has(op) ? 1 : 2);

/** Nearest integer, ties to even. Below 2^52 x - floor(x) is exact, above it every double is an integer. */
export function roundTiesToEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

const known = (a: number, b: number, answer: boolean): number =>
  Number.isNaN(a) || Number.isNaN(b) ? NaN : answer ? 1 : 0;

function floored(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function raw(op: ScalarOperator, a: number, b: number, c: number): number | null {
  switch (op) {
    case "neg":
      return -a;
    case "abs":
      return Math.abs(a);
    case "sqrt":
      return Math.sqrt(a);
    case "floor":
      return Math.floor(a);
    case "ceil":
      return Math.ceil(a);
    case "round":
      return Number.isNaN(a) ? a : roundTiesToEven(a);
    case "trunc":
      return Math.trunc(a);
    case "not":
      return Number.isNaN(a) ? a : a === 0 ? 1 : 0;
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b;
    case "div":
      return a / b;
    case "mod":
      return floored(a, b);
    case "min":
      return Number.isNaN(a) || Number.isNaN(b) ? NaN : a < b ? a : b;
    case "max":
      return Number.isNaN(a) || Number.isNaN(b) ? NaN : a > b ? a : b;
    case "lt":
      return known(a, b, a < b);
    case "le":
      return known(a, b, a <= b);
    case "gt":
      return known(a, b, a > b);
    case "ge":
      return known(a, b, a >= b);
    case "eq":
      return known(a, b, a === b);
    case "ne":
      return known(a, b, a !== b);
    case "and":
      return a === 0 || b === 0 ? 0 : known(a, b, true);
    case "or":
      return Math.abs(a) > 0 || Math.abs(b) > 0 ? 1 : known(a, b, false);
    case "select":
      return Number.isNaN(a) ? a : a !== 0 ? b : c;
    case "exp":
    case "log":
    case "pow":
      return null;
  }
}

/** The operator's value, or null where it is not the compiler's to compute. */
export function evaluate(op: ScalarOperator, args: readonly number[]): number | null {
  const value = raw(op, args[0] ?? 0, args[1] ?? 0, args[2] ?? 0);
  return value === null ? null : finite(value);
}
