// Compiles every conformance case, so that doors without a compiler run the same suite from plan bytes.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { compile } from "../../compiler/src/index.ts";

export type CaseValue = number | boolean | "na";

export interface Case {
  readonly id: string;
  readonly rules: readonly string[];
  readonly program: string;
  readonly params?: Readonly<Record<string, number | boolean | string>>;
  readonly columns: Readonly<Record<string, readonly CaseValue[]>>;
  readonly outputs: Readonly<Record<string, readonly CaseValue[]>>;
  readonly alerts?: Readonly<Record<string, readonly number[]>>;
}

/** Every case of the folder, in the order of files; ids are unique. */
export function readCases(folder: string): Case[] {
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith(".toml"))
    .sort()
    .flatMap((name) => (parse(readFileSync(join(folder, name), "utf8")) as unknown as { case: Case[] }).case);
  const ids = new Set<string>();
  for (const { id } of cases) {
    if (ids.has(id)) throw new Error(`spec/cases: ${id} repeats`);
    ids.add(id);
  }
  return cases;
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function generateCases(folder: string): [string, string][] {
  const compiled = readCases(folder).map((entry) => ({
    id: entry.id,
    plan: hex(compile(entry.program).bytes),
    params: entry.params ?? {},
    columns: entry.columns,
    outputs: entry.outputs,
    alerts: entry.alerts ?? {},
  }));
  return [["spec/cases/compiled.json", `${JSON.stringify(compiled, null, 1)}\n`]];
}
