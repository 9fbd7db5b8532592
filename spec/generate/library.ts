// Checks the standard library (compiler/std/*.ta) with the compiler itself and makes the shipped form of it. It
// stands on the checker and never on the shipped form, so that a stale one cannot make itself.
import { checkWith } from "../../compiler/src/semantics/checker.ts";
import {
  encodeFunction,
  openLibrary,
  type Library,
  type LibraryEntry,
} from "../../compiler/src/semantics/library.ts";
import type { Item } from "../../compiler/src/syntax/ast.ts";
import { parse } from "../../compiler/src/syntax/parse.ts";

/** The module of a file: the folder below compiler/std that it stands in, "" for the prelude. */
const moduleOf = (path: string): string => /^compiler\/std\/(\w+)\/\w+\.ta$/.exec(path)?.[1] ?? "";
const familyOf = (path: string): string => /(\w+)\.ta$/.exec(path)![1]!;

/** Files by path in, the generated module out. Throws with every diagnostic where the library is wrong. */
export function generateLibrary(sources: ReadonlyMap<string, string>): Map<string, string> {
  const modules = new Map<string, [path: string, text: string][]>();
  // The prelude first: the modules stand on it.
  for (const [path, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1)))
    modules.set(moduleOf(path), [...(modules.get(moduleOf(path)) ?? []), [path, text]]);
  const entries: LibraryEntry[] = [];
  for (const module of [...modules.keys()].sort())
    entries.push(...checkModule(module, modules.get(module)!, openLibrary(entries)));
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)},`);
  return new Map([
    [
      "compiler/src/generated/library.ts",
      `// Generated from compiler/std by \`npm run generate\`. Do not edit.
import type { LibraryEntry } from "../semantics/library.ts";
export const LIBRARY: readonly LibraryEntry[] = [\n${lines.join("\n")}\n];
`,
    ],
  ]);
}

/** Functions of one file call those of another: a module's are checked as one program, each at its own place. */
function checkModule(
  module: string,
  files: readonly [path: string, text: string][],
  library: Library,
): LibraryEntry[] {
  const faults: string[] = [];
  const items: Item[] = [];
  const families = new Map<string, string>();
  let source = "";
  for (const [path, text] of files) {
    const { program, diagnostics } = parse(text);
    for (const found of diagnostics)
      faults.push(`${path}: ${found.code} ${found.message} (${found.span.start})`);
    items.push(...program.items);
    for (const item of program.items)
      if (item.kind === "function") families.set(item.name.name, familyOf(path));
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
    .map((each) => encodeFunction(each, families.get(each.function.name)!));
}
