/** Arrow's files and streams, through `apache-arrow`, which is loaded only here and where they are read. */
import type { Data, RecordBatch } from "apache-arrow";
import type { Column } from "./columnar.ts";

type Arrow = typeof import("apache-arrow");

const BATCH = 1 << 16;
const PIECE = 1 << 20;

/**
 * The columns in batches, as a file or as a stream. What is missing is null, and nothing else is: below a null of
 * floats stands 0.
 */
export async function arrowPieces(
  columns: readonly Column[],
  form: "file" | "stream",
): Promise<Iterable<Uint8Array>> {
  const arrow = await import("apache-arrow");
  const rows = columns[0]!.values.length;
  const schema = new arrow.Schema(
    columns.map((column) => new arrow.Field(column.name, typeOf(arrow, column), nullable(column))),
  );
  // One batch at least: a result without rows still has its columns.
  const starts = Array.from({ length: Math.max(1, Math.ceil(rows / BATCH)) }, (_, batch) => batch * BATCH);
  const batches = starts.map((from): RecordBatch => {
    const length = Math.min(BATCH, rows - from);
    const children = columns.map((column) => dataOf(arrow, column, from, from + length));
    const type = new arrow.Struct(schema.fields);
    return new arrow.RecordBatch(schema, arrow.makeData({ type, length, nullCount: 0, children }));
  });
  const bytes = arrow.tableToIPC(new arrow.Table(schema, batches), form);
  return parts(bytes);
}

function* parts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
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
