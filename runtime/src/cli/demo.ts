/** The main job, shown: one program over the embedded bars, symbol by symbol. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { streams, type Table } from "../data/table.ts";
import { readTable } from "../data/read.ts";
import { compile, type Plan } from "../engine/plan.ts";
import type { Program } from "../engine/program.ts";
import { execute } from "./execute.ts";
import { writeWhole } from "./files.ts";
import { htmlChart } from "./output/html.ts";
import { align, readable } from "./output/table.ts";
import { reader, shortDataWarnings, type Results } from "./results.ts";

const PROGRAM = "examples/golden_cross.ta";
const DATA = "data/stocks.csv.gz";
const CHART = "demo/index.html";
const BY = "Ticker";
const LAST = 3;

/** Runs it, prints what it gave and writes the chart. */
export async function demo(root: string): Promise<void> {
  const say = (text = ""): void => void process.stdout.write(`${text}\n`);
  const plan = compile(readFileSync(join(root, PROGRAM), "utf8"));
  const program = plan.bind();
  const table = await readTable(join(root, DATA), {
    fields: plan.requirements.fields,
    optional: ["open", "high", "low", "close", "volume"],
    by: BY,
    timeFor: "the demo",
  });
  const results = execute(program, table, { by: BY, executor: "batch" });
  for (const warning of shortDataWarnings(results)) process.stderr.write(warning);

  say(`${PROGRAM} over ${DATA}`);
  say(
    `${plan.id}, ${plan.bytes.length} bytes, valid from row ${Math.max(...Object.values(program.validFrom).map((row) => row ?? 0))}`,
  );
  for (const [symbol, rows] of rowsBySymbol(results)) {
    say();
    say(`${symbol}: ${rows.length} rows, the last ${LAST}`);
    say(lastRows(results, rows.slice(-LAST)));
    const own = new Set(rows);
    const fired = results.alerts.filter((alert) => own.has(alert.row));
    say(`${fired.length} alerts fired${fired.length === 0 ? "" : ":"}`);
    for (const { name } of plan.alerts) {
      const dates = fired.filter((alert) => alert.name === name).map((alert) => table.times![alert.row]!);
      if (dates.length > 0) say(`  ${name}: ${dates.join(" ")}`);
    }
  }
  say();
  sayWork(plan, program, say);
  say(speed(program, table));

  mkdirSync(join(root, "demo"), { recursive: true });
  await writeWhole(join(root, CHART), htmlChart(results, PROGRAM));
  say(`chart: ${join(root, CHART)}`);
}

function rowsBySymbol(results: Results): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [row, symbol] of results.table.symbols!.entries()) {
    const rows = groups.get(symbol);
    if (rows === undefined) groups.set(symbol, [row]);
    else rows.push(row);
  }
  return groups;
}

function lastRows(results: Results, rows: readonly number[]): string {
  const readers = results.outputs.map((output) => reader(results, output));
  const headers = ["date", ...results.outputs.map((output) => output.name)];
  return align(
    headers,
    rows.map((row) => [results.table.times![row]!, ...readers.map((read) => readable(read(row)))]),
    1,
  );
}

/** What the compiler did: in its own words, and as it came out. */
function sayWork(plan: Plan, program: Program, say: (text: string) => void): void {
  const { instructions, lanes, level, stateBytes } = program.description;
  const report = plan.compiled?.report;
  if (report !== undefined) {
    say(
      `compiler: ${report.before} instructions became ${report.after}, at most ${report.peakLive} registers live`,
    );
    for (const line of report.shared) say(`  shared: ${line}`);
    for (const line of report.batched) say(`  batched: ${line}`);
  }
  say(
    `engine: ${lanes} operations in ${instructions} dispatches on ${level}, ${stateBytes} bytes of state a symbol`,
  );
}

/** Rows per second of the whole program on one thread, over runs of half a second. */
function speed(program: Program, table: Table): string {
  const parts = streams(table, BY).map(({ fields }) => Object.fromEntries(fields));
  const into = parts.map((bars) => program.run(bars).outputs);
  let rows = 0;
  const start = performance.now();
  while (performance.now() - start < 500) {
    parts.forEach((bars, index) => (rows += program.run(bars, { into: into[index]! }).rows));
  }
  const rate = rows / ((performance.now() - start) / 1000);
  return `speed: ${(rate / 1e6).toFixed(1)} million rows a second, every output and alert, one thread`;
}
