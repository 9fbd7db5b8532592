// What is raced: each of TA-Lib's functions as its users call it, and the program that computes the same.

import { readFileSync } from "node:fs";

/**
 * One race: `parameters` are TA-Lib's, by name, and `inputs` the columns that its function takes, in its order; ours
 * of the same name takes the same and gives its outputs in the same order. Parameters are TA-Lib's defaults, but for
 * the two lengths that everybody quotes.
 */
export const race = (name, inputs, parameters) => ({
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

/** Lengths that everybody quotes, where TA-Lib's defaults are others. */
const QUOTED = { sma: { timeperiod: 20 }, ema: { timeperiod: 20 } };

/** Functions that take a column which bars have not. */
const ELSEWHERE = ["mavp"];

const TALIB = JSON.parse(readFileSync(new URL("../../golden/talib/functions.json", import.meta.url), "utf8"));

/** Every function of TA-Lib's that the module `talib` has, with TA-Lib's defaults. */
export function programs(catalog) {
  const ours = new Set(catalog.filter(({ module }) => module === "talib").map(({ name }) => name));
  return TALIB.filter(({ name }) => ours.has(name) && !ELSEWHERE.includes(name)).map((entry) =>
    race(entry.name, Object.values(entry.inputs).flat().join(" "), {
      ...entry.params,
      ...QUOTED[entry.name],
    }),
  );
}

/** What the library promises, as ratios; a bench says where it is missed. */
export const TARGETS = { mean: 2.5, least: 0.75, pinets: 100 };

const LITTLE =
  "next to no arithmetic: ours sees to it that no infinite value goes unnoticed and that missing ones have one form";
const ADAPTIVE =
  "each row waits for the subtraction and the fma of the one before, as its bits say; ours adds the window of changes anew besides";
const WINDOW = "ours adds every window anew, so that nothing drifts; TA-Lib adds a row and takes one away";
const MOMENTS =
  "ours merges the moments of every window anew, so that nothing cancels; TA-Lib subtracts sums of squares";
const EXTREME = "ours compares every window anew, by levels; TA-Lib looks again only when its extreme leaves";
const SUM = "ours carries the rounding of the sum along, and looks through every column; TA-Lib adds plainly";
const AVERAGE =
  "ours averages the distance to the price, so that a constant stays one: more operations a row";
const CYCLE = "each row waits for the arc tangent and two divisions of the one before, as its bits say";
const TRADE = "each row waits for the one before, and keeps to missing rows besides";
const CANDLES =
  "ours adds the windows of ranges anew, and passes through each condition of a block; TA-Lib leaves a row at the first that fails";

/** Why TA-Lib is faster, where it is. */
const REASONS = new Map(
  [
    [ADAPTIVE, "kama"],
    [LITTLE, "add sub mult div mom roc rocp rocr trange medprice avgprice typprice wclprice bop"],
    [
      WINDOW,
      "sma wma ma hma trima vwma ao ac cmf mfi sum dpo qstick er adr vortex ultosc linearreg linearreg_intercept linearreg_slope tsf",
    ],
    [MOMENTS, "stddev var bbands correl beta"],
    [EXTREME, "max min minmax midpoint midprice donchian stoch willr fractal"],
    [SUM, "ad adosc obv vwap cumsum pvt wad"],
    [
      AVERAGE,
      "ema rma dema tema t3 trix rsi cmo macd atr natr kc adx adxr dx plus_di minus_di tsi massi smi",
    ],
    [CYCLE, "ht_dcperiod ht_phasor ht_trendline mama"],
    [TRADE, "sar sarext supertrend nvi pvi"],
  ].flatMap(([reason, names]) => names.split(" ").map((name) => [name, reason])),
);

export const reasonOf = (name) => REASONS.get(name) ?? (name.startsWith("cdl") ? CANDLES : "not known");
