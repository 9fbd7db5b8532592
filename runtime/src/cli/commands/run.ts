import { basename } from "node:path";
import type { Table } from "../../data/table.ts";
import { failure } from "../../engine/errors.ts";
import { execute } from "../execute.ts";
import { EXIT } from "../exit.ts";
import { writeNamed, writeWhole } from "../files.ts";
import { parseParams } from "../params.ts";
import { shortDataWarnings, type Results } from "../results.ts";
import { planOfArgument } from "./compile.ts";

export interface RunFlags {
  readonly data: string;
  readonly by?: string;
  readonly param: readonly string[];
  readonly format?: string;
  readonly out?: string;
  readonly alerts?: boolean;
  readonly executor: "batch" | "step";
  readonly opt: boolean;
  readonly expression?: string;
}

const FORMATS = ["table", "csv", "json", "arrow", "parquet", "html"] as const;
type Format = (typeof FORMATS)[number];
/** Formats whose columns have names that must differ. */
const COLUMNS: readonly Format[] = ["csv", "json", "arrow", "parquet"];
/** What the ending of --out says, where it is not the format's name. */
const ENDINGS: Readonly<Record<string, Format>> = {
  htm: "html",
  pq: "parquet",
  arrows: "arrow",
  feather: "arrow",
  ipc: "arrow",
};
const CANDLES = ["open", "high", "low", "close", "volume"];

/** `ta run`: compiles, reads the bars, runs, writes. Nothing is written where any of it fails. */
export async function run(file: string | undefined, flags: RunFlags): Promise<number> {
  const format = chooseFormat(flags);
  const plan = await planOfArgument(file, flags.expression, flags.opt);
  if (COLUMNS.includes(format) && !flags.alerts) refuseSameNames(plan.outputs, flags);
  const program = plan.bind({ params: parseParams(flags.param, plan.params) });
  const { readTable } = await import("../../data/read.ts");
  const table: Table = await readTable(flags.data, {
    fields: plan.requirements.fields,
    optional: format === "html" ? CANDLES : [],
    by: flags.by ?? null,
    timeFor: format === "html" ? "a chart" : flags.alerts ? "--alerts" : null,
  });
  if (flags.alerts && plan.alerts.length === 0) process.stderr.write("warning: the program has no alerts\n");
  const results = execute(program, table, { by: flags.by ?? null, executor: flags.executor });
  for (const warning of shortDataWarnings(results)) process.stderr.write(warning);
  if (format === "parquet") await writeParquetFile(results, flags);
  else await writeWhole(flags.out ?? null, await pieces(results, format, flags, file));
  return EXIT.ok;
}

function chooseFormat(flags: RunFlags): Format {
  const ending = /\.([^./\\]+)$/.exec(flags.out ?? "")?.[1]?.toLowerCase() ?? "";
  const named = ENDINGS[ending] ?? FORMATS.find((name) => name !== "table" && name === ending);
  const format = flags.format ?? named ?? "table";
  if (format === "parquet" && flags.out === undefined)
    throw failure("usage", "Parquet is written to a file: --out FILE");
  const known = FORMATS.find((name) => name === format);
  if (known === undefined)
    throw failure("usage", `--format is one of ${FORMATS.join(", ")}, not "${format}"`);
  return known;
}

async function writeParquetFile(results: Results, flags: RunFlags): Promise<void> {
  const { alertColumns, resultColumns } = await import("../output/columnar.ts");
  const { checkParquet, writeParquet } = await import("../output/parquet.ts");
  const out = flags.out!;
  const columns = flags.alerts ? alertColumns(results) : resultColumns(results);
  checkParquet(columns);
  await writeNamed(out, (name) => writeParquet(columns, name, out));
}

async function pieces(
  results: Results,
  format: Exclude<Format, "parquet">,
  flags: RunFlags,
  file: string | undefined,
): Promise<Iterable<string | Uint8Array>> {
  switch (format) {
    case "arrow": {
      const { alertColumns, resultColumns } = await import("../output/columnar.ts");
      const { arrowPieces } = await import("../output/arrow.ts");
      // A pipe is read as it comes; a file may be looked into anywhere.
      const stream = flags.out === undefined || /\.arrows$/i.test(flags.out);
      return arrowPieces(
        flags.alerts ? alertColumns(results) : resultColumns(results),
        stream ? "stream" : "file",
      );
    }
    case "csv": {
      const { csvAlerts, csvRows } = await import("../output/csv.ts");
      return flags.alerts ? csvAlerts(results) : csvRows(results);
    }
    case "json": {
      const { jsonAlerts, jsonRows } = await import("../output/json.ts");
      return flags.alerts ? jsonAlerts(results) : jsonRows(results);
    }
    case "html": {
      const { htmlChart } = await import("../output/html.ts");
      return htmlChart(results, titleOf(file, flags.expression));
    }
    case "table": {
      const { tableAlerts, tableRows } = await import("../output/table.ts");
      return flags.alerts ? tableAlerts(results) : tableRows(results);
    }
  }
}

/** A chart's title: the file's name, or the beginning of what was typed. */
function titleOf(file: string | undefined, expression: string | undefined): string {
  if (expression === undefined) return file === undefined || file === "-" ? "ta" : basename(file);
  const line = expression.trim().replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** Refuses outputs that would be a second column of a name: in JSON the one would hide the other. */
function refuseSameNames(outputs: readonly { readonly name: string }[], flags: RunFlags): void {
  const own = ["timestamp", "row", ...(flags.by === undefined ? [] : ["symbol"])];
  const same = outputs.find(({ name }) => own.includes(name));
  if (same === undefined) return;
  const message = `the output "${same.name}" is what a column of the result is called already; give it another name`;
  throw failure("usage", message, { column: same.name });
}
