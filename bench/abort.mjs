// How soon an abort ends the work: from `abort()` until the promise is rejected, and until the engine's threads are free
// again, of runs that would go on for long. Promised: within 100 ms.
//
//     node bench/abort.mjs [--rounds N]
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { compile, range } from "@laakhay/ta";
import { walk } from "./race/bars.mjs";
import { quantile } from "./race/ratios.mjs";
import { PROGRAM } from "./universe.mjs";

const PROMISED = 100;
/** Milliseconds after which any work is aborted. */
const LONGEST = 2_000;
const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "9" } } });
const rounds = Number(flags.rounds);

const bars = walk(1_000_000);
const short = { ...walk(100) };
const small = compile("out o = close + 1").bind();
// Many lanes and few outputs: what is measured is the work, not how long the system takes to free gigabytes.
const wide = Array.from({ length: 40 }, (_, index) => {
  const lanes = Array.from({ length: 10 }, (_, lane) => index * 10 + lane + 5);
  return `out o${index} = ${lanes.map((n) => `ema(close, ${n}) + stdev(close, ${(n % 90) + 5})`).join(" + ")}`;
});
const long = [7000, 8000, 9000, 10000].map((n) => `out o${n} = avgdev(close, ${n})`);
const sorted = [7000, 8000, 9000, 10000].map((n) => `out o${n} = median(close, ${n})`);
const usual = compile(PROGRAM).bind();
const grid = compile(
  "param a: int = 5 in 2..500\nparam b: int = 20 in 2..500\nout up = crossup(ema(close, a), sma(close, b))",
);
const brief = walk(100_000);
const universe = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`S${index}`, brief]));

/** The same over and over, until it is aborted. */
const again = (work) => async (signal) => {
  for (;;) await work(signal);
};

/** What is aborted, by name. */
const WORK = {
  "20 outputs, by block": again((signal) => usual.runAsync(bars, { signal })),
  "20 outputs, by row": (signal) => usual.runAsync(bars, { signal, executor: "step" }),
  "800 windows and averages": (signal) => compile(wide.join("\n")).bind().runAsync(bars, { signal }),
  "mean deviations of 10,000 rows": (signal) => compile(long.join("\n")).bind().runAsync(bars, { signal }),
  "medians of 10,000 rows": (signal) => compile(sorted.join("\n")).bind().runAsync(bars, { signal }),
  "a universe, all outputs": again((signal) => usual.panel(universe, { signal })),
  "a universe, last values": again((signal) => usual.panel(universe, { signal, keep: "last" })),
  "a grid of 10,000 points": (signal) =>
    grid.sweep({ a: range(5, 104), b: range(110, 209) }, { bars, reduce: "count", signal }),
};

/** Resolves when every thread of the engine's has done something new. */
const free = () => Promise.all(Array.from({ length: availableParallelism() }, () => small.runAsync(short)));

/** Starts and aborts after `delay` milliseconds: `[until rejected, until free]` in milliseconds, or null if it was done. */
async function aborted(start, delay) {
  const controller = new AbortController();
  let rejected = null;
  let begin = Infinity;
  const work = start(controller.signal).catch((error) => {
    if (error.name !== "AbortError") throw error;
    rejected = performance.now() - begin;
  });
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, delay))]);
  begin = performance.now();
  controller.abort();
  await work;
  await free();
  return rejected === null ? null : [rejected, performance.now() - begin];
}

const table = [];
const add = (work, found) => {
  const column = (index) => found.map((pair) => pair[index]);
  table.push({
    work,
    times: found.length,
    "rejected, ms, median": Number(quantile(column(0), 0.5).toFixed(1)),
    greatest: Number(Math.max(...column(0)).toFixed(1)),
    "threads free, ms, median": Number(quantile(column(1), 0.5).toFixed(1)),
    "greatest ": Number(Math.max(...column(1)).toFixed(1)),
  });
};

// What asking for free threads takes where nothing has to end.
const idle = [];
for (let round = 0; round < rounds; round++) {
  const begin = performance.now();
  await free();
  idle.push([0, performance.now() - begin]);
}
add("nothing", idle);
for (const [name, start] of Object.entries(WORK)) {
  const begin = performance.now();
  await aborted(start, LONGEST);
  const whole = Math.min(LONGEST, performance.now() - begin);
  const found = [];
  for (let round = 0; round < rounds; round++) {
    // Anywhere within the work.
    const pair = await aborted(start, (whole * (round + 0.5)) / rounds);
    if (pair !== null) found.push(pair);
  }
  if (found.length === 0) throw new Error(`${name} was always done before its abort`);
  add(name, found);
}
console.table(table);
for (const row of table)
  if (row["greatest "] > PROMISED)
    console.log(`missed: ${row.work}: ${row["greatest "]} ms, promised ${PROMISED} ms`);
