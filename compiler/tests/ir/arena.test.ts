import fc from "fast-check";
import { expect, test } from "vitest";
import { Arena, hashNode, hashScalar, sameNode, sameScalar } from "../../src/ir/arena.ts";
import { verify } from "../../src/ir/verify.ts";
import { arenas } from "./random.ts";

test("floats are one where their bits are: 0 is not -0, every NaN is the same", () => {
  const arena = new Arena();
  expect(arena.constant(0)).not.toBe(arena.constant(-0));
  expect(arena.constant(NaN)).toBe(arena.constant(-NaN));
  expect(arena.scalars).toHaveLength(3);
  expect(hashScalar(arena.scalars[2]!)).toBe(hashScalar({ op: "const", value: NaN }));
});

test("what is said twice is one node, however many there are", () => {
  const arena = new Arena();
  const x = arena.input("ohlcv", "close");
  const nodes = Array.from({ length: 5000 }, (_, n) => arena.apply("win.mean", [x], [arena.constant(n)]));
  expect(new Set(nodes).size).toBe(5000);
  nodes.forEach((id, n) => expect(arena.apply("win.mean", [x], [arena.constant(n)])).toBe(id));
  expect(arena.apply("win.mean", [x], [arena.constant(3)], "observed")).not.toBe(nodes[3]);
  expect(arena.apply("win.sum", [x], [arena.constant(3)])).not.toBe(nodes[3]);
  expect(arena.apply("win.mean", [x], [arena.constant(3)], "rows", arena.constant(1))).not.toBe(nodes[3]);
});

test("equal values have equal hashes, and no two of an arena are equal", () => {
  fc.assert(
    fc.property(arenas, (arena) => {
      arena.nodes.forEach((node, id) => {
        expect(hashNode(structuredClone(node))).toBe(hashNode(node));
        arena.nodes.forEach((other, place) => expect(sameNode(node, other)).toBe(id === place));
      });
      arena.scalars.forEach((scalar, id) => {
        arena.scalars.forEach((other, place) => expect(sameScalar(scalar, other)).toBe(id === place));
      });
    }),
    { numRuns: 50 },
  );
});

test("the verifier finds what is said twice", () => {
  const arena = new Arena();
  const x = arena.input("ohlcv", "close");
  arena.outputs.push({ name: "x", node: arena.apply("neg", [x]), doc: null, hints: {} });
  verify(arena);
  arena.nodes.push(arena.nodes[1]!);
  expect(() => verify(arena)).toThrow(/1 and 2 say the same/);
  const scalars = new Arena();
  scalars.constant(1);
  scalars.scalars.push({ op: "const", value: 1 });
  expect(() => verify(scalars)).toThrow(/0 and 1 say the same/);
});
