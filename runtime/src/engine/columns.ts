/** What callers bring as bars, turned into the engine's columns. */
import { vectorFloats, type ArrowVector } from "./arrow.ts";
import { CODES } from "../../../compiler/src/generated/codes.ts";
import { failure, TaError } from "./errors.ts";

/** A column of a caller's: numbers, with missing values as NaN, null or undefined. */
export type NumberColumn = Float64Array | ArrayLike<number | bigint | null | undefined>;
/** Time stamps as a caller has them; they leave as they came. */
export type Timestamp = string | number | bigint | Date;

/** Columns by field, such as `{ timestamp, open, high, low, close, volume }`. */
export interface BarColumns {
  readonly timestamp?: ArrayLike<Timestamp>;
  readonly [field: string]: NumberColumn | ArrayLike<Timestamp> | undefined;
}

/** What is used of an Arrow table: any build of `apache-arrow` gives one. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): ArrowVector | null;
}

/** Rows as CCXT gives them: `[timestamp, open, high, low, close, volume]`. */
export type CandleRows = readonly (readonly (number | null | undefined)[])[];

export type Bars = BarColumns | ArrowTable | CandleRows;

/** The engine's columns, in the order of the plan's inputs. */
export interface EngineColumns {
  readonly rows: number;
  readonly inputs: Float64Array[];
  readonly timestamp: ArrayLike<Timestamp> | null;
}

const CANDLE = ["timestamp", "open", "high", "low", "close", "volume"];

/**
 * The columns that `fields` names. Float64Arrays are used as they are, shared memory and everything else is copied. Throws TA7009 for
 * one that is not there, TA7010 for one of another length, TA7005 for a value that is no number.
 */
export function engineColumns(bars: Bars, fields: readonly string[]): EngineColumns {
  if (bars === null || typeof bars !== "object") {
    throw failure(
      "missing_column",
      "bars are columns by field, an Arrow table, or rows [timestamp, open, high, low, close, volume]",
    );
  }
  const found = Array.isArray(bars)
    ? fromCandles(bars as CandleRows, fields)
    : isArrow(bars)
      ? fromArrow(bars, fields)
      : fromColumns(bars as BarColumns, fields);
  return { ...found, inputs: found.inputs.map((column) => (isShared(column) ? column.slice() : column)) };
}

/** The engine names an infinite value in words; a caller gets its place too. `fields` name `inputs`. */
export function placed(error: unknown, fields: readonly string[], inputs: readonly Float64Array[]): unknown {
  if (!(error instanceof TaError) || error.code !== CODES.infinite_value.code) return error;
  for (const [index, values] of inputs.entries()) {
    const row = values.findIndex((value) => value === Infinity || value === -Infinity);
    if (row < 0) continue;
    const column = fields[index]!;
    const message = `column "${column}", row ${row}: an infinite value; NaN is a missing one`;
    return failure("infinite_value", message, { column, row }, { cause: error });
  }
  return error;
}

/** Whether another thread may write the column while the engine has it: the engine takes no such memory. */
export const isShared = (column: Float64Array | Uint8Array): boolean =>
  typeof SharedArrayBuffer !== "undefined" && column.buffer instanceof SharedArrayBuffer;

function isArrow(bars: Bars): bars is ArrowTable {
  const table = bars as Partial<ArrowTable>;
  return typeof table.getChild === "function" && typeof table.numRows === "number";
}

function missing(field: string, present: readonly string[]): never {
  const given = present.length === 0 ? "no column was given" : `given were ${present.join(", ")}`;
  throw failure("missing_column", `the program reads "${field}", which the bars do not have; ${given}`, {
    column: field,
  });
}

/** The name under which a field was given: as the program spells it, else in another case. */
function spelt(names: readonly string[], field: string): string | undefined {
  if (names.includes(field)) return field;
  return names.find((name) => name.toLowerCase() === field.toLowerCase());
}

const isColumn = (value: unknown): value is ArrayLike<unknown> =>
  typeof value === "object" && value !== null && typeof (value as { length?: unknown }).length === "number";

/** The columns where nothing is to be looked for or turned, as in most bars: a universe has very many. */
function asTheyAre(bars: BarColumns, fields: readonly string[]): EngineColumns | null {
  const inputs: Float64Array[] = [];
  for (const field of fields) {
    const column = Object.hasOwn(bars, field) ? bars[field] : undefined;
    if (!(column instanceof Float64Array) || column.length !== (inputs[0] ?? column).length) return null;
    inputs.push(column);
  }
  for (const name of Object.keys(bars))
    if (name.length === 9 && spelt([name], "timestamp") === name) return null;
  return inputs.length === 0 ? null : { rows: inputs[0]!.length, inputs, timestamp: null };
}

function fromColumns(bars: BarColumns, fields: readonly string[]): EngineColumns {
  const plain = asTheyAre(bars, fields);
  if (plain !== null) return plain;
  const names = Object.keys(bars).filter((name) => isColumn(bars[name]));
  for (const field of [...fields, "timestamp"]) {
    const name = spelt(Object.keys(bars), field);
    const value = name === undefined ? undefined : bars[name];
    if (value !== undefined && !isColumn(value)) {
      const found = value === null ? "null" : typeof value;
      throw failure("missing_column", `"${name}" is no column: an array is due, not ${found}`, {
        column: name!,
      });
    }
  }
  const columns = fields.map((field) => {
    const name = spelt(names, field);
    return name === undefined ? missing(field, names) : { name, values: bars[name] as NumberColumn };
  });
  const timestampName = spelt(names, "timestamp");
  const timestamp = timestampName === undefined ? null : (bars[timestampName] as ArrayLike<Timestamp>);
  const used = [...columns, ...(timestamp === null ? [] : [{ name: timestampName!, values: timestamp }])];
  // The caller's order, not the plan's: the column that stands first there is the one that others differ from.
  used.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const first = used[0];
  // A program of constants has as many rows as whatever column it is given.
  const rows = first?.values.length ?? (names.length > 0 ? bars[names[0]!]!.length : 0);
  for (const { name, values } of used) {
    if (values.length !== rows) {
      const message = `the columns have different lengths: "${first!.name}" has ${rows} rows, "${name}" has ${values.length}`;
      throw failure("column_length", message, { column: name });
    }
  }
  return { rows, inputs: columns.map(({ name, values }) => toFloats(name, values)), timestamp };
}

function fromArrow(table: ArrowTable, fields: readonly string[]): EngineColumns {
  const names = table.schema.fields.map((field) => field.name);
  const inputs = fields.map((field) => {
    const name = spelt(names, field);
    const vector = name === undefined ? null : table.getChild(name);
    if (vector === null) return missing(field, names);
    const floats = vectorFloats(vector);
    return floats instanceof Float64Array ? floats : refuse(name!, floats.found, floats.row);
  });
  const timestampName = spelt(names, "timestamp");
  const stamps = timestampName === undefined ? null : table.getChild(timestampName);
  const timestamp =
    stamps === null ? null : Array.from({ length: stamps.length }, (_, row) => stamps.get(row) as Timestamp);
  return { rows: table.numRows, inputs, timestamp };
}

function fromCandles(rows: CandleRows, fields: readonly string[]): EngineColumns {
  const places = fields.map((field) => {
    const place = CANDLE.indexOf(field.toLowerCase());
    return place < 1 ? missing(field, CANDLE) : place;
  });
  rows.forEach((row, index) => {
    if (!Array.isArray(row) || places.some((place) => place >= row.length)) {
      const message = `row ${index} has too few values: rows are [timestamp, open, high, low, close, volume]`;
      throw failure("ragged_row", message, { row: index });
    }
  });
  const inputs = places.map((place) =>
    toFloats(CANDLE[place]!, { length: rows.length, at: (row) => rows[row]![place] }),
  );
  return { rows: rows.length, inputs, timestamp: rows.map((row) => row[0] as Timestamp) };
}

type Access = { readonly length: number; readonly at: (index: number) => unknown };

function toFloats(name: string, column: NumberColumn | Access): Float64Array {
  if (column instanceof Float64Array) return column;
  const list = column as ArrayLike<unknown>;
  // An array has a method `at` too: only a bare accessor has no values of its own.
  const at =
    Array.isArray(column) || ArrayBuffer.isView(column) || !("at" in column)
      ? (row: number) => list[row]
      : (column as Access).at;
  const floats = emptyFloats(name, column.length);
  for (let row = 0; row < floats.length; row++) floats[row] = toFloat(name, at(row), row);
  return floats;
}

/** Rows that a run has at most: they are counted in 32 bits. */
const MOST_ROWS = 2 ** 32 - 1;

/** A column to fill. Throws TA7010 for a length that no column has, or that memory does not hold. */
function emptyFloats(name: string, length: number): Float64Array {
  if (Number.isInteger(length) && length >= 0 && length <= MOST_ROWS) {
    try {
      return new Float64Array(length);
    } catch {
      // What the system does not give is told as any other length that cannot be.
    }
  }
  throw failure("column_length", `column "${name}" has ${length} rows, which no column can have here`, {
    column: name,
  });
}

/** One value of a caller's: null and undefined are missing. Throws TA7005 for anything that is no number. */
export function toFloat(name: string, value: unknown, row: number | null): number {
  if (typeof value === "number") return value;
  if (value === null || value === undefined) return NaN;
  if (typeof value === "bigint") return Number(value);
  return refuse(name, typeof value === "string" ? `"${value}"` : typeof value, row);
}

function refuse(name: string, found: string, row: number | null): never {
  const where = row === null ? "" : `, row ${row}`;
  const message = `column "${name}"${where}: a number is due, not ${found}`;
  throw failure("not_a_number", message, row === null ? { column: name } : { column: name, row });
}
