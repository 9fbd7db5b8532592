/** Each pass by its golden files: PASS/NAME.ir is the input, PASS/NAME.out what the pass makes of it. BLESS=1 writes. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rebuild } from "../../src/ir/rebuild.ts";
import { parseIr, printIr } from "../../src/ir/text.ts";
import { verify } from "../../src/ir/verify.ts";
import { PASSES } from "../../src/passes/pipeline.ts";

for (const pass of PASSES.filter(({ name }) => name !== "settle")) {
  describe(pass.name, () => {
    const folder = join(import.meta.dirname, pass.name);
    const files = readdirSync(folder).filter((file) => file.endsWith(".ir"));
    test("has golden files", () => expect(files.length).toBeGreaterThan(0));
    test.each(files)("%s", (file) => {
      const arena = parseIr(readFileSync(join(folder, file), "utf8"));
      const found = printIr(verify(pass.run(arena), pass.name));
      const path = join(folder, file.replace(/\.ir$/, ".out"));
      if (process.env["BLESS"]) writeFileSync(path, found);
      expect(existsSync(path)).toBe(true);
      expect(found).toBe(readFileSync(path, "utf8"));
      // A rule's own limits are goldens too; everything else must differ from what no pass at all would give.
      if (!file.startsWith("forbidden")) expect(found).not.toBe(printIr(rebuild(arena)));
      expect(printIr(pass.run(pass.run(arena)))).toBe(found);
    });
  });
}
