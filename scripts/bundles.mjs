// What is bundled, and how: the build writes these, and tests measure and run what the build would write.
import { join } from "node:path";
import { root } from "./setup.mjs";

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "node20",
  sourcemap: true,
  legalComments: "linked",
  logLevel: "warning",
  minify: true,
  // Stack traces and errors name what the source names.
  keepNames: true,
};
/** Nothing of any platform's: it runs where JavaScript does. */
const pure = { ...common, platform: "neutral", mainFields: ["module", "main"] };
const external = [
  "@duckdb/node-api",
  "cacache",
  "quick-lru",
  "lightweight-charts",
  "apache-arrow",
  "prettier",
];

export const compilerBundle = {
  ...pure,
  entryPoints: ["compiler/src/index.ts"],
  outfile: "compiler/dist/compiler.js",
};

export const bundles = [
  compilerBundle,
  {
    ...pure,
    entryPoints: ["compiler/src/prettier.ts"],
    outfile: "compiler/dist/prettier.js",
    external: ["prettier"],
  },
  {
    ...common,
    entryPoints: { index: "runtime/src/index.ts", catalog: "runtime/src/catalog.ts" },
    outdir: "runtime/dist",
    platform: "node",
    external: [...external, "@laakhay/ta-compiler"],
  },
  {
    ...common,
    entryPoints: ["runtime/src/cli/main.ts"],
    outfile: "runtime/dist/cli.js",
    platform: "node",
    alias: { "@laakhay/ta-compiler": join(root, "compiler/src/index.ts") },
    // What CommonJS packages in the bundle ask `require` for is Node's own.
    banner: {
      js: 'import { createRequire as taCreateRequire } from "node:module"; const require = taCreateRequire(import.meta.url);',
    },
    external,
  },
];
