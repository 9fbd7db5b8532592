/**
 * Scalar expressions of a plan for people: their values at given parameters, and their text with like terms gathered,
 * `(fast - 1) + (slow - 1)` being `fast + slow - 2`. The text holds for every parameter in its range; the engine
 * evaluates the plan's own expressions, in their own order.
 */
import type { Param, Scalar } from "../ir/arena.ts";
import { evaluate, finite } from "../ir/scalars.ts";
import { SIGNS } from "../ir/text.ts";

export interface Scalars {
  readonly scalars: readonly Scalar[];
  readonly params: readonly Param[];
}

/** How far from its limit a value may be and still be called stable. */
export const EPSILON = 1e-9;

/** Every scalar's value, in order. `values` are the parameters'; conditions are 0 or 1, texts their choice's index. */
export function evaluateScalars({ scalars }: Scalars, values: readonly number[]): number[] {
  const known: number[] = [];
  for (const scalar of scalars) {
    if (scalar.op === "const") known.push(scalar.value);
    else if (scalar.op === "param") known.push(values[scalar.index]!);
    else if (scalar.op === "stable") known.push(Math.log(1 / EPSILON));
    else {
      const args = scalar.args.map((arg) => known[arg]!);
      known.push(evaluate(scalar.op, args) ?? transcendental(scalar.op, args[0]!, args[1] ?? NaN));
    }
  }
  return known;
}

/** The engine's own library settles these when a plan is bound; to explain a length any good one does. */
function transcendental(op: string, a: number, b: number): number {
  return finite(op === "exp" ? Math.exp(a) : op === "log" ? Math.log(a) : Math.pow(a, b));
}

/** A sum of terms over a constant's worth of them; `text` is what a term is of. */
interface Linear {
  readonly constant: number;
  readonly terms: ReadonlyMap<string, number>;
}
interface Interval {
  readonly low: number;
  readonly high: number;
}
/** A quotient of sums. */
interface Ratio {
  readonly above: Linear;
  readonly below: Linear;
}

const NO_TERMS: ReadonlyMap<string, number> = new Map();
const constant = (value: number): Linear => ({ constant: value, terms: NO_TERMS });
const ONE = constant(1);
const isConstant = (linear: Linear): boolean => linear.terms.size === 0;
const whole = (above: Linear): Ratio => ({ above, below: ONE });

function scaled(linear: Linear, by: number): Linear {
  if (by === 0) return constant(0);
  return {
    constant: linear.constant * by,
    terms: new Map([...linear.terms].map(([text, coefficient]) => [text, coefficient * by])),
  };
}

function sum(a: Linear, b: Linear): Linear {
  const terms = new Map(a.terms);
  for (const [text, coefficient] of b.terms) {
    const total = (terms.get(text) ?? 0) + coefficient;
    if (total === 0) terms.delete(text);
    else terms.set(text, total);
  }
  return { constant: a.constant + b.constant, terms };
}

const same = (a: Linear, b: Linear): boolean => {
  const rest = sum(a, scaled(b, -1));
  return isConstant(rest) && rest.constant === 0;
};

/** Digits enough to read; the value itself is computed elsewhere. */
const digits = (value: number): string => String(Number(value.toPrecision(6)));

function termText(text: string, coefficient: number): string {
  if (coefficient === 1) return text;
  const inverse = Math.round(1 / coefficient);
  if (inverse !== 1 && Math.abs(1 / coefficient - inverse) < 1e-9 * inverse) return `${text} / ${inverse}`;
  return `${digits(coefficient)} * ${text}`;
}

/** Halves, thirds, … throughout are one division: `(n + 1) / 2`. */
function commonDivisor({ constant: start, terms }: Linear): number | null {
  const numbers = [...terms.values(), ...(start === 0 ? [] : [start])];
  if (numbers.length < 2 || numbers.some(Number.isInteger)) return null;
  for (let divisor = 2; divisor <= 12; divisor += 1)
    if (numbers.every((value) => Number.isInteger(value * divisor))) return divisor;
  return null;
}

function linearText(linear: Linear): string {
  const divisor = commonDivisor(linear);
  if (divisor !== null) return `(${linearText(scaled(linear, divisor))}) / ${divisor}`;
  const parts: { readonly minus: boolean; readonly text: string }[] = [];
  for (const [text, coefficient] of linear.terms)
    parts.push({ minus: coefficient < 0, text: termText(text, Math.abs(coefficient)) });
  if (linear.constant !== 0 || parts.length === 0)
    parts.push({ minus: linear.constant < 0, text: digits(Math.abs(linear.constant)) });
  parts.sort((a, b) => Number(a.minus) - Number(b.minus));
  return parts
    .map(({ minus, text }, index) =>
      index === 0 ? (minus ? `-${text}` : text) : `${minus ? " - " : " + "}${text}`,
    )
    .join("");
}

/** A factor or a divisor: in brackets unless it is one word. */
const inBrackets = (linear: Linear): string => {
  const text = linearText(linear);
  return /^(?:[\w.]+|ln\(1\/ε\))$/.test(text) ? text : `(${text})`;
};

/** The longest text of a term, and the most operands of one greatest or least. */
const LONGEST = 400;
const MOST_OPERANDS = 12;

/** Gathers the terms of a region's scalars, each once. */
export class FormulaPrinter {
  private readonly known: Ratio[] = [];
  /** What a term can be, for the parameters in their ranges. */
  private readonly ranges = new Map<string, Interval>();
  /** What was rounded down to a term. */
  private readonly floors = new Map<string, Linear>();
  /** What a term is the greatest or the least of. */
  private readonly extremes = new Map<string, { readonly op: string; readonly of: readonly Linear[] }>();

  constructor(private readonly region: Scalars) {
    for (const scalar of region.scalars) this.known.push(this.gather(scalar));
  }

  /** The text of a scalar. */
  text(id: number): string {
    return this.ratioText(this.known[id]!);
  }

  private ratioText({ above, below }: Ratio): string {
    return same(below, ONE) ? linearText(above) : `${inBrackets(above)} / ${inBrackets(below)}`;
  }

  private term(written: string, range: Interval): Ratio {
    // Beyond what anybody reads it goes by its name in the disassembly, so that no formula grows without bound.
    const text = written.length > LONGEST ? `s${this.known.length}` : written;
    this.ranges.set(text, range);
    return whole({ constant: 0, terms: new Map([[text, 1]]) });
  }

  private rangeOf(linear: Linear): Interval {
    let [low, high] = [linear.constant, linear.constant];
    for (const [text, coefficient] of linear.terms) {
      const range = this.ranges.get(text)!;
      const ends = [coefficient * range.low, coefficient * range.high];
      low += Math.min(...ends);
      high += Math.max(...ends);
    }
    const rounded = [...linear.terms].find(([text]) => this.floors.has(text));
    if (rounded === undefined) return { low, high };
    // x - 1 < floor(x) <= x: with x itself, what depends on one parameter twice is bounded more closely.
    const [text, coefficient] = rounded;
    const rest = sum(linear, { constant: 0, terms: new Map([[text, -coefficient]]) });
    const real = sum(rest, scaled(this.floors.get(text)!, coefficient));
    const close = this.rangeOf(real);
    return {
      low: Math.max(low, close.low - Math.max(coefficient, 0)),
      high: Math.min(high, close.high - Math.min(coefficient, 0)),
    };
  }

  private ratioRange({ above, below }: Ratio): Interval {
    return same(below, ONE) ? this.rangeOf(above) : { low: -Infinity, high: Infinity };
  }

  /** A quotient whose divisor is a number is a sum again. */
  private quotient(above: Linear, below: Linear): Ratio {
    if (isConstant(below) && below.constant !== 0) return whole(scaled(above, 1 / below.constant));
    return { above, below };
  }

  private add(a: Ratio, b: Ratio): Ratio | null {
    if (same(a.below, b.below)) return this.quotient(sum(a.above, b.above), a.below);
    if (same(a.below, ONE) && isConstant(a.above))
      return this.quotient(sum(scaled(b.below, a.above.constant), b.above), b.below);
    if (same(b.below, ONE) && isConstant(b.above)) return this.add(b, a);
    return null;
  }

  /** The product of two sums: a number times a sum, or a term of its own. */
  private product(a: Linear, b: Linear): Linear {
    if (isConstant(a)) return scaled(b, a.constant);
    if (isConstant(b)) return scaled(a, b.constant);
    const [x, y] = [this.rangeOf(a), this.rangeOf(b)];
    const low = x.low >= 0 && y.low >= 0 ? 0 : -Infinity;
    return this.term(`${inBrackets(a)} * ${inBrackets(b)}`, { low, high: Infinity }).above;
  }

  private gather(scalar: Scalar): Ratio {
    switch (scalar.op) {
      case "const":
        return Number.isNaN(scalar.value)
          ? this.term("na", { low: -Infinity, high: Infinity })
          : whole(constant(scalar.value));
      case "param": {
        const { name, min, max } = this.region.params[scalar.index]!;
        return this.term(name, { low: min ?? -Infinity, high: max ?? Infinity });
      }
      case "stable":
        return this.term("ln(1/ε)", { low: 0, high: Infinity });
    }
    const args = scalar.args.map((arg) => this.known[arg]!);
    const [a, b, c] = args as [Ratio, Ratio, Ratio];
    const numbers = args.map(({ above, below }) =>
      isConstant(above) && same(below, ONE) ? above.constant : null,
    );
    if (scalar.op === "select" && numbers[0] !== null) return numbers[0] === 0 ? c : b;
    if (numbers.every((value) => value !== null)) {
      const value = evaluate(scalar.op, numbers);
      if (value !== null && !Number.isNaN(value)) return whole(constant(value));
    }
    const settled = this.arithmetic(scalar.op, a, b);
    if (settled !== null) return settled;
    const texts = args.map((arg) => this.ratioText(arg));
    const open = { low: -Infinity, high: Infinity };
    if (scalar.op === "select") return this.term(`(if ${texts[0]} then ${texts[1]} else ${texts[2]})`, open);
    const sign = SIGNS[scalar.op];
    if (sign !== undefined) {
      const [left, right] = texts.map((text) => (/^[\w.]+$/.test(text) ? text : `(${text})`)) as [
        string,
        string,
      ];
      return this.term(`(${left} ${sign} ${right})`, open);
    }
    const range = this.ratioRange(a);
    const monotonic: Readonly<Record<string, (x: number) => number>> = {
      floor: Math.floor,
      ceil: Math.ceil,
      trunc: Math.trunc,
      sqrt: Math.sqrt,
    };
    const map = monotonic[scalar.op];
    if (scalar.op === "floor" && same(a.below, ONE)) this.floors.set(`floor(${texts[0]})`, a.above);
    return this.term(
      `${scalar.op}(${texts.join(", ")})`,
      map === undefined || (scalar.op === "sqrt" && range.low < 0)
        ? open
        : { low: map(range.low), high: map(range.high) },
    );
  }

  private arithmetic(op: string, a: Ratio, b: Ratio): Ratio | null {
    switch (op) {
      case "neg":
        return { above: scaled(a.above, -1), below: a.below };
      case "add":
        return this.add(a, b);
      case "sub":
        return this.add(a, { above: scaled(b.above, -1), below: b.below });
      case "mul":
        return this.quotient(this.product(a.above, b.above), this.product(a.below, b.below));
      case "div":
        return this.quotient(this.product(a.above, b.below), this.product(a.below, b.above));
      case "max":
      case "min":
        return this.extreme(op, a, b);
      default:
        return null;
    }
  }

  /** What a sum is the greatest (or least) of: of one such term and a rest, its operands with the rest. */
  private operandsOf(op: string, linear: Linear): readonly Linear[] {
    for (const [text, coefficient] of linear.terms) {
      const known = this.extremes.get(text);
      if (known?.op !== op || coefficient !== 1) continue;
      if (known.of.length > MOST_OPERANDS) return [linear];
      const rest = sum(linear, { constant: 0, terms: new Map([[text, -1]]) });
      return known.of.map((operand) => sum(operand, rest));
    }
    return [linear];
  }

  /** The greater or lesser of two, without operands that for no parameters in their ranges are it. */
  private extreme(op: "max" | "min", a: Ratio, b: Ratio): Ratio {
    if (!same(a.below, ONE) || !same(b.below, ONE)) {
      return this.term(`${op}(${this.ratioText(a)}, ${this.ratioText(b)})`, {
        low: -Infinity,
        high: Infinity,
      });
    }
    const kept: Linear[] = [];
    const beats = (one: Linear, other: Linear): boolean => {
      const { low, high } = this.rangeOf(sum(one, scaled(other, -1)));
      if (op === "max" ? low >= 0 : high <= 0) return true;
      // The least of several is no greater than any of them.
      const parts = this.operandsOf(op === "max" ? "min" : "max", other);
      return parts.length > 1 && parts.some((part) => beats(one, part));
    };
    for (const operand of [...this.operandsOf(op, a.above), ...this.operandsOf(op, b.above)]) {
      if (kept.some((other) => beats(other, operand))) continue;
      const rest = kept.filter((other) => !beats(operand, other));
      kept.splice(0, kept.length, ...rest, operand);
    }
    if (kept.length === 1) return whole(kept[0]!);
    // What all have in common stands outside.
    const [first, ...others] = kept as [Linear, ...Linear[]];
    const common: Linear = {
      constant: others.every((other) => other.constant === first.constant) ? first.constant : 0,
      terms: new Map(
        [...first.terms].filter(([text, value]) => others.every((other) => other.terms.get(text) === value)),
      ),
    };
    const of = kept.map((operand) => sum(operand, scaled(common, -1)));
    const text = `${op}(${of.map(linearText).join(", ")})`;
    const ranges = of.map((operand) => this.rangeOf(operand));
    const pick = op === "max" ? Math.max : Math.min;
    const range = {
      low: pick(...ranges.map(({ low }) => low)),
      high: pick(...ranges.map(({ high }) => high)),
    };
    const { above } = this.term(text, range);
    for (const named of above.terms.keys()) this.extremes.set(named, { op, of });
    return whole(sum(above, common));
  }
}
