// What is raced: each of TA-Lib's functions as its users call it, and the program that computes the same.

/**
 * One race. `program` gives its outputs in the order of TA-Lib's; `parameters` are TA-Lib's, by name; `inputs` are
 * the columns that TA-Lib's function takes, in its order. Parameters are TA-Lib's defaults, but for the two lengths
 * that everybody quotes.
 */
const race = (name, inputs, parameters, program) => ({
  name,
  function: name.toUpperCase(),
  inputs: inputs.split(" "),
  parameters,
  program,
});

/** What TA-Lib defines otherwise than our own functions of the name. */
export const PRELUDE = `fn kc(period: int, atr_period: int, multiplier: float) -> {upper, middle, lower} =
  let middle = ema((high + low + close) / 3, period)
  let width = multiplier * atr(high, low, close, atr_period)
  {upper: middle + width, middle: middle, lower: middle - width}
fn channel(period: int) -> {upper, middle, lower} =
  let d = donchian(high, low, period)
  {upper: d.upper, middle: d.middle, lower: d.lower}
fn dx(period: int) =
  let lines = adx(high, low, close, period)
  100 * abs(lines.plus_di - lines.minus_di) / (lines.plus_di + lines.minus_di)
`;

/** The functions of the everyday library. */
export const PROGRAMS = [
  race("sma", "close", { timeperiod: 20 }, "sma(close, 20)"),
  race("ema", "close", { timeperiod: 20 }, "ema(close, 20)"),
  race("wma", "close", { timeperiod: 30 }, "wma(close, 30)"),
  race("hma", "close", { timeperiod: 20 }, "hma(close, 20)"),
  race("rma", "close", { timeperiod: 30 }, "rma(close, 30)"),
  race("dema", "close", { timeperiod: 30 }, "dema(close, 30)"),
  race("tema", "close", { timeperiod: 30 }, "tema(close, 30)"),
  race("trima", "close", { timeperiod: 30 }, "trima(close, 30)"),
  race("vwma", "close volume", { timeperiod: 30 }, "vwma(close, volume, 30)"),
  race("rsi", "close", { timeperiod: 14 }, "rsi(close, 14)"),
  race("macd", "close", { fastperiod: 12, slowperiod: 26, signalperiod: 9 }, "macd(close, 12, 26, 9)"),
  race(
    "stoch",
    "high low close",
    { fastk_period: 5, slowk_period: 3, slowk_matype: 0, slowd_period: 3, slowd_matype: 0 },
    "stochastic(high, low, close, 5, 3, 3)",
  ),
  race("roc", "close", { timeperiod: 10 }, "roc(close, 10)"),
  race("mom", "close", { timeperiod: 10 }, "mom(close, 10)"),
  race("cci", "high low close", { timeperiod: 14 }, "cci(high, low, close, 14)"),
  race("willr", "high low close", { timeperiod: 14 }, "williams_r(high, low, close, 14)"),
  race("ao", "high low", { fastperiod: 5, slowperiod: 34 }, "ao(high, low, 5, 34)"),
  race("mfi", "high low close volume", { timeperiod: 14 }, "mfi(high, low, close, volume, 14)"),
  race("cmo", "close", { timeperiod: 14 }, "2 * rsi(close, 14) - 100"),
  race("trix", "close", { timeperiod: 30 }, "trix(close, 30)"),
  race("adx", "high low close", { timeperiod: 14 }, "adx(high, low, close, 14).adx"),
  race("dx", "high low close", { timeperiod: 14 }, "dx(14)"),
  race("plus_di", "high low close", { timeperiod: 14 }, "adx(high, low, close, 14).plus_di"),
  race("minus_di", "high low close", { timeperiod: 14 }, "adx(high, low, close, 14).minus_di"),
  race("trange", "high low close", {}, "true_range(high, low, close)"),
  race("atr", "high low close", { timeperiod: 14 }, "atr(high, low, close, 14)"),
  race("natr", "high low close", { timeperiod: 14 }, "natr(high, low, close, 14)"),
  race("stddev", "close", { timeperiod: 5, nbdev: 1 }, "stdev(close, 5)"),
  race("var", "close", { timeperiod: 5, nbdev: 1 }, "variance(close, 5)"),
  race("bbands", "close", { timeperiod: 20, nbdevup: 2, nbdevdn: 2, matype: 0 }, "bbands(close, 20, 2)"),
  race("kc", "high low close", { timeperiod: 20, atrperiod: 10, nbdev: 2 }, "kc(20, 10, 2)"),
  race("donchian", "high low", { timeperiod: 20 }, "channel(20)"),
  race("obv", "close volume", {}, "obv(close, volume)"),
  race("vwap", "high low close volume", {}, "vwap(high, low, close, volume)"),
  race("ad", "high low close volume", {}, "ad(high, low, close, volume)"),
  race(
    "adosc",
    "high low close volume",
    { fastperiod: 3, slowperiod: 10 },
    "adosc(high, low, close, volume, 3, 10)",
  ),
  race("cmf", "high low close volume", { timeperiod: 20 }, "cmf(high, low, close, volume, 20)"),
  race("linearreg", "close", { timeperiod: 14 }, "linreg(close, 14)"),
  race("correl", "high low", { timeperiod: 30 }, "correl(high, low, 30)"),
  race("max", "close", { timeperiod: 30 }, "max(close, 30)"),
  race("min", "close", { timeperiod: 30 }, "min(close, 30)"),
  race("sum", "close", { timeperiod: 30 }, "sum(close, 30)"),
];

/** What the library promises, as ratios; a bench says where it is missed. */
export const TARGETS = {
  each: { sma: 1.8, ema: 1.8, macd: 3, bbands: 3, cci: 3, obv: 3 },
  mean: 2,
  least: 0.75,
  together: 5,
  pinets: 100,
};
