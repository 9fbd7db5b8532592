/**
 * Reads data files: Arrow through its own library, everything else through DuckDB; both are loaded only when needed.
 *
 * CSV and JSON come in as text, so that a time stamp leaves as it was given and a wrong value is named as it
 * stands in the file; DuckDB turns text into doubles, correctly rounded. Every rule that a file can break is
 * checked before a program sees a row.
 */
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { failure, TaError } from "../engine/errors.ts";
import { csvHeader } from "./csv.ts";
import { openDatabase, quoteName as name, quoteText as text } from "./database.ts";
import { inspect, type DataFile } from "./file.ts";
import { checkStructure } from "./structure.ts";
import { chooseColumns, type Chosen } from "./headers.ts";
import type { Table, Wanted } from "./table.ts";
import type { TimeType, TimeUnit } from "./time.ts";

/** How a file is named in a query, and its columns as that query knows them. */
interface Source {
  readonly sql: string;
  readonly headers: readonly string[];
  /** The columns' expressions, with the type that each has. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** A path as DuckDB takes it, with nothing in it read as a pattern. */
const literalPath = (path: string): string => text(path.replace(/[*?[]/g, "[$&]"));

/** Rows that are read at a time where all of them are kept. */
const WHOLE = 1 << 16;

/** Some rows of a file, in its order. What it has is valid until the next is asked for: buffers are used again. */
export interface Chunk {
  readonly rows: number;
  /** The number of a row in the file; both are counted from 0. */
  readonly rowOf: (row: number) => number;
  readonly fields: ReadonlyMap<string, Float64Array>;
  /** Not 0 where a value is no finite number, nor missing. */
  readonly wrong: Float64Array;
  readonly time: ((row: number) => string) | null;
  /** The times as milliseconds since 1970, where the file's type says so. */
  readonly stamps: Float64Array | null;
  readonly symbols: readonly string[] | null;
}

/** An open file, which may be read more than once, a chunk after another. */
export interface DataReader {
  readonly file: string;
  readonly timeName: string | null;
  readonly timeType: TimeType | null;
  readonly symbolName: string | null;
  /** Rows of up to that count at a time; at least one. */
  chunks(rows: number): AsyncGenerator<Chunk, void>;
  /** What is wrong in a row where a chunk says that something is. Ends the chunks that are being read. */
  wrongValue(row: number): Promise<TaError>;
  close(): void;
}

/** Reads what is wanted of a file, whole. Throws a `TaError` of 7xxx that names the file and, where there is one, row and column. */
export async function readTable(path: string, wanted: Wanted): Promise<Table> {
  const file = inspect(path);
  if (file.format === "arrow") return (await import("./arrow.ts")).readArrow(path, wanted);
  const reader = await openFile(file, wanted);
  try {
    return await collect(reader, right(reader));
  } finally {
    reader.close();
  }
}

/** Opens a file to be read a chunk at a time. Throws as `readTable`; its chunks do too. */
export async function openReader(path: string, wanted: Wanted): Promise<DataReader> {
  const file = inspect(path);
  if (file.format !== "arrow") return openFile(file, wanted);
  return tableReader(await (await import("./arrow.ts")).readArrow(path, wanted));
}

/** A file's chunks, of which every value is a number or missing. */
async function* right(reader: DataReader): AsyncGenerator<Chunk, void> {
  for await (const chunk of reader.chunks(WHOLE)) {
    const bad = chunk.wrong.findIndex((wrong) => wrong !== 0);
    if (bad >= 0) throw await reader.wrongValue(chunk.rowOf(bad));
    yield chunk;
  }
}

/** What the chunks of a file have, as one table. */
export async function collect(reader: DataReader, chunks: AsyncIterable<Chunk>): Promise<Table> {
  const parts = new Map<string, Float64Array[]>();
  const times: string[] = [];
  const symbols: string[] = [];
  let rows = 0;
  for await (const chunk of chunks) {
    for (const [field, values] of chunk.fields) {
      const known = parts.get(field);
      if (known === undefined) parts.set(field, [values.slice()]);
      else known.push(values.slice());
    }
    if (chunk.time !== null) for (let row = 0; row < chunk.rows; row++) times.push(chunk.time(row));
    if (chunk.symbols !== null) for (const symbol of chunk.symbols) symbols.push(symbol);
    rows += chunk.rows;
  }
  const { file, timeName, timeType, symbolName } = reader;
  return {
    file,
    rows,
    from: 0,
    fields: new Map([...parts].map(([field, values]) => [field, join(values, rows)])),
    times: timeName === null ? null : times,
    timeName,
    timeType,
    symbols: symbolName === null ? null : symbols,
    symbolName,
  };
}

/** Rows of a table that is right. */
export function chunkOf(table: Table, from: number, to: number): Chunk {
  const { fields, times, symbols } = table;
  return {
    rows: to - from,
    rowOf: (row) => table.from + from + row,
    fields: new Map([...fields].map(([field, values]) => [field, values.subarray(from, to)])),
    wrong: new Float64Array(to - from),
    time: times === null ? null : (row) => times[from + row]!,
    stamps: null,
    symbols: symbols === null ? null : symbols.slice(from, to),
  };
}

/** A table that is there whole, and right, to be read like a file. */
function tableReader(table: Table): DataReader {
  const { file, rows, timeName, timeType, symbolName } = table;
  return {
    file,
    timeName,
    timeType,
    symbolName,
    async *chunks(most) {
      for (let from = 0; from < rows; from += most) yield chunkOf(table, from, Math.min(rows, from + most));
    },
    wrongValue: () => Promise.reject(failure("internal", "a table that was read has no wrong value")),
    close: () => undefined,
  };
}

async function openFile(file: DataFile, wanted: Wanted): Promise<DataReader> {
  const database = await openDatabase();
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const reason = database.reasonOf(error);
      if (reason === null) throw error;
      const message = `${file.path}: it cannot be read as ${file.format}: ${reason}`;
      throw failure("file_binary", message, { file: file.path }, { cause: error });
    }
  };
  try {
    const { connection } = database;
    const source = await guard(() => open(connection, file));
    if (source.headers.length === 0)
      throw failure("file_empty", `${file.path}: the file has no rows`, { file: file.path });
    const chosen = chooseColumns(file.path, source.headers, wanted);
    return {
      file: file.path,
      timeName: chosen.time < 0 ? null : source.headers[chosen.time]!,
      timeType: chosen.time < 0 || file.format !== "parquet" ? null : timeType(source, chosen.time),
      symbolName: chosen.symbol < 0 ? null : source.headers[chosen.symbol]!,
      async *chunks(rows) {
        const chunks = read(connection, file, source, chosen, rows);
        try {
          for (;;) {
            const next = await guard(() => chunks.next());
            if (next.done === true) return;
            yield next.value;
          }
        } finally {
          await chunks.return();
        }
      },
      wrongValue: (row) => guard(() => wrongValue(connection, file, source, chosen, row)),
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

async function* read(
  connection: DuckDBConnection,
  file: DataFile,
  source: Source,
  chosen: Chosen,
  most: number,
): AsyncGenerator<Chunk, void> {
  const select = [
    ...chosen.fields.map(({ column }) => number(source, column)),
    chosen.fields.length === 0
      ? "0.0::double"
      : `case when ${chosen.fields.map(({ column }) => wrong(source, column)).join(" or ")} then 1.0::double else 0.0::double end`,
    chosen.time < 0 ? UNKNOWN : milliseconds(source, chosen.time),
    chosen.time < 0 ? "''" : stamp(source, chosen.time),
    chosen.symbol < 0 ? "''" : `coalesce(cast(${name(source.columns[chosen.symbol]!.name)} as varchar), '')`,
  ];
  // The rows come as they are asked for, in the file's order.
  const result = await connection.stream(`select ${select.join(", ")} from ${source.sql}`);
  const count = chosen.fields.length;
  const buffers = Array.from({ length: count + 2 }, () => new Float64Array(most));
  const texts = new Texts(count + 2);
  let symbols: string[] = [];
  let [from, rows] = [0, 0];
  const chunk = (): Chunk => {
    const part = (index: number): Float64Array => buffers[index]!.subarray(0, rows);
    const first = from;
    return {
      rows,
      rowOf: (row) => first + row,
      fields: new Map(chosen.fields.map(({ field }, index) => [field, part(index)])),
      wrong: part(count),
      time: chosen.time < 0 ? null : (row) => texts.at(row),
      stamps: chosen.time < 0 || milliseconds(source, chosen.time) === UNKNOWN ? null : part(count + 1),
      symbols: chosen.symbol < 0 ? null : symbols,
    };
  };
  for (;;) {
    const found = await result.fetchChunk();
    if (found === null || found.rowCount === 0) break;
    const names = chosen.symbol < 0 ? null : (found.getColumnValues(count + 3) as string[]);
    for (let taken = 0; taken < found.rowCount;) {
      const part = Math.min(found.rowCount - taken, most - rows);
      for (let field = 0; field < count + 2; field++) {
        const { items } = found.getColumnVector(field) as unknown as { items: Float64Array };
        // The chunk's memory is DuckDB's: what is kept is copied.
        buffers[field]!.set(items.subarray(taken, taken + part), rows);
      }
      if (chosen.time >= 0) texts.add(found, rows, taken);
      if (names !== null) for (let row = taken; row < taken + part; row++) symbols.push(names[row]!);
      [rows, taken] = [rows + part, taken + part];
      if (rows < most) continue;
      yield chunk();
      [from, rows, symbols] = [from + rows, 0, []];
      texts.clear();
    }
  }
  if (file.format === "csv") await refuseRejected(connection, file);
  if (rows > 0) yield chunk();
  else if (from === 0)
    throw failure("file_empty", `${file.path}: the file has a header and no rows`, { file: file.path });
}

/** A column of text in DuckDB's chunks, of which a value is made where it is asked for. */
class Texts {
  private starts: number[] = [];
  /** A vector's text lies in its chunk's memory, which goes with the chunk: each is kept. */
  private pieces: {
    readonly chunk: DuckDBDataChunk;
    readonly vector: { getItem(row: number): unknown };
    readonly skipped: number;
  }[] = [];
  private near = 0;

  constructor(private readonly column: number) {}

  /** Adds a chunk, whose row `skipped` is this column's row `start`. */
  add(chunk: DuckDBDataChunk, start: number, skipped: number): void {
    this.starts.push(start);
    this.pieces.push({ chunk, vector: chunk.getColumnVector(this.column), skipped });
  }

  clear(): void {
    [this.starts, this.pieces, this.near] = [[], [], 0];
  }

  at(row: number): string {
    let { near } = this;
    // Rows are asked for one after another, or far apart.
    while (near > 0 && this.starts[near]! > row) near--;
    while (near + 1 < this.starts.length && this.starts[near + 1]! <= row) near++;
    this.near = near;
    const { vector, skipped } = this.pieces[near]!;
    return vector.getItem(row - this.starts[near]! + skipped) as string;
  }
}

function join(parts: readonly Float64Array[], rows: number): Float64Array {
  const whole = new Float64Array(rows);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function open(connection: DuckDBConnection, file: DataFile): Promise<Source> {
  const path = literalPath(file.path);
  if (file.format === "csv") {
    const { separator, headers } = csvHeader(file.head);
    const { mixedLineEnds } = await checkStructure(file.path, separator, headers);
    const columns = headers.map((_, index) => ({ name: `c${index}`, type: "VARCHAR" }));
    const types = columns.map((column) => `${text(column.name)}: 'VARCHAR'`).join(", ");
    // The strict mode refuses lines that end in different ways; what else it refuses has been checked by now.
    // Nothing is guessed: DuckDB's own detection would read a file of two columns as one of three, or drop rows.
    const sql =
      `read_csv(${path}, header = true, auto_detect = false, delim = ${text(separator)}, quote = '"', escape = '"', ` +
      `columns = {${types}}, strict_mode = ${!mixedLineEnds}, store_rejects = true)`;
    return { sql, headers, columns };
  }
  const described =
    file.format === "json"
      ? `read_json(${path}, sample_size = -1, maximum_depth = 1)`
      : `read_parquet(${path})`;
  const found = await connection.runAndReadAll(`describe select * from ${described}`);
  const columns = found.getRows().map((row) => ({ name: String(row[0]), type: String(row[1]) }));
  const headers = columns.map((column) => column.name);
  if (file.format === "parquet") return { sql: described, headers, columns };
  if (headers.length === 1 && headers[0] === "json") {
    const rows = await connection.runAndReadAll(`select count(*) from ${described}`);
    if (Number(rows.getRows()[0]![0]) === 0) return { sql: described, headers: [], columns: [] };
    throw failure(
      "file_binary",
      `${file.path}: the rows of a JSON file are objects, such as {"date": "2024-01-31", "close": 1}`,
      { file: file.path },
    );
  }
  const types = headers.map((header) => `${text(header)}: 'VARCHAR'`).join(", ");
  return {
    sql: `read_json(${path}, columns = {${types}})`,
    headers,
    columns: headers.map((header) => ({ name: header, type: "VARCHAR" })),
  };
}

/** DuckDB's types of time. A zone is UTC: its files hold moments, and not where their writer was. */
function timeType(source: Source, column: number): TimeType | null {
  const { type } = source.columns[column]!;
  const units: Readonly<Record<string, TimeUnit>> = {
    TIMESTAMP_S: "s",
    TIMESTAMP_MS: "ms",
    TIMESTAMP: "us",
    TIMESTAMP_NS: "ns",
  };
  if (type === "DATE") return { kind: "date" };
  if (type === "TIMESTAMP WITH TIME ZONE") return { kind: "timestamp", unit: "us", zone: "UTC" };
  if (type in units) return { kind: "timestamp", unit: units[type]!, zone: null };
  // Whether wider integers fit 64 bits, they show themselves.
  if (/^(UBIG|U?HUGE)INT$/.test(type)) return null;
  return /^(U?(TINY|SMALL)INT|U?INTEGER|BIGINT)$/.test(type) ? { kind: "integer" } : { kind: "text" };
}

const isText = (type: string): boolean =>
  !/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|FLOAT|DOUBLE|DECIMAL(\(\d+,\d+\))?|BOOLEAN)$/.test(
    type,
  );

function number(source: Source, column: number): string {
  const { name: own, type } = source.columns[column]!;
  const value = isText(type)
    ? `try_cast(trim(cast(${name(own)} as varchar)) as double)`
    : `cast(${name(own)} as double)`;
  return `coalesce(${value}, 'nan'::double)`;
}

/** Whether a value is neither a finite number nor missing. `1_000` is a number to DuckDB and to nobody else. */
function wrong(source: Source, column: number): string {
  const { name: own, type } = source.columns[column]!;
  if (!isText(type)) return `coalesce(isinf(cast(${name(own)} as double)), false)`;
  const value = `trim(coalesce(cast(${name(own)} as varchar), ''))`;
  return `(${value} <> '' and (try_cast(${value} as double) is null or isinf(try_cast(${value} as double)) or contains(${value}, '_')))`;
}

const UNKNOWN = "'nan'::double";

/** A moment or a day as milliseconds since 1970; NaN where it is missing, and of every type that does not say its unit. */
function milliseconds(source: Source, column: number): string {
  const { name: own, type } = source.columns[column]!;
  if (type !== "DATE" && !type.startsWith("TIMESTAMP")) return UNKNOWN;
  const moment = type === "TIMESTAMP WITH TIME ZONE" ? name(own) : `${name(own)}::timestamp`;
  return `coalesce(epoch_us(${moment})::double / 1000, 'nan'::double)`;
}

function stamp(source: Source, column: number): string {
  const { name: own, type } = source.columns[column]!;
  const value = name(own);
  const iso = (moment: string) => `coalesce(replace(cast(${moment} as varchar), ' ', 'T') || 'Z', '')`;
  if (type === "TIMESTAMP WITH TIME ZONE") return iso(`(${value} at time zone 'UTC')`);
  if (type.startsWith("TIMESTAMP")) return iso(value);
  return `coalesce(cast(${value} as varchar), '')`;
}

async function wrongValue(
  connection: DuckDBConnection,
  file: DataFile,
  source: Source,
  chosen: Chosen,
  row: number,
): Promise<TaError> {
  const columns = chosen.fields.map(({ column }) => column);
  const select = columns.flatMap((column) => [
    `cast(${name(source.columns[column]!.name)} as varchar)`,
    `${wrong(source, column)}`,
  ]);
  const found = await connection.runAndReadAll(
    `select ${select.join(", ")} from ${source.sql} limit 1 offset ${row}`,
  );
  const values = found.getRows()[0]!;
  const at = columns.findIndex((_, index) => values[2 * index + 1] === true);
  const value = String(values[2 * at]);
  const column = source.headers[columns[at]!]!;
  const infinite =
    /^\s*[+-]?(inf|infinity)\s*$/i.test(value) ||
    (/^\s*[+-]?[\d.]/.test(value) && !Number.isFinite(Number(value)) && !Number.isNaN(Number(value)));
  const where = `${file.path}, row ${row + 1}, column "${column}"`;
  const place = { file: file.path, row: row + 1, column };
  if (infinite)
    return failure(
      "infinite_value",
      `${where}: an infinite value: "${value}"; an empty field is a missing value`,
      place,
    );
  return failure("not_a_number", `${where}: text where a number is due: "${value}"`, place);
}

async function refuseRejected(connection: DuckDBConnection, file: DataFile): Promise<void> {
  const found = await connection.runAndReadAll(
    "select line, error_type, error_message, csv_line from reject_errors order by line, column_idx limit 1",
  );
  const first = found.getRows()[0];
  if (first === undefined) return;
  const line = Number(first[0]);
  const place = { file: file.path, row: line - 1 };
  const where = `${file.path}, row ${line - 1} (line ${line})`;
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(String(first[2]));
  if (counts !== null) {
    throw failure(
      "ragged_row",
      `${where}: ${counts[2]} ${counts[2] === "1" ? "field" : "fields"}, where the header has ${counts[1]}: ${String(first[3])}`,
      place,
    );
  }
  const encoding = /ENCODING|UNICODE/i.test(String(first[1]));
  const reason = String(first[2]).split("\n")[0]!;
  throw failure(
    encoding ? "file_binary" : "ragged_row",
    `${where}: ${encoding ? "it is not in UTF-8" : reason}`,
    place,
  );
}
