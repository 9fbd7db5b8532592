import { basename } from "node:path";
import type { Table } from "../../data/table.ts";
import { failure, notInThisVersion } from "../../engine/errors.ts";
import type { Params } from "../../engine/plan.ts";
import { execute } from "../execute.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import type { Results } from "../results.ts";
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

const FORMATS = ["table", "csv", "json", "html"] as const;
type Format = (typeof FORMATS)[number];
const LATER = ["arrow", "parquet"];
const CANDLES = ["open", "high", "low", "close", "volume"];

/** `ta run`: compiles, reads the bars, runs, writes. Nothing is written where any of it fails. */
export async function run(file: string | undefined, flags: RunFlags): Promise<number> {
  const format = chooseFormat(flags);
  const plan = await planOfArgument(file, flags.expression, flags.opt);
  if ((format === "csv" || format === "json") && !flags.alerts) refuseSameNames(plan.outputs, flags);
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
  await writeWhole(flags.out ?? null, await pieces(results, format, flags, file));
  return EXIT.ok;
}

function chooseFormat(flags: RunFlags): Format {
  const ending = /\.(csv|json|html?|parquet|arrow)$/i.exec(flags.out ?? "")?.[1]?.toLowerCase();
  const format = flags.format ?? (ending === "htm" ? "html" : ending) ?? "table";
  if (LATER.includes(format)) throw notInThisVersion(`the output format ${format}`);
  const known = FORMATS.find((name) => name === format);
  if (known === undefined)
    throw failure("usage", `--format is one of ${FORMATS.join(", ")}, not "${format}"`);
  return known;
}

async function pieces(
  results: Results,
  format: Format,
  flags: RunFlags,
  file: string | undefined,
): Promise<Iterable<string>> {
  switch (format) {
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

/** `--param name=value`, by the type that the plan says. */
function parseParams(given: readonly string[], known: readonly { name: string; type: string }[]): Params {
  const params: Record<string, number | boolean | string> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    if (at < 1) throw failure("usage", `--param takes name=value, not "${text}"`);
    const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (name in params) throw failure("usage", `--param ${name} is given twice`);
    params[name] = parseValue(name, value, known.find((param) => param.name === name)?.type);
  }
  return params;
}

function parseValue(name: string, value: string, type: string | undefined): number | boolean | string {
  // A parameter that the plan does not have goes on as text: the engine names it.
  if (type === undefined || type === "string") return value;
  if (type === "bool") {
    if (value === "true" || value === "false") return value === "true";
    throw failure("parameter_invalid", `the parameter ${name} is true or false, not "${value}"`);
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    throw failure("parameter_invalid", `the parameter ${name} is a number, not "${value}"`);
  }
  return Number(value);
}
