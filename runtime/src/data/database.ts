/** DuckDB, loaded only here. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { TaError } from "../engine/errors.ts";

export interface Database {
  readonly connection: DuckDBConnection;
  /** In DuckDB's words, why something failed; null for what is no error of DuckDB's, but ours. */
  reasonOf(error: unknown): string | null;
  close(): void;
}

export const quoteText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
export const quoteName = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** A database of its own, in memory or in a file: nothing is installed or fetched, and moments are shown in UTC. */
export async function openDatabase(path = ":memory:"): Promise<Database> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path, {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  return {
    connection,
    reasonOf(error) {
      // DuckDB's own errors begin with their kind.
      const message = String((error as Error).message);
      if (error instanceof TaError || !/^[\w ]+ Error: /.test(message)) return null;
      return message.split("\n")[0]!.replace(/^[\w ]*Error: /, "");
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
