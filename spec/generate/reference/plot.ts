// A function's values over real bars as a small drawing: the price with what is drawn over it, and a pane below for
// what is not. Colours are of middle brightness and the ground is clear: it is read on light and on dark pages.
import type { CatalogEntry, CatalogOutput } from "../../../compiler/src/index.ts";
import { SHOWN, type Series, type Window } from "./bars.ts";
import { scaleOf, short, type Scale } from "./scale.ts";

const STEP = 6;
const WIDTH = SHOWN * STEP;
const EDGE = 52;
const GAP = 18;
const DATES = 16;
const ALONE = 230;
const ABOVE = 150;
const BELOW = 110;

const TEXT = "#7d8590";
const RULE = "#8b949e";
const RISING = "#2f9e78";
const FALLING = "#d2564d";
const LINES = ["#3b82d9", "#d9822b", "#8f63d2", "#2f9e78", "#d2564d", "#c4508e", "#5b8c2a", "#1f9bb0"];

/** One output's values over a whole series; conditions are 0, 1 or 2 where unknown. */
export interface Drawn {
  readonly output: CatalogOutput;
  readonly values: Float64Array;
  /** How many rows ahead of its own a value is drawn. */
  readonly ahead: number;
}

/** The value that stands at a bar; NaN where it is missing or unknown. */
function valueAt({ output, values, ahead }: Drawn, row: number): number {
  const value = values[row - ahead] ?? NaN;
  return output.kind === "condition" && value === 2 ? NaN : value;
}

/** A number as a path has it: no leading zero. */
const n = (value: number): string => String(value).replace(/^(-?)0\./, "$1.");
/** Two numbers of a path, apart only where they must be. */
const pair = (x: number, y: number): string => `${n(x)}${y < 0 ? "" : " "}${n(y)}`;

const x = (bar: number): number => bar * STEP + STEP / 2;

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Places joined where they follow each other; a step goes across before it goes up or down, and one alone is a dot. */
function linePath(places: readonly (number | null)[], steps: boolean): string {
  let path = "";
  for (let bar = 0; bar < places.length; bar++) {
    let last = places[bar] ?? null;
    if (last === null) continue;
    path += `M${pair(x(bar), last)}`;
    if ((places[bar + 1] ?? null) === null) path += "h0";
    // What goes straight across is one stroke, however long.
    let across = 0;
    let joined = false;
    for (let next = places[bar + 1] ?? null; next !== null; next = places[++bar + 1] ?? null) {
      if (steps || next === last) across += STEP;
      if (next === last) continue;
      if (across > 0) path += `h${across}`;
      if (steps) path += `v${n(next - last)}`;
      else path += `${joined && across === 0 ? " " : "l"}${pair(STEP, next - last)}`;
      [across, joined, last] = [0, true, next];
    }
    if (across > 0) path += `h${across}`;
  }
  return path;
}

const stroke = (colour: string, width: number, path: string, more = ""): string =>
  path === "" ? "" : `<path stroke="${colour}" stroke-width="${width}"${more} d="${path}"/>`;

/** Bars: a wick from low to high, a body from open to close. */
function candles(columns: Series["columns"], { from, to }: Window, scale: Scale, faint: boolean): string {
  const { open, high, low, close } = columns;
  const paths = { up: ["", ""], down: ["", ""] };
  for (let row = from; row < to; row++) {
    const path = close[row]! >= open[row]! ? paths.up : paths.down;
    const start = x(row - from);
    path[0] += `M${pair(start, scale.at(high[row]!))}V${n(scale.at(low[row]!))}`;
    const [top, bottom] = [
      scale.at(Math.max(open[row]!, close[row]!)),
      scale.at(Math.min(open[row]!, close[row]!)),
    ];
    path[1] += `M${pair(start, top)}v${n(Math.max(1, bottom - top))}`;
  }
  const side = (colour: string, [wicks, bodies]: readonly string[]): string =>
    stroke(colour, 1, wicks!) + stroke(colour, 4, bodies!);
  return `<g${faint ? ' opacity=".5"' : ""}>${side(RISING, paths.up)}${side(FALLING, paths.down)}</g>`;
}

/** Marks below the bar, or above it for what is negative: where a condition is true, or a number is not 0. */
function marks(drawn: Drawn, window: Window, scale: Scale, above: boolean, colour: string): string {
  const { high, low } = window.series.columns;
  let [up, down] = ["", ""];
  for (let row = window.from; row < window.to; row++) {
    const value = valueAt(drawn, row);
    if (Number.isNaN(value) || value === 0) continue;
    const start = x(row - window.from);
    if (value < 0 || above) down += `M${pair(start - 4, scale.at(high[row]!) - 12)}h8l-4 7z`;
    else up += `M${pair(start - 4, scale.at(low[row]!) + 12)}h8l-4-7z`;
  }
  const fill = (of: string, path: string): string => (path === "" ? "" : `<path fill="${of}" d="${path}"/>`);
  // By colour too, where the sign says which way.
  const signed = drawn.output.kind === "number";
  return fill(signed ? RISING : colour, up) + fill(signed ? FALLING : colour, down);
}

/** Where a condition holds for long, a ground behind the bars. */
function ground(drawn: Drawn, { from, to }: Window, top: number, bottom: number, colour: string): string {
  let path = "";
  for (let row = from; row < to; row++) {
    if (valueAt(drawn, row) !== 1) continue;
    const start = row;
    while (row + 1 < to && valueAt(drawn, row + 1) === 1) row++;
    const width = (row - start + 1) * STEP;
    path += `M${pair((start - from) * STEP, top)}h${width}V${bottom}h-${width}z`;
  }
  return path === "" ? "" : `<path fill="${colour}" fill-opacity=".18" d="${path}"/>`;
}

/** How many bars of the window a condition is true on, or a number not 0. */
export function hits(drawn: Drawn, { from, to }: Window): number {
  let count = 0;
  for (let row = from; row < to; row++) {
    const value = valueAt(drawn, row);
    if (!Number.isNaN(value) && value !== 0) count++;
  }
  return count;
}

/** On more bars than these a condition is a ground, not marks. */
const OFTEN = 40;

function extent(all: readonly Drawn[], { from, to }: Window): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const drawn of all)
    for (let row = from; row < to; row++) {
      const value = valueAt(drawn, row);
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low > high ? [0, 1] : [low, high];
}

/** Rules across with their values at the right edge. */
function rules(scale: Scale, ticks: readonly number[] = scale.ticks): string {
  const lines = ticks.map((tick) => `M0 ${n(scale.at(tick))}h${WIDTH}`).join("");
  const labels = ticks.map(
    (tick) => `<text x="${WIDTH + 6}" y="${n(scale.at(tick) + 4)}">${short(tick)}</text>`,
  );
  return `${stroke(RULE, 1, lines, ' opacity=".18"')}${labels.join("")}`;
}

/** Those values whose labels do not run into one before. */
function apart(scale: Scale, values: readonly number[]): number[] {
  const kept: number[] = [];
  for (const value of values)
    if (kept.every((other) => Math.abs(scale.at(other) - scale.at(value)) >= 12)) kept.push(value);
  return kept;
}

/** Names in the colours of their lines. */
function legend(items: readonly (readonly [text: string, colour: string])[], top: number): string {
  let place = 4;
  return items
    .map(([text, colour]) => {
      const at = place;
      place += text.length * 6.6 + 14;
      return `<text x="${n(Math.round(at))}" y="${top + 12}" style="fill:${colour}">${escaped(text)}</text>`;
    })
    .join("");
}

function values(all: readonly Drawn[], window: Window, scale: Scale, colours: readonly string[]): string {
  return all
    .map((drawn, index) => {
      const colour = colours[index]!;
      const places = Array.from({ length: SHOWN }, (_, bar) => {
        const value = valueAt(drawn, window.from + bar);
        return Number.isNaN(value) ? null : scale.at(value);
      });
      const { style } = drawn.output;
      if (style === "histogram") {
        const base = scale.at(Math.min(Math.max(0, scale.low), scale.high));
        const bars = places.map((y, bar) => (y === null ? "" : `M${pair(x(bar), base)}V${n(y)}`));
        return stroke(colour, 3, bars.join(""), ' opacity=".55"');
      }
      if (style === "dots") {
        const dots = places.map((y, bar) => (y === null ? "" : `M${pair(x(bar), y)}h0`));
        return stroke(colour, 3, dots.join(""), ' stroke-linecap="round"');
      }
      return stroke(
        colour,
        1.5,
        linePath(places, style === "steps"),
        ' stroke-linejoin="round" stroke-linecap="round"',
      );
    })
    .join("");
}

/** Months along the bottom, each at its first bar. */
function months({ series, from, to }: Window, bottom: number): string {
  let [text, lines] = ["", ""];
  let lastPlace = -60;
  for (let row = Math.max(1, from); row < to; row++) {
    const month = series.dates[row]!.slice(0, 7);
    if (month === series.dates[row - 1]!.slice(0, 7)) continue;
    const place = (row - from) * STEP;
    lines += `M${place} 0V${bottom}`;
    if (place - lastPlace < 56 || place > WIDTH - 30) continue;
    lastPlace = place;
    text += `<text x="${place + 2}" y="${bottom + 13}">${month}</text>`;
  }
  return stroke(RULE, 1, lines, ' opacity=".12"') + text;
}

/** Whether values are of the price's size: nearly all of them near where the bars are. */
function nearPrice(all: readonly Drawn[], { series, from, to }: Window): boolean {
  const [low, high] = [
    Math.min(...series.columns.low.slice(from, to)),
    Math.max(...series.columns.high.slice(from, to)),
  ];
  const room = (high - low) / 4;
  let [near, known] = [0, 0];
  for (const drawn of all)
    for (let row = from; row < to; row++) {
      const value = valueAt(drawn, row);
      if (Number.isNaN(value)) continue;
      known++;
      if (value >= low - room && value <= high + room) near++;
    }
  return known > 0 && near >= 0.9 * known;
}

/** The bars that a function itself gives, open, high, low and close; null where it gives none. */
function barsOf(all: readonly Drawn[]): Series["columns"] | null {
  if (!all.every(({ output }) => output.style === "candles")) return null;
  const column = (name: string): Float64Array => all.find(({ output }) => output.name.endsWith(name))!.values;
  const [open, high, low, close] = [column("open"), column("high"), column("low"), column("close")];
  return { open, high, low, close, volume: close };
}

/** Whether a mark belongs above the bar: what is named for the upper side, and the second of two that are named for none. */
function goesAbove(name: string, index: number): boolean {
  if (/high|upper|down|under|fall|bear|short/.test(name)) return true;
  return index % 2 === 1 && !/low|bull|long|rise|rising|up/.test(name);
}

/** The drawing of an entry's outputs over a window of bars, as SVG. */
export function plot(entry: CatalogEntry, all: readonly Drawn[], window: Window): string {
  const { series, from, to } = window;
  const bars = barsOf(all);
  const isMark = ({ output }: Drawn): boolean => output.style === "markers";
  const marked = all.filter(isMark);
  const lines = bars === null ? all.filter((drawn) => !isMark(drawn)) : [];
  const over =
    lines.length > 0 &&
    (entry.drawing.pane ?? (nearPrice(lines, window) ? "overlay" : "separate")) === "overlay";
  // Of a function that is drawn over the price, what is of another size goes below, where something else stays.
  const near = over ? lines.filter((drawn) => nearPrice([drawn], window)) : [];
  const overLines = over && near.length > 0 ? near : over ? lines : [];
  const belowLines = lines.filter((drawn) => !overLines.includes(drawn));
  const below = belowLines.length > 0;
  const height = below ? ABOVE : ALONE;
  const bottom = below ? height + GAP + BELOW : height;

  // A line that leaves the bars far behind is cut off rather than flattening them.
  const lowest = Math.min(...series.columns.low.slice(from, to));
  const highest = Math.max(...series.columns.high.slice(from, to));
  const [least, greatest] = overLines.length > 0 ? extent(overLines, window) : [lowest, highest];
  const room = highest - lowest;
  const price = scaleOf(
    Math.max(Math.min(lowest, least), lowest - room),
    Math.min(Math.max(highest, greatest), highest + room),
    height - (marked.length > 0 ? 16 : 6),
    22,
  );
  const colours = all.map((_, index) => LINES[index % LINES.length]!);
  const colourOf = (drawn: Drawn): string => colours[all.indexOf(drawn)]!;
  // What marks bars may mark none that there are.
  const nowhere = marked.length === all.length && marked.every((drawn) => hits(drawn, window) === 0);
  const named = (drawn: Drawn): readonly [string, string] => [
    (drawn.output.name === "" ? entry.example : drawn.output.name) +
      (nowhere ? ": on none of the sample bars" : ""),
    drawn.output.kind === "number" && isMark(drawn) ? TEXT : colourOf(drawn),
  ];

  const parts: string[] = [months(window, bottom)];
  for (const drawn of marked)
    if (drawn.output.kind === "condition" && hits(drawn, window) > OFTEN)
      parts.push(ground(drawn, window, 0, height, colourOf(drawn)));
  parts.push(rules(price), candles(bars ?? series.columns, window, price, over && bars === null));
  for (const [index, drawn] of marked.entries())
    if (drawn.output.kind === "number" || hits(drawn, window) <= OFTEN)
      parts.push(
        marks(drawn, window, price, goesAbove(drawn.output.name || entry.name, index), colourOf(drawn)),
      );
  if (over)
    parts.push(`<g clip-path="url(#price)">${values(overLines, window, price, overLines.map(colourOf))}</g>`);
  const above = [...marked, ...overLines].map(named);
  const first = bars === null ? `${series.symbol}, daily` : `${entry.example} of ${series.symbol}, daily`;
  parts.push(legend([[first, TEXT], ...above], 0));

  if (below) {
    const [low, high] = extent(belowLines, window);
    const { bounds, levels } = entry.drawing;
    const spread = high - low || 1;
    const inReach = levels.filter((level) => level >= low - spread && level <= high + spread);
    const fits = bounds !== null && bounds[1] - bounds[0] <= 4 * spread;
    const histogram = belowLines.some(({ output }) => output.style === "histogram");
    const ends = [low, high, ...inReach, ...(fits ? bounds : []), ...(histogram ? [0] : [])];
    const pane = scaleOf(Math.min(...ends), Math.max(...ends), bottom - 4, height + GAP + 18);
    const across = inReach.map((level) => `M0 ${n(pane.at(level))}h${WIDTH}`).join("");
    parts.push(
      stroke(RULE, 1, `M0 ${height + GAP / 2}h${WIDTH}`, ' opacity=".35"'),
      // Where levels say what matters, they are what is labelled, with what bounds the values.
      rules(pane, inReach.length > 0 ? apart(pane, [...inReach, ...(fits ? bounds : [])]) : pane.ticks),
      stroke(RULE, 1, across, ' stroke-dasharray="4 3" opacity=".8"'),
      values(belowLines, window, pane, belowLines.map(colourOf)),
      legend(belowLines.map(named), height + GAP / 2 + 3),
    );
  }
  const title = `${entry.id} over ${series.symbol}, daily, ${series.dates[from]!} to ${series.dates[to - 1]!}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -4 ${WIDTH + EDGE} ${bottom + DATES + 4}" font-family="ui-sans-serif,system-ui,sans-serif" font-size="11" fill="none" role="img"><style>text{fill:${TEXT}}</style><title>${escaped(title)}</title>${
    over ? `<clipPath id="price"><path d="M0 0h${WIDTH}v${height}H0z"/></clipPath>` : ""
  }${parts.filter((part) => part !== "").join("\n")}</svg>\n`;
}
