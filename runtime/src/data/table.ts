import { Order, refuseTimes } from "./order.ts";
import type { TimeType } from "./time.ts";

/** What a program asks of a file. */
export interface Wanted {
  /** Fields that must be there: `close`, `volume`. */
  readonly fields: readonly string[];
  /** Fields that are taken where they are there, such as the candles of a chart. */
  readonly optional: readonly string[];
  /** The column to run by, as the user spelt it; null to run the file as one stream. */
  readonly by: string | null;
  /** Whether something cannot do without a time column, in words; null where nothing needs it. */
  readonly timeFor: string | null;
}

/** A file's columns, as far as they were asked for. Rows are in the file's order. */
export interface Table {
  readonly file: string;
  readonly rows: number;
  /** The file's row that stands first, counted from 0: a table may be a part of its file. */
  readonly from: number;
  /** By field; missing values are NaN. */
  readonly fields: ReadonlyMap<string, Float64Array>;
  /** As the file gives them. */
  readonly times: readonly string[] | null;
  /** The time column's header. */
  readonly timeName: string | null;
  /** What the file says of the time column's type; null where it is text, or where there is none. */
  readonly timeType: TimeType | null;
  readonly symbols: readonly string[] | null;
  readonly symbolName: string | null;
}

/** One symbol's rows: a dense stream of its own. */
export interface Stream {
  /** null where the file is one stream. */
  readonly symbol: string | null;
  /** Where its rows stand in the file; null where they are all of them. */
  readonly index: Int32Array | null;
  readonly rows: number;
  readonly fields: ReadonlyMap<string, Float64Array>;
}

/**
 * Splits a table into its streams, in the order in which symbols first appear, and checks that time ascends in
 * each. Throws TA7013 where several symbols stand in a file that is run as one, and TA7007, TA7008, TA7011 for
 * stamps that go back, repeat or cannot be read.
 */
export function streams(table: Table, by: string | null): Stream[] {
  const groups = by === null ? null : groupRows(table);
  const { rows, times, symbols } = table;
  const time = times === null ? null : (row: number): string => times[row]!;
  new Order(table, by !== null).look({ rows, time, symbols }, table.from, null, refuseTimes);
  if (groups === null) return [{ symbol: null, index: null, rows: table.rows, fields: table.fields }];
  return [...groups].map(([symbol, rows]) => {
    const index = Int32Array.from(rows);
    const fields = new Map<string, Float64Array>();
    for (const [field, values] of table.fields) {
      const own = new Float64Array(index.length);
      for (let row = 0; row < own.length; row++) own[row] = values[index[row]!]!;
      fields.set(field, own);
    }
    return { symbol, index, rows: index.length, fields };
  });
}

function groupRows(table: Table): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  const symbols = table.symbols!;
  for (let row = 0; row < table.rows; row++) {
    const symbol = symbols[row]!;
    const rows = groups.get(symbol);
    if (rows === undefined) groups.set(symbol, [row]);
    else rows.push(row);
  }
  return groups;
}
