// `npm run bench`: the figures of its own that the README states, measured on this machine in one run. `--write` writes
// bench/RESULTS.md and the README's table between its markers. Wall time is weather: only the order of magnitude means
// anything. What is stated against others is `npm run bench:peers`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { Bench } from "tinybench";
import { build, install, root } from "../scripts/setup.mjs";
import { write, writeBlock } from "./document.mjs";

install();
build();
const { compile } = await import("@laakhay/ta");
const compiler = await import("@laakhay/ta-compiler");
const { hits } = await import("./cache.mjs");

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const rows = [];
const figure = (what, value, target = "") => rows.push({ what, measured: value, target });

/** The median milliseconds of `command`, started `times` times. */
function started(args, times = 15) {
  const spent = [];
  for (let index = 0; index < times; index++) {
    const begin = performance.now();
    const result = spawnSync(process.execPath, args, { cwd: root, stdio: "ignore" });
    if (result.status !== 0) throw new Error(`${args.join(" ")} failed`);
    spent.push(performance.now() - begin);
  }
  return median(spent);
}

const ten = `param fast: int = 20 in 2..200
param slow: int = 50 in 5..400
fn spread(input x = close, a: int = 12, b: int = 26) = ema(x, a) - ema(x, b)
let trend = ema(close, fast) > ema(close, slow)
let m = macd(close)
out trend
out histogram = m.histogram
out width = bbands(20, 2).upper - bbands(20, 2).lower
out gap = spread(12, 26)
alert entry when crossup(ema(close, fast), ema(close, slow)) and rsi(14) < 70`;

const folder = mkdtempSync(join(tmpdir(), "ta-bench-"));
const program = join(folder, "ten.ta");
writeFileSync(program, ten);
const bare = started(["-e", "0"]);
figure(
  "ta check, ten lines, above bare node",
  `${(started(["runtime/bin/ta.js", "check", program]) - bare).toFixed(0)} ms`,
  "< 150 ms",
);
rmSync(folder, { recursive: true });

const many = Array.from(
  { length: 134 },
  (_, i) =>
    `out o${i} = if close[${i + 1}] + high[${(i % 7) + 1}] * ${i + 2} > low - open * ${i + 3} and rsi(${i + 2}) < 50 then close * ${i + 5} else na`,
).join("\n");
const size = compiler.compile(many).report.after;
/** The median milliseconds of a process's first compile of `source`. */
function first(source) {
  const script = `import { compile } from "@laakhay/ta-compiler";
const begin = performance.now();
compile(${JSON.stringify(source)});
console.log(performance.now() - begin);`;
  const args = ["--input-type=module", "-e", script];
  const spent = Array.from({ length: 5 }, () =>
    Number(spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" }).stdout),
  );
  return median(spent);
}
/** Every function of a part of the library, each at its defaults, in one program. */
const together = (functions) =>
  functions.map(({ example }, index) => `out o${index} = ${example}`).join("\n");
const talib = compiler.catalog().filter(({ module }) => module === "talib");
const patterns = talib.filter(({ name }) => name.startsWith("cdl"));

const bench = new Bench({ time: 1000, warmupTime: 500 });
bench.add("compile ten lines, warm", () => compiler.compile(ten));
bench.add(`compile a plan of ${size} instructions, warm`, () => compiler.compile(many));
await bench.run();
for (const task of bench.tasks) {
  const target = task.name.includes("ten lines") ? "< 2 ms" : "< 300 ms";
  figure(task.name, `${task.result.latency.p50.toFixed(2)} ms`, target);
}
figure("the same, first compile of a process", `${first(many).toFixed(0)} ms`, "< 300 ms");
figure(
  `compile all ${talib.length} functions of talib into one plan, first of a process`,
  `${first(together(talib)).toFixed(0)} ms`,
  "< 500 ms",
);
if (patterns.length > 0)
  figure(
    `compile ${patterns.length} candlestick patterns into one plan, first of a process`,
    `${first(together(patterns)).toFixed(0)} ms`,
  );
const shipped = statSync(join(root, "compiler/dist/compiler.js")).size;
figure(
  `the compiler's bundle with ${compiler.catalog().length} functions`,
  `${(shipped / 1000).toFixed(0)} KB`,
  "< 1000 KB",
);

const forty = [5, 8, 11, 14]
  .map(
    (n, i) =>
      `out o${i} = (sma(close, ${n}) - ema(close, ${n})) / (stdev(close, ${n}) + max(high, ${n}) - min(low, ${n}))`,
  )
  .join("\n");
const bound = compile(forty).bind();
const session = bound.open();
const bar = { open: 1, high: 2, low: 0.5, close: 1.5, volume: 10 };
const ticks = [];
for (let round = 0; round < 41; round++) {
  const begin = performance.now();
  for (let index = 0; index < 10_000; index++) {
    bar.close = 1 + (index % 17) / 20;
    session.push(bar);
  }
  ticks.push((performance.now() - begin) / 10);
}
figure(
  `a live tick through Node, ${bound.description.lanes} operations`,
  `${median(ticks).toFixed(2)} µs`,
  "< 2 µs",
);

const kept = await hits(ten);
figure("a plan of ten lines from a cache's memory", `${(1e3 * kept.memory).toFixed(0)} µs`, "< 100 µs");
figure("the same from its folder", `${kept.disk.toFixed(1)} ms`, "< 5 ms");

const tick = spawnSync("cargo", ["run", "--release", "--quiet", "-p", "ta-engine", "--example", "tick"], {
  cwd: root,
  encoding: "utf8",
});
const inRust = /push\s+([\d.]+) ns/.exec(tick.stdout);
if (!inRust) throw new Error(`the tick example said: ${tick.stdout}${tick.stderr}`);
figure("a live tick in Rust, 40 instructions", `${inRust[1]} ns`, "< 500 ns");

const bars = 200_000;
const close = Float64Array.from(
  { length: bars },
  (_, i) => 100 + Math.sin(i / 50) * 10 + ((i * 7919) % 101) / 100,
);
const columns = { open: close, high: close, low: close, close, volume: close };
const batch = compile(ten).bind();
const into = batch.run(columns).outputs;
const spent = [];
for (let round = 0; round < 21; round++) {
  const begin = performance.now();
  batch.run(columns, { into });
  spent.push(performance.now() - begin);
}
figure("the ten-line program over 200,000 bars", `${((bars / median(spent) / 1e6) * 1e3).toFixed(1)} Mrow/s`);

const machine = `${cpus()[0].model}, Node ${process.version}`;
console.log(machine);
console.table(rows);

if (process.argv.includes("--write")) {
  const figures = ["| what | measured | promised |", "| --- | --- | --- |"];
  for (const { what, measured, target } of rows) figures.push(`| ${what} | ${measured} | ${target} |`);
  const late = rows.filter(
    ({ measured, target }) => target !== "" && !(parseFloat(measured) < parseFloat(target.slice(2))),
  );
  const promises = late.map(({ what, measured, target }) => `- ${what}: ${measured}, promised ${target}`);
  const parts = [
    `# Measured\n\nWritten by \`npm run bench -- --write\` on ${machine}. Wall time is weather; against others: [PEERS.md](PEERS.md).`,
    figures.join("\n"),
    ["## Promised and not reached", "", ...(promises.length === 0 ? ["Nothing."] : promises)].join("\n"),
  ];
  await write(join(root, "bench", "RESULTS.md"), parts.join("\n\n") + "\n");
  await writeBlock(join(root, "README.md"), "bench", figures.join("\n"));
}
