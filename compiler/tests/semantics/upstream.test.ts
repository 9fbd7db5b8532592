/**
 * spec/upstream.json is the registry of the Python library whose expressions are programs here. Every name, alias, parameter
 * name, default and output of it is there, or spec/upstream.md says what a program that asks for it is answered.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/semantics/check.ts";
import { standardLibrary } from "../../src/semantics/standard.ts";
import { parse } from "../../src/syntax/parse.ts";

interface Listed {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly params: Readonly<Record<string, { readonly type: string; readonly default: unknown }>>;
  readonly paramAliases: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
}

const spec = resolve(import.meta.dirname, "../../../spec");
const listed = JSON.parse(readFileSync(resolve(spec, "upstream.json"), "utf8")) as readonly Listed[];

/** What is not as it is there: `name`, `name(parameter)` or `name.output`, with a program and what it is answered. */
const told = new Map(
  [
    ...readFileSync(resolve(spec, "upstream.md"), "utf8").matchAll(
      /^\| `(.+?)` +\| `(.+?)` +\| (.+?) +\| .+ \|$/gm,
    ),
  ].map(([, what, program, answer]) => [what!, { program: program!, answer: answer! }] as const),
);

function codes(source: string): string[] {
  const { program, diagnostics } = parse(source);
  const found = [...diagnostics, ...check(program, source).diagnostics];
  return found.filter((each) => each.severity === "error").map((each) => each.code);
}

/** What differs of one entry, each as the table names it. */
function differences(entry: Listed): string[] {
  const missing = [entry.name, ...entry.aliases].filter(
    (name) => name !== "select" && standardLibrary.find(name) === null,
  );
  const signature = standardLibrary.find(entry.name);
  if (signature === null) return missing;
  const formal = (name: string) =>
    signature.formals.find((each) => each.name === name || each.aliases.includes(name));
  const params = Object.entries(entry.params).filter(([name, { type, default: given }]) => {
    const own = formal(name);
    if (own === undefined) return true;
    if (type === "object") return own.type.kind === "record";
    if (own.default?.kind !== "constant") return true;
    const value = own.default.value;
    const plain = type === "bool" ? value === 1 : value;
    return (Number.isNaN(plain) ? null : plain) !== given;
  });
  const aliases = Object.entries(entry.paramAliases).filter(
    ([alias, name]) => formal(alias) === undefined || formal(alias) !== formal(name),
  );
  const { result } = signature;
  const fields = result.kind === "record" ? result.fields.map((field) => field.name) : ["result"];
  const outputs = entry.outputs.filter((output) => !fields.includes(output));
  return [
    ...missing,
    ...[...params, ...aliases].map(([name]) => `${entry.name}(${name})`),
    ...outputs.map((output) => `${entry.name}.${output}`),
  ];
}

describe("upstream's registry", () => {
  it("is all there, or told in spec/upstream.md", () => {
    expect(listed.length).toBe(81);
    expect(listed.flatMap(differences).sort()).toEqual([...told.keys()].sort());
  });
  for (const [what, { program, answer }] of told)
    it(`answers ${what} as spec/upstream.md says`, () => {
      expect(codes(program)).toEqual(answer === "fine" ? [] : [answer]);
    });
  for (const { name, params } of listed)
    it(`takes a call of ${name} with its defaults written out`, () => {
      const constants = Object.entries(params).filter(
        ([param, { type, default: given }]) =>
          type !== "object" && given !== null && !told.has(`${name}(${param})`),
      );
      const args = constants.map(([param, { default: given }]) => `${param} = ${JSON.stringify(given)}`);
      const series = Object.entries(params).flatMap(([param, { type }]) =>
        type === "object" ? [`${param} = close`] : [],
      );
      const own = standardLibrary.find(name);
      if (own === null) return;
      const due = own.formals.filter((each) => each.default === null && !(each.name in params));
      const pair = due.map((each) => `${each.name} = open`);
      expect(codes(`${name}(${[...series, ...args, ...pair].join(", ")})`)).toEqual([]);
    });
});
