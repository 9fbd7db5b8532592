/** Runs a program over a table, symbol by symbol. */
import { streams, type Table } from "../data/table.ts";
import type { Outputs, Program } from "../engine/program.ts";
import type { AlertRow, Results } from "./results.ts";

export interface ExecuteOptions {
  readonly by: string | null;
  readonly executor: "batch" | "step";
}

/** Runs, and puts every symbol's values back in the file's rows. */
export function execute(program: Program, table: Table, options: ExecuteOptions): Results {
  const { outputs } = program.plan;
  const parts = streams(table, options.by);
  const values: Outputs = Object.fromEntries(
    outputs.map(({ name, type }) => [
      name,
      type === "float" ? new Float64Array(table.rows) : new Uint8Array(table.rows),
    ]),
  );
  const alerts: AlertRow[] = [];
  const warnings: Results["warnings"][number][] = [];
  for (const { symbol, index, rows, fields } of parts) {
    // A program of constants reads no field, and still has the file's rows.
    const columns = fields.size === 0 ? { rows: new Float64Array(rows) } : Object.fromEntries(fields);
    const run = program.run(
      columns,
      index === null ? { into: values, executor: options.executor } : { executor: options.executor },
    );
    if (index !== null) {
      for (const { name } of outputs) {
        const own = run.outputs[name]!;
        const whole = values[name]!;
        for (let row = 0; row < rows; row++) whole[index[row]!] = own[row]!;
      }
    }
    for (const warning of run.warnings) warnings.push({ ...warning, symbol });
    for (const { name, row } of run.alerts) alerts.push({ name, row: index === null ? row : index[row]! });
  }
  // By row of the file; the sort is stable, so alerts of one row stay in the program's order.
  alerts.sort((a, b) => a.row - b.row);
  return { table, bySymbol: options.by !== null, outputs, values, alerts, warnings };
}
