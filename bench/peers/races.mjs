// The races of the table, a section each: what is stated is the ratio of one run, with its quartiles.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import v8 from "node:v8";
import vm from "node:vm";
import { walk } from "../race/bars.mjs";
import { PRELUDE, programs } from "../race/programs.mjs";
import { extra, Worker } from "../race/python.mjs";
import { race, timed } from "../race/ratios.mjs";
import { TaLib } from "../race/talib.mjs";
import { agree } from "./check.mjs";
import * as javascript from "./javascript.mjs";
import * as native from "./native.mjs";
import { ALERT, FORTY, FORTY_SOURCE, SCREEN, SCREEN_SOURCE, TWENTY_SOURCE } from "./workloads.mjs";

/** Rows of one series. */
const ROWS = 200_000;
const SYMBOLS = 512;
/** Rows of each symbol of a universe. */
const DEEP = 5_000;

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc");

const seconds = async (work, times) => {
  const begin = performance.now();
  for (let index = 0; index < times; index++) await work();
  return (performance.now() - begin) / 1e3;
};

/** A row of the table. */
const row = (what, against, rows, threads, target, found) => ({
  what,
  against,
  rows,
  threads,
  target,
  ...found,
});

/** Runs what a peer may not do here, and gives the rows or the reason. */
async function attempt(shape, work) {
  try {
    return await work();
  } catch (error) {
    return [{ ...shape, reason: error.message.split("\n")[0] }];
  }
}

/** What a worker answered, or an error of its words. */
async function asked(worker, request) {
  const answer = await worker.ask(request);
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** Forty outputs of ten families in one plan, buffers reused, against TA-Lib in turn and wickra's fast batch path. */
export async function forty({ rounds }) {
  const { compile } = await import("@laakhay/ta");
  const bars = walk(ROWS);
  const what = "forty outputs of ten families in one plan, buffers reused";
  const plan = compile(FORTY_SOURCE);
  const program = plan.bind();
  const into = program.run(bars).outputs;
  const talib = new TaLib(bars);
  try {
    const found = await race(
      (times) => timed(() => program.run(bars, { into }), times),
      (times) => talib.time(FORTY, times),
      { rounds, warm: 0.1 },
    );
    const shape = {
      what,
      against: `wickra ${native.version}, Rust, fast batch`,
      rows: ROWS,
      threads: 1,
      target: 4,
    };
    const wickra = await attempt(shape, () => {
      const reason = native.build();
      if (reason !== null) throw new Error(reason);
      const { checks, ...found } = native.job(
        "batch",
        plan.bytes,
        [bars],
        rounds,
        FORTY.map(({ spec }) => spec),
      );
      return [{ ...shape, ...found, notes: agree("wickra", checks) }];
    });
    return [row(what, "TA-Lib, called in turn", ROWS, 1, 6, found), ...wickra];
  } finally {
    talib.close();
  }
}

/** Whole families in one plan, buffers reused, against TA-Lib in turn: every function that bars have the columns of. */
export async function whole({ rounds }) {
  const { compile } = await import("@laakhay/ta");
  const { catalog } = await import("@laakhay/ta-compiler");
  const bars = walk(ROWS);
  const functions = programs(catalog());
  const patterns = functions.filter(({ name }) => name.startsWith("cdl"));
  const rows = [];
  for (const [what, races, target] of [
    [`all ${functions.length} functions of TA-Lib in one plan, buffers reused`, functions, 8],
    [`all ${patterns.length} candlestick patterns in one plan, buffers reused`, patterns, 12],
  ]) {
    const outputs = races.map(({ name, program }) => `out ${name} = ${program}`);
    const program = compile(`${PRELUDE}${outputs.join("\n")}`).bind();
    const into = program.run(bars).outputs;
    const talib = new TaLib(bars);
    try {
      const found = await race(
        (times) => timed(() => program.run(bars, { into }), times),
        (times) => talib.time(races, times),
        { rounds: Math.ceil(rounds / 2), warm: 0.1 },
      );
      const notes = [`${Object.keys(into).length} columns of results`];
      rows.push(row(what, "TA-Lib, called in turn", ROWS, 1, target, { ...found, notes }));
    } finally {
      talib.close();
    }
  }
  return rows;
}

/** Live: twenty indicators, one bar at a time, from Rust on both sides. */
export async function live({ rounds }) {
  const { compile } = await import("@laakhay/ta");
  const { bytes } = compile(TWENTY_SOURCE);
  const bars = walk(ROWS);
  const against = `wickra ${native.version}, Rust, the sum of its \`update\` calls`;
  const shapes = [
    ["live", { what: "live, a plan of 20 indicators, a tick", against, rows: 1, threads: 1, target: 1.2 }],
    [
      "universe",
      {
        what: `live, ${SYMBOLS} symbols, a timestamp of 20 indicators`,
        against,
        rows: SYMBOLS,
        threads: 1,
        target: 1.5,
      },
    ],
  ];
  const rows = [];
  for (const [job, shape] of shapes)
    rows.push(
      ...(await attempt(shape, () => {
        const reason = native.build();
        if (reason !== null) throw new Error(reason);
        const { checks, ...found } = native.job(job, bytes, [bars], rounds);
        return [{ ...shape, ...found, notes: agree("wickra", checks) }];
      })),
    );
  return rows;
}

const CALLS = SCREEN.map(({ id, function: name, inputs, parameters }) => [id, name, inputs, parameters]);

/** A universe of made-up bars in memory and in a file, for as long as `work` takes. */
async function withUniverse(work) {
  const folder = mkdtempSync(join(tmpdir(), "ta-peers-"));
  try {
    const symbols = Array.from({ length: SYMBOLS }, (_, index) => walk(DEEP, index + 1));
    const file = join(folder, "universe");
    writeFileSync(file, native.bytesOf(symbols));
    const universe = Object.fromEntries(symbols.map((bars, index) => [`S${index}`, bars]));
    return await work(universe, file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The last symbol's last values, by output. */
const lastOf = (result, keep) => {
  const { outputs } = result.symbols[`S${SYMBOLS - 1}`];
  return Object.entries(outputs).map(([name, values]) => [name, keep === "last" ? values : values.at(-1)]);
};

/** A screen: a universe, last values and alerts, or all of 20 outputs; against a TA-Lib loop and polars. */
export async function screen({ rounds }) {
  const { compile } = await import("@laakhay/ta");
  const plan = compile(SCREEN_SOURCE);
  const program = plan.bind();
  const total = SYMBOLS * DEEP;
  return withUniverse(async (universe, file) => {
    // Buffers are reused, as TA-Lib's are: by the allocator that numpy asks.
    let earlier;
    const run = async (keep, threads) => {
      const reuse = keep === "all" && earlier !== undefined ? { reuse: earlier } : {};
      const found = await program.panel(universe, { keep, threads, ...reuse });
      if (keep === "all") earlier = found;
      return found;
    };
    const ours = (keep, threads) => async (times) => {
      collect();
      return seconds(() => run(keep, threads), times);
    };
    const rows = [];
    const loop = new Worker("peers/worker.py", [file, SYMBOLS, DEEP]);
    try {
      for (const [keep, what, target] of [
        ["last", "screen, 20 outputs, last values and alerts", 6],
        ["all", "screen, all 20 outputs written, buffers reused", 2.5],
      ]) {
        const request = { screen: keep, calls: CALLS, alert: [ALERT.fast, ALERT.slow] };
        const { last } = await asked(loop, { ...request, check: true });
        agree(
          "TA-Lib",
          lastOf(await run(keep, 1), keep).map(([name, value], at) => [name, value, last[at]]),
        );
        const found = await race(
          ours(keep, 1),
          async (repeat) => (await asked(loop, { ...request, repeat })).seconds,
          { rounds },
        );
        const notes = keep === "all" ? [bandwidth(total)] : [await spentBy(() => run(keep, 1))];
        rows.push(row(what, "TA-Lib, a loop over symbols", total, 1, target, { ...found, notes }));
      }
    } finally {
      loop.close();
    }
    const two = await race(ours("last", 2), ours("last", 1), { rounds });
    rows.push(row("screen, two threads", "ours on one", total, 2, 1.6, two));
    const engine = {
      what: "screen, two threads, in Rust",
      against: "ours on one",
      rows: total,
      threads: 2,
      target: 1.6,
    };
    rows.push(
      ...(await attempt(engine, async () => {
        const reason = native.build();
        if (reason !== null) throw new Error(reason);
        const symbols = Object.values(universe);
        const { checks, ...found } = native.job("panel", plan.bytes, symbols, rounds);
        const screened = await run("last", 1);
        const { alerts } = screened.symbols[`S${SYMBOLS - 1}`];
        const ours = [...lastOf(screened, "last").map(([, value]) => value), alerts.length];
        agree("Rust", checks);
        agree(
          "Rust",
          checks.map(([name, value], at) => [name, ours[at], value]),
        );
        return [{ ...engine, ...found, notes: ["bars are where they lie: nothing is copied"] }];
      })),
    );
    for (const threads of [1, 2]) {
      const shape = {
        what: "screen, all 20 outputs written, buffers reused",
        against: "polars, `over(symbol)`",
        rows: total,
        threads,
        target: 15,
      };
      rows.push(
        ...(await attempt(shape, async () => {
          const reason = extra("polars");
          if (reason !== null) throw new Error(reason);
          const polars = new Worker("peers/worker.py", [file, SYMBOLS, DEEP], { threads });
          try {
            const { last } = await asked(polars, { over: true, check: true });
            const notes = agree(
              "polars",
              lastOf(await run("all", threads), "all").map(([name, value], at) => [name, value, last[at]]),
            );
            const theirs = async (repeat) => (await asked(polars, { over: true, repeat })).seconds;
            const found = await race(ours("all", threads), theirs, { rounds: Math.ceil(rounds / 2) });
            return [{ ...shape, ...found, notes }];
          } finally {
            polars.close();
          }
        })),
      );
    }
    return rows;
  });
}

/** What writing the results alone takes of memory in ordinary pages, which ours has large ones in place of. */
function bandwidth(rows) {
  const values = rows * 20;
  const fill = (column) => timed(() => column.fill(1), 1);
  const fresh = [1, 2, 3].map(() => {
    collect();
    return timed(() => new Float64Array(values).fill(1), 1);
  });
  const column = new Float64Array(values);
  fill(column);
  const again = Math.min(...[1, 2, 3].map(() => fill(column)));
  const bytes = ((values * 8) / 2 ** 20).toFixed(0);
  return `writing ${bytes} MiB alone takes ${(1e3 * Math.min(...fresh)).toFixed(0)} ms of fresh memory in ordinary pages, ${(1e3 * again).toFixed(0)} ms once it is there`;
}

/** CPU that all of the process's threads spent on a run, beside what it took. */
async function spentBy(work) {
  collect();
  const before = process.cpuUsage();
  const begin = performance.now();
  await work();
  const wall = performance.now() - begin;
  const { user, system } = process.cpuUsage(before);
  return `one thread computes while Node's own copies bars to it: ${((user + system) / 1e3).toFixed(0)} ms of CPU in ${wall.toFixed(0)} ms`;
}

const FACTORS = `out mean = sma(close, 20)
out deviation = stdev(close, 20, 1)
out highest = max(high, 20)
out lowest = min(low, 20)
out fast = ema(close, 12)
out gap = ema(close, 12) - ema(close, 26)
out weighted = wma(close, 20)
out change = close / close[10] - 1
out related = correl(close, volume, 20)
out traded = sum(volume, 20)`;

/** Ten factors over a panel against KunQuant, which compiles them to machine code by a C++ compiler. */
export async function factors({ rounds }) {
  const { compile } = await import("@laakhay/ta");
  const total = SYMBOLS * DEEP;
  const shape = {
    what: "ten factors over a panel, all written",
    against: "KunQuant, compiled by g++",
    rows: total,
    threads: 1,
    target: null,
  };
  return withUniverse((universe, file, folder) =>
    attempt(shape, async () => {
      const reason = extra("KunQuant");
      if (reason !== null) throw new Error(reason);
      const begin = performance.now();
      const program = compile(FACTORS).bind();
      const compiled = performance.now() - begin;
      const worker = new Worker("peers/worker.py", [file, SYMBOLS, DEEP]);
      try {
        const request = { factors: true, compile: folder };
        const first = await asked(worker, { ...request, check: true });
        const run = () => program.panel(universe, { keep: "all", threads: 1 });
        const notes = agree(
          "KunQuant",
          lastOf(await run(), "all").map(([name, value], at) => [name, value, first.last[at]]),
        );
        const found = await race(
          async (times) => {
            collect();
            return seconds(run, times);
          },
          async (repeat) => (await asked(worker, { ...request, repeat })).seconds,
          { rounds },
        );
        notes.push(
          `its compile takes ${(1e3 * first.compiled).toFixed(0)} ms, ours ${compiled.toFixed(0)} ms`,
        );
        notes.push("its buffers are reused, ours are new; its statistics are its fast ones");
        return [{ ...shape, ...found, notes }];
      } finally {
        worker.close();
      }
    }),
  );
}

/** Ten families, one at a time over one series, as each peer's users call them. */
const FAMILIES = {
  sma: "talib.sma(close, timeperiod=20)",
  ema: "talib.ema(close, timeperiod=20)",
  wma: "talib.wma(close, timeperiod=20)",
  rsi: "talib.rsi(close, timeperiod=14)",
  macd: "talib.macd(close, 12, 26, 9)",
  bbands: "talib.bbands(close, timeperiod=20)",
  stddev: "talib.stddev(close, timeperiod=20)",
  atr: "talib.atr(high, low, close, timeperiod=14)",
  cci: "talib.cci(high, low, close, timeperiod=20)",
  roc: "talib.roc(close, timeperiod=10)",
};

/** Each peer's geometric mean, and `each`: by family its ratio, null where the peer has none. */
export async function families({ rounds }) {
  const { compile } = await import("@laakhay/ta");
  const bars = walk(ROWS);
  const folder = mkdtempSync(join(tmpdir(), "ta-peers-"));
  const file = join(folder, "bars");
  writeFileSync(file, native.bytesOf([bars]));
  const worker = new Worker("peers/worker.py", [file, 1, ROWS]);
  const programs = Object.entries(FAMILIES).map(([name, source]) => {
    const program = compile(`${PRELUDE}out result = ${source}`).bind();
    const into = program.run(bars).outputs;
    const columns = Object.values(into);
    return { name, run: () => program.run(bars, { into }), last: columns.map((column) => column.at(-1)) };
  });
  const python = (peer) => async (name) => {
    const request = { single: peer, name };
    const first = await asked(worker, { ...request, check: true });
    if (first.missing === true) return null;
    return {
      last: first.last,
      time: async (repeat) => (await asked(worker, { ...request, repeat })).seconds,
    };
  };
  const node = (open) => {
    let opened;
    return async (name) => {
      opened ??= await open(bars);
      const run = opened[name];
      return run === undefined ? null : { last: run(), time: (times) => timed(run, times) };
    };
  };
  const peers = [
    ["wickra", "Python, fast batch", () => extra("wickra"), python("wickra")],
    ["polars", "expressions of a series", () => extra("polars"), python("polars")],
    ["pandas", "rolling and ewm", () => extra("pandas"), python("pandas")],
    [
      "technicalindicators",
      javascript.version("technicalindicators"),
      javascript.install,
      node(javascript.technicalindicators),
    ],
    [
      "trading-signals",
      javascript.version("trading-signals"),
      javascript.install,
      node(javascript.tradingSignals),
    ],
  ];
  const rows = [];
  try {
    for (const [peer, how, install, side] of peers) {
      const shape = {
        what: "ten families, one at a time, geometric mean",
        against: `${peer}, ${how}`,
        rows: ROWS,
        threads: 1,
        target: null,
      };
      rows.push(
        ...(await attempt(shape, async () => {
          const reason = install();
          if (reason !== null) throw new Error(reason);
          const [each, notes] = [{}, []];
          for (const { name, run, last } of programs) {
            const theirs = await side(name);
            each[name] = null;
            if (theirs === null) continue;
            const checks = last.map((value, at) => [name, value, theirs.last[at]]);
            notes.push(...new Set(agree(peer, checks)));
            each[name] = await race((times) => timed(run, times), theirs.time, {
              rounds: Math.ceil(rounds / 2),
            });
          }
          const ratios = Object.values(each).flatMap((found) => (found === null ? [] : [found.ratio]));
          const ratio = Math.exp(ratios.reduce((sum, value) => sum + Math.log(value), 0) / ratios.length);
          notes.push("the spread is that over the families");
          if (ratios.length < programs.length) notes.push(`it has ${ratios.length} of the ten`);
          return [{ ...shape, each, ratio, low: Math.min(...ratios), high: Math.max(...ratios), notes }];
        })),
      );
    }
    return rows;
  } finally {
    worker.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pinned versions of those that are there. */
export async function versions() {
  const names = ["TA-Lib", "wickra", "polars", "pandas", "KunQuant"];
  const there = names.filter((name) => name === "TA-Lib" || extra(name) === null);
  const folder = mkdtempSync(join(tmpdir(), "ta-peers-"));
  try {
    const file = join(folder, "bars");
    writeFileSync(file, native.bytesOf([walk(1)]));
    const worker = new Worker("peers/worker.py", [file, 1, 1]);
    const found = await worker.ask({ versions: there });
    worker.close();
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
