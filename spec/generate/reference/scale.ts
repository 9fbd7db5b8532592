// From values to places in a plot, and the numbers along its edge.

export interface Scale {
  readonly low: number;
  readonly high: number;
  /** A value's place, downwards, to half a pixel. */
  at(value: number): number;
  /** Round values to label. */
  readonly ticks: readonly number[];
}

/** The values from `low` to `high` between the places `bottom` and `top`. */
export function scaleOf(low: number, high: number, bottom: number, top: number): Scale {
  if (!(high > low)) {
    const room = Math.abs(low) * 0.05 || 1;
    return scaleOf(low - room, low + room, bottom, top);
  }
  return {
    low,
    high,
    at: (value) => Math.round((bottom - ((value - low) / (high - low)) * (bottom - top)) * 2) / 2,
    ticks: ticksOf(low, high, Math.max(2, Math.floor((bottom - top) / 28))),
  };
}

/** At most `count` values a step of 1, 2, 2.5 or 5 times a power of ten apart. */
function ticksOf(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high; at++) ticks.push(at * step);
  return ticks;
}

/** 1250000 as 1.25M; never more than five digits. */
export function short(value: number): string {
  const size = Math.abs(value);
  for (const [from, letter] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e4, "K"],
  ] as const)
    if (size >= from) return `${Number((value / (from === 1e4 ? 1e3 : from)).toPrecision(4))}${letter}`;
  return String(Number(value.toPrecision(4)));
}
