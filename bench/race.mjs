// Races against peers: the same work on both sides, in turn, on one thread. What is stated is the ratio of one run.
//
//     node bench/race.mjs [--rounds N] [--only NAME,NAME] [--json]
import { cpus } from "node:os";
import { pathToFileURL } from "node:url";
import { walk } from "./race/bars.mjs";
import { openPineTs, PROGRAM } from "./race/pinets.mjs";
import { PRELUDE, programs, reasonOf, TARGETS } from "./race/programs.mjs";
import { race, timed } from "./race/ratios.mjs";
import { TaLib } from "./race/talib.mjs";

const ROWS = 200_000;
const SCRIPT_ROWS = 20_000;

/**
 * Where the two sides do not compute the same, as text: the values of the last quarter of the rows, when whatever the
 * first rows were seeded with has faded, to a millionth of the column's greatest. Else null.
 */
function apart(ours, theirs) {
  const rows = ROWS;
  for (const [index, column] of ours.entries()) {
    const other = theirs.subarray(index * rows, (index + 1) * rows);
    let greatest = 0;
    let distance = 0;
    for (let row = rows - (rows >> 2); row < rows; row++) {
      greatest = Math.max(greatest, Math.abs(other[row]));
      const between = Math.abs(column[row] - other[row]);
      distance = Number.isNaN(between) ? Infinity : Math.max(distance, between);
    }
    if (!(distance <= 1e-6 * greatest))
      return `output ${index} is ${distance} from TA-Lib's, whose greatest value is ${greatest}`;
  }
  return null;
}

/** Every race against TA-Lib: `{ versions, each: [{ name, ours, theirs, ratio, low, high, apart }] }`. */
async function againstTaLib(compile, catalog, { rounds, only }) {
  const bars = walk(ROWS);
  const talib = new TaLib(bars);
  // What is only compared comes from a process of its own: the memory that it takes and gives back to the system
  // decides whether TA-Lib's later results need fresh pages.
  const reference = new TaLib(bars);
  try {
    const chosen = programs(catalog).filter((race) => only === undefined || only.includes(race.name));
    const versions = await talib.versions();
    const each = [];
    for (const entry of chosen) {
      const program = compile(`${PRELUDE}out result = ${entry.program}`).bind();
      const into = program.run(bars).outputs;
      const found = await race(
        (times) => timed(() => program.run(bars, { into }), times),
        (times) => talib.time([entry], times),
        { rounds },
      );
      each.push({
        name: entry.name,
        ...found,
        apart: apart(Object.values(into), await reference.values(entry)),
      });
    }
    return { versions, each };
  } finally {
    talib.close();
    reference.close();
  }
}

/** From source over bars, compile included, against PineTS. */
async function againstPineTs(compile, { rounds }) {
  const bars = walk(SCRIPT_ROWS);
  const peer = await openPineTs(bars);
  try {
    const plots = await peer.run();
    const { outputs } = compile(PROGRAM).bind().run(bars);
    const [theirs, ours] = [plots.rsi.data.at(-1).value, outputs.rsi.at(-1)];
    if (!(Math.abs(ours - theirs) < 1e-6)) throw new Error(`rsi is ${ours}, PineTS says ${theirs}`);
    const found = await race(
      (times) => timed(() => compile(PROGRAM).bind().run(bars), times),
      async (times) => {
        const begin = performance.now();
        for (let index = 0; index < times; index++) await peer.run();
        return (performance.now() - begin) / 1e3;
      },
      { rounds, round: 0.05, warm: 2 },
    );
    return { version: peer.version, ...found };
  } finally {
    peer.close();
  }
}

/** All races. `only` names functions and leaves the other races out. */
export async function races({ rounds = 21, only } = {}) {
  const { compile } = await import("@laakhay/ta");
  const { catalog } = await import("@laakhay/ta-compiler");
  const talib = await againstTaLib(compile, catalog(), { rounds, only });
  const pinets = only === undefined ? await againstPineTs(compile, { rounds: 11 }) : null;
  const mean = Math.exp(talib.each.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / talib.each.length);
  return { machine: `${cpus()[0].model}, Node ${process.version}`, talib, pinets, mean };
}

const times = (value) => `${value.toFixed(2)}x`;
const million = (rows, seconds) => (rows / seconds / 1e6).toFixed(0);

/** The tables as Markdown. */
export function markdown({ machine, talib, pinets, mean }) {
  const { versions, each } = talib;
  const lines = [
    `${machine}; one thread, ${ROWS.toLocaleString("en")} rows, ours into reused buffers. TA-Lib ${versions.talib} by its`,
    `Python package ${versions.wrapper} with numpy ${versions.numpy}, as its users call it. A ratio is the median over the rounds of one`,
    "run, in which both take turns; the spread is its quartiles.",
    "",
    "| function | ours, Mrow/s | TA-Lib, Mrow/s | ratio | spread |",
    "| --- | --- | --- | --- | --- |",
  ];
  const line = (name, { ours, theirs, ratio, low, high }) =>
    `| ${name} | ${million(ROWS, ours)} | ${million(ROWS, theirs)} | ${times(ratio)} | ${times(low)} to ${times(high)} |`;
  for (const found of each) lines.push(line(found.name, found));
  const least = each.reduce((a, b) => (b.ratio < a.ratio ? b : a));
  lines.push("", `Geometric mean ${times(mean)}, least ${times(least.ratio)} (${least.name}).`);
  const slower = each.filter(({ ratio }) => ratio < 1);
  if (slower.length > 0) lines.push("", "Where TA-Lib is faster:", "");
  for (const { name, ratio } of slower) lines.push(`- ${name}, ${times(ratio)}: ${reasonOf(name)}`);
  if (pinets !== null) {
    lines.push(
      "",
      `EMA cross, RSI and MACD from source over ${SCRIPT_ROWS.toLocaleString("en")} bars, compile included, against PineTS ${pinets.version}:`,
      `${(1e3 * pinets.ours).toFixed(2)} ms against ${(1e3 * pinets.theirs).toFixed(0)} ms, ${pinets.ratio.toFixed(0)}x (${pinets.low.toFixed(0)}x to ${pinets.high.toFixed(0)}x).`,
    );
  }
  return lines.join("\n");
}

/** What was promised and not reached. */
export function missed({ talib, pinets, mean }) {
  const found = [];
  const check = (what, value, least) => {
    if (!(value >= least)) found.push(`${what}: ${times(value)}, promised ${times(least)}`);
  };
  for (const { name, ratio, apart } of talib.each) {
    check(name, ratio, TARGETS.least);
    if (apart !== null) found.push(`${name}: ${apart}`);
  }
  if (pinets === null) return found;
  check("geometric mean", mean, TARGETS.mean);
  check("against PineTS", pinets.ratio, TARGETS.pinets);
  return found;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const value = (flag) =>
    process.argv.includes(flag) ? process.argv[process.argv.indexOf(flag) + 1] : undefined;
  const rounds = value("--rounds");
  const result = await races({
    ...(rounds === undefined ? {} : { rounds: Number(rounds) }),
    ...(value("--only") === undefined ? {} : { only: value("--only").split(",") }),
  });
  console.log(process.argv.includes("--json") ? JSON.stringify(result, null, 1) : markdown(result));
  for (const line of missed(result)) console.error(`missed: ${line}`);
}
