/** The compiler is pure: it names nothing of Node's, of the clock's or of chance, and bundles for no platform at all. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { compilerBundle } from "../../scripts/bundles.mjs";

const root = join(import.meta.dirname, "../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
/** Comments and strings name things without using them. */
const uncommented = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
const code = (text: string): string => uncommented(text).replace(/"(?:[^"\\\n]|\\.)*"/g, '""');

/** Where an engine without modules finds the compiler: the one that may name what is global. */
const EMBEDDED = "embedded.ts";

test.each(files)("%s is pure", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  for (const [, from] of uncommented(text).matchAll(/\bfrom "([^"]+)"/g)) {
    expect(from).toMatch(/^(\.{1,2}\/.*\.ts|chevrotain|cborg|@noble\/hashes\/.*|prettier(\/doc)?)$/);
  }
  expect(code(text)).not.toMatch(
    /(?<![.\w])(process|Buffer|require|__dirname|console|performance|setTimeout|fetch(?=\())\b(?!\s*[?]?:)|Math\.random|Date\.now|new Date/,
  );
  if (file !== EMBEDDED) expect(code(text)).not.toMatch(/(?<![.\w])globalThis\b/);
});

test("it bundles for a neutral platform, with no module left outside, and stays small", async () => {
  const { outputFiles, metafile } = await build({ ...compilerBundle, write: false, metafile: true });
  const bundle = outputFiles.find(({ path }) => path.endsWith(".js"))!;
  expect(Object.values(metafile.outputs).flatMap((output) => output.imports)).toEqual([]);
  expect(bundle.text).toContain("Bollinger");
  // The whole library is in it. What grows it past this belongs into a bundle of its own.
  expect(bundle.contents.length).toBeLessThan(1_000_000);
});
