/** Parquet, as DuckDB writes it. */
import type { DuckDBValue } from "@duckdb/node-api";
import { openDatabase, quoteName, quoteText } from "../../data/database.ts";
import { failure } from "../../engine/errors.ts";
import type { Column } from "./columnar.ts";

/** Rows of one of DuckDB's chunks. */
const CHUNK = 2048;

/**
 * Throws TA8007 for columns that Parquet, as DuckDB writes it, cannot hold: two names that differ only in their
 * case, and nanoseconds with a zone.
 */
export function checkParquet(columns: readonly Column[]): void {
  const seen = new Map<string, string>();
  for (const column of columns) {
    const { name } = column;
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      const message = `the columns "${other}" and "${name}" are one name in Parquet; give one of them another`;
      throw failure("usage", message, { column: name });
    }
    seen.set(name.toLowerCase(), name);
    if (column.type !== "timestamp" || column.unit !== "ns" || column.zone === null) continue;
    if (column.values.some((count) => count % 1000n !== 0n)) {
      const message = `the stamps have nanoseconds and the zone ${column.zone}, which Parquet cannot hold; write --format arrow`;
      throw failure("usage", message, { column: name });
    }
  }
}

/** Writes the columns to a file. What is missing is null. Throws TA8009 where the file cannot be written. */
export async function writeParquet(columns: readonly Column[], path: string, shown: string): Promise<void> {
  const database = await openDatabase();
  try {
    const { connection } = database;
    const types = columns.map((column) => storedAs(column));
    await connection.run(
      `create table result (${types.map((type, index) => `c${index} ${type}`).join(", ")})`,
    );
    await append(connection, columns);
    const select = columns.map(
      (column, index) => `${typed(column, `c${index}`)} as ${quoteName(column.name)}`,
    );
    await connection.run(
      `copy (select ${select.join(", ")} from result) to ${quoteText(path)} (format parquet, use_tmp_file false)`,
    );
  } catch (error) {
    const reason = database.reasonOf(error);
    if (reason === null) throw error;
    const message = `${shown}: it cannot be written: ${reason}`;
    throw failure("output_unwritable", message, { file: shown }, { cause: error });
  } finally {
    database.close();
  }
}

type Connection = Awaited<ReturnType<typeof openDatabase>>["connection"];

async function append(connection: Connection, columns: readonly Column[]): Promise<void> {
  const { BIGINT, BOOLEAN, DOUBLE, INTEGER, VARCHAR, DuckDBDataChunk } = await import("@duckdb/node-api");
  const known = { BIGINT, BOOLEAN, DOUBLE, INTEGER, VARCHAR };
  const types = columns.map((column) => known[storedAs(column)]);
  const rows = columns[0]!.values.length;
  const appender = await connection.createAppender("result");
  for (let from = 0; from < rows; from += CHUNK) {
    const to = Math.min(rows, from + CHUNK);
    const chunk = DuckDBDataChunk.create(types, to - from);
    columns.forEach((column, index) => chunk.setColumnValues(index, valuesOf(column, from, to)));
    appender.appendDataChunk(chunk);
    // An interrupt is served between chunks.
    await new Promise((resolve) => setImmediate(resolve));
  }
  appender.closeSync();
}

function valuesOf(column: Column, from: number, to: number): DuckDBValue[] {
  if (column.type === "float")
    return Array.from(column.values.subarray(from, to), (value) => (Number.isNaN(value) ? null : value));
  if (column.type === "bool")
    return Array.from(column.values.subarray(from, to), (value) => (value === 2 ? null : value === 1));
  return [...column.values.slice(from, to)];
}

function storedAs(column: Column): "DOUBLE" | "BOOLEAN" | "VARCHAR" | "INTEGER" | "BIGINT" {
  switch (column.type) {
    case "float":
      return "DOUBLE";
    case "bool":
      return "BOOLEAN";
    case "text":
      return "VARCHAR";
    case "row":
    case "date":
      return "INTEGER";
    case "integer":
    case "timestamp":
      return "BIGINT";
  }
}

/** The column's own type, made of what is stored. */
function typed(column: Column, stored: string): string {
  if (column.type === "date") return `(date '1970-01-01' + ${stored})`;
  if (column.type !== "timestamp") return stored;
  const { unit, zone } = column;
  const micros = { s: `${stored} * 1000000`, ms: `${stored} * 1000`, us: stored, ns: `${stored} // 1000` }[
    unit
  ];
  // Moments of any zone are moments: Parquet says of them that they are in UTC, and no more.
  if (zone !== null) return `make_timestamptz(${micros})`;
  if (unit === "ns") return `make_timestamp_ns(${stored})`;
  const type = { s: "timestamp_s", ms: "timestamp_ms", us: "timestamp" }[unit];
  return `make_timestamp(${micros})::${type}`;
}
