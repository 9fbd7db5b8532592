/** Columns as Arrow's record batches. `apache-arrow` is the caller's to load: only then is it. */
import type { Data, RecordBatch, Schema } from "apache-arrow";
import type { TimeUnit } from "./time.ts";

export type Arrow = typeof import("apache-arrow");

/** A column of a result. Rows are the file's, or one for each alert that fired. */
export type Column = { readonly name: string } & (
  | { readonly type: "float"; readonly values: Float64Array }
  | { readonly type: "bool"; readonly values: Uint8Array }
  | { readonly type: "text"; readonly values: readonly string[] }
  /** Rows of a file without time, counted from 0. */
  | { readonly type: "row"; readonly values: Int32Array }
  | { readonly type: "integer"; readonly values: BigInt64Array }
  /** Days since 1970. */
  | { readonly type: "date"; readonly values: Int32Array }
  | {
      readonly type: "timestamp";
      readonly unit: TimeUnit;
      readonly zone: string | null;
      readonly values: BigInt64Array;
    }
);

/** The columns' names and types. Floats and conditions may be missing, nothing else. */
export function schemaOf(arrow: Arrow, columns: readonly Column[]): Schema {
  return new arrow.Schema(
    columns.map((column) => new arrow.Field(column.name, typeOf(arrow, column), nullable(column))),
  );
}

/** Some of the columns' rows. What is missing is null, and nothing else is: below a null of floats stands 0. */
export function batchOf(
  arrow: Arrow,
  schema: Schema,
  columns: readonly Column[],
  from: number,
  to: number,
): RecordBatch {
  const children = columns.map((column) => dataOf(arrow, column, from, to));
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(schema, arrow.makeData({ type, length: to - from, nullCount: 0, children }));
}

const nullable = ({ type }: Column): boolean => type === "float" || type === "bool";

function typeOf(arrow: Arrow, column: Column) {
  switch (column.type) {
    case "float":
      return new arrow.Float64();
    case "bool":
      return new arrow.Bool();
    case "text":
      return new arrow.Utf8();
    case "row":
      return new arrow.Int32();
    case "integer":
      return new arrow.Int64();
    case "date":
      return new arrow.DateDay();
    case "timestamp": {
      const { SECOND: s, MILLISECOND: ms, MICROSECOND: us, NANOSECOND: ns } = arrow.TimeUnit;
      return new arrow.Timestamp({ s, ms, us, ns }[column.unit], column.zone);
    }
  }
}

function dataOf(arrow: Arrow, column: Column, from: number, to: number): Data {
  const length = to - from;
  const type = typeOf(arrow, column);
  if (column.type === "text")
    return arrow.makeData({ type: type as never, length, ...text(column.values, from, to) });
  if (!nullable(column))
    return arrow.makeData({
      type: type as never,
      length,
      nullCount: 0,
      data: (column.values as Int32Array).subarray(from, to),
    });
  const missing = column.type === "float" ? Number.isNaN : (value: number): boolean => value === 2;
  const values = (column.values as Float64Array).slice(from, to);
  const nullBitmap = new Uint8Array(Math.ceil(length / 8));
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    if (missing(values[row]!)) {
      values[row] = 0;
      nullCount++;
    } else nullBitmap[row >> 3]! |= 1 << (row & 7);
  }
  const data = column.type === "float" ? values : bits(values);
  return arrow.makeData({ type: type as never, length, nullCount, nullBitmap, data });
}

/** A bit for each condition, the lowest first. */
function bits(values: ArrayLike<number>): Uint8Array {
  const packed = new Uint8Array(Math.ceil(values.length / 8));
  for (let row = 0; row < values.length; row++) packed[row >> 3]! |= values[row]! << (row & 7);
  return packed;
}

function text(values: readonly string[], from: number, to: number) {
  const encoder = new TextEncoder();
  const encoded = values.slice(from, to).map((value) => encoder.encode(value));
  const valueOffsets = new Int32Array(encoded.length + 1);
  encoded.forEach((bytes, row) => (valueOffsets[row + 1] = valueOffsets[row]! + bytes.length));
  const data = new Uint8Array(valueOffsets.at(-1)!);
  encoded.forEach((bytes, row) => data.set(bytes, valueOffsets[row]));
  return { nullCount: 0, valueOffsets, data };
}
