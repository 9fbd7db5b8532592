/**
 * Interval analysis: the least and greatest value that an expression can take where it is known. It bounds
 * lengths over parameters and finds conditions that cannot change. Bounds are outward where unsure: a pair of
 * infinities says nothing is known.
 */
import {
  writtenName,
  type Signature,
  type TypedBody,
  type TypedExpression,
  type TypedProgram,
} from "./typed.ts";

export type Interval = readonly [low: number, high: number];
export const ANYTHING: Interval = [-Infinity, Infinity];

/** What an expression refers to. */
export interface IntervalScope {
  readonly params: readonly Interval[];
  readonly formals: readonly Interval[];
  readonly lets: readonly TypedExpression[];
  /** The program's own scope, from inside a function. */
  readonly program: IntervalScope | null;
  /** What is known already, by let and by call: a name that is written often is looked at once. */
  readonly known: Map<number | string, Interval>;
  readonly functions: (
    module: string,
    name: string,
  ) => { signature: Signature; body: TypedBody | null } | null;
}

export function paramIntervals(program: Pick<TypedProgram, "params">): Interval[] {
  return program.params.map((param) =>
    param.type === "bool" ? [0, 1] : [param.range?.min ?? -Infinity, param.range?.max ?? Infinity],
  );
}

const hull = (values: readonly number[]): Interval =>
  values.some(Number.isNaN) ? ANYTHING : [Math.min(...values), Math.max(...values)];
const union = (a: Interval, b: Interval): Interval => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
const monotone = (operation: (value: number) => number, of: Interval): Interval =>
  hull([operation(of[0]), operation(of[1])]);
/** Ties to even, as the engine rounds. */
const roundEven = (value: number): number => {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
};

export function intervalOf(expression: TypedExpression, scope: IntervalScope): Interval {
  const of = (inner: TypedExpression): Interval => intervalOf(inner, scope);
  switch (expression.kind) {
    case "constant":
      return typeof expression.value === "number" && !Number.isNaN(expression.value)
        ? [expression.value, expression.value]
        : ANYTHING;
    case "param":
      return scope.params[expression.index] ?? ANYTHING;
    case "formal":
      return scope.formals[expression.index] ?? ANYTHING;
    case "local": {
      if (expression.constant !== undefined) return [expression.constant, expression.constant];
      const home = expression.outer ? scope.program : scope;
      const value = home?.lets[expression.index];
      if (home === null || value === undefined) return ANYTHING;
      let found = home.known.get(expression.index);
      if (found === undefined) home.known.set(expression.index, (found = intervalOf(value, home)));
      return found;
    }
    case "shift":
      return of(expression.operand);
    case "conditional":
      return union(of(expression.then), of(expression.otherwise));
    case "call":
      return callInterval(expression, scope);
    case "operator":
      return operatorInterval(expression.operator, expression.args.map(of));
    default:
      return ANYTHING;
  }
}

function callInterval(expression: TypedExpression & { kind: "call" }, scope: IntervalScope): Interval {
  const found = scope.functions(expression.function.module, expression.function.name);
  if (found === null) return ANYTHING;
  const bounds = found.signature.attributes.bounds;
  if (typeof bounds === "string") {
    const [low, high] = bounds.split("..").map(Number);
    return [low ?? -Infinity, high ?? Infinity];
  }
  if (found.body === null) return ANYTHING;
  const formals = argumentIntervals(expression, found.signature, scope);
  const program = scope.program ?? scope;
  const key = `${writtenName(expression.function)}(${formals.join(";")})`;
  let result = program.known.get(key);
  if (result === undefined) {
    const inside = { ...scope, formals, lets: found.body.lets, program, known: new Map() };
    program.known.set(key, (result = intervalOf(found.body.result, inside)));
  }
  return result;
}

/** One interval a formal; a default is read in the callee's own terms. */
export function argumentIntervals(
  call: TypedExpression & { kind: "call" },
  signature: Signature,
  scope: IntervalScope,
): Interval[] {
  return signature.formals.map((formal, index) => {
    const value = call.args[index] ?? formal.default;
    return value === null ? ANYTHING : intervalOf(value, scope);
  });
}

function operatorInterval(operator: string, args: readonly Interval[]): Interval {
  const a = args[0] ?? ANYTHING;
  const b = args[1] ?? ANYTHING;
  switch (operator) {
    case "neg":
      return [-a[1], -a[0]];
    case "abs":
      return a[0] >= 0 ? a : a[1] <= 0 ? [-a[1], -a[0]] : [0, Math.max(-a[0], a[1])];
    case "sqrt":
      return a[1] < 0 ? ANYTHING : monotone(Math.sqrt, [Math.max(0, a[0]), a[1]]);
    case "floor":
      return monotone(Math.floor, a);
    case "ceil":
      return monotone(Math.ceil, a);
    case "trunc":
      return monotone(Math.trunc, a);
    case "round":
      return monotone(roundEven, a);
    case "exp":
      return [0, a[1] === Infinity ? Infinity : Math.exp(a[1]) * (1 + 1e-12)];
    case "add":
      return hull([a[0] + b[0], a[1] + b[1]]);
    case "sub":
      return hull([a[0] - b[1], a[1] - b[0]]);
    case "mul":
      return hull([a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]]);
    case "div":
      return b[0] <= 0 && b[1] >= 0 ? ANYTHING : hull([a[0] / b[0], a[0] / b[1], a[1] / b[0], a[1] / b[1]]);
    case "mod":
      return b[0] > 0 ? [0, b[1]] : ANYTHING;
    case "pow":
      return a[0] === a[1] && b[0] === b[1]
        ? hull([a[0] ** b[0]])
        : a[0] >= 0 && b[0] >= 0
          ? [0, Infinity]
          : ANYTHING;
    case "min":
      return [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
    case "max":
      return [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
    case "coalesce":
      return union(a, b);
    case "sign":
      return [-1, 1];
    case "float_of":
    case "lt":
    case "le":
    case "gt":
    case "ge":
    case "eq":
    case "ne":
    case "and":
    case "or":
    case "not":
    case "is_missing":
      return [0, 1];
    default:
      return ANYTHING;
  }
}
