import { reader, stampColumn, type Cell, type Results } from "../results.ts";

const HEAD = 5;
const TAIL = 5;

/** A value for reading: seven significant digits, a missing one as a dash. */
export function readable(cell: Cell): string {
  if (cell === null) return "-";
  if (typeof cell === "boolean") return String(cell);
  if (Number.isInteger(cell) && Math.abs(cell) < 1e15) return String(cell);
  const size = Math.abs(cell);
  if (size >= 1e9 || size < 1e-4) return cell.toExponential(4);
  return cell.toFixed(size >= 1000 ? 2 : size >= 1 ? 4 : 6);
}

/** Lines of aligned columns: numbers to the right, text to the left. */
export function align(
  headers: readonly string[],
  rows: readonly (readonly string[] | null)[],
  left: number,
): string {
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...rows.map((row) => row?.[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < left ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  return [
    line(headers),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.map((row) => (row === null ? "…" : line(row))),
  ].join("\n");
}

/** The first and the last rows of each symbol. */
export function* tableRows(results: Results, head = HEAD, tail = TAIL): Generator<string> {
  const stamp = stampColumn(results);
  const readers = results.outputs.map((output) => reader(results, output));
  const symbols = results.bySymbol ? results.table.symbols : null;
  const headers = [
    stamp.name,
    ...(symbols === null ? [] : ["symbol"]),
    ...results.outputs.map((output) => output.name),
  ];
  const rows: (readonly string[] | null)[] = [];
  for (const group of groups(results)) {
    const cut = group.length > head + tail + 1;
    for (const [index, row] of group.entries()) {
      if (cut && index >= head && index < group.length - tail) {
        if (index === head) rows.push(null);
        continue;
      }
      rows.push([
        stamp.at(row),
        ...(symbols === null ? [] : [symbols[row]!]),
        ...readers.map((read) => readable(read(row))),
      ]);
    }
  }
  yield `${align(headers, rows, symbols === null ? 1 : 2)}\n`;
  const { length } = results.alerts;
  yield `${results.table.rows} rows${length === 0 ? "" : `, ${length} ${length === 1 ? "alert" : "alerts"} fired`}\n`;
}

/** The alerts that fired. */
export function* tableAlerts(results: Results): Generator<string> {
  const stamp = stampColumn(results);
  const symbols = results.bySymbol ? results.table.symbols : null;
  const headers = [stamp.name, ...(symbols === null ? [] : ["symbol"]), "alert"];
  const rows = results.alerts.map(({ row, name }) => [
    stamp.at(row),
    ...(symbols === null ? [] : [symbols[row]!]),
    name,
  ]);
  yield `${align(headers, rows, headers.length)}\n`;
}

function groups(results: Results): number[][] {
  const { rows, symbols } = results.table;
  if (!results.bySymbol || symbols === null) return [Array.from({ length: rows }, (_, row) => row)];
  const found = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const known = found.get(symbols[row]!);
    if (known === undefined) found.set(symbols[row]!, [row]);
    else known.push(row);
  }
  return [...found.values()];
}
