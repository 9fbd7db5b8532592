/** Functions that later versions bring. Naming one is answered with what it is, not with a guess at another name. */
const words = (text: string): readonly string[] => text.split(/\s+/);

const INDICATORS: readonly string[] = words(
  `downsample fib_anchor_high fib_anchor_low fib_down fib_down_level fib_high_anchor fib_level_down
    fib_level_up fib_low_anchor fib_retracement fib_up fib_up_level fisher ichimoku klinger klinger_vf
    psar supertrend swing_high_at swing_highs swing_low_at swing_lows swing_points swing_points_raw
    sync_timeframe upsample`,
);

const unqualified = new Set(INDICATORS);

/** Whether TA-Lib has the function and the module `talib` will: its candlesticks. */
export const modulesLater = (name: string): boolean => name.toLowerCase().startsWith("cdl");

/** Where a function that does not exist yet will live, or null for a name that nothing is planned for. */
export function comesLater(name: string): "library" | "talib" | null {
  if (unqualified.has(name.toLowerCase())) return "library";
  return modulesLater(name) ? "talib" : null;
}
