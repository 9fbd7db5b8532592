/**
 * Writes this folder's plans from its IR: NAME.ir → NAME.plan (the bytes), NAME.txt (what they say).
 * `npx tsx golden/plans/write.ts` writes, with `--check` it compares and fails where a byte differs.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseIr } from "../../compiler/src/ir/text.ts";
import { optimize } from "../../compiler/src/passes/pipeline.ts";
import { disassemble } from "../../compiler/src/plan/disassemble.ts";
import { encodePlan } from "../../compiler/src/plan/encode.ts";

const folder = import.meta.dirname;
let wrong = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith(".ir"))) {
  const arena = optimize(parseIr(readFileSync(join(folder, name), "utf8")), { optimize: !name.includes(".plain.") });
  const { bytes } = encodePlan(arena, { compiler: "golden" });
  const base = join(folder, name.replace(/\.ir$/, ""));
  const text = disassemble(bytes);
  // The engine's crate has the plans of its examples with it.
  const example = join(folder, "../../crates/ta-engine/examples", `${name.replace(/\.ir$/, "")}.plan`);
  const copies = [`${base}.plan`, ...(existsSync(example) ? [example] : [])];
  if (!process.argv.includes("--check")) {
    for (const copy of copies) writeFileSync(copy, bytes);
    writeFileSync(`${base}.txt`, text);
  } else if (copies.some((copy) => !existsSync(copy) || !readFileSync(copy).equals(bytes)) || readFileSync(`${base}.txt`, "utf8") !== text) {
    console.error(`${name}: the plan is stale`);
    wrong += 1;
  }
}
process.exit(wrong === 0 ? 0 : 1);
