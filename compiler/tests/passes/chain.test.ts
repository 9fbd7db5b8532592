/** A chain of lets is followed in its order: no depth of it is too deep. */
import { expect, test } from "vitest";
import { compile } from "../../src/index.ts";

test("thousands of lets, each of the one before", () => {
  const lets = Array.from({ length: 5000 }, (_, at) => `let a${at + 1} = greater(a${at} * 1.5, open) - a${at}`);
  const plan = compile(`let a0 = close\nlet unused = sma(3)\n${lets.join("\n")}\nout last = a5000`);
  expect(plan.inputs.map((input) => input.field).sort()).toEqual(["close", "open"]);
  expect(plan.report.after).toBeGreaterThan(10_000);
});

test("what only a function reads is reached by way of it, and what nothing reads is left alone", () => {
  const filler = Array.from({ length: 80 }, (_, at) => `let b${at} = high + ${at}`);
  const short = "let base = sma(close, 3)\nfn above(input x) = x > base\nout last = above(open)";
  const id = (source: string): string => compile(source).id;
  expect(id(`${filler.join("\n")}\n${short}`)).toBe(id(short));
});
