/** The library's shipped text says what its sources say: no more, no less, whatever the functions are. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkLibrary } from "../../../spec/generate/library.ts";
import { decodeFunction, encodeFunction } from "../../src/semantics/library.ts";
import { ShippedReader, ShippedWriter } from "../../src/semantics/shipped.ts";

const folder = resolve(import.meta.dirname, "../../std");
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ta"))
  .map(
    (path) =>
      [`compiler/std/${path.replaceAll("\\", "/")}`, readFileSync(resolve(folder, path), "utf8")] as const,
  );

/** Places in a source are not shipped. */
const nowhere = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, item: unknown) =>
      key === "span"
        ? { start: 0, end: 0 }
        : typeof item === "number" && !Number.isFinite(item)
          ? "NaN"
          : item,
    ),
  );

describe("every function of the library", () => {
  for (const { typed, family, source } of checkLibrary(new Map(sources)))
    it(`${typed.function.module}.${typed.function.name}`, () => {
      expect(nowhere(decodeFunction(encodeFunction(typed, family, source)))).toEqual(nowhere(typed));
    });
});

it("what no function has yet is read back as well", () => {
  const written = `fn f(input x = close, y: series bool = true, t: string = "Of A" in ["Of A", "b c", "_"]) -> {a, b} =
  let one = if y then -0.0 else 1e-300
  let rows = x[2]
  {a: one + rows * -1.5, b: if t == "_" then na else std.sma(x, 3, missing = "observed")}
## Says "so",
## in two lines.
@levels(-1.5, 2) @style("line \\\\ dots")
fn _g(x) = f(x, x > 1).b > 2`;
  const all = checkLibrary(new Map([...sources, ["compiler/std/odd/odd.ta", written]]));
  const odd = all.filter(({ typed }) => typed.function.module === "odd");
  expect(odd).toHaveLength(2);
  for (const { typed, family, source } of odd)
    expect(nowhere(decodeFunction(encodeFunction(typed, family, source)))).toEqual(nowhere(typed));
});

it("any value comes back as it was", () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(
        null,
        true,
        false,
        NaN,
        -0,
        0,
        "",
        "_",
        "~",
        "rows",
        "1a",
        "A",
        "a.b",
        'say "so" \\ [{',
      ),
      fc.string(),
      fc.double({ noDefaultInfinity: true }),
      fc.integer(),
      fc.array(tie("value")),
      fc.dictionary(
        fc.stringMatching(/^[a-z][a-zA-Z0-9_]*$/).filter((name) => name !== "kind"),
        tie("value"),
      ),
    ),
  }));
  fc.assert(
    fc.property(value, (each) => {
      expect(new ShippedReader(new ShippedWriter().value(each).toString()).value()).toEqual(each);
    }),
    { numRuns: 1000 },
  );
});
