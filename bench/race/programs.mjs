// What is raced: each of TA-Lib's functions as its users call it, and the program that computes the same.

/**
 * One race: `parameters` are TA-Lib's, by name, and `inputs` the columns that its function takes, in its order; ours
 * of the same name takes the same and gives its outputs in the same order. Parameters are TA-Lib's defaults, but for
 * the two lengths that everybody quotes.
 */
const race = (name, inputs, parameters) => ({
  name,
  function: name.toUpperCase(),
  inputs: inputs.split(" "),
  parameters,
  program: `talib.${name}(${[
    ...inputs.split(" "),
    ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`),
  ].join(", ")})`,
});

/** What every program begins with. */
export const PRELUDE = "use talib\n";

/** The functions of the everyday library. */
export const PROGRAMS = [
  race("sma", "close", { timeperiod: 20 }),
  race("ema", "close", { timeperiod: 20 }),
  race("wma", "close", { timeperiod: 30 }),
  race("hma", "close", { timeperiod: 20 }),
  race("rma", "close", { timeperiod: 30 }),
  race("dema", "close", { timeperiod: 30 }),
  race("tema", "close", { timeperiod: 30 }),
  race("trima", "close", { timeperiod: 30 }),
  race("vwma", "close volume", { timeperiod: 30 }),
  race("rsi", "close", { timeperiod: 14 }),
  race("macd", "close", { fastperiod: 12, slowperiod: 26, signalperiod: 9 }),
  race("stoch", "high low close", {
    fastk_period: 5,
    slowk_period: 3,
    slowk_matype: 0,
    slowd_period: 3,
    slowd_matype: 0,
  }),
  race("roc", "close", { timeperiod: 10 }),
  race("mom", "close", { timeperiod: 10 }),
  race("cci", "high low close", { timeperiod: 14 }),
  race("willr", "high low close", { timeperiod: 14 }),
  race("ao", "high low", { fastperiod: 5, slowperiod: 34 }),
  race("mfi", "high low close volume", { timeperiod: 14 }),
  race("cmo", "close", { timeperiod: 14 }),
  race("trix", "close", { timeperiod: 30 }),
  race("adx", "high low close", { timeperiod: 14 }),
  race("dx", "high low close", { timeperiod: 14 }),
  race("plus_di", "high low close", { timeperiod: 14 }),
  race("minus_di", "high low close", { timeperiod: 14 }),
  race("trange", "high low close", {}),
  race("atr", "high low close", { timeperiod: 14 }),
  race("natr", "high low close", { timeperiod: 14 }),
  race("stddev", "close", { timeperiod: 5, nbdev: 1 }),
  race("var", "close", { timeperiod: 5, nbdev: 1 }),
  race("bbands", "close", { timeperiod: 20, nbdevup: 2, nbdevdn: 2, matype: 0 }),
  race("kc", "high low close", { timeperiod: 20, atrperiod: 10, nbdev: 2 }),
  race("donchian", "high low", { timeperiod: 20 }),
  race("obv", "close volume", {}),
  race("vwap", "high low close volume", {}),
  race("ad", "high low close volume", {}),
  race("adosc", "high low close volume", { fastperiod: 3, slowperiod: 10 }),
  race("cmf", "high low close volume", { timeperiod: 20 }),
  race("linearreg", "close", { timeperiod: 14 }),
  race("correl", "high low", { timeperiod: 30 }),
  race("max", "close", { timeperiod: 30 }),
  race("min", "close", { timeperiod: 30 }),
  race("sum", "close", { timeperiod: 30 }),
];

/** What the library promises, as ratios; a bench says where it is missed. */
export const TARGETS = {
  each: { sma: 1.8, ema: 1.8, macd: 3, bbands: 3, cci: 3, obv: 3 },
  mean: 2,
  least: 0.75,
  together: 5,
  pinets: 100,
};

const LOOKED_THROUGH = "next to no arithmetic: ours looks through every column for infinite values";
const WINDOW = "ours adds every window anew, so that nothing drifts; TA-Lib adds a row and takes one away";
const EXTREME = "ours compares every window anew, by levels; TA-Lib looks again only when its extreme leaves";
const SUM = "ours carries the rounding of the sum along, and looks through every column; TA-Lib adds plainly";
const AVERAGE =
  "ours averages the distance to the price, so that a constant stays one: more operations a row";

/** Why TA-Lib is faster, where it is. */
export const REASONS = {
  mom: LOOKED_THROUGH,
  roc: LOOKED_THROUGH,
  trange: LOOKED_THROUGH,
  ...Object.fromEntries(
    ["sma", "wma", "hma", "trima", "vwma", "ao", "cmf", "mfi", "sum", "linearreg"].map((name) => [
      name,
      WINDOW,
    ]),
  ),
  ...Object.fromEntries(
    ["stddev", "var", "bbands", "correl"].map((name) => [
      name,
      "ours merges the moments of every window anew, so that nothing cancels; TA-Lib subtracts sums of squares",
    ]),
  ),
  ...Object.fromEntries(["max", "min", "donchian", "stoch", "willr"].map((name) => [name, EXTREME])),
  ...Object.fromEntries(["ad", "adosc", "obv", "vwap"].map((name) => [name, SUM])),
  ...Object.fromEntries(
    [
      "ema",
      "rma",
      "dema",
      "tema",
      "trix",
      "rsi",
      "cmo",
      "macd",
      "atr",
      "natr",
      "kc",
      "adx",
      "dx",
      "plus_di",
      "minus_di",
    ].map((name) => [name, AVERAGE]),
  ),
};
