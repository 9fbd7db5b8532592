// Twenty outputs of ten families, and a universe of bars that is the same on every run.
export const PROGRAM = `use talib
out sma = sma(close, 20)
out ema = ema(close, 20)
let bands = bbands(20, 2)
out upper = bands.upper
out middle = bands.middle
out lower = bands.lower
let lines = macd(12, 26, 9)
out macd = lines.macd
out signal = lines.signal
out histogram = lines.histogram
out rsi = rsi(close, 14)
out atr = atr(14)
out cci = cci(20)
out obv = obv()
out mfi = mfi(14)
out willr = talib.willr(high, low, close, timeperiod=14)
out adx = adx(14).adx
out roc = talib.roc(close, timeperiod=10)
out deviation = stdev(close, 20)
out highest = max(high, 20)
out lowest = min(low, 20)
out above = close > sma(close, 50)
alert entry when crossup(ema(12), ema(26))
`;

/** Columns of a walk whose steps are told by `seed`. */
export function bars(rows, seed) {
  let state = (seed * 2654435761 + 1) >>> 0;
  const random = () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  const columns = Object.fromEntries(
    ["open", "high", "low", "close", "volume"].map((name) => [name, new Float64Array(rows)]),
  );
  let price = 100;
  for (let row = 0; row < rows; row++) {
    const open = price;
    price *= 1 + (random() - 0.5) / 50;
    columns.open[row] = open;
    columns.close[row] = price;
    columns.high[row] = Math.max(open, price) * (1 + random() / 200);
    columns.low[row] = Math.min(open, price) * (1 - random() / 200);
    columns.volume[row] = Math.round(1000 + 9000 * random());
  }
  return columns;
}
