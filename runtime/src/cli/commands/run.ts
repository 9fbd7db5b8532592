import { basename } from "node:path";
import type { DataReader } from "../../data/read.ts";
import { failure } from "../../engine/errors.ts";
import type { Program } from "../../engine/program.ts";
import { ChunkRun, execute } from "../execute.ts";
import { describeError, EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { openOutput, type RowFormat } from "../output/output.ts";
import { parseParams } from "../params.ts";
import { ProgressLine } from "../progress.ts";
import { shortDataWarnings, type Results } from "../results.ts";
import { planOfArgument } from "./compile.ts";

export interface RunFlags {
  readonly data: string;
  readonly by?: string;
  readonly param: readonly string[];
  readonly format?: string;
  readonly out?: string;
  readonly alerts?: boolean;
  readonly last?: boolean;
  readonly keepGoing?: boolean;
  readonly threads?: string;
  readonly progress?: boolean;
  readonly chunkRows?: string;
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

/** Rows of a chunk: some megabytes of a usual file and its results. */
const CHUNK = 1 << 16;

/** `ta run`: compiles, reads the bars, runs, writes. Nothing is written where any of it fails. */
export async function run(file: string | undefined, flags: RunFlags): Promise<number> {
  const format = chooseFormat(flags);
  const options = readOptions(flags, format);
  const plan = await planOfArgument(file, flags.expression, flags.opt);
  if (COLUMNS.includes(format) && !flags.alerts) refuseSameNames(plan.outputs, flags);
  const program = plan.bind({ params: parseParams(flags.param, plan.params) });
  const { openReader } = await import("../../data/read.ts");
  const reader = await openReader(flags.data, {
    fields: plan.requirements.fields,
    optional: format === "html" ? CANDLES : [],
    by: flags.by ?? null,
    timeFor: format === "html" ? "a chart" : flags.alerts ? "--alerts" : null,
  });
  try {
    if (flags.alerts && plan.alerts.length === 0)
      process.stderr.write("warning: the program has no alerts\n");
    return await over(reader, program, format, options, flags, file);
  } finally {
    reader.close();
  }
}

interface Options {
  readonly threads: number;
  readonly chunkRows: number;
}

function readOptions(flags: RunFlags, format: Format): Options {
  const count = (name: string, text: string | undefined, otherwise: number): number => {
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= 2 ** 24) return value;
    throw failure("usage", `${name} takes a number from 1, not "${text}"`);
  };
  if (flags.keepGoing && flags.by === undefined)
    throw failure("usage", "--keep-going is for the symbols of --by COLUMN");
  if (flags.last && format === "html") throw failure("usage", "a chart is of all rows: leave out --last");
  if (flags.last && flags.executor === "step")
    throw failure("usage", "--last is run by --executor batch alone");
  const threads = count("--threads", flags.threads, 0);
  if (threads > 1024) throw failure("usage", `--threads takes a number up to 1024, not ${threads}`);
  return { threads, chunkRows: count("--chunk-rows", flags.chunkRows, CHUNK) };
}

/** Runs over a file that is open. */
async function over(
  reader: DataReader,
  program: Program,
  format: Format,
  { threads, chunkRows }: Options,
  flags: RunFlags,
  file: string | undefined,
): Promise<number> {
  const { checked, sound, survey } = await import("../../data/survey.ts");
  const bySymbol = flags.by !== undefined;
  const keepGoing = flags.keepGoing === true;
  const last = flags.last === true;
  // All rows are held by what draws or lays out the whole, and by the executor that goes row by row.
  const whole = !last && (format === "table" || format === "html" || flags.executor === "step");
  const typed = format === "arrow" || format === "parquet";
  const first =
    keepGoing || (typed && !whole && !last && reader.timeType === null && reader.timeName !== null)
      ? await survey(reader, chunkRows, bySymbol, keepGoing)
      : null;
  for (const error of first?.broken.values() ?? []) process.stderr.write(describeError(error));
  const code = (first?.broken.size ?? 0) > 0 ? EXIT.data : EXIT.ok;
  const chunks = first === null ? checked(reader, chunkRows, bySymbol) : sound(reader, chunkRows, first);
  const named = { ...reader, timeType: first?.timeType ?? reader.timeType };
  const progress = new ProgressLine(flags.progress === true);

  if (whole) {
    const { chunkOf, collect } = await import("../../data/read.ts");
    const table = await collect(named, chunks);
    if (table.rows === 0) return code;
    let results: Results;
    if (flags.executor === "step")
      results = execute(program, table, { by: flags.by ?? null, executor: "step" });
    else {
      const run = new ChunkRun(program, named, { bySymbol, threads, last, chunkRows: table.rows });
      results = { ...run.run(chunkOf(table, 0, table.rows))!, table, warnings: run.warnings() };
    }
    progress.end(table.rows, null);
    for (const warning of shortDataWarnings(results)) process.stderr.write(warning);
    await write(results, format, flags, file);
    return code;
  }

  const run = new ChunkRun(program, named, { bySymbol, threads, last, chunkRows });
  const output = last
    ? null
    : await openOutput(format as RowFormat, flags.out ?? null, flags.alerts === true);
  try {
    for await (const chunk of chunks) {
      const results = run.run(chunk);
      if (results !== null) await output!.write(results);
      progress.tell(run.rows, run.count);
    }
    progress.end(run.rows, run.count);
    const warnings = run.warnings();
    for (const warning of shortDataWarnings({ warnings, bySymbol })) process.stderr.write(warning);
    // Where every symbol is wrong there is nothing to write.
    if (run.rows === 0) output?.abandon();
    else if (output !== null) await output.finish();
    else await write(run.last(), format, flags, file);
    return code;
  } catch (error) {
    progress.clear();
    output?.abandon();
    throw error;
  }
}

/** Writes a result that is there whole. */
async function write(
  results: Results,
  format: Format,
  flags: RunFlags,
  file: string | undefined,
): Promise<void> {
  const path = flags.out ?? null;
  if (format === "html") {
    const { htmlChart } = await import("../output/html.ts");
    await writeWhole(path, htmlChart(results, titleOf(file, flags.expression)));
  } else if (format === "table") {
    const { tableAlerts, tableRows } = await import("../output/table.ts");
    await writeWhole(path, flags.alerts ? tableAlerts(results) : tableRows(results));
  } else {
    const output = await openOutput(format, path, flags.alerts === true);
    try {
      await output.write(results);
      await output.finish();
    } catch (error) {
      output.abandon();
      throw error;
    }
  }
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
