import { streams } from "../../data/table.ts";
import { failure } from "../../engine/errors.ts";
import type { ParamInfo } from "../../engine/native.ts";
import type { Plan } from "../../engine/plan.ts";
import type { Fold, SweepResult } from "../../engine/sweep.ts";
import { EXIT } from "../exit.ts";
import { writeNamed, writeWhole } from "../files.ts";
import { parseGrid, parseReduce } from "../grids.ts";
import type { Column } from "../output/columnar.ts";
import { csvColumns, jsonColumns, tableColumns } from "../output/columns.ts";
import { parseParams } from "../params.ts";
import { planOfArgument } from "./compile.ts";

export interface SweepFlags {
  readonly data: string;
  readonly by?: string;
  readonly grid: readonly string[];
  readonly param: readonly string[];
  readonly reduce: readonly string[];
  readonly sort?: string;
  readonly top?: string;
  readonly format?: string;
  readonly out?: string;
  readonly threads?: string;
  readonly expression?: string;
}

const FORMATS = ["table", "csv", "json", "arrow", "parquet"] as const;
type Format = (typeof FORMATS)[number];
/** What the ending of --out says, where it is not the format's name. */
const ENDINGS: Readonly<Record<string, Format>> = {
  pq: "parquet",
  arrows: "arrow",
  feather: "arrow",
  ipc: "arrow",
};

/** The results of one symbol, or of the whole file. */
interface Part {
  readonly symbol: string | null;
  readonly result: SweepResult;
}

/** `ta sweep`: compiles, reads the bars, runs the grid, writes. Nothing is written where any of it fails. */
export async function sweep(file: string | undefined, flags: SweepFlags): Promise<number> {
  const format = chooseFormat(flags);
  if (flags.grid.length === 0)
    throw failure("usage", "values to try are due: --grid fast=5..60, once for each parameter");
  const top = countOf("--top", flags.top);
  const threads = countOf("--threads", flags.threads);
  const plan = await planOfArgument(file, flags.expression, true);
  const params = parseParams(flags.param, plan.params);
  const grid = parseGrid(flags.grid, plan.params);
  const reduce = parseReduce(flags.reduce, plan.outputs);
  refuseSameNames(plan, Object.keys(grid), flags);
  const sort = sortOf(plan, Object.keys(grid), flags.sort);
  const { readTable } = await import("../../data/read.ts");
  const table = await readTable(flags.data, {
    fields: plan.requirements.fields,
    optional: [],
    by: flags.by ?? null,
    timeFor: null,
  });
  const parts: Part[] = [];
  const all = streams(table, flags.by ?? null);
  const progress = new Progress(all.length);
  try {
    for (const { symbol, rows, fields } of all) {
      const bars = fields.size === 0 ? { rows: new Float64Array(rows) } : Object.fromEntries(fields);
      const onProgress = progress.follow(symbol);
      const options = { bars, params, reduce, onProgress, ...(threads !== null && { threads }) };
      parts.push({ symbol, result: await plan.sweep(grid, options) });
    }
  } finally {
    progress.clear();
  }
  const columns = pick(columnsOf(plan, parts, reduce, flags.by !== undefined), sort, top);
  if (format === "parquet") {
    const { checkParquet, writeParquet } = await import("../output/parquet.ts");
    const out = flags.out!;
    checkParquet(columns);
    await writeNamed(out, (name) => writeParquet(columns, name, out));
  } else await writeWhole(flags.out ?? null, await pieces(columns, format, flags, table.rows));
  return EXIT.ok;
}

async function pieces(
  columns: readonly Column[],
  format: Exclude<Format, "parquet">,
  flags: SweepFlags,
  rows: number,
): Promise<Iterable<string | Uint8Array>> {
  switch (format) {
    case "arrow": {
      const { arrowPieces } = await import("../output/arrow.ts");
      const stream = flags.out === undefined || /\.arrows$/i.test(flags.out);
      return arrowPieces(columns, stream ? "stream" : "file");
    }
    case "csv":
      return csvColumns(columns);
    case "json":
      return jsonColumns(columns);
    case "table": {
      const points = columns[0]!.values.length;
      const left = flags.by === undefined ? 0 : 1;
      return [
        tableColumns(columns, left),
        `${points} ${points === 1 ? "point" : "points"} over ${rows} rows\n`,
      ];
    }
  }
}

function chooseFormat(flags: SweepFlags): Format {
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

function countOf(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count))
    throw failure("usage", `${flag} takes a whole number of at least 1, not "${text}"`);
  return count;
}

/** How results are ordered: by a column, its greatest or its least first. */
interface Order {
  readonly column: string;
  readonly ascending: boolean;
}

function sortOf(plan: Plan, axes: readonly string[], text: string | undefined): Order | null {
  if (text === undefined) return null;
  const names = [...axes, ...[...plan.outputs, ...plan.alerts].map(({ name }) => name)];
  const [, name, way] = /^(.*?)(?::(asc|desc))?$/s.exec(text)!;
  const column = names.includes(text) ? text : name!;
  if (!names.includes(column))
    throw failure("usage", `--sort names "${column}", which is no column; there are ${names.join(", ")}`);
  return { column, ascending: column !== text && way === "asc" };
}

/** Refuses a second column of a name: in JSON the one would hide the other. */
function refuseSameNames(plan: Plan, axes: readonly string[], flags: SweepFlags): void {
  const seen = new Set([...axes, ...(flags.by === undefined ? [] : ["symbol"])]);
  if (flags.by !== undefined && axes.includes("symbol"))
    throw failure("usage", 'the parameter "symbol" is what a column of the result is called already');
  for (const { name } of [...plan.outputs, ...plan.alerts]) {
    if (seen.has(name)) {
      const message = `"${name}" is what a column of the result is called already; give the output another name`;
      throw failure("usage", message, { column: name });
    }
    seen.add(name);
  }
}

/** `[symbol,]<parameters>,<outputs>,<alerts>`: symbol by symbol, in the grid's order. */
function columnsOf(
  plan: Plan,
  parts: readonly Part[],
  reduce: Readonly<Record<string, Fold>>,
  bySymbol: boolean,
): Column[] {
  const joined = (of: (part: Part) => ArrayLike<number>): Float64Array => {
    const whole = new Float64Array(parts.reduce((sum, part) => sum + part.result.points, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(of(part), at);
      at += part.result.points;
    }
    return whole;
  };
  const columns: Column[] = [];
  if (bySymbol) {
    const values = parts.flatMap(({ symbol, result }) => new Array<string>(result.points).fill(symbol ?? ""));
    columns.push({ name: "symbol", type: "text", values });
  }
  for (const name of Object.keys(parts[0]?.result.params ?? {})) {
    const values = parts.flatMap(({ result }) => Array.from<number | boolean | string>(result.params[name]!));
    columns.push(
      paramColumn(
        plan.params.find((param) => param.name === name)!,
        values,
      ),
    );
  }
  for (const { name, type } of plan.outputs) {
    const values = joined(({ result }) => result.outputs[name]!);
    const fold = reduce[name] ?? "last";
    if (fold === "count") columns.push(counts(name, values));
    else if (type === "bool") columns.push({ name, type, values: Uint8Array.from(values) });
    else columns.push({ name, type: "float", values });
  }
  for (const { name } of plan.alerts) {
    columns.push(
      counts(
        name,
        joined(({ result }) => result.alerts[name]!),
      ),
    );
  }
  return columns;
}

const counts = (name: string, values: ArrayLike<number>): Column => ({
  name,
  type: "integer",
  values: BigInt64Array.from(Array.from(values, BigInt)),
});

function paramColumn({ name, type }: ParamInfo, values: readonly (number | boolean | string)[]): Column {
  switch (type) {
    case "int":
      return counts(name, values as readonly number[]);
    case "float":
      return { name, type, values: Float64Array.from(values as readonly number[]) };
    case "bool":
      return { name, type, values: Uint8Array.from(values, Number) };
    case "string":
      return { name, type: "text", values: values as readonly string[] };
  }
}

/** The columns in the order that was asked for, as far as they were asked for. What is missing comes last. */
function pick(columns: readonly Column[], sort: Order | null, top: number | null): readonly Column[] {
  const order = Array.from(columns[0]!.values.keys());
  if (sort !== null) {
    const column = columns.find(({ name }) => name === sort.column)!;
    const missing = (value: unknown): boolean =>
      Number.isNaN(value) || (column.type === "bool" && value === 2);
    // Stable: what is equal stays in the grid's order.
    order.sort((a, b) => {
      const [one, other] = [column.values[a]!, column.values[b]!];
      if (missing(one) || missing(other)) return Number(missing(one)) - Number(missing(other));
      return (one < other ? -1 : one > other ? 1 : 0) * (sort.ascending ? 1 : -1);
    });
  }
  if (sort === null && (top === null || top >= order.length)) return columns;
  const chosen = top === null ? order : order.slice(0, top);
  return columns.map((column): Column => {
    if (column.type === "text") return { ...column, values: chosen.map((at) => column.values[at]!) };
    const kind = column.values.constructor as new (length: number) => Float64Array;
    const values = new kind(chosen.length);
    chosen.forEach((at, index) => (values[index] = column.values[at] as number));
    return { ...column, values } as Column;
  });
}

/** How far the work is, on stderr where somebody watches it. */
class Progress {
  private part = 0;
  private readonly shown = process.stderr.isTTY === true;

  constructor(private readonly parts: number) {}

  follow(symbol: string | null): (progress: { readonly points: number; readonly total: number }) => void {
    this.part++;
    const where = symbol === null ? "" : `${symbol}, ${this.part} of ${this.parts}: `;
    return ({ points, total }) => {
      if (this.shown) process.stderr.write(`\r\x1b[K${where}${points} of ${total} points`);
    };
  }

  clear(): void {
    if (this.shown) process.stderr.write("\r\x1b[K");
  }
}
