// The repo's sample bars, as the reference's plots have them.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export interface Series {
  readonly symbol: string;
  readonly dates: readonly string[];
  readonly columns: Readonly<Record<"open" | "high" | "low" | "close" | "volume", Float64Array>>;
}

/** Ticker, Date, Open, High, Low, Close, Volume, …: every symbol's bars, in the file's order. */
export function readSeries(path: string): Series[] {
  const [, ...lines] = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
  const bySymbol = new Map<string, string[][]>();
  for (const line of lines) {
    const cells = line.split(",");
    const rows = bySymbol.get(cells[0]!);
    if (rows === undefined) bySymbol.set(cells[0]!, [cells]);
    else rows.push(cells);
  }
  return [...bySymbol].map(([symbol, rows]) => {
    const column = (cell: number): Float64Array => Float64Array.from(rows, (row) => Number(row[cell]));
    return {
      symbol,
      dates: rows.map((row) => row[1]!),
      columns: { open: column(2), high: column(3), low: column(4), close: column(5), volume: column(6) },
    };
  });
}

/** Some of a series' bars in a row: what one plot shows. */
export interface Window {
  readonly series: Series;
  readonly from: number;
  readonly to: number;
}

/** How many bars a plot shows. */
export const SHOWN = 120;

/** The bars from a day on. */
export function since(series: Series, date: string): Window {
  const from = series.dates.indexOf(date);
  if (from < 0 || from + SHOWN > series.dates.length) throw new Error(`no ${SHOWN} bars from ${date} on`);
  return { series, from, to: from + SHOWN };
}

/** Windows of a series that overlap by half, in which no close is far from the one before: prices are not adjusted for splits. */
export function windowsOf(series: Series): Window[] {
  const { close } = series.columns;
  const windows: Window[] = [];
  for (let from = SHOWN; from + SHOWN <= close.length; from += SHOWN / 2) {
    let steady = true;
    for (let row = from + 1; row < from + SHOWN; row++)
      steady &&= Math.abs(Math.log(close[row]! / close[row - 1]!)) < 0.3;
    if (steady) windows.push({ series, from, to: from + SHOWN });
  }
  return windows;
}
