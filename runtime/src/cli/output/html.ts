/**
 * A chart in one file: the library, the bars and the values are in it, and nothing is fetched.
 *
 * Where an output is drawn is its hint's word: `overlay`, `separate`, or a pane's name. Without one, what stays near
 * the price is drawn over it and everything else gets a pane, one for each record.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { streams } from "../../data/table.ts";
import { parseTime } from "../../data/time.ts";
import { failure } from "../../engine/errors.ts";
import type { OutputInfo } from "../../engine/native.ts";
import type { Results } from "../results.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page.ts";

/** One line or strip, in the pane of its name; "price" is the candles'. */
interface Drawn {
  readonly name: string;
  readonly pane: string;
  readonly type: "float" | "bool";
  readonly style: string;
  readonly levels: readonly number[];
}

/** The page, in pieces. */
export function* htmlChart(results: Results, title: string): Generator<string> {
  const script = readFileSync(chartLibrary(), "utf8");
  const drawn = results.outputs.map((output) => draw(output, results));
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header><h1>${escape(title)}</h1><label>Symbol <select id="symbol"></select></label><p id="legend" aria-live="polite"></p></header>
<main id="chart"></main>
<section id="fired"></section>
<footer>Charts by TradingView Lightweight Charts™, © 2025 TradingView, Inc., Apache License 2.0 · https://www.tradingview.com/</footer>
<script>${script}</script>
<script type="application/json" id="data">{"outputs":${inScript(JSON.stringify(drawn))},"symbols":{`;
  const parts = streams(results.table, results.bySymbol ? "symbol" : null);
  for (const [at, part] of parts.entries()) {
    const row = (index: number): number => (part.index === null ? index : part.index[index]!);
    yield `${at === 0 ? "" : ","}${inScript(JSON.stringify(part.symbol ?? ""))}:${inScript(JSON.stringify(symbolData(results, drawn, part.rows, row)))}`;
  }
  yield `}}</script>\n<script>${PAGE_SCRIPT}</script>\n</body>\n</html>\n`;
}

/** The build of the chart library that defines a global; the package exports only its module, so it is looked for. */
function chartLibrary(): string {
  const file = "lightweight-charts/dist/lightweight-charts.standalone.production.js";
  const folders = createRequire(import.meta.url).resolve.paths(file) ?? [];
  const found = folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
  if (found === undefined) throw failure("internal", "the package lightweight-charts is not installed");
  return found;
}

/** Eight digits: a chart's pixels show no more, and the page is half as large. */
const short = (value: number): number | null => (Number.isNaN(value) ? null : Number(value.toPrecision(8)));

function symbolData(
  results: Results,
  drawn: readonly Drawn[],
  rows: number,
  row: (index: number) => number,
): unknown {
  const { table } = results;
  const indexes = Array.from({ length: rows }, (_, index) => row(index));
  const column = (values: ArrayLike<number> | undefined) =>
    values === undefined ? null : indexes.map((index) => short(values[index]!));
  const own = new Map(indexes.map((index, position) => [index, position]));
  return {
    // Whole seconds where stamps are: several bars of a second keep their fractions, since times must ascend.
    times: indexes.map((index) => parseTime(table.times![index]!)! / 1000),
    stamps: indexes.map((index) => legible(table.times![index]!)),
    bars: ["open", "high", "low", "close", "volume"].map((field) => column(table.fields.get(field))),
    values: drawn.map(({ name }) => column(results.values[name])),
    alerts: results.alerts.flatMap((alert) => {
      const position = own.get(alert.row);
      return position === undefined ? [] : [[position, alert.name]];
    }),
  };
}

/** A stamp for reading: a count since 1970 says nothing to anyone. */
function legible(stamp: string): string {
  if (!/^-?\d+$/.test(stamp)) return stamp;
  const moment = new Date(parseTime(stamp)!);
  // A day far out of the calendar stays the number that it is.
  if (Number.isNaN(moment.getTime())) return stamp;
  return moment
    .toISOString()
    .replace("T", " ")
    .replace(/(:00)?\.000Z$/, "")
    .replace("Z", "")
    .replace(/ 00:00$/, "");
}

function draw(output: OutputInfo, results: Results): Drawn {
  const { name, type, hints } = output;
  const style = typeof hints.style === "string" ? hints.style : "line";
  return { name, type, style, levels: levelsOf(hints.levels), pane: paneOf(output, results) };
}

/** Levels come as a list, one number, or numbers in one text. */
function levelsOf(hint: unknown): number[] {
  const parts = Array.isArray(hint) ? hint : typeof hint === "string" ? hint.split(/[\s,]+/) : [hint];
  return parts
    .filter((part) => part !== "" && part !== undefined)
    .map(Number)
    .filter(Number.isFinite);
}

function paneOf({ name, type, hints }: OutputInfo, results: Results): string {
  const own = name.split(".")[0]!;
  if (hints.pane === "overlay") return "price";
  if (hints.pane === "separate") return own;
  if (typeof hints.pane === "string") return hints.pane;
  if (type === "bool") return "conditions";
  return nearPrice(results.values[name]!, results.table.fields.get("close")) ? "price" : own;
}

/** Whether nine in ten of the values lie within half and twice the close of their row. */
function nearPrice(values: ArrayLike<number>, close: Float64Array | undefined): boolean {
  if (close === undefined) return false;
  let near = 0;
  let known = 0;
  for (let row = 0; row < close.length; row++) {
    const ratio = values[row]! / close[row]!;
    if (Number.isNaN(ratio)) continue;
    known++;
    if (ratio > 0.5 && ratio < 2) near++;
  }
  return known > 0 && near >= known * 0.9;
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]!);
/** JSON that no markup in it can end early. */
const inScript = (json: string): string => json.replaceAll("<", "\\u003c");
