import fc from "fast-check";
import { expect, it } from "vitest";
import { Arena, type Param } from "../../src/ir/arena.ts";
import { EPSILON, evaluateScalars, FormulaPrinter } from "../../src/explain/formula.ts";

const param = (name: string, min: number, max: number): Param => ({
  name,
  type: "int",
  default: min,
  min,
  max,
  step: null,
  choices: null,
  doc: null,
});
const PARAMS = [param("a", 1, 50), param("b", 1, 1000), param("c", 0, 9)];

/** What a formula's text comes to. */
function evaluateText(text: string, values: readonly number[]): number {
  const names = PARAMS.map(({ name }) => name);
  const script = text
    .replaceAll("ln(1/ε)", "stable")
    .replace(/\b(max|min|floor|ceil|sqrt|abs)\(/g, "Math.$1(");
  const compute = new Function(...names, "stable", `return ${script};`) as (...args: number[]) => number;
  return compute(...values, Math.log(1 / EPSILON));
}

const leaf = fc.oneof(
  fc.nat(2).map((index) => (arena: Arena) => arena.param(index)),
  fc.integer({ min: 0, max: 9 }).map((value) => (arena: Arena) => arena.constant(value)),
  fc.constant((arena: Arena) => arena.stable()),
);
const scalar = fc.letrec<{ any: (arena: Arena) => number }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom("add", "sub", "mul", "div", "max", "min", "max", "min"), tie("any"), tie("any"))
      .map(
        ([op, x, y]) =>
          (arena: Arena) =>
            arena.scalar(op as "add", x(arena), y(arena)),
      ),
    fc.tuple(fc.constantFrom("floor", "ceil", "neg", "abs"), tie("any")).map(
      ([op, x]) =>
        (arena: Arena) =>
          arena.scalar(op as "neg", x(arena)),
    ),
  ),
})).any;

it("the text says what the scalar computes, for any parameters in their ranges", () => {
  let compared = 0;
  let edges = 0;
  fc.assert(
    fc.property(
      scalar,
      fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 1000 }), fc.nat(9)),
      (make, values) => {
        const arena = new Arena();
        arena.params.push(...PARAMS);
        const id = make(arena);
        const value = evaluateScalars(arena, values)[id]!;
        // What is missing has no text to compare: a quotient of zeros may gather to a number.
        if (Number.isNaN(value) || Math.abs(value) > 1e9) return;
        const text = new FormulaPrinter(arena).text(id);
        if (/e[+-]/.test(text)) return;
        const read = evaluateText(text, values);
        // A rounding on the edge may fall on either side of it once terms are gathered.
        if (/floor|ceil/.test(text) && Math.abs(read - value) >= 0.5) {
          edges += 1;
          return;
        }
        compared += 1;
        // Coefficients are shown to six digits.
        expect(Math.abs(read - value)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(value)) * (1 + text.length));
      },
    ),
    { numRuns: 3000 },
  );
  expect(compared).toBeGreaterThan(1500);
  expect(edges).toBeLessThan(compared / 100);
});

it.each<[string, (arena: Arena, a: number, b: number) => number]>([
  ["a + b - 2", (arena, a, b) => arena.scalar("add", sub1(arena, a), sub1(arena, b))],
  ["max(a, b) - 1", (arena, a, b) => arena.scalar("max", sub1(arena, a), sub1(arena, b))],
  ["a", (arena, a) => arena.scalar("max", sub1(arena, a), a)],
  ["a - 1", (arena, a) => arena.scalar("max", sub1(arena, a), arena.constant(0))],
  ["b", (arena, a, b) => arena.scalar("max", b, arena.scalar("min", a, b))],
  ["ln(1/ε) * (a + 1) / 2", (arena, a) => settling(arena, a)],
  [
    "(a + 1) / 2",
    (arena, a) => arena.scalar("div", arena.scalar("add", a, arena.constant(1)), arena.constant(2)),
  ],
  [
    "a",
    (arena, a) => arena.scalar("max", arena.scalar("floor", arena.scalar("div", a, arena.constant(2))), a),
  ],
])("%s", (expected, make) => {
  const arena = new Arena();
  arena.params.push(...PARAMS);
  const id = make(arena, arena.param(0), arena.param(1));
  expect(new FormulaPrinter(arena).text(id)).toBe(expected);
});

const sub1 = (arena: Arena, x: number): number => arena.scalar("sub", x, arena.constant(1));

/** ln(1/ε) / (1 - (a - 1) / (a + 1)): how long an average takes to forget. */
function settling(arena: Arena, a: number): number {
  const one = arena.constant(1);
  const share = arena.scalar("div", arena.scalar("sub", a, one), arena.scalar("add", a, one));
  return arena.scalar("div", arena.stable(), arena.scalar("sub", one, share));
}
