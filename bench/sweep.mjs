// A grid of parameters against a TA-Lib loop: how often one EMA crosses above another, 200 pairs of lengths, one
// thread on both sides. What is stated is the ratio of one run.
//
//     node bench/sweep.mjs [--rounds N] [--json]
import { cpus } from "node:os";
import { pathToFileURL } from "node:url";
import { walk } from "./race/bars.mjs";
import { race } from "./race/ratios.mjs";
import { TaLib } from "./race/talib.mjs";

const ROWS = 100_000;
const TARGET = 12;
const SOURCE = `
param fast: int = 5 in 2..500
param slow: int = 20 in 2..500
out up = crossup(ema(close, fast), ema(close, slow))
`;

/** `{ machine, versions, pairs, ours, theirs, ratio, low, high }`. */
export async function sweepRace({ rounds = 11 } = {}) {
  const { compile, range } = await import("@laakhay/ta");
  const bars = walk(ROWS);
  const grid = { fast: range(5, 14), slow: range(20, 39) };
  const pairs = grid.fast.flatMap((fast) => grid.slow.map((slow) => [fast, slow]));
  const plan = compile(SOURCE);
  const run = () => plan.sweep(grid, { bars, reduce: "count", threads: 1 });
  const talib = new TaLib(bars);
  try {
    const { counts } = await talib.crosses(pairs, 1);
    const { up } = (await run()).outputs;
    counts.forEach((count, pair) => {
      // The two start their averages differently, so that the first rows may cross here and not there.
      if (!(Math.abs(up[pair] - count) <= 2))
        throw new Error(`${pairs[pair]}: ${up[pair]} crosses, TA-Lib has ${count}`);
    });
    const found = await race(
      async (times) => {
        const begin = performance.now();
        for (let index = 0; index < times; index++) await run();
        return (performance.now() - begin) / 1e3;
      },
      async (times) => (await talib.crosses(pairs, times)).seconds,
      { rounds, round: 0.1, warm: 0.3 },
    );
    const machine = `${cpus()[0].model}, Node ${process.version}`;
    return { machine, versions: await talib.versions(), pairs: pairs.length, ...found };
  } finally {
    talib.close();
  }
}

/** The result as a row of the table of peers. */
export async function sweepRow(options) {
  const { pairs, versions, ...found } = await sweepRace(options);
  return [
    {
      ...found,
      what: `sweep, ${pairs} pairs of an EMA cross`,
      against: `TA-Lib ${versions.talib}, a loop over pairs`,
      rows: ROWS,
      threads: 1,
      target: TARGET,
    },
  ];
}

/** The result as Markdown. */
export function markdown({ machine, versions, pairs, ours, theirs, ratio, low, high }) {
  return [
    `${machine}; one thread. TA-Lib ${versions.talib} by its Python package ${versions.wrapper} with numpy ${versions.numpy}.`,
    "",
    "| sweep | ours, ms | TA-Lib, ms | ratio | spread |",
    "| --- | --- | --- | --- | --- |",
    `| ${pairs} pairs of an EMA cross, ${ROWS.toLocaleString("en")} bars | ${(1e3 * ours).toFixed(1)} | ${(1e3 * theirs).toFixed(0)} | ${ratio.toFixed(1)}x | ${low.toFixed(1)}x to ${high.toFixed(1)}x |`,
  ].join("\n");
}

/** What was promised and not reached. */
export const missed = ({ ratio }) =>
  ratio >= TARGET ? [] : [`sweep: ${ratio.toFixed(1)}x, promised ${TARGET}x`];

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rounds = process.argv.indexOf("--rounds");
  const result = await sweepRace(rounds < 0 ? {} : { rounds: Number(process.argv[rounds + 1]) });
  console.log(process.argv.includes("--json") ? JSON.stringify(result, null, 1) : markdown(result));
  for (const line of missed(result)) console.error(`missed: ${line}`);
}
