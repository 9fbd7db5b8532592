// Checks the standard library (compiler/std/*.ta) with the compiler itself and makes the shipped form of it. It
// stands on the checker and never on the shipped form, so that a stale one cannot make itself.
import { createHash } from "node:crypto";
import { checkWith } from "../../compiler/src/semantics/checker.ts";
import { encodeFunction, openLibrary, type Library } from "../../compiler/src/semantics/library.ts";
import type { TypedFunction } from "../../compiler/src/semantics/typed.ts";
import type { Item } from "../../compiler/src/syntax/ast.ts";
import { parse } from "../../compiler/src/syntax/parse.ts";

/** The module of a file: the folder below compiler/std that it stands in, "" for the prelude. */
const moduleOf = (path: string): string => /^compiler\/std\/(\w+)\/\w+\.ta$/.exec(path)?.[1] ?? "";
/** The family of a file: what its name begins with, where a family is in more than one: candles_two.ta. */
const familyOf = (path: string): string => /([a-z0-9]+)(_\w+)?\.ta$/.exec(path)![1]!;

/** A function as it is written: checked, with the family and the text that it stands in. */
export interface Definition {
  readonly typed: TypedFunction;
  readonly family: string;
  /** The file that it stands in, and its text there. */
  readonly path: string;
  readonly source: string;
}

/** Files by path in, every function out, by module and name. Throws with every diagnostic where the library is wrong. */
export function checkLibrary(sources: ReadonlyMap<string, string>): Definition[] {
  const modules = new Map<string, [path: string, text: string][]>();
  // The prelude first: the modules stand on it.
  for (const [path, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1)))
    modules.set(moduleOf(path), [...(modules.get(moduleOf(path)) ?? []), [path, text]]);
  const definitions: Definition[] = [];
  for (const module of [...modules.keys()].sort()) {
    const known = openLibrary(
      definitions.map(({ typed, family, source }) => encodeFunction(typed, family, source)),
    );
    definitions.push(...checkModule(module, modules.get(module)!, known));
  }
  return definitions;
}

/** Files by path in, the generated module out. */
export function generateLibrary(sources: ReadonlyMap<string, string>): Map<string, string> {
  const lines = checkLibrary(sources).map(
    ({ typed, family, source }) => `  ${JSON.stringify(encodeFunction(typed, family, source))},`,
  );
  return new Map([
    [
      "compiler/src/generated/library.ts",
      `// Generated from compiler/std by \`npm run generate\`. Do not edit.
import type { LibraryEntry } from "../semantics/library.ts";
export const LIBRARY: readonly LibraryEntry[] = [\n${lines.join("\n")}\n];
/** Changes with any function of the library: a plan that is kept says which library it was made with. */
export const LIBRARY_DIGEST = "${createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16)}";
`,
    ],
  ]);
}

/** Functions of one file call those of another: a module's are checked as one program, each at its own place. */
function checkModule(
  module: string,
  files: readonly [path: string, text: string][],
  library: Library,
): Definition[] {
  const faults: string[] = [];
  const items: Item[] = [];
  const places = new Map<string, Omit<Definition, "typed">>();
  let source = "";
  for (const [path, text] of files) {
    const { program, diagnostics } = parse(text);
    for (const found of diagnostics)
      faults.push(`${path}: ${found.code} ${found.message} (${found.span.start})`);
    items.push(...program.items);
    for (const item of program.items)
      if (item.kind === "function")
        places.set(item.name.name, {
          family: familyOf(path),
          path,
          source: text.slice(item.span.start, item.span.end),
        });
    source += text;
  }
  const whole = { doc: null, items, span: { start: 0, end: source.length } };
  const { typed, diagnostics } = checkWith(whole, source, { library, module });
  for (const found of diagnostics)
    faults.push(`${module}: ${found.code} ${found.message} (${found.span.start})`);
  const names = new Map<string, string>();
  for (const each of typed?.functions ?? [])
    for (const name of [each.function.name, ...each.aliases]) {
      if (names.has(name)) faults.push(`\`${name}\` names both ${names.get(name)} and ${each.function.name}`);
      names.set(name, each.function.name);
    }
  if (typed === null || faults.length > 0)
    throw new Error(`the standard library is wrong:\n${faults.join("\n")}`);
  return [...typed.functions]
    .sort((a, b) => (a.function.name < b.function.name ? -1 : 1))
    .map((each) => ({ typed: each, ...places.get(each.function.name)! }));
}
