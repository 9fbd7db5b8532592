/** `@laakhay/ta/catalog` for those who embed it: its declarations as they are shipped, and the example that uses it. */
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { catalog } from "@laakhay/ta/catalog";
import { form } from "../../examples/form.ts";
import { root } from "./setup.ts";

/** What TypeScript says of files beside the example, with the packages as they are installed: each's faults by its path. */
function faults(files: Readonly<Record<string, string>>): Map<string, string[]> {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    skipLibCheck: false,
  };
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (path) => files[path] ?? read(path);
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => path in files || exists(path);
  const program = ts.createProgram(
    [join(root, "examples/form.ts"), ...Object.keys(files)],
    { ...options, allowImportingTsExtensions: true },
    host,
  );
  const found = new Map<string, string[]>();
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const path = file?.fileName ?? "";
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    found.set(path, [...(found.get(path) ?? []), message]);
  }
  return found;
}

describe("the declarations", () => {
  test("are what the example and an app's own code need, and no more", () => {
    const [good, wrong] = [join(root, "examples/app.mts"), join(root, "examples/wrong.mts")];
    const found = faults({
      [good]: `import { catalog, find, search, type CatalogEntry } from "@laakhay/ta/catalog";
const entry: CatalogEntry | null = find("rsi");
const levels: readonly number[] = entry?.drawing.levels ?? [];
const formulas: string[] = search("band").flatMap(({ warmUp }) => warmUp.map(({ formula }) => formula));
const pane: "overlay" | "separate" | null | undefined = catalog[0]?.drawing.pane;
export { formulas, levels, pane };
`,
      [wrong]: `import { catalog } from "@laakhay/ta/catalog";\ncatalog[0]!.title = "mine";\ncatalog[0]!.hints;\n`,
    });
    expect([...found.keys()]).toEqual([wrong]);
    const [assigned, unknown] = found.get(wrong)!;
    expect(assigned).toContain("read-only");
    expect(unknown).toContain("'hints'");
  });
});

describe("the example", () => {
  test("makes a form of every function", () => {
    for (const { id, parameters } of catalog) {
      const made = form(id)!;
      for (const { name, default: initial, choices } of parameters) {
        expect(made).toContain(` name="${name}"`);
        if (choices !== null && initial !== null)
          expect(made).toContain(`<option selected>${initial}</option>`);
      }
      expect(made.match(/<label>/g)?.length ?? 0).toBe(parameters.length);
    }
  });
  test("says ranges, defaults and when a value is known", () => {
    expect(form("rsi")).toContain(
      '<input type="number" name="period" value="14" min="1" max="10000" step="1">',
    );
    expect(form("rsi")).toContain("<p>Known from bar 15 on.</p>");
    expect(form("nothing")).toBeNull();
  });
});
