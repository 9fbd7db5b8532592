import { whyText } from "@laakhay/ta-compiler";
import { readTable } from "../../data/read.ts";
import { streams, type Stream, type Table } from "../../data/table.ts";
import { parseTime } from "../../data/time.ts";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { parseParams } from "../params.ts";
import { planOfArgument } from "./compile.ts";

export interface WhyFlags {
  readonly data: string;
  readonly output?: string;
  readonly alert?: string;
  readonly row?: string;
  readonly at?: string;
  readonly by?: string;
  readonly symbol?: string;
  readonly param: readonly string[];
  readonly deep?: boolean;
  readonly json?: boolean;
  readonly expression?: string;
}

/** `ta why`: the values behind a result in one row of a file. */
export async function why(file: string | undefined, flags: WhyFlags): Promise<number> {
  if (flags.row !== undefined && flags.at !== undefined)
    throw failure("usage", "--row and --at are two ways to name one row: give one of them");
  if (flags.symbol !== undefined && flags.by === undefined)
    throw failure("usage", "--symbol is for the symbols of --by COLUMN");
  if (flags.row !== undefined && !/^-?\d{1,9}$/.test(flags.row))
    throw failure("usage", `--row takes a whole number, not "${flags.row}"`);
  const plan = await planOfArgument(file, flags.expression, true);
  const program = plan.bind({ params: parseParams(flags.param, plan.params) });
  const table = await readTable(flags.data, {
    fields: plan.requirements.fields,
    optional: [],
    by: flags.by ?? null,
    timeFor: flags.at === undefined ? null : "--at",
  });
  const stream = streamOf(table, flags);
  const { rows, index, fields } = stream;
  const stamp = (row: number): string => table.times![index === null ? row : index[row]!]!;
  const row = flags.at === undefined ? flags.row : rowAt(flags.at, rows, stamp);
  // A program of constants reads no field, and still has the file's rows.
  const columns = fields.size === 0 ? { rows: new Float64Array(rows) } : Object.fromEntries(fields);
  const { output, alert, deep, symbol = null } = flags;
  const found = program.why(columns, {
    ...(output !== undefined && { output }),
    ...(alert !== undefined && { alert }),
    ...(row !== undefined && { row: Number(row) }),
    ...(deep !== undefined && { deep }),
  });
  const timestamp = table.times === null ? null : stamp(found.row);
  await writeWhole(null, [
    flags.json === true
      ? `${JSON.stringify({ ...found, symbol, timestamp }, null, 2)}\n`
      : whyText(found, { timestamp, symbol }),
  ]);
  return EXIT.ok;
}

function streamOf(table: Table, { by, symbol }: WhyFlags): Stream {
  const parts = streams(table, by ?? null);
  if (by === undefined) return parts[0]!;
  const names = parts.map((part) => part.symbol!);
  if (symbol === undefined && parts.length === 1) return parts[0]!;
  const shown = names.length > 12 ? `${names.slice(0, 12).join(", ")}, …` : names.join(", ");
  if (symbol === undefined) throw failure("usage", `why explains a row of one symbol: --symbol ${shown}`);
  const found = parts.find((part) => part.symbol === symbol);
  if (found === undefined) throw failure("usage", `the data has no symbol ${symbol}: it has ${shown}`);
  return found;
}

/** The row of a stamp: written as the file has it, or another way to write the same time. */
function rowAt(given: string, rows: number, stamp: (row: number) => string): number {
  const time = parseTime(given);
  for (let row = 0; row < rows; row += 1) {
    const written = stamp(row);
    if (written === given || (time !== null && parseTime(written) === time)) return row;
  }
  const range = rows === 0 ? "there are none" : `they go from ${stamp(0)} to ${stamp(rows - 1)}`;
  throw failure("usage", `no row has the time stamp ${given}: ${range}`);
}
