/**
 * What is checked once every name has a type: values against the ranges of the formals that they reach, lengths
 * for a finite bound, shifts for the future, and conditions that cannot change. Functions of the program are
 * followed call by call, with what is known of their arguments; those of the library guard themselves.
 */
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../syntax/ast.ts";
import { argumentIntervals, intervalOf, type Interval, type IntervalScope } from "./intervals.ts";
import { writtenName, type Range, type Signature, type TypedExpression } from "./typed.ts";
import { isSeries } from "./types.ts";

export class Limits {
  private readonly reported = new Set<string>();
  private readonly walked = new Set<string>();
  private records = new Set<TypedExpression>();
  /** Whether anything may leave its range at some values of the parameters, which is not reported. */
  doubtful = false;

  constructor(
    private readonly problems: Diagnostic[],
    private readonly paramNames: readonly string[],
    /** What parameters are held at, in words: a value out of range there is an error, and nothing is a lint. */
    private readonly held: string | null = null,
    /** Other parameters are open: only what comes to a single value is judged. */
    private readonly partly = false,
  ) {}

  private report(
    name: Parameters<typeof diagnostic>[0],
    span: Span,
    message: string,
    caller: Span | null,
    hint: string | null = null,
  ): void {
    const key = `${name}:${span.start}:${span.end}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    const related = caller === null ? [] : [{ message: "called here", span: caller }];
    const told = this.held === null ? message : `${message}, with ${this.held}`;
    this.problems.push(diagnostic(name, span, told, { hint, related }));
  }

  walk(expression: TypedExpression, scope: IntervalScope, caller: Span | null): void {
    const inner = (each: TypedExpression): void => this.walk(each, scope, caller);
    switch (expression.kind) {
      case "operator":
        expression.args.forEach(inner);
        this.comparison(expression, scope, caller);
        return;
      case "shift":
        inner(expression.operand);
        this.shift(expression.rows, scope, caller);
        return;
      case "conditional":
        return [expression.condition, expression.then, expression.otherwise].forEach(inner);
      case "call":
        return this.call(expression, scope, caller);
      case "record":
        return expression.fields.forEach((field) => inner(field.value));
      case "member":
        // One record may be read for several of its fields.
        if (this.records.has(expression.object)) return;
        this.records.add(expression.object);
        return inner(expression.object);
      case "scan":
        return [expression.input, expression.init, expression.step].forEach(inner);
      default:
        return;
    }
  }

  private call(call: TypedExpression & { kind: "call" }, scope: IntervalScope, caller: Span | null): void {
    for (const argument of call.args) if (argument !== null) this.walk(argument, scope, caller);
    const found = scope.functions(call.function.module, call.function.name);
    if (found === null) return;
    const { signature, body } = found;
    const before = this.problems.length;
    signature.formals.forEach((formal, index) => {
      const value = call.args[index] ?? null;
      if (value === null || formal.range === null || isSeries(formal.type)) return;
      const numbered = value.kind === "choice";
      const range = numbered
        ? { min: 0, max: value.choices.length - 1, step: null, choices: null }
        : formal.range;
      const given = numbered ? value.value : value;
      const whole = numbered || formal.type.kind === "int";
      this.argument(signature, formal.name, whole, range, given, scope, caller);
    });
    if (body === null || this.problems.length > before) return;
    const formals = argumentIntervals(call, signature, scope);
    const key = `${writtenName(call.function)}(${formals.join(";")})`;
    if (this.walked.has(key)) return;
    this.walked.add(key);
    const inside: IntervalScope = {
      ...scope,
      formals,
      lets: body.lets,
      program: scope.program ?? scope,
      known: new Map(),
    };
    const { records } = this;
    this.records = new Set();
    for (const each of [...body.lets, body.result]) this.walk(each, inside, caller ?? call.span);
    this.records = records;
  }

  private named(value: TypedExpression): string {
    return value.kind === "param" ? `\`${this.paramNames[value.index]}\`` : "this value";
  }

  private shift(rows: TypedExpression, scope: IntervalScope, caller: Span | null): void {
    const [low, high] = intervalOf(rows, scope);
    if (this.partly && low !== high) return;
    if (high < 0)
      this.report(
        "looks_ahead",
        rows.span,
        "a negative shift reads the future",
        caller,
        "x[1] is the row before",
      );
    else if (low < 0 && high >= 0 && rows.kind !== "param") this.doubtful = true;
    else if (low < 0 && rows.kind === "param")
      this.report(
        "negative_shift",
        rows.span,
        `${this.named(rows)} may be negative, and a negative shift reads the future`,
        caller,
        "let its range begin at 0",
      );
    else if (high === Infinity)
      this.report(
        "unbounded_length",
        rows.span,
        `${this.named(rows)} reaches a shift and has no finite upper bound`,
        caller,
        "give the parameter a range: param n: int = 1 in 0..100",
      );
    else if (high > 10000)
      this.report(
        "length_too_large",
        rows.span,
        `a shift reaches at most 10000 rows back, not ${high}`,
        caller,
      );
  }

  private argument(
    signature: Signature,
    formal: string,
    whole: boolean,
    range: Range,
    value: TypedExpression,
    scope: IntervalScope,
    caller: Span | null,
  ): void {
    const interval = intervalOf(value, scope);
    const [low, high] = interval;
    const [min, max] = [range.min ?? -Infinity, range.max ?? Infinity];
    const called = writtenName(signature.function);
    const place = `the \`${formal}\` of \`${called}\``;
    if ((low === high && low >= min && low <= max) || (this.partly && low !== high)) return;
    if (low === high || low > max || high < min) {
      if (called === "shift" && high < 0)
        return this.report(
          "looks_ahead",
          value.span,
          "a negative shift reads the future",
          caller,
          "shift(x, 1) is the row before",
        );
      const twin = signature.attributes.pointwise_twin;
      return this.report(
        "out_of_range",
        value.span,
        `${place} is within ${printRange(range)}, not ${low === high ? low : printInterval(interval)}`,
        caller,
        typeof twin === "string" ? `\`${twin}(x, ${low})\` compares a value with ${low} row by row` : null,
      );
    }
    if (this.held === null && value.kind !== "param") this.doubtful ||= low < min || high > max;
    if (whole && high === Infinity && max < Infinity)
      return this.report(
        "unbounded_length",
        value.span,
        `${this.named(value)} reaches ${place} and has no finite upper bound`,
        caller,
        `give the parameter a range: in ${range.min ?? 1}..${Math.min(max, 500)}`,
      );
    if (
      value.kind === "param" &&
      (low < min || high > max) &&
      Number.isFinite(low === -Infinity ? min - 1 : low) &&
      (high < Infinity || max === Infinity) &&
      low !== -Infinity
    )
      return this.report(
        "out_of_range",
        value.span,
        `${this.named(value)} ranges over ${printInterval(interval)}, and ${place} is within ${printRange(range)}`,
        caller,
      );
    if (whole && high > max)
      this.report(
        "out_of_range",
        value.span,
        `this value reaches ${high}, and ${place} is within ${printRange(range)}`,
        caller,
      );
  }

  private comparison(
    expression: TypedExpression & { kind: "operator" },
    scope: IntervalScope,
    caller: Span | null,
  ): void {
    const { operator, args, span } = expression;
    if (this.held !== null) return;
    if (
      operator !== "lt" &&
      operator !== "le" &&
      operator !== "gt" &&
      operator !== "ge" &&
      operator !== "eq" &&
      operator !== "ne"
    )
      return;
    const [a, b] = args as readonly [TypedExpression, TypedExpression];
    if ((operator === "eq" || operator === "ne") && isComputed(a) && isComputed(b))
      this.report(
        "exact_float_equality",
        span,
        "two computed numbers are compared for exact equality",
        caller,
        "compare their distance: abs(a - b) < 0.01",
      );
    if (!isSeries(expression.type)) return;
    const x = intervalOf(a, scope);
    const y = intervalOf(b, scope);
    const fate = settled(operator, x, y);
    if (fate === null) return;
    const bounded = isSeries(a.type) ? x : y;
    this.report(
      "condition_never_changes",
      span,
      `this is always ${fate}: the value is within ${printInterval(bounded)}`,
      caller,
    );
  }
}

function settled(operator: string, [a, b]: Interval, [c, d]: Interval): boolean | null {
  switch (operator) {
    case "lt":
      return b < c ? true : a >= d && Number.isFinite(a) && Number.isFinite(d) ? false : null;
    case "le":
      return b <= c && Number.isFinite(b) && Number.isFinite(c) ? true : a > d ? false : null;
    case "gt":
      return settled("lt", [c, d], [a, b]);
    case "ge":
      return settled("le", [c, d], [a, b]);
    case "eq":
      return b < c || a > d ? false : null;
    default:
      return b < c || a > d ? true : null;
  }
}

/** A number that arithmetic made, where equality hangs on the last bit. */
function isComputed(value: TypedExpression): boolean {
  if (value.type.kind !== "float" || value.type.qualifier !== "series") return false;
  if (value.kind === "operator") return value.operator !== "float_of" && value.operator !== "sign";
  return value.kind === "call" || value.kind === "member";
}

const printRange = (range: Range): string => `${range.min ?? ""}..${range.max ?? ""}`;
const printInterval = ([low, high]: Interval): string =>
  `${low === -Infinity ? "" : low}..${high === Infinity ? "" : high}`;
