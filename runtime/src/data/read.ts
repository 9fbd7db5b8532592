/**
 * Reads data files: Arrow through its own library, everything else through DuckDB; both are loaded only when needed.
 *
 * CSV and JSON come in as text, so that a time stamp leaves as it was given and a wrong value is named as it
 * stands in the file; DuckDB turns text into doubles, correctly rounded. Every rule that a file can break is
 * checked before a program sees a row.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
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

/** Reads what is wanted of a file. Throws a `TaError` of 7xxx that names the file and, where there is one, row and column. */
export async function readTable(path: string, wanted: Wanted): Promise<Table> {
  const file = inspect(path);
  if (file.format === "arrow") return (await import("./arrow.ts")).readArrow(path, wanted);
  const database = await openDatabase();
  try {
    return await read(database.connection, file, wanted);
  } catch (error) {
    const reason = database.reasonOf(error);
    if (reason === null) throw error;
    throw failure(
      "file_binary",
      `${path}: it cannot be read as ${file.format}: ${reason}`,
      { file: path },
      { cause: error },
    );
  } finally {
    database.close();
  }
}

async function read(connection: DuckDBConnection, file: DataFile, wanted: Wanted): Promise<Table> {
  const source = await open(connection, file);
  if (source.headers.length === 0)
    throw failure("file_empty", `${file.path}: the file has no rows`, { file: file.path });
  const chosen = chooseColumns(file.path, source.headers, wanted);
  const select = [
    ...chosen.fields.map(({ column }) => number(source, column)),
    chosen.fields.length === 0
      ? "0.0::double"
      : `case when ${chosen.fields.map(({ column }) => wrong(source, column)).join(" or ")} then 1.0::double else 0.0::double end`,
    chosen.time < 0 ? "''" : stamp(source, chosen.time),
    chosen.symbol < 0 ? "''" : `coalesce(cast(${name(source.columns[chosen.symbol]!.name)} as varchar), '')`,
  ];
  const result = await connection.run(`select ${select.join(", ")} from ${source.sql}`);

  const count = chosen.fields.length;
  const parts: Float64Array[][] = chosen.fields.map(() => []);
  const times: string[] = [];
  const symbols: string[] = [];
  let rows = 0;
  let bad = -1;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (let field = 0; field <= count; field++) {
      const { items } = chunk.getColumnVector(field) as unknown as { items: Float64Array };
      // The chunk's memory is DuckDB's: what is kept is copied.
      if (field < count) parts[field]!.push(items.slice());
      else if (bad < 0 && items.includes(1)) bad = rows + items.indexOf(1);
    }
    if (chosen.time >= 0) for (const value of chunk.getColumnValues(count + 1)) times.push(value as string);
    if (chosen.symbol >= 0)
      for (const value of chunk.getColumnValues(count + 2)) symbols.push(value as string);
    rows += chunk.rowCount;
  }
  if (file.format === "csv") await refuseRejected(connection, file);
  if (rows === 0)
    throw failure("file_empty", `${file.path}: the file has a header and no rows`, { file: file.path });
  if (bad >= 0) throw await wrongValue(connection, file, source, chosen, bad);
  return {
    file: file.path,
    rows,
    fields: new Map(chosen.fields.map(({ field }, index) => [field, join(parts[index]!, rows)])),
    times: chosen.time < 0 ? null : times,
    timeName: chosen.time < 0 ? null : source.headers[chosen.time]!,
    timeType: chosen.time < 0 || file.format !== "parquet" ? null : timeType(source, chosen.time),
    symbols: chosen.symbol < 0 ? null : symbols,
    symbolName: chosen.symbol < 0 ? null : source.headers[chosen.symbol]!,
  };
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
function timeType(source: Source, column: number): TimeType {
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
  return /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type) ? { kind: "integer" } : { kind: "text" };
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
