// Ten thousand users' alerts, a few dozen shapes with constants of their own, as one linked plan: how long linking takes,
// and how much cheaper a tick through it is than a tick through every plan by itself. Both sides run in one process over
// the same bars, so the ratio is of one run; what fires is compared.
//
//     npm run build && node bench/link.mjs [--plans 10000] [--ticks 20] [--json]
import { parseArgs } from "node:util";
import { compile, link } from "@laakhay/ta";
import { walk } from "./race/bars.mjs";

const { values } = parseArgs({
  options: { plans: { type: "string" }, ticks: { type: "string" }, json: { type: "boolean" } },
});
const count = Number(values.plans ?? 10_000);
const ticks = Number(values.ticks ?? 20);

/** The same alerts in every run. */
let state = 1;
const pick = (low, high) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return low + ((state >>> 8) % (high - low + 1));
};
const price = () => pick(5_000, 20_000) / 100;
const SHAPES = [
  () => `crossup(ema(${pick(5, 30)}), ema(${pick(40, 200)}))`,
  () => `crossdown(ema(${pick(5, 30)}), ema(${pick(40, 200)}))`,
  () => `crossup(sma(${pick(5, 50)}), sma(${pick(60, 200)}))`,
  () => `crossup(close, sma(${pick(5, 200)}))`,
  () => `crossdown(close, ${price()})`,
  () => `crossup(close, ${price()})`,
  () => `close > ${price()}`,
  () => `close < ${price()} and volume > ${pick(100, 1_000_000)}`,
  () => `rsi(${pick(5, 30)}) < ${pick(10, 40)}`,
  () => `rsi(14) > ${pick(6_000, 9_000) / 100}`,
  () => `rsi(14) < ${pick(10, 40)} and close > sma(${pick(50, 200)})`,
  () => `close > bbands(${pick(10, 40)}, ${pick(1, 3)}).upper`,
  () => `close < bbands(20, ${pick(100, 300) / 100}).lower`,
  () => `crossup(macd(12, 26, 9).macd, macd(12, 26, 9).signal) and close > ${price()}`,
  () => `macd(${pick(8, 14)}, ${pick(20, 30)}, 9).histogram > ${pick(0, 100) / 100}`,
  () => `volume > ${pick(11, 50) / 10} * sma(volume, ${pick(5, 60)})`,
  () => `high >= max(high, ${pick(5, 200)})`,
  () => `low <= min(low, ${pick(5, 200)})`,
  () => `roc(${pick(1, 30)}) > ${pick(1, 200) / 10}`,
  () => `roc(${pick(1, 30)}) < -${pick(1, 200) / 10}`,
  () => `atr(14) > ${pick(1, 500) / 100}`,
  () => `close - close[${pick(1, 20)}] > ${pick(1, 100) / 10} * atr(14)`,
  () => `stdev(close, ${pick(10, 60)}) > ${pick(1, 500) / 100}`,
  () => `close > ema(${pick(5, 200)}) + ${pick(1, 30) / 10} * atr(${pick(7, 21)})`,
  () => `correl(close, volume, ${pick(10, 60)}) > ${pick(10, 95) / 100}`,
  () => `barssince(crossup(close, sma(${pick(10, 100)}))) == ${pick(1, 10)}`,
  () => `rising(ema(${pick(5, 100)})) and rsi(14) > ${pick(40, 60)}`,
  () => `wma(${pick(5, 60)}) > sma(${pick(5, 60)}) and close > ${price()}`,
  () => `(close - low) / (high - low) > ${pick(50, 99) / 100}`,
  () => `abs(close - open) > ${pick(1, 30) / 10} * sma(abs(close - open), ${pick(5, 40)})`,
];

const sources = Array.from(
  { length: count },
  (_, index) => `alert a when ${SHAPES[index % SHAPES.length]()}`,
);
const bars = walk(400 + ticks);
const fields = Object.keys(bars);
const rowOf = (row) => Object.fromEntries(fields.map((field) => [field, bars[field][row]]));
const warm = Object.fromEntries(fields.map((field) => [field, bars[field].slice(0, 400)]));
const milliseconds = (work) => {
  const begun = performance.now();
  const result = work();
  return [performance.now() - begun, result];
};

const [compiling, plans] = milliseconds(() => sources.map((source) => compile(source)));
const before = process.cpuUsage();
const [linking, linked] = milliseconds(() => link(plans));
const { user, system } = process.cpuUsage(before);
const one = linked.bind().open();
const many = plans.map((plan) => plan.bind().open());
for (let row = 0; row < warm.close.length; row++) {
  const bar = rowOf(row);
  one.push(bar);
  for (const session of many) session.push(bar);
}
const [together, apart] = [[], []];
for (let row = warm.close.length; row < warm.close.length + ticks; row++) {
  const bar = rowOf(row);
  const [a, tick] = milliseconds(() => one.push(bar));
  const fired = [];
  const [b] = milliseconds(() => {
    for (let index = 0; index < count; index++)
      if (many[index].push(bar).alerts.length > 0) fired.push(`${index}/a`);
  });
  if (tick.alerts.map(({ name }) => name).join() !== fired.join())
    throw new Error(`row ${row}: other alerts fired linked than alone`);
  together.push(a);
  apart.push(b);
}
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const found = {
  plans: count,
  shapes: SHAPES.length,
  compileMilliseconds: compiling,
  linkMilliseconds: linking,
  // What it takes of a processor, whoever else has it in the meantime.
  linkProcessorMilliseconds: (user + system) / 1e3,
  instructionsApart: linked.report.before,
  instructionsLinked: linked.report.after,
  bytes: linked.bytes.length,
  tickLinkedMicroseconds: 1e3 * median(together),
  tickApartMicroseconds: 1e3 * median(apart),
};
found.timesCheaper = found.tickApartMicroseconds / found.tickLinkedMicroseconds;
if (values.json) console.log(JSON.stringify(found, null, 2));
else {
  console.log(
    `${count} alerts of ${SHAPES.length} shapes linked in ${(linking / 1e3).toFixed(2)} s, ${((user + system) / 1e6).toFixed(2)} s of a processor`,
  );
  console.log(`instructions: ${found.instructionsApart} one by one, ${found.instructionsLinked} linked`);
  console.log(
    `a tick: ${found.tickLinkedMicroseconds.toFixed(0)} µs linked, ${found.tickApartMicroseconds.toFixed(0)} µs one by one: ${found.timesCheaper.toFixed(1)} times cheaper`,
  );
}
