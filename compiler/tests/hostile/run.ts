/**
 * `npm run fuzz -- --target source`: texts of the grammar until the time is over. Arguments: seconds, seed. Tells its
 * parent of every text before the compiler sees it, so that a text that never ends is known.
 *
 * A text that breaks a law, or takes more than a second of the processor's time, is written to fuzz/crashes/source and
 * ends the run with 1. A text that gives a diagnostic none gave before is worth keeping: `--keep` has these written to
 * fuzz/corpus/source.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { frontEnd } from "../../src/compile.ts";
import { altered, LONG, programs } from "./grammar.ts";
import { answers } from "./laws.ts";

const [seconds = 600, first = 1] = process.argv.slice(2).map(Number);
const keeping = process.argv.includes("--keep");
const fuzz = join(import.meta.dirname, "../../../fuzz");
/** Milliseconds of the processor's time that one text may take. */
const LONGEST = 1000;

function write(kind: string, source: string): string {
  const folder = join(fuzz, kind, "source");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${createHash("sha256").update(source).digest("hex").slice(0, 12)}.ta`);
  writeFileSync(path, source);
  return path;
}

let slowest = 0;
function judged(source: string): void {
  process.send?.(source);
  const start = process.cpuUsage();
  answers(source);
  const { user, system } = process.cpuUsage(start);
  const taken = (user + system) / 1000;
  if (taken > slowest) slowest = taken;
  if (taken > LONGEST) throw new Error(`${Math.round(taken)} ms for a text of ${source.length}`);
}

const seen = new Set<string>();
function codes(source: string): string[] {
  return frontEnd(source).diagnostics.map((each) => each.code);
}
const corpus = join(fuzz, "corpus", "source");
mkdirSync(corpus, { recursive: true });
for (const name of readdirSync(corpus))
  for (const code of codes(readFileSync(join(corpus, name), "utf8"))) seen.add(code);

answers("out a = close"); // What is made once is made.
for (const [name, text] of Object.entries(LONG)) {
  for (const size of [40, 300, 2000]) {
    try {
      judged(text(size));
    } catch (error) {
      console.log(`${name} of ${size}: ${String(error)}; kept as ${write("crashes", text(size))}`);
      process.exit(1);
    }
  }
}
const end = Date.now() + seconds * 1000;
let texts = 0;
for (let seed = first; Date.now() < end; seed++) {
  const result = fc.check(
    fc.property(fc.oneof(programs, altered), (source) => {
      texts++;
      judged(source);
      if (!keeping) return;
      const fresh = codes(source).filter((code) => !seen.has(code));
      if (fresh.length > 0 && source.length < 300) {
        for (const code of fresh) seen.add(code);
        write("corpus", source);
      }
    }),
    { seed, numRuns: 500 },
  );
  if (result.failed) {
    const source = result.counterexample![0];
    console.log(
      `seed ${seed}: ${String(result.errorInstance)}\n${source}\nkept as ${write("crashes", source)}`,
    );
    process.exit(1);
  }
}
console.log(`${texts} texts, the slowest ${Math.round(slowest)} ms of the processor; nothing failed`);
process.exit(0);
