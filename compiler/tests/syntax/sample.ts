/** A program with every statement and most forms of expression. */
export const sample = `## A sample of everything.

edition 1
use talib
use "my/library" as mine
## The fast length.
@group("lengths") @alias(quick = fast)
param fast: int = 20 in 2..200 step 2
param mode = "sma" in ["sma", "ema"]
param scale: float = -1_000.5e-1

@pane("overlay")
fn bands(input x = close, period: int = 20 in 2..10_000, width: float = 2) -> {upper, middle: series float, lower} =
  let m = sma(x, period)
  let d = width * stdev(x,
    period)
  {upper: m + d, middle: m, lower: m - d}
fn spread(input x = close, a = 12) = ema(x, a) - ema(x, a * 2)

let m = macd(close, 12, 26, 9).signal
let trend: series bool = close > open
  and not (volume < 1.5 or na == m) # continued
let daily = at(1d, sma(20)); let shifted = close.24h_ago[1]
let pick = if trend then \`BTC/USDT\`.1h.close else -2 ** 2 % 3
let f = fn(a, b) => a <= b < 3 != true
out trend
out bb = bands(x = close, width = 1.5,)
out(3)
alert entry when crossup(ema(fast), ema(50)) and True
label fwd = close[-5] / close - 1
`;
