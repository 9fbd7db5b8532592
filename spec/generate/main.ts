// Generates every file that repeats spec/kernels.toml, spec/errors.toml or compiler/std.
// `--check` writes nothing and fails when a generated file is stale: CI runs that.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { generateErrors } from "./errors.ts";
import { generateKernels } from "./kernels.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const check = process.argv.includes("--check");
const read = (path: string): string => readFileSync(resolve(root, path), "utf8");

const rustfmt = (source: string): string =>
  execFileSync("rustfmt", ["--edition", "2024", "--config-path", resolve(root, "rustfmt.toml")], {
    input: source,
    encoding: "utf8",
  });

let stale = 0;

async function settle(files: Iterable<[string, string]>): Promise<void> {
  for (const [path, raw] of files) {
    const options = await resolveConfig(resolve(root, path));
    const text = path.endsWith(".rs")
      ? rustfmt(raw)
      : path.endsWith(".js") // Minified as it is: nobody reads it.
        ? raw
        : await format(raw, { ...options, filepath: path });
    const target = resolve(root, path);
    if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
    if (check) {
      console.error(`stale: ${path} (run npm run generate)`);
      stale++;
    } else {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
      console.log(`wrote ${path}`);
    }
  }
}

await settle([...generateKernels(read("spec/kernels.toml")), ...generateErrors(read("spec/errors.toml"))]);

// The library is checked, and the cases are compiled, by the compiler as it is generated above: each is loaded only now.
const { generateLibrary } = await import("./library.ts");
const sources = readdirSync(resolve(root, "compiler/std"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ta"))
  .map((name) => `compiler/std/${name.replaceAll("\\", "/")}`);
await settle(generateLibrary(new Map(sources.map((path) => [path, read(path)]))));
const { generateCases } = await import("./cases.ts");
await settle(generateCases(resolve(root, "spec/cases")));
const { generateEmbedded } = await import("./embedded.ts");
await settle([await generateEmbedded(root)]);

if (stale > 0) process.exit(1);
