import fc from "fast-check";
import { expect, test } from "vitest";
import { Arena } from "../../src/ir/arena.ts";
import { irDot } from "../../src/ir/dot.ts";
import { irJson } from "../../src/ir/json.ts";
import { parseIr, printIr } from "../../src/ir/text.ts";
import { InternalError, verify } from "../../src/ir/verify.ts";
import { optimize } from "../../src/passes/pipeline.ts";
import { arenas } from "./random.ts";

test("what is printed parses back, raw and optimized", () => {
  fc.assert(
    fc.property(arenas, (arena) => {
      for (const each of [arena, optimize(arena)]) {
        const text = printIr(each);
        const again = parseIr(text);
        expect(printIr(again)).toBe(text);
        expect(again.scalars).toEqual(each.scalars);
        expect(again.nodes).toEqual(each.nodes);
        expect(again.outputs).toEqual(each.outputs);
        expect(again.alerts).toEqual(each.alerts);
        expect(again.params).toEqual(each.params);
      }
    }),
    { numRuns: 200 },
  );
});

test("floats return their bits", () => {
  const arena = new Arena();
  for (const value of [0, -0, NaN, 5e-324, 1.7976931348623157e308, 0.1, 1e21, -1e-7]) arena.constant(value);
  const again = parseIr(printIr(arena));
  expect(again.scalars.length).toBe(8);
  again.scalars.forEach((scalar, id) =>
    expect(
      Object.is((scalar as { value: number }).value, (arena.scalars[id] as { value: number }).value),
    ).toBe(true),
  );
});

test.each([
  ["%0 = win.mean %9 [20] rows", /line 1: no node %9/],
  ["%0 = nothing", /no application/],
  ["%0 = input ohlcv.close\nout result = %0", /line 2/],
])("%s is refused with its line", (text, why) => expect(() => parseIr(text)).toThrow(why));

test("json and dot show every node", () => {
  const arena = parseIr('%0 = input ohlcv.close\n%1 = splat [na]\n%2 = add %0 %1\nout "x" = %2\n');
  expect(JSON.parse(irJson(arena)).nodes).toHaveLength(3);
  expect(irJson(arena)).toContain('"na"');
  expect(irDot(arena).match(/->/g)).toHaveLength(3);
});

const sound = '%0 = input ohlcv.close\n%1 = win.mean %0 [20] rows\n%2 = gt %0 %1\nout "x" = %2\n';
test.each<[string, (arena: Arena) => void]>([
  ["a reader of what comes later", (arena) => (arena.nodes[1] = { ...arena.nodes[1]!, args: [2] } as never)],
  [
    "a wrong type",
    (arena) =>
      (arena.nodes[1] = {
        ...arena.nodes[1]!,
        args: [0],
        kernel: "not",
        missing: null,
        scalars: [],
      } as never),
  ],
  [
    "a policy where none is due",
    (arena) => (arena.nodes[2] = { ...arena.nodes[2]!, missing: "rows" } as never),
  ],
  ["a scalar too few", (arena) => (arena.nodes[1] = { ...arena.nodes[1]!, scalars: [] } as never)],
  ["the same thing twice", (arena) => arena.nodes.push(arena.nodes[1]!)],
  [
    "an output that is not there",
    (arena) => arena.outputs.push({ name: "y", node: 9, doc: null, hints: {} }),
  ],
  [
    "an alert that is no condition",
    (arena) => arena.alerts.push({ name: "y", node: 1, doc: null, everyBar: false }),
  ],
  ["an infinite constant", (arena) => arena.scalars.push({ op: "const", value: Infinity })],
  ["an operand too many", (arena) => arena.scalars.push({ op: "neg", args: [0, 0] })],
])("the verifier refuses %s", (_, spoil) => {
  const arena = parseIr(sound);
  expect(() => verify(arena)).not.toThrow();
  spoil(arena);
  expect(() => verify(arena)).toThrow(InternalError);
});
