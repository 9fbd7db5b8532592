// The reference: a page and a plot for every function of the library, from its definition and the engine's own values.
// It needs the engine, so it is no part of `npm run generate`: `npm run bless docs/reference` writes it.
import { compile } from "@laakhay/ta";
import { catalog, type CatalogEntry } from "../../../compiler/src/index.ts";
import { since, windowsOf, type Series, type Window } from "./bars.ts";
import { folderOf, indexPage, modulePage, page, type Worked } from "./page.ts";
import { hits, plot, type Drawn } from "./plot.ts";

/** What an entry's example gives over a series, its history from a row on; missing before. */
function valuesOf(entry: CatalogEntry, { columns, dates }: Series, from = 0): Drawn[] {
  const rows = Object.entries(columns).map(([field, values]) => [field, values.subarray(from)] as const);
  const { outputs } = compile(entry.example).bind().run(Object.fromEntries(rows));
  return entry.outputs.map((output) => {
    const values = new Float64Array(dates.length).fill(NaN);
    values.set(outputs[output.name === "" ? "result" : `result.${output.name}`]!, from);
    return { output, values, ahead: aheadOf(entry, output.name) };
  });
}

/** How many rows ahead an output is drawn, at the defaults: the offset is a number or a parameter, with its sign. */
function aheadOf({ drawing, parameters, id }: CatalogEntry, output: string): number {
  const rows = drawing.offsets.find((offset) => offset.output === output)?.rows;
  if (rows === undefined) return 0;
  const [, sign, of] = /^(-?)(\w+)$/.exec(rows) ?? [];
  const size = Number(of) || parameters.find(({ name }) => name === of)?.default;
  if (typeof size !== "number") throw new Error(`${id}: the offset ${rows} is no parameter of it`);
  return sign === "-" ? -size : size;
}

/** A rise, a fall and a rise again, with no split: half a year that shows most of what there is to see. */
const START = "2007-10-19";

/** Enough of what is seldom true to show what it looks like. */
const ENOUGH = 2;

/**
 * The bars that show an entry: half a year of the first symbol; for what only marks bars, and hardly one of those, the
 * first window of any symbol with the most marks.
 */
function chosen(entry: CatalogEntry, all: readonly Series[]): { window: Window; drawn: Drawn[] } {
  const [first] = all as [Series];
  const start = { window: since(first, START), drawn: valuesOf(entry, first) };
  const count = ({ window, drawn }: typeof start): number =>
    drawn.reduce((sum, each) => sum + hits(each, window), 0);
  if (!entry.outputs.every(({ style }) => style === "markers") || count(start) >= ENOUGH) return start;
  let [best, most] = [start, count(start)];
  for (const series of all) {
    const drawn = series === first ? start.drawn : valuesOf(entry, series);
    for (const window of windowsOf(series)) {
      const marks = count({ window, drawn });
      if (marks > most) [best, most] = [{ window, drawn }, marks];
    }
  }
  return best;
}

/** What depends on where history starts is drawn as of the window's own start: years before it would drown the window. */
function shown(
  entry: CatalogEntry,
  all: readonly Series[],
): { window: Window; drawn: Drawn[]; begin: number } {
  const best = chosen(entry, all);
  const { series, from } = best.window;
  if (entry.warmUp.every(({ stableRow }) => stableRow !== null)) return { ...best, begin: 0 };
  const warm = Math.max(...entry.warmUp.map(({ row }) => row));
  const begin = Math.max(0, from - warm);
  return { window: best.window, drawn: valuesOf(entry, series, begin), begin };
}

/** Rows of a worked example. */
const WORKED = 3;

/** A number as a reader checks it. */
const shortened = (value: number): string =>
  Number.isNaN(value) ? "" : String(Number(value.toPrecision(7)));

/**
 * What the example gives on some rows, with the fields that it reads: the last ones of the plot, or of what seldom says
 * anything those up to its last mark.
 */
function worked(entry: CatalogEntry, window: Window, drawn: readonly Drawn[]): Omit<Worked, "said"> {
  const { series, from, to } = window;
  const marks = entry.outputs.every(({ style }) => style === "markers");
  let last = to - 1;
  while (
    marks &&
    last > from + WORKED &&
    drawn.every(({ values }) => !(values[last]! > 0 || values[last]! < 0))
  )
    last--;
  const rows = Array.from({ length: WORKED }, (_, index) => last - WORKED + 1 + index);
  const truth = (value: number): string => ["false", "true"][value] ?? "";
  return {
    head: [...entry.fields, ...entry.outputs.map(({ name }) => (name === "" ? "the result" : `.${name}`))],
    rows: rows.map((row) => [
      series.dates[row]!,
      ...entry.fields.map((field) => shortened(series.columns[field as keyof Series["columns"]][row]!)),
      ...drawn.map(({ output, values }) =>
        output.kind === "condition" ? truth(values[row]!) : shortened(values[row]!),
      ),
    ]),
  };
}

/** Every file of the reference, by its path below docs/reference. */
export function reference(all: readonly Series[]): Map<string, string> {
  const files = new Map<string, string>();
  const modules = new Map<string, CatalogEntry[]>();
  for (const entry of catalog()) modules.set(entry.module, [...(modules.get(entry.module) ?? []), entry]);
  for (const [module, entries] of modules) {
    const folder = folderOf(module);
    for (const entry of entries) {
      const { window, drawn, begin } = shown(entry, all);
      const { series, from, to } = window;
      const others = catalog().filter(({ name, id }) => name === entry.name && id !== entry.id);
      const caption = `${entry.example} over ${series.symbol}, ${series.dates[from]!} to ${series.dates[to - 1]!}`;
      files.set(`${folder}/${entry.name}.svg`, plot(entry, drawn, window));
      files.set(
        `${folder}/${entry.name}.md`,
        page(entry, others, `${entry.name}.svg`, caption, {
          ...worked(entry, window, drawn),
          said: `Over ${series.symbol}, its history from ${series.dates[begin]!} on:`,
        }),
      );
    }
    files.set(`${folder}/README.md`, modulePage(module, entries));
  }
  files.set("README.md", indexPage(modules));
  return files;
}
