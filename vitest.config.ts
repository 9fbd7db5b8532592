import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const selected = process.env.TA_FUZZ_SEED
  ? {
      include: ["runtime/tests/laws.fuzz.test.ts", "compiler/tests/passes/semantics.test.ts"],
      setupFiles: ["runtime/tests/fuzz.setup.ts"],
    }
  : process.env.TA_SLOW
    ? { include: ["{compiler,runtime}/tests/**/*.slow.test.ts"] }
    : {
        include: ["{compiler,runtime}/tests/**/*.test.ts"],
        exclude: ["**/*.slow.test.ts", "**/*.fuzz.test.ts"],
      };

export default defineConfig({
  resolve: {
    alias: {
      "@laakhay/ta-compiler": resolve(import.meta.dirname, "compiler/src/index.ts"),
      "@laakhay/ta/catalog": resolve(import.meta.dirname, "runtime/src/catalog.ts"),
      "@laakhay/ta": resolve(import.meta.dirname, "runtime/src/index.ts"),
    },
  },
  test: {
    // With TA_SLOW the *.slow.test.ts files run, and only they: the same properties over many more cases. With
    // TA_FUZZ_SEED a round of `npm run fuzz`.
    ...selected,
    testTimeout: 120_000,
    maxWorkers: 2,
  },
});
