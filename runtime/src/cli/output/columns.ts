/** Any columns as text: for results whose rows are no rows of the file. */
import type { Column } from "./columnar.ts";
import { align, readable } from "./table.ts";

const ROWS = 4096;
/** Rows that a table shows whole; of more, its ends. */
const WHOLE = 60;
const HEAD = 40;
const TAIL = 10;

/** A column's value of a row: null where it is missing or unknown. */
export function cellOf(column: Column, row: number): number | boolean | string | null {
  const value = column.values[row]!;
  if (column.type === "bool") return value === 2 ? null : value === 1;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function* inPieces(rows: number, line: (row: number) => string): Generator<string> {
  for (let from = 0; from < rows; from += ROWS) {
    let piece = "";
    for (let row = from; row < Math.min(from + ROWS, rows); row++) piece += line(row);
    yield piece;
  }
}

/** A header and every row; shortest digits that read back, missing as an empty field. */
export function* csvColumns(columns: readonly Column[]): Generator<string> {
  yield `${columns.map(({ name }) => quote(name)).join(",")}\n`;
  yield* inPieces(columns[0]!.values.length, (row) => {
    const cells = columns.map((column) => cellOf(column, row));
    return `${cells.map((cell) => (cell === null ? "" : quote(String(cell)))).join(",")}\n`;
  });
}

/** One object a row, in one array; missing is null. */
export function* jsonColumns(columns: readonly Column[]): Generator<string> {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  yield "[";
  yield* inPieces(columns[0]!.values.length, (row) => {
    const cells = columns.map((column, index) => `${keys[index]}:${JSON.stringify(cellOf(column, row))}`);
    return `${row === 0 ? "\n" : ",\n"}{${cells.join(",")}}`;
  });
  yield "\n]\n";
}

/** For reading: of many rows the first and the last ones. The first `left` columns are text. */
export function tableColumns(columns: readonly Column[], left: number): string {
  const rows = columns[0]!.values.length;
  const shown: (readonly string[] | null)[] = [];
  for (let row = 0; row < rows; row++) {
    if (rows > WHOLE && row === HEAD) {
      shown.push(null);
      row = rows - TAIL;
    }
    shown.push(
      columns.map((column) => {
        const cell = cellOf(column, row);
        return typeof cell === "string" ? cell : readable(cell);
      }),
    );
  }
  return `${align(
    columns.map(({ name }) => name),
    shown,
    left,
  )}\n`;
}
