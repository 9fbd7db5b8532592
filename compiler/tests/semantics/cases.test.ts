import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { elaborate } from "../../src/passes/elaborate.ts";
import { check } from "../../src/semantics/check.ts";
import { parse } from "../../src/syntax/parse.ts";

const folder = resolve(import.meta.dirname, "../../../spec/cases");

describe("the conformance cases compile, with the outputs and alerts that they name", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".toml"))) {
    const { case: cases } = parseToml(readFileSync(`${folder}/${file}`, "utf8")) as unknown as {
      case: { id: string; program: string; outputs: object; alerts?: object }[];
    };
    for (const { id, program, outputs, alerts } of cases)
      it(id, () => {
        const parsed = parse(program);
        const { typed, diagnostics } = check(parsed.program, program);
        const errors = [...parsed.diagnostics, ...diagnostics].filter((each) => each.severity === "error");
        expect(errors).toEqual([]);
        const arena = elaborate(typed!);
        expect(arena.outputs.map((output) => output.name).sort()).toEqual(Object.keys(outputs).sort());
        expect(arena.alerts.map((alert) => alert.name).sort()).toEqual(Object.keys(alerts ?? {}).sort());
      });
  }
});
