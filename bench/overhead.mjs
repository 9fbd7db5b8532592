// What `program.run` adds to the engine's own work, from Node, over 1,000 bars. The engine's work goes with the rows, the
// call does not: two lengths tell them apart. `node bench/overhead.mjs`
import { compile } from "@laakhay/ta";
import { walk } from "./race/bars.mjs";

const ROWS = 1000;
const LONG = 16 * ROWS;

const PROGRAMS = {
  "one average": "sma(20)",
  "a golden cross":
    "out trend = ema(20) > ema(50)\nalert entry when crossup(ema(20), ema(50)) and rsi(14) < 70",
  "twelve outputs": Array.from({ length: 12 }, (_, at) => `out a${at} = ema(${at + 5})`).join("\n"),
};

/** Microseconds of one call: the least of many rounds, which a busy machine disturbs least. */
function microseconds(work, calls) {
  let best = Infinity;
  for (let round = 0; round < 60; round++) {
    const begun = process.hrtime.bigint();
    for (let call = 0; call < calls; call++) work();
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / 1e3 / calls);
  }
  return best;
}

/** Of each program: microseconds of a call over 1,000 bars, and how many of them are not the engine's. */
export function overhead() {
  const long = walk(LONG).close;
  const short = long.slice(0, ROWS);
  return Object.entries(PROGRAMS).map(([name, source]) => {
    const program = compile(source).bind();
    const into = program.run({ close: short }).outputs;
    const longInto = program.run({ close: long }).outputs;
    const bars = { close: short };
    const longBars = { close: long };
    for (let warm = 0; warm < 3000; warm++) program.run(bars, { into });
    const filled = microseconds(() => program.run(bars, { into }), 200);
    const fresh = microseconds(() => program.run(bars), 200);
    const whole = microseconds(() => program.run(longBars, { into: longInto }), 20);
    const engine = ((whole - filled) / (LONG - ROWS)) * ROWS;
    return { name, call: filled, into: filled - engine, fresh: fresh - engine };
  });
}

if (process.argv[1] === import.meta.filename) {
  console.log("over 1,000 bars, microseconds: a call, and what of it is not the engine's (asked: under 5)\n");
  for (const { name, call, into, fresh } of overhead())
    console.log(
      `${name.padEnd(16)} call ${call.toFixed(2)}  overhead into buffers ${into.toFixed(2)}, into new arrays ${fresh.toFixed(2)}`,
    );
}
