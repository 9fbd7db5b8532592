import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { altered, LONG, programs } from "./grammar.ts";
import { answers } from "./laws.ts";

const fuzz = join(import.meta.dirname, "../../../fuzz");
const kept = ["corpus", "crashes"].flatMap((kind) => {
  const folder = join(fuzz, kind, "source");
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
});

test.each(kept)("what fuzzing kept: %s", (path) => {
  answers(readFileSync(path, "utf8"));
});

it("answers any text of the grammar, well-formed or not", () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.oneof(programs, altered), (source) => {
      if (answers(source)) accepted++;
      else refused++;
    }),
    { numRuns: 200 },
  );
  expect(accepted).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(5);
});

describe("a text that is long in one way", () => {
  test.each(Object.entries(LONG))("%s", (_, text) => {
    for (const size of [40, 2000]) answers(text(size));
  });
});

test("a chain of lets beyond any stack compiles", () => {
  expect(answers(LONG["chained"]!(10_000))).toBe(true);
});
