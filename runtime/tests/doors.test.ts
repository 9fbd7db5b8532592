/**
 * golden/doors.json: one plan over real bars, and the bits that every door must answer with. Here is what Node gives;
 * C, Python and Rust compare theirs with the same file. With BLESS=1 (`npm run bless doors`) it is written anew.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compile, loadPlan } from "../src/index.ts";
import { root } from "./setup.ts";

type Value = number | boolean | string;

/** What a run gives: of each output and alert SHA-256 of its column's bytes, of the state that of its snapshot. */
interface Run {
  readonly params: Readonly<Record<string, Value>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** One byte a row, 1 where it fires. */
  readonly alerts: Readonly<Record<string, string>>;
  readonly snapshot: string;
}

interface Doors {
  readonly about: string;
  readonly program: string;
  readonly id: string;
  /** The plan's bytes in hexadecimal. */
  readonly plan: string;
  readonly bars: { readonly file: string; readonly ticker: string; readonly rows: number };
  /** Of each column of the bars, in the plan's order, its header in the file and SHA-256 of its bytes. */
  readonly inputs: Readonly<Record<string, { readonly header: string; readonly sha256: string }>>;
  readonly runs: readonly Run[];
}

const file = resolve(root, "golden/doors.json");
const program = "golden/doors/doors.ta";
const bars = { file: "data/stocks.csv.gz", ticker: "AAPL" };
const about =
  "Columns are little-endian: doubles, a missing one 0x7ff8000000000000; conditions one byte, 2 unknown; alerts one byte, 1 where it fires. Written by runtime/tests/doors.test.ts (npm run bless doors).";
const params: Readonly<Record<string, Value>>[] = [
  {},
  { fast: 20, slow: 100, width: 2.5, loud: false, kind: "kama" },
];

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const bytesOf = (column: Float64Array | Uint8Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

function read(): { headers: Record<string, string>; columns: Record<string, Float64Array> } {
  const lines = gunzipSync(readFileSync(resolve(root, bars.file)))
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const rows = lines.filter(([ticker]) => ticker === bars.ticker);
  const headers: Record<string, string> = {};
  const columns: Record<string, Float64Array> = {};
  for (const field of ["open", "high", "low", "close", "volume"]) {
    const at = lines[0]!.findIndex((header) => header.toLowerCase() === field);
    headers[field] = lines[0]![at]!;
    columns[field] = Float64Array.from(rows, (row) => Number(row[at]));
  }
  return { headers, columns };
}

function measure(): Doors {
  const plan = compile(readFileSync(resolve(root, program), "utf8"));
  const { headers, columns } = read();
  const rows = columns.close!.length;
  const fields = [...plan.requirements.fields];
  const runs = params.map((given): Run => {
    const bound = plan.bind({ params: given });
    const { outputs, alerts } = bound.run(columns);
    using session = bound.open();
    for (let row = 0; row < rows; row++) {
      session.push(Object.fromEntries(fields.map((field) => [field, columns[field]![row]!])));
    }
    const fired = plan.alerts.map(({ name }): [string, string] => {
      const column = new Uint8Array(rows);
      for (const alert of alerts) if (alert.name === name) column[alert.row] = 1;
      return [name, sha256(column)];
    });
    return {
      params: given,
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, column]) => [name, sha256(bytesOf(column))]),
      ),
      alerts: Object.fromEntries(fired),
      snapshot: sha256(session.snapshot()),
    };
  });
  return {
    about,
    program,
    id: plan.id,
    plan: Buffer.from(plan.bytes).toString("hex"),
    bars: { ...bars, rows },
    inputs: Object.fromEntries(
      fields.map((field) => [field, { header: headers[field]!, sha256: sha256(bytesOf(columns[field]!)) }]),
    ),
    runs,
  };
}

describe("golden/doors.json", () => {
  const measured = measure();
  if (process.env.BLESS) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
  const golden = JSON.parse(readFileSync(file, "utf8")) as Doors;

  test("is what Node gives", () => {
    expect(measured).toEqual(golden);
  });

  test("holds the plan that the program compiles to", () => {
    expect(loadPlan(Buffer.from(golden.plan, "hex")).id).toBe(golden.id);
  });

  test("tells apart what it must: parameters change the bits", () => {
    const [first, second] = golden.runs;
    for (const name of ["average", "channel.upper", "rising", "spike"]) {
      expect(first!.outputs[name], name).not.toBe(second!.outputs[name]);
    }
    expect(first!.alerts.crossed).not.toBe(second!.alerts.crossed);
    expect(Object.keys(golden.inputs)).toEqual(expect.arrayContaining(["close", "high", "low", "volume"]));
  });
});
