// technicalindicators and trading-signals, in a folder of packages of their own.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "javascript");

/** Why the packages are not there, or null. */
export function install() {
  const [lock, installed] = [
    join(folder, "package-lock.json"),
    join(folder, "node_modules", ".package-lock.json"),
  ];
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return null;
  const windows = process.platform === "win32";
  const done = spawnSync(
    windows ? "npm.cmd" : "npm",
    ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
    { encoding: "utf8", shell: windows },
  );
  return done.status === 0 ? null : `npm could not install it: ${done.stderr.trim().split("\n").at(-1)}`;
}

/** The pinned version of a package. */
export const version = (name) =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies[name];

const load = (name) => import(pathToFileURL(createRequire(join(folder, "race.js")).resolve(name)).href);

/** `technicalindicators` over plain arrays, which it takes: of a family, what runs it and gives the last row's values. */
export async function technicalindicators(bars) {
  const found = await load("technicalindicators");
  const library = found.default ?? found;
  const values = Array.from(bars.close);
  const [high, low, close] = ["high", "low", "close"].map((name) => Array.from(bars[name]));
  const last = (column) => [column.at(-1)];
  return {
    sma: () => last(library.SMA.calculate({ period: 20, values })),
    ema: () => last(library.EMA.calculate({ period: 20, values })),
    wma: () => last(library.WMA.calculate({ period: 20, values })),
    rsi: () => last(library.RSI.calculate({ period: 14, values })),
    macd: () => {
      const row = library.MACD.calculate({
        fastPeriod: 12,
        slowPeriod: 26,
        signalPeriod: 9,
        SimpleMAOscillator: false,
        SimpleMASignal: false,
        values,
      }).at(-1);
      return [row.MACD, row.signal, row.histogram];
    },
    bbands: () => {
      const row = library.BollingerBands.calculate({ period: 20, stdDev: 2, values }).at(-1);
      return [row.upper, row.middle, row.lower];
    },
    stddev: () => last(library.SD.calculate({ period: 20, values })),
    atr: () => last(library.ATR.calculate({ period: 14, high, low, close })),
    cci: () => last(library.CCI.calculate({ period: 20, high, low, close, open: close })),
    roc: () => last(library.ROC.calculate({ period: 10, values })),
  };
}

/** `trading-signals`, which goes row by row; each result is kept, as a caller who wants the series does. */
export async function tradingSignals(bars) {
  const { ATR, BollingerBands, CCI, EMA, MACD, ROC, RSI, SMA, WMA } = await load("trading-signals");
  const rows = bars.close.length;
  const candles = Array.from(bars.close, (close, row) => ({
    high: bars.high[row],
    low: bars.low[row],
    close,
  }));
  const out = new Float64Array(rows);
  const series = (make) => () => {
    const indicator = make();
    for (let row = 0; row < rows; row++) out[row] = indicator.update(bars.close[row], false) ?? NaN;
    return [out[rows - 1]];
  };
  const ofCandles = (make) => () => {
    const indicator = make();
    for (let row = 0; row < rows; row++) out[row] = indicator.update(candles[row], false) ?? NaN;
    return [out[rows - 1]];
  };
  const records = (make, fields) => {
    const columns = fields.map(() => new Float64Array(rows));
    return () => {
      const indicator = make();
      for (let row = 0; row < rows; row++) {
        const found = indicator.update(bars.close[row], false);
        for (let at = 0; at < fields.length; at++)
          columns[at][row] = found === null ? NaN : found[fields[at]];
      }
      return columns.map((column) => column[rows - 1]);
    };
  };
  const roc = series(() => new ROC(10));
  return {
    sma: series(() => new SMA(20)),
    ema: series(() => new EMA(20)),
    wma: series(() => new WMA(20)),
    rsi: series(() => new RSI(14)),
    macd: records(() => new MACD(new EMA(12), new EMA(26), new EMA(9)), ["macd", "signal", "histogram"]),
    bbands: records(() => new BollingerBands(20, 2), ["upper", "middle", "lower"]),
    atr: ofCandles(() => new ATR(14)),
    cci: ofCandles(() => new CCI(20)),
    // A share; ours is in percent.
    roc: () => roc().map((value) => 100 * value),
  };
}
