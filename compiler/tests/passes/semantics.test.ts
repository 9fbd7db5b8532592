/** Every pass, and all of them, keep every result to the bit, on random arenas and random data. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Arena } from "../../src/ir/arena.ts";
import { printIr } from "../../src/ir/text.ts";
import { optimize, PASSES } from "../../src/passes/pipeline.ts";
import { schedule } from "../../src/passes/schedule.ts";
import { interpret } from "../ir/interpreter.ts";
import { arenas, column } from "../ir/random.ts";

const data = fc.record({ close: column, high: column });
const params = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 1, NaN));
const bits = (results: Record<string, number[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(results).map(([name, values]) => [name, values.map((value) => (Object.is(value, -0) ? "-0" : String(value)))]));

function keepsBits(transform: (arena: Arena) => Arena): void {
  fc.assert(
    fc.property(arenas, data, params, (arena, inputs, given) => {
      const after = transform(arena);
      expect(bits(interpret(after, inputs, given))).toEqual(bits(interpret(arena, inputs, given)));
    }),
    { numRuns: 400 },
  );
}

for (const pass of PASSES) test(`${pass.name} keeps the bits`, () => keepsBits(pass.run));
test("all passes keep the bits", () => keepsBits((arena) => optimize(arena)));
test("without optimization too", () => keepsBits((arena) => optimize(arena, { optimize: false })));
test("what was optimized is settled: optimizing the scheduled form of an arena gives the same text", () => {
  fc.assert(fc.property(arenas, (arena) => {
    expect(printIr(optimize(schedule(arena)))).toBe(printIr(optimize(arena)));
  }), { numRuns: 100 });
});
