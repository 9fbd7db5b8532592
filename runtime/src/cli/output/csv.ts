import { reader, stampColumn, type Cell, type Results } from "../results.ts";

const ROWS = 4096;

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A value's shortest text that reads back to the same bits; a missing one is empty. */
export const cellText = (cell: Cell): string => (cell === null ? "" : String(cell));

/** `timestamp[,symbol],<outputs>`: every row, in pieces; the header too, unless rows went before. */
export function* csvRows(results: Results, first = true): Generator<string> {
  const stamp = stampColumn(results);
  const readers = results.outputs.map((output) => reader(results, output));
  const symbols = results.bySymbol ? results.table.symbols : null;
  const names = [
    stamp.name,
    ...(symbols === null ? [] : ["symbol"]),
    ...results.outputs.map((output) => output.name),
  ];
  if (first) yield `${names.map(quote).join(",")}\n`;
  for (let from = 0; from < results.table.rows; from += ROWS) {
    let piece = "";
    for (let row = from; row < Math.min(from + ROWS, results.table.rows); row++) {
      piece += quote(stamp.at(row));
      if (symbols !== null) piece += `,${quote(symbols[row]!)}`;
      for (const read of readers) piece += `,${cellText(read(row))}`;
      piece += "\n";
    }
    yield piece;
  }
}

/** `timestamp[,symbol],alert`: a row for every alert that fired; the header too, unless rows went before. */
export function* csvAlerts(results: Results, first = true): Generator<string> {
  const stamp = stampColumn(results);
  const symbols = results.bySymbol ? results.table.symbols : null;
  if (first) yield `${stamp.name}${symbols === null ? "" : ",symbol"},alert\n`;
  for (const { row, name } of results.alerts) {
    yield `${quote(stamp.at(row))}${symbols === null ? "" : `,${quote(symbols[row]!)}`},${quote(name)}\n`;
  }
}
