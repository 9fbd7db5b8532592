// What a plan costs that was compiled before, its engine's part included: of the same text, of another layout of it, and from
// the folder by a process that has it for the first time. `node bench/cache.mjs`
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCache } from "@laakhay/ta";

const TURNS = 400;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Milliseconds of the median of many. */
async function timed(work) {
  const spent = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const begun = performance.now();
    await work(turn);
    spent.push(performance.now() - begun);
  }
  return median(spent);
}

/** Milliseconds of a hit of each kind, for a program. */
export async function hits(source) {
  const folder = mkdtempSync(join(tmpdir(), "ta-bench-"));
  try {
    const cache = await openCache(folder, { memory: 2 * TURNS });
    await cache.compile(source);
    const memory = await timed(async () => (await cache.compile(source)).verify());
    const layout = await timed(async (turn) => (await cache.compile(`${source}\n# ${turn}`)).verify());
    const disk = await timed(async () => (await (await openCache(folder)).compile(source)).verify());
    if (cache.stats.misses.count !== 1) throw new Error("a hit was none");
    return { memory, layout, disk };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { memory, layout, disk } = await hits(
    "out trend = ema(20) > ema(50)\nalert entry when crossup(ema(20), ema(50)) and rsi(14) < 70",
  );
  console.log(`from memory      ${(1e3 * memory).toFixed(1)} µs (asked: under 100)`);
  console.log(`another layout   ${(1e3 * layout).toFixed(1)} µs`);
  console.log(`from the folder  ${disk.toFixed(2)} ms (asked: under 5)`);
}
