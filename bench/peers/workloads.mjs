// What is raced against several peers: each output as TA-Lib's users call it, and the program that computes the same.
import { PRELUDE, race } from "../race/programs.mjs";

/** A call under a name of its own; `spec` is what bench/peers/rust calls it. */
const call = (id, name, inputs, parameters, spec) => ({ ...race(name, inputs, parameters), id, spec });

const close = (name, n) => call(`${name}_${n}`, name, "close", { timeperiod: n }, `${name}:${n}`);
const bars = (name, n) => call(`${name}_${n}`, name, "high low close", { timeperiod: n }, `${name}:${n}`);
const bands = (n, width) =>
  call(
    `bbands_${n}`,
    "bbands",
    "close",
    { timeperiod: n, nbdevup: width, nbdevdn: width, matype: 0 },
    `bbands:${n}:${width}`,
  );
const macd = (fast, slow, signal) =>
  call(
    `macd_${fast}`,
    "macd",
    "close",
    { fastperiod: fast, slowperiod: slow, signalperiod: signal },
    `macd:${fast}:${slow}:${signal}`,
  );
const deviation = (n) => call(`stddev_${n}`, "stddev", "close", { timeperiod: n, nbdev: 1 }, `stddev:${n}`);

/** Forty outputs of ten families. */
export const FORTY = [
  ...[10, 20, 50, 200].map((n) => close("sma", n)),
  ...[10, 20, 50, 200].map((n) => close("ema", n)),
  ...[10, 20, 50, 100].map((n) => close("wma", n)),
  ...[7, 14, 21, 28].map((n) => close("rsi", n)),
  ...[10, 20, 50, 100].map(deviation),
  ...[7, 14, 21, 28].map((n) => bars("atr", n)),
  ...[10, 20].map((n) => close("roc", n)),
  ...[14, 20].map((n) => bars("cci", n)),
  macd(12, 26, 9),
  macd(5, 35, 5),
  bands(20, 2),
  bands(50, 2.5),
];

/** Twenty outputs, for a universe: what a screener asks for. */
export const SCREEN = [
  close("sma", 20),
  close("ema", 20),
  bands(20, 2),
  macd(12, 26, 9),
  close("rsi", 14),
  bars("atr", 14),
  bars("cci", 20),
  call("obv", "obv", "close volume", {}),
  call("mfi", "mfi", "high low close volume", { timeperiod: 14 }),
  bars("willr", 14),
  bars("adx", 14),
  close("roc", 10),
  deviation(20),
  call("max_20", "max", "high", { timeperiod: 20 }),
  call("min_20", "min", "low", { timeperiod: 20 }),
  close("mom", 10),
];

/** Twenty indicators, for live bars; names are those of bench/peers/rust/src/live.rs. */
const TWENTY = [
  ...["sma", "ema", "wma", "dema", "tema"].map((name) => call(name, name, "close", { timeperiod: 20 })),
  call("rsi", "rsi", "close", { timeperiod: 14 }),
  call("macd", "macd", "close", { fastperiod: 12, slowperiod: 26, signalperiod: 9 }),
  call("bbands", "bbands", "close", { timeperiod: 20, nbdevup: 2, nbdevdn: 2, matype: 0 }),
  call("stddev", "stddev", "close", { timeperiod: 20, nbdev: 1 }),
  call("atr", "atr", "high low close", { timeperiod: 14 }),
  call("cci", "cci", "high low close", { timeperiod: 20 }),
  call("obv", "obv", "close volume", {}),
  call("mfi", "mfi", "high low close volume", { timeperiod: 14 }),
  call("willr", "willr", "high low close", { timeperiod: 14 }),
  call("adx", "adx", "high low close", { timeperiod: 14 }),
  call("roc", "roc", "close", { timeperiod: 10 }),
  call("mom", "mom", "close", { timeperiod: 10 }),
  call("donchian", "donchian", "high low", { timeperiod: 20 }),
  call("linearreg", "linearreg", "close", { timeperiod: 14 }),
  call("cmf", "cmf", "high low close volume", { timeperiod: 20 }),
];

/** One program of all calls, an output or a record of them each. */
const sourceOf = (calls) => PRELUDE + calls.map(({ id, program }) => `out ${id} = ${program}\n`).join("");

export const FORTY_SOURCE = sourceOf(FORTY);
/** The alert is a pair of calls and a comparison for whoever has no name for it. */
export const ALERT = { fast: 12, slow: 26 };
export const SCREEN_SOURCE = `${sourceOf(SCREEN)}alert cross when crossup(talib.ema(close, ${ALERT.fast}), talib.ema(close, ${ALERT.slow}))\n`;
export const TWENTY_SOURCE = sourceOf(TWENTY);
