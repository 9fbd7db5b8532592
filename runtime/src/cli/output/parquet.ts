/** Parquet, as DuckDB writes it. */
import { join } from "node:path";
import type { DuckDBAppender, DuckDBValue } from "@duckdb/node-api";
import { openDatabase, quoteName, quoteText, type Database } from "../../data/database.ts";
import { failure } from "../../engine/errors.ts";
import { temporaryFolder } from "../files.ts";
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

/**
 * Columns for a Parquet file, which may come a part at a time, all of the same names and types. They are kept in a
 * database's file until the last has come, so that memory does not grow with them. What is missing is null.
 */
export class ParquetOutput {
  private columns: readonly Column[] | null = null;
  private appender: DuckDBAppender | null = null;

  private constructor(
    private readonly database: Database,
    private readonly folder: ReturnType<typeof temporaryFolder>,
    private readonly shown: string,
  ) {}

  /** `shown` names the file in errors: TA8009 where it cannot be written. */
  static async open(shown: string): Promise<ParquetOutput> {
    const folder = temporaryFolder();
    try {
      return new ParquetOutput(await openDatabase(join(folder.path, "rows.duckdb")), folder, shown);
    } catch (error) {
      folder.remove();
      throw error;
    }
  }

  async write(columns: readonly Column[]): Promise<void> {
    checkParquet(columns);
    await this.guard(async () => {
      this.appender ??= await this.begin(columns);
      await append(this.appender, columns);
    });
  }

  /** Writes the file. */
  async finish(path: string): Promise<void> {
    await this.guard(async () => {
      const select = this.columns!.map(
        (column, index) => `${typed(column, `c${index}`)} as ${quoteName(column.name)}`,
      );
      this.appender!.closeSync();
      await this.database.connection.run(
        `copy (select ${select.join(", ")} from result) to ${quoteText(path)} (format parquet, use_tmp_file false)`,
      );
    });
  }

  close(): void {
    this.database.close();
    this.folder.remove();
  }

  private async begin(columns: readonly Column[]): Promise<DuckDBAppender> {
    this.columns = columns;
    const { connection } = this.database;
    const types = columns.map((column) => storedAs(column));
    await connection.run(
      `create table result (${types.map((type, index) => `c${index} ${type}`).join(", ")})`,
    );
    return connection.createAppender("result");
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = this.database.reasonOf(error);
      if (reason === null) throw error;
      const message = `${this.shown}: it cannot be written: ${reason}`;
      throw failure("output_unwritable", message, { file: this.shown }, { cause: error });
    }
  }
}

/** Writes columns that are there whole to a file; throws as `ParquetOutput`. */
export async function writeParquet(columns: readonly Column[], path: string, shown: string): Promise<void> {
  const output = await ParquetOutput.open(shown);
  try {
    await output.write(columns);
    await output.finish(path);
  } finally {
    output.close();
  }
}

async function append(appender: DuckDBAppender, columns: readonly Column[]): Promise<void> {
  const { BIGINT, BOOLEAN, DOUBLE, INTEGER, VARCHAR, DuckDBDataChunk } = await import("@duckdb/node-api");
  const known = { BIGINT, BOOLEAN, DOUBLE, INTEGER, VARCHAR };
  const types = columns.map((column) => known[storedAs(column)]);
  const rows = columns[0]!.values.length;
  for (let from = 0; from < rows; from += CHUNK) {
    const to = Math.min(rows, from + CHUNK);
    const chunk = DuckDBDataChunk.create(types, to - from);
    columns.forEach((column, index) => chunk.setColumnValues(index, valuesOf(column, from, to)));
    appender.appendDataChunk(chunk);
    // An interrupt is served between chunks.
    await new Promise((resolve) => setImmediate(resolve));
  }
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
