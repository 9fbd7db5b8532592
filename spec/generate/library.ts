// Checks the standard library (compiler/std/*.ta) with the compiler itself and makes the shipped form of it. It
// stands on the checker and never on the shipped form, so that a stale one cannot make itself.
import { checkWith } from "../../compiler/src/semantics/checker.ts";
import { encodeFunction, openLibrary, type LibraryEntry } from "../../compiler/src/semantics/library.ts";
import type { Item } from "../../compiler/src/syntax/ast.ts";
import { parse } from "../../compiler/src/syntax/parse.ts";

/** Files by path in, the generated module out. Throws with every diagnostic where the library is wrong. */
export function generateLibrary(sources: ReadonlyMap<string, string>): Map<string, string> {
  const faults: string[] = [];
  const items: Item[] = [];
  let source = "";
  // Functions of one file call those of another: they are checked as one program, each at its own place.
  for (const [path, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { program, diagnostics } = parse(text);
    for (const found of diagnostics)
      faults.push(`${path}: ${found.code} ${found.message} (${found.span.start})`);
    items.push(...program.items);
    source += text;
  }
  const whole = { doc: null, items, span: { start: 0, end: source.length } };
  const { typed, diagnostics } = checkWith(whole, source, { library: openLibrary([]), standard: true });
  for (const found of diagnostics) faults.push(`${found.code} ${found.message} (${found.span.start})`);
  const names = new Map<string, string>();
  for (const each of typed?.functions ?? [])
    for (const name of [each.function.name, ...each.aliases]) {
      if (names.has(name)) faults.push(`\`${name}\` names both ${names.get(name)} and ${each.function.name}`);
      names.set(name, each.function.name);
    }
  if (typed === null || faults.length > 0)
    throw new Error(`the standard library is wrong:\n${faults.join("\n")}`);
  const entries: LibraryEntry[] = [...typed.functions]
    .sort((a, b) => (a.function.name < b.function.name ? -1 : 1))
    .map(encodeFunction);
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
