// No spikes: the instructions of every single tick of a plan of 20 indicators, counted under callgrind. No tick may
// cost more than 4 times the median's.
//
//     node bench/spikes.mjs [TICKS]     20,000 by default; a million takes some ten minutes
import { spawn, spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { built, without } from "./instructions.mjs";
import { PROGRAM } from "./universe.mjs";

const MOST = 4;
/** What `npm run test:slow` counts. */
export const TICKS = 20_000;

function must(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
}

/** The instructions of each tick, in order, as callgrind dumps them: through a pipe, for no file to hold them all. */
async function counted(ticks) {
  const { compile } = await import("@laakhay/ta");
  const example = built("spikes");
  const folder = mkdtempSync(join(tmpdir(), "ta-spikes-"));
  try {
    const [plan, pipe, bare] = ["plan", "pipe", "spikes"].map((name) => join(folder, name));
    writeFileSync(plan, compile(PROGRAM).bytes);
    // Without lines of source a dump is a fifth as long.
    must("strip", ["--strip-debug", "-o", bare, example]);
    must("mkfifo", [pipe]);
    const reader = createReadStream(pipe, { flags: "r+" });
    const child = spawn(
      "valgrind",
      [
        "--tool=callgrind",
        "--toggle-collect=spikes::tick",
        "--dump-after=*spikes::tick*",
        "--combine-dumps=yes",
        `--callgrind-out-file=${pipe}`,
        bare,
        plan,
        String(ticks),
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    child.stderr.on("data", (chunk) => (said += chunk));
    const counts = new Float64Array(ticks);
    let found = 0;
    const lines = createInterface({ input: reader });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const read = (async () => {
      for await (const line of lines) {
        const total = /^totals: (\d+)/.exec(line);
        if (total === null) continue;
        if (found < ticks) counts[found] = Number(total[1]);
        // One more than ticks: the dump at the process's end, of which no instruction is counted.
        if (++found > ticks) break;
      }
    })();
    const code = await ended;
    // Whoever opened the pipe for both ways never sees its end: what is still in it comes before this line.
    writeFileSync(pipe, "totals: 0\n");
    await read;
    reader.destroy();
    if (code !== 0 || found < ticks) throw new Error(`callgrind counted ${found} of ${ticks} ticks: ${said}`);
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `{ ticks, median, greatest, at, ratio, fine }`, `at` the greatest tick's row; or `{ reason }` why nothing was counted. */
export async function spikes(ticks = TICKS) {
  const reason = without();
  if (reason !== null) return { reason };
  const counts = await counted(ticks);
  const median = counts.toSorted()[ticks >> 1];
  const greatest = counts.reduce((a, b) => Math.max(a, b));
  if (!(median > 0)) throw new Error("callgrind counted nothing in a tick");
  const ratio = greatest / median;
  return { ticks, median, greatest, at: counts.indexOf(greatest), ratio, fine: ratio <= MOST };
}

/** What was found, in a line. */
export const told = ({ ticks, median, greatest, at, ratio }) =>
  `${ticks.toLocaleString("en")} ticks of 20 indicators: median ${median} instructions, greatest ${greatest} (row ${at}), ${ratio.toFixed(2)} times the median, ${MOST} allowed`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = await spikes(process.argv[2] === undefined ? TICKS : Number(process.argv[2]));
  if (found.reason !== undefined) console.log(`nothing is counted: ${found.reason}`);
  else {
    console.log(told(found));
    process.exitCode = found.fine ? 0 : 1;
  }
}
