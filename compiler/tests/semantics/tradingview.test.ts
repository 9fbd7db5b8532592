/**
 * spec/tradingview.json lists the `ta` namespace of Pine's reference manual, version 6: its functions with their parameters in
 * order, and its variables. Each is in the module `tv` under the same names, and what is not is told here.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { standardLibrary } from "../../src/semantics/standard.ts";

interface Listed {
  readonly functions: Readonly<Record<string, readonly string[]>>;
  readonly variables: readonly string[];
}

const path = resolve(import.meta.dirname, "../../../spec/tradingview.json");
const { functions, variables } = JSON.parse(readFileSync(path, "utf8")) as Listed;

const own = [...standardLibrary.list()]
  .map(({ signature }) => signature)
  .filter((signature) => signature.function.module === "tv");

describe("TradingView's `ta`", () => {
  it("is all there, and nothing else is", () => {
    expect(Object.keys(functions)).toHaveLength(59);
    const names = new Set([...Object.keys(functions), ...variables]);
    expect(own.map((signature) => signature.function.name).sort()).toEqual([...names].sort());
  });
  for (const [name, parameters] of Object.entries(functions))
    it(`has the parameters of ta.${name}, in order`, () => {
      const signature = standardLibrary.find(name, "tv")!;
      const { formals } = signature;
      // Fields of the bar that Pine reads by itself are inputs here, before the rest.
      const fields = formals.slice(0, formals.length - parameters.length);
      for (const field of fields) expect(field).toMatchObject({ input: true, default: { kind: "field" } });
      for (const [at, due] of parameters.entries()) {
        const formal = formals[fields.length + at]!;
        expect([formal.name, ...formal.aliases]).toContain(due);
      }
    });
  for (const name of variables.filter((each) => !(each in functions)))
    it(`computes ta.${name} of the bar's fields alone`, () => {
      const { formals } = standardLibrary.find(name, "tv")!;
      expect(formals.every((formal) => formal.input)).toBe(true);
    });
});
