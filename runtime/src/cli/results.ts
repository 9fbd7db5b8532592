/** What a run gives, in the file's rows, as every output format reads it. */
import type { Table } from "../data/table.ts";
import type { OutputInfo } from "../engine/native.ts";
import type { Outputs } from "../engine/program.ts";
import { shortDataMessage, type RunWarning } from "../engine/warnings.ts";

/** An alert that fired, by its row of the table, counted from 0. */
export interface AlertRow {
  readonly row: number;
  readonly name: string;
}

/** Of a whole file, or of rows that follow those before. */
export interface Results {
  readonly table: Table;
  /** The number, in the file, of a row of the table; both are counted from 0. */
  readonly rowOf: (row: number) => number;
  /** Whether rows carry their symbol. */
  readonly bySymbol: boolean;
  readonly outputs: readonly OutputInfo[];
  /** Of the file's length. */
  readonly values: Outputs;
  /** In the file's order. */
  readonly alerts: readonly AlertRow[];
  /** By symbol: what its rows are too few for. */
  readonly warnings: readonly (RunWarning & { readonly symbol: string | null })[];
}

/** A value of an output: null where it is missing or unknown. */
export type Cell = number | boolean | null;

/** Reads an output's value of a row. */
export function reader(results: Results, output: OutputInfo): (row: number) => Cell {
  const values = results.values[output.name]!;
  if (output.type === "bool") return (row) => (values[row] === 2 ? null : values[row] === 1);
  return (row) => {
    const value = values[row]!;
    return Number.isNaN(value) ? null : value;
  };
}

/** The column that says which row this is: the time stamp, or the row's number where the file has no time. */
export function stampColumn(results: Results): {
  readonly name: string;
  readonly at: (row: number) => string;
} {
  const { times } = results.table;
  return times === null
    ? { name: "row", at: (row) => String(results.rowOf(row)) }
    : { name: "timestamp", at: (row) => times[row]! };
}

/** Symbols that a warning names; more are counted. */
const NAMED = 3;

/** A line for each output and alert that some symbol has too few rows for, as stderr shows it. */
export function shortDataWarnings({ warnings, bySymbol }: Pick<Results, "warnings" | "bySymbol">): string[] {
  const groups = new Map<string, Results["warnings"][number][]>();
  for (const warning of warnings) {
    const key = `${warning.kind} ${warning.name}`;
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  return [...groups.values()].map((group) => {
    const { code, kind, name, needed, message } = group[0]!;
    const named = group.slice(0, NAMED).map(({ symbol, rows }) => `${symbol} has ${rows}`);
    if (group.length > NAMED) named.push(`${group.length - NAMED} more are too short`);
    return `${code} warning: ${bySymbol ? shortDataMessage(kind, name, needed, named.join(", ")) : message}\n`;
  });
}
