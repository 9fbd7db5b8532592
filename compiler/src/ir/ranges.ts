/**
 * What a scalar can be for any parameters in their ranges: interval arithmetic, as the engine's verifier does it
 * (spec/plan.md PL8). Missing is outside the interval; `low > high` where a scalar is always missing.
 */
import type { Arena, ScalarId, ScalarOperator } from "./arena.ts";
import { evaluate, finite, roundTiesToEven } from "./scalars.ts";

export interface Range {
  readonly low: number;
  readonly high: number;
  /** Every value but missing is an integer. */
  readonly integral: boolean;
}
/** The largest length, lag, index or count (PL8). */
export const WINDOW_LIMIT = 1_048_576;

const ANY: Range = { low: -Infinity, high: Infinity, integral: false };
const CONDITION: Range = { low: 0, high: 1, integral: true };
const EMPTY: Range = { low: Infinity, high: -Infinity, integral: true };
const empty = (range: Range): boolean => range.low > range.high;

const point = (value: number): Range =>
  Number.isNaN(value) ? EMPTY : { low: value, high: value, integral: Number.isInteger(value) };
function hull(a: Range, b: Range): Range {
  if (empty(a)) return b;
  if (empty(b)) return a;
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high), integral: a.integral && b.integral };
}
/** A corner that is no number (∞ − ∞) says nothing: anything may be. */
const corners = (values: readonly number[], integral: boolean): Range =>
  values.some(Number.isNaN)
    ? { ...ANY, integral }
    : { low: Math.min(...values), high: Math.max(...values), integral };
/** 0 · ∞ is 0: no finite value times 0 is anything else. */
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

const single = (range: Range): boolean => range.low === range.high;

/** Known operands make a known result, wherever IEEE 754 says which: `4 / 2` is an integer. */
function exactly(op: ScalarOperator, operands: readonly Range[]): Range | null {
  if (!operands.every(single)) return null;
  const value = evaluate(
    op,
    operands.map((operand) => operand.low),
  );
  return value === null ? null : point(value);
}

function rangeOf(op: string, a: Range, b: Range, c: Range, binary: boolean): Range {
  if (op === "and" || op === "or") return CONDITION;
  if (op === "select") return hull(b, c);
  if (empty(a) || (binary && empty(b))) return EMPTY;
  const integral = a.integral && b.integral;
  const monotonic = (map: (x: number) => number): Range => ({
    low: map(a.low),
    high: map(a.high),
    integral: true,
  });
  switch (op) {
    case "neg":
      return { low: -a.high, high: -a.low, integral: a.integral };
    case "abs":
      if (a.low >= 0) return a;
      if (a.high <= 0) return { low: -a.high, high: -a.low, integral: a.integral };
      return { low: 0, high: Math.max(-a.low, a.high), integral: a.integral };
    case "sqrt":
      return { low: Math.sqrt(Math.max(a.low, 0)), high: Math.sqrt(Math.max(a.high, 0)), integral: false };
    case "floor":
      return monotonic(Math.floor);
    case "ceil":
      return monotonic(Math.ceil);
    case "round":
      return monotonic((x) => (Number.isFinite(x) ? roundTiesToEven(x) : x));
    case "trunc":
      return monotonic(Math.trunc);
    case "not":
    case "lt":
    case "le":
    case "gt":
    case "ge":
    case "eq":
    case "ne":
      return CONDITION;
    case "add":
      return corners([a.low + b.low, a.high + b.high], integral);
    case "sub":
      return corners([a.low - b.high, a.high - b.low], integral);
    case "mul":
      return corners(
        [product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)],
        integral,
      );
    case "div":
      if (!(b.low > 0 || b.high < 0)) return ANY;
      return corners([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high], false);
    case "mod":
      return { low: Math.min(b.low, 0), high: Math.max(b.high, 0), integral };
    case "min":
      return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high), integral };
    case "max":
      return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high), integral };
    default:
      return ANY;
  }
}

/** The ranges of an arena's scalars, computed as the arena grows. */
export class Ranges {
  private readonly known: Range[] = [];
  constructor(private readonly arena: Arena) {}
  of(id: ScalarId): Range {
    for (let next = this.known.length; next <= id; next += 1) {
      const scalar = this.arena.scalars[next]!;
      if (scalar.op === "const") this.known.push(point(finite(scalar.value)));
      else if (scalar.op === "stable") this.known.push(ANY);
      else if (scalar.op === "param") {
        const param = this.arena.params[scalar.index]!;
        if (param.choices !== null)
          this.known.push({ low: 0, high: param.choices.length - 1, integral: true });
        else if (param.type === "bool") this.known.push(CONDITION);
        else
          this.known.push({
            low: param.min ?? -Infinity,
            high: param.max ?? Infinity,
            integral: param.type === "int",
          });
      } else {
        const operands = scalar.args.map((arg) => this.known[arg]!);
        const [a, b, c] = operands;
        this.known.push(
          exactly(scalar.op, operands) ?? rangeOf(scalar.op, a!, b ?? a!, c ?? a!, scalar.args.length > 1),
        );
      }
    }
    return this.known[id]!;
  }
}
