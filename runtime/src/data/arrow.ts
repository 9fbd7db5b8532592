/** Reads Arrow's files and streams through `apache-arrow`, which is loaded only here and where they are written. */
import { readFileSync } from "node:fs";
import type { Data, DataType, Message, Table as ArrowTable, Vector } from "apache-arrow";
import { vectorFloats } from "../engine/arrow.ts";
import { failure, TaError } from "../engine/errors.ts";
import { chooseColumns } from "./headers.ts";
import type { Table, Wanted } from "./table.ts";
import { stampOf, type TimeType, type TimeUnit } from "./time.ts";

type Arrow = typeof import("apache-arrow");

const UNITS: readonly TimeUnit[] = ["s", "ms", "us", "ns"];
const MIDNIGHT = "T00:00:00Z";
const MAGIC = "ARROW1";
/** A file's name with what fills it up to eight bytes. */
const FILE_HEAD = 8;
/** Arrow's number of the type of nulls. */
const NULL = 1;
/** Arrow's numbers of the types whose values stand side by side: dictionaries, integers, floats, decimals, times. */
const FIXED: readonly number[] = [-1, 2, 3, 7, 8, 10];

/** Reads what is wanted. Throws a `TaError` of 7xxx that names the file and, where there is one, row and column. */
export async function readArrow(path: string, wanted: Wanted): Promise<Table> {
  const arrow = await import("apache-arrow");
  try {
    return tableOf(arrow, path, open(arrow, path), wanted);
  } catch (error) {
    // The library believes what it reads: a count that is wrong shows itself anywhere.
    throw error instanceof TaError ? error : broken(path, String((error as Error).message), error);
  }
}

function tableOf(arrow: Arrow, path: string, table: ArrowTable, wanted: Wanted): Table {
  const headers = table.schema.fields.map((field) => field.name);
  if (headers.length === 0 || table.numRows === 0)
    throw failure("file_empty", `${path}: the file has no rows`, { file: path });
  const chosen = chooseColumns(path, headers, wanted);
  const time =
    chosen.time < 0 ? null : stamps(arrow, path, headers[chosen.time]!, vector(table, path, chosen.time));
  return {
    file: path,
    rows: table.numRows,
    from: 0,
    fields: new Map(
      chosen.fields.map(({ field, column }) => [
        field,
        numbers(path, headers[column]!, vector(table, path, column)),
      ]),
    ),
    times: time?.times ?? null,
    timeName: chosen.time < 0 ? null : headers[chosen.time]!,
    timeType: time?.type ?? null,
    symbols:
      chosen.symbol < 0
        ? null
        : Array.from(vector(table, path, chosen.symbol), (value) => String(value ?? "")),
    symbolName: chosen.symbol < 0 ? null : headers[chosen.symbol]!,
  };
}

const broken = (path: string, reason: string, cause?: unknown): TaError =>
  failure("file_binary", `${path}: it cannot be read as Arrow: ${reason}`, { file: path }, { cause });

function open(arrow: Arrow, path: string): ArrowTable {
  const bytes = readFileSync(path);
  const file = bytes.subarray(0, MAGIC.length).toString("latin1") === MAGIC;
  const end = file ? footerOf(path, bytes) : bytes.length;
  const batches = checkMessages(arrow, path, bytes, file ? FILE_HEAD : 0, end, file);
  try {
    if (file) checkFooter(arrow, path, bytes, batches);
    return arrow.tableFromIPC(bytes);
  } catch (error) {
    if (error instanceof TaError) throw error;
    const { message } = error as Error;
    const packed = /compress|codec/i.test(message);
    throw broken(path, packed ? "it is compressed; write it without compression" : message, error);
  }
}

/** Where a file's footer begins: its length stands before the name that ends the file. */
function footerOf(path: string, bytes: Buffer): number {
  const length = bytes.length - MAGIC.length - 4;
  const whole = length >= FILE_HEAD && bytes.subarray(-MAGIC.length).toString("latin1") === MAGIC;
  const footer = whole ? bytes.readInt32LE(length) : 0;
  if (footer <= 0 || length - footer < FILE_HEAD) throw broken(path, "the file is cut short");
  return length - footer;
}

/**
 * Messages stand one after another: the schema, which a file may have in its footer alone, then batches. Each must be
 * there whole: the library reads as many as it finds, and says nothing of one that was cut short. Answers where the
 * batches begin.
 */
function checkMessages(
  arrow: Arrow,
  path: string,
  bytes: Buffer,
  start: number,
  end: number,
  file: boolean,
): ReadonlySet<number> {
  const cut = (at: number) => broken(path, `the messages are cut short at byte ${at}`);
  const batches = new Set<number>();
  let at = start;
  while (at < end) {
    const none = `no message begins at byte ${at}`;
    if (at + 8 > end) throw cut(end);
    const length = bytes.readInt32LE(at + 4);
    if (bytes.readUInt32LE(at) !== 0xffffffff || length < 0) throw broken(path, none);
    if (length === 0) break;
    if (at + 8 + length > end) throw cut(end);
    let message: Message;
    try {
      message = arrow.Message.decode(bytes.subarray(at + 8, at + 8 + length));
    } catch (error) {
      throw broken(path, none, error);
    }
    const batch = message.isRecordBatch() || message.isDictionaryBatch();
    const schema = at === start && message.isSchema();
    if (!schema && (!batch || (at === start && !file))) throw broken(path, none);
    if (message.bodyLength < 0) throw broken(path, none);
    if (batch) batches.add(at);
    at += 8 + length + message.bodyLength;
    if (at > end) throw cut(end);
  }
  if (at === start && !file) throw cut(end);
  return batches;
}

/** A footer says where each batch is: exactly where they are. Of a wrong one the library would read a place for ever. */
function checkFooter(arrow: Arrow, path: string, bytes: Buffer, batches: ReadonlySet<number>): void {
  const { footer } = arrow.RecordBatchReader.from(bytes).open() as unknown as {
    footer: {
      recordBatches(): Iterable<{ offset: number }>;
      dictionaryBatches(): Iterable<{ offset: number }>;
    } | null;
  };
  const named = [...(footer?.recordBatches() ?? []), ...(footer?.dictionaryBatches() ?? [])];
  if (named.length !== batches.size || named.some(({ offset }) => !batches.has(offset)))
    throw broken(path, "the footer does not name the batches that the file has");
}

/** A column, with a value for each row. Bytes that promise more rows than they hold would read as missing ones. */
function vector(table: ArrowTable, path: string, column: number): Vector {
  const found = table.getChildAt(column);
  const whole = found?.length === table.numRows && found.data.every(holdsItsRows);
  if (!whole)
    throw broken(
      path,
      `column "${table.schema.fields[column]!.name}" has fewer values than the file has rows`,
    );
  return found;
}

function holdsItsRows({
  type,
  length,
  offset,
  nullCount,
  nullBitmap,
  values,
  valueOffsets,
  stride,
}: Data): boolean {
  // A column of nulls alone has no bytes at all.
  if (length === 0 || type.typeId === NULL) return true;
  if (nullCount > 0 && (nullBitmap?.length ?? 0) * 8 < offset + length) return false;
  // Of the types that are read: text has offsets, nulls and views have no values of a width.
  if (valueOffsets !== undefined) return valueOffsets.length > length;
  const fixed = FIXED.includes(type.typeId);
  return !fixed || (values as ArrayLike<unknown>).length >= length * stride;
}

function numbers(path: string, column: string, values: Vector): Float64Array {
  const floats = vectorFloats(values);
  if (!(floats instanceof Float64Array)) {
    const row = floats.row + 1;
    const message = `${path}, row ${row}, column "${column}": a number is due, not ${floats.found}`;
    throw failure("not_a_number", message, { file: path, row, column });
  }
  const bad = floats.findIndex((value) => value === Infinity || value === -Infinity);
  if (bad >= 0) {
    const message = `${path}, row ${bad + 1}, column "${column}": an infinite value: "${floats[bad]}"; a null is a missing value`;
    throw failure("infinite_value", message, { file: path, row: bad + 1, column });
  }
  return floats;
}

interface Stamps {
  readonly times: string[];
  readonly type: TimeType;
}

/** Stamps as text, exactly; a null is empty text, which the check of time names with its row. */
function stamps(arrow: Arrow, path: string, column: string, values: Vector): Stamps {
  const each = (text: (value: never) => string): string[] => {
    // The vector's own accessor would give milliseconds in a double: nanoseconds would be lost.
    const raw = values.toArray() as ArrayLike<unknown>;
    return Array.from({ length: values.length }, (_, row) =>
      values.isValid(row) ? text(raw[row] as never) : "",
    );
  };
  const type = values.type as DataType;
  if (arrow.DataType.isTimestamp(type)) {
    const unit = UNITS[type.unit]!;
    const zone = type.timezone ?? null;
    return {
      times: each((count: bigint) => stampOf(count, unit)),
      type: { kind: "timestamp", unit, zone: zone === "" ? null : zone },
    };
  }
  if (arrow.DataType.isDate(type)) {
    // Of either kind of date the library makes milliseconds; both count whole days.
    const times = each((milliseconds: number) => stampOf(BigInt(milliseconds), "ms"));
    if (times.every((stamp) => stamp === "" || stamp.endsWith(MIDNIGHT)))
      return { times: times.map((stamp) => stamp.replace(MIDNIGHT, "")), type: { kind: "date" } };
    return { times, type: { kind: "timestamp", unit: "ms", zone: null } };
  }
  if (arrow.DataType.isInt(type))
    return { times: each((count: number | bigint) => String(count)), type: { kind: "integer" } };
  const text = arrow.DataType.isDictionary(type) ? type.dictionary : type;
  if (arrow.DataType.isUtf8(text) || arrow.DataType.isLargeUtf8(text) || arrow.DataType.isUtf8View(text))
    return { times: Array.from(values, (value) => String(value ?? "")), type: { kind: "text" } };
  throw failure(
    "bad_time",
    `${path}, row 1, column "${column}": a time stamp is due, not a value of type ${String(type)}`,
    { file: path, row: 1, column },
  );
}
