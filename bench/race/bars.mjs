// Made-up bars: a geometric walk, the same on every machine that has the same `Math.exp` to a bit or so.

/** A generator of numbers in [0, 1) (mulberry32). */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Columns of `rows` bars: `{ open, high, low, close, volume }`. */
export function walk(rows, seed = 7) {
  const random = uniform(seed);
  // About normal, with a deviation of 1.
  const bell = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value) - 6;
  const columns = Object.fromEntries(
    ["open", "high", "low", "close", "volume"].map((name) => [name, new Float64Array(rows)]),
  );
  let close = 100;
  for (let row = 0; row < rows; row++) {
    const open = close * Math.exp(2e-4 * bell());
    close *= Math.exp(1e-3 * bell());
    columns.open[row] = open;
    columns.close[row] = close;
    columns.high[row] = Math.max(open, close) * (1 + Math.abs(7e-4 * bell()));
    columns.low[row] = Math.min(open, close) * (1 - Math.abs(7e-4 * bell()));
    columns.volume[row] = Math.floor(1e3 + 1e5 * random());
  }
  return columns;
}
