import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@laakhay/ta-compiler": resolve(import.meta.dirname, "compiler/src/index.ts"),
      "@laakhay/ta": resolve(import.meta.dirname, "runtime/src/index.ts"),
    },
  },
  test: {
    // With TA_SLOW the *.slow.test.ts files run, and only they: the same properties over many more cases.
    include: process.env.TA_SLOW
      ? ["{compiler,runtime}/tests/**/*.slow.test.ts"]
      : ["{compiler,runtime}/tests/**/*.test.ts"],
    exclude: process.env.TA_SLOW ? [] : ["**/*.slow.test.ts"],
    testTimeout: 120_000,
    maxWorkers: 2,
  },
});
