/**
 * Plans of every minor version of the format that was released, in a folder of its own: they must load for ever, and
 * give the bits that they gave when they were written. `npx tsx golden/plans/released.ts` writes the folders that are
 * not there yet, which the first build of a new minor version does once; what is there it never writes again.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile, decodePlan } from "../../compiler/src/index.ts";
import { loadPlan, type Params } from "../../runtime/src/index.ts";

/** What is said of a plan when it is written. */
export interface Released {
  readonly id: string;
  /** Other parameters than the defaults, where it has any. */
  readonly params: Params;
  /** SHA-256 of each output's little-endian bytes: doubles, conditions as 0, 1, 2. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The rows on which each alert fires. */
  readonly alerts: Readonly<Record<string, readonly number[]>>;
}

/** Programs by the minor version that they need, each with parameters to run at. */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, readonly [source: string, params?: Params]>>>> = {
  "1.0": {
    input: ["close"],
    shift: ["(high - low)[2]"],
    windows: [
      "out mean = sma(close, 20)\nout upper = bbands(20, 2).upper\nout lower = bbands(20, 2).lower\nout most = max(high, 14)\nout middle = median(close, 9)",
    ],
    averages: ["out fast = ema(12)\nout slow = ema(26)\nout strength = rsi(14)\nout range = atr(14)"],
    alerts: [
      "## Fires as the short average crosses the long one.\nparam short: int = 5 in 2..20\nparam long: int = 20 in 5..200\nout trend = ema(short) > ema(long)\nalert entry when crossup(ema(short), ema(long))\nalert calm when rsi(14) > 40 and rsi(14) < 60",
      { short: 8, long: 30 },
    ],
    choice: [
      'param kind: string = "sma" in ["sma", "ema", "wma"]\nparam n: int = 10 in 2..50\nout line = if kind == "sma" then sma(n) else if kind == "ema" then ema(n) else wma(n)',
      { kind: "wma", n: 7 },
    ],
    policies: [
      'out observed = sma(volume, 5, missing = "observed")\nout some = sma(volume, 5, min_samples = 2)\nout rows = sma(volume, 5)',
    ],
    logic: [
      "out either = close > open or volume > 500\nout filled = coalesce(volume, 0)\nout since = barssince(close < open)\nout total = cumsum(close - open)",
    ],
    macd: ["out line = macd(12, 26, 9).macd\nout histogram = macd(12, 26, 9).histogram"],
    scalars: ["param n: int = 9 in 2..90\nout wide = sma(2 * n + 1) - sma(round((n + 1) / 2))", { n: 11 }],
  },
  "1.1": {
    number: ["param share: float = 0.1 in 0.01..0.9\nout smooth = scan(na, fn(s, x) => coalesce(s + share * (x - s), x))", { share: 0.25 }],
    record: ["scan(close, {up: 0, down: 0}, fn(s, x) => {up: if x > open then s.up + 1 else 0, down: greater(s.down, x)}).up"],
    condition: ["out held = scan(close > open, false, fn(s, x) => if x then not s else s)\nalert turned when crossup(scan(close, 0, fn(s, x) => (s + x) / 2), close)"],
  },
};

/** Bars of exact arithmetic alone, with gaps: the same on every machine and in every version of anything. */
export function releasedBars(): Record<"open" | "high" | "low" | "close" | "volume", Float64Array> {
  const rows = 257;
  let state = 20_240_607;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor(state / 65_536) % below;
  };
  const columns = () => new Float64Array(rows);
  const bars = { open: columns(), high: columns(), low: columns(), close: columns(), volume: columns() };
  let close = 100;
  for (let row = 0; row < rows; row += 1) {
    const open = close;
    close = Math.max(20, open + (next(65) - 32) / 16);
    bars.open[row] = open;
    bars.close[row] = close;
    bars.high[row] = Math.max(open, close) + next(16) / 32;
    bars.low[row] = Math.min(open, close) - next(16) / 32;
    bars.volume[row] = next(9) === 0 ? NaN : next(1000);
  }
  return bars;
}

const hash = (column: Float64Array | Uint8Array): string =>
  createHash("sha256").update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)).digest("hex");

/** What a plan gives over the bars. */
export function released(bytes: Uint8Array, params: Params): Released {
  const plan = loadPlan(bytes);
  const { outputs, alerts } = plan.run(releasedBars(), { params });
  const rows = (name: string): number[] => alerts.filter((each) => each.name === name).map(({ row }) => row);
  return {
    id: plan.id,
    params,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, column]) => [name, hash(column)])),
    alerts: Object.fromEntries(plan.alerts.map(({ name }) => [name, rows(name)])),
  };
}

function write(): void {
  for (const [version, programs] of Object.entries(PROGRAMS)) {
    const folder = join(import.meta.dirname, version);
    if (existsSync(folder)) {
      console.log(`${version}: kept as it was released`);
      continue;
    }
    const told: Record<string, Released> = {};
    const plans = Object.entries(programs).map(([name, [source, params = {}]]) => {
      const { bytes } = compile(source, { name });
      const own = decodePlan(bytes).version.join(".");
      if (own !== version) throw new Error(`${name} is a plan of ${own}, not of ${version}`);
      told[name] = released(bytes, params);
      return [name, bytes] as const;
    });
    // Nothing is written of a version that is not whole.
    mkdirSync(folder);
    for (const [name, bytes] of plans) writeFileSync(join(folder, `${name}.plan`), bytes);
    writeFileSync(join(folder, "released.json"), `${JSON.stringify(told, null, 2)}\n`);
    console.log(`${version}: ${plans.length} plans`);
  }
}

if (process.argv[1] === import.meta.filename) write();
