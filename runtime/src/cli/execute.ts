/** Runs a program over a file, symbol by symbol: whole, or a chunk of rows at a time in bounded memory. */
import type { Chunk, DataReader } from "../data/read.ts";
import { streams, type Table } from "../data/table.ts";
import { guarded } from "../engine/errors.ts";
import type { NativeStreams } from "../engine/native.ts";
import type { Outputs, Program } from "../engine/program.ts";
import { shortData, type Given } from "../engine/warnings.ts";
import type { AlertRow, Results } from "./results.ts";

export interface ExecuteOptions {
  readonly by: string | null;
  readonly executor: "batch" | "step";
}

type Warnings = Results["warnings"][number][];

/** Runs a whole table, and puts every symbol's values back in the file's rows. */
export function execute(program: Program, table: Table, options: ExecuteOptions): Results {
  const { outputs } = program.plan;
  const parts = streams(table, options.by);
  const values = columns(program, table.rows);
  const alerts: AlertRow[] = [];
  const warnings: Warnings = [];
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
  const rowOf = (row: number): number => table.from + row;
  return { table, rowOf, bySymbol: options.by !== null, outputs, values, alerts, warnings };
}

function columns(program: Program, rows: number): Outputs {
  return Object.fromEntries(
    program.plan.outputs.map(({ name, type }) => [
      name,
      type === "float" ? new Float64Array(rows) : new Uint8Array(rows),
    ]),
  );
}

export interface ChunkOptions {
  /** Whether each symbol is run by itself. */
  readonly bySymbol: boolean;
  /** 0 for one of each CPU. */
  readonly threads: number;
  /** Whether only the last row of each symbol is wanted. */
  readonly last: boolean;
  /** The most rows of a chunk. */
  readonly chunkRows: number;
}

/** A program's runs over a file's symbols, which go on from chunk to chunk: to the bit as over the whole. */
export class ChunkRun {
  /** Rows so far. */
  rows = 0;
  private readonly engine: NativeStreams;
  private readonly fields: readonly string[];
  private readonly symbols = new Map<string, number>();
  /** By symbol: its rows, and the last one's number in the file and stamp. */
  private readonly counts: number[] = [];
  private readonly numbers: number[] = [];
  private readonly stamps: string[] = [];
  /** By symbol: rows looked at, and whether each output was known and each alert fired on some of them. */
  private readonly seen: number[] = [];
  private readonly spoke: boolean[][] = [];
  /** The latest row that something may be known from: who has more rows needs no warning. */
  private readonly latest: number;
  private readonly floats: Float64Array[];
  private readonly bools: Uint8Array[];
  private readonly fired: Uint8Array[];
  private readonly ids: Uint32Array;

  constructor(
    private readonly program: Program,
    private readonly reader: Pick<DataReader, "file" | "timeName" | "timeType" | "symbolName">,
    private readonly options: ChunkOptions,
  ) {
    const { outputs, alerts, inputs } = program.plan;
    const { validFrom, alertsFrom } = program.description;
    this.latest = Math.max(-1, ...validFrom.map((row) => row ?? -1), ...alertsFrom.map((row) => row ?? -1));
    const most = options.last ? 0 : options.chunkRows;
    this.engine = program.streams(options.threads);
    this.fields = inputs.map((input) => input.field);
    const count = (type: string) => outputs.filter((output) => output.type === type).length;
    this.floats = Array.from({ length: count("float") }, () => new Float64Array(most));
    this.bools = Array.from({ length: count("bool") }, () => new Uint8Array(most));
    this.fired = alerts.map(() => new Uint8Array(most));
    this.ids = new Uint32Array(options.bySymbol ? options.chunkRows : 0);
  }

  /** Symbols so far; null where the file is one stream. */
  get count(): number | null {
    return this.options.bySymbol ? this.symbols.size : null;
  }

  /** Runs a chunk. Its results are valid until the next; of a run for the last rows there are none. */
  run(chunk: Chunk): Results | null {
    const { rows } = chunk;
    const ids = this.number(chunk);
    const part = <T extends Float64Array | Uint8Array>(all: readonly T[]): T[] =>
      this.options.last ? [] : all.map((column) => column.subarray(0, rows) as T);
    const [floats, bools, fired] = [part(this.floats), part(this.bools), part(this.fired)];
    const inputs = this.fields.map((field) => chunk.fields.get(field)!);
    guarded(() => this.engine.run(ids, inputs, floats, bools, fired, rows, Infinity));
    this.rows += rows;
    if (this.options.last) return null;
    const { outputs, alerts } = this.program.plan;
    const [nextFloat, nextBool] = [floats.values(), bools.values()];
    const values = outputs.map(({ name, type }) => [
      name,
      (type === "float" ? nextFloat : nextBool).next().value!,
    ]);
    const found: AlertRow[] = [];
    alerts.forEach(({ name }, index) => {
      const column = fired[index]!;
      for (let row = column.indexOf(1); row >= 0; row = column.indexOf(1, row + 1)) found.push({ name, row });
    });
    found.sort((a, b) => a.row - b.row);
    const named = Object.fromEntries(values) as Outputs;
    this.note(rows, named, fired);
    const { time, symbols } = chunk;
    const times = time === null ? null : Array.from({ length: rows }, (_, row) => time(row));
    return this.results({ rows, times, symbols }, (row) => chunk.rowOf(row), named, found);
  }

  /** The last row of each symbol, in the order in which they came. */
  last(): Results {
    const { outputs, alerts } = this.program.plan;
    const rows = this.counts.length;
    const values = columns(this.program, rows);
    const found: AlertRow[] = [];
    for (let row = 0; row < rows; row++) {
      const last = this.engine.last(row);
      outputs.forEach(({ name }, index) => (values[name]![row] = last[index]!));
      alerts.forEach(({ name }, index) => {
        if (last[outputs.length + index] === 1) found.push({ name, row });
      });
    }
    const times = this.reader.timeName === null ? null : this.stamps;
    const symbols = this.options.bySymbol ? [...this.symbols.keys()] : null;
    return this.results({ rows, times, symbols }, (row) => this.numbers[row]!, values, found);
  }

  /** By symbol: what its rows are too few for, and gave nothing. */
  warnings(): Warnings {
    const { plan, description } = this.program;
    const names = this.options.bySymbol ? [...this.symbols.keys()] : [null];
    return this.counts.flatMap((rows, id) =>
      shortData(plan, description, rows, this.given(id)).map((warning) => ({
        ...warning,
        symbol: names[id]!,
      })),
    );
  }

  /** Which outputs of a symbol were known on some row, and which alerts fired: of the last row, or of all. */
  private given(id: number): Given {
    const { outputs, alerts } = this.program.plan;
    if (!this.options.last) {
      const spoke = this.spoke[id] ?? [];
      return {
        outputs: Object.fromEntries(outputs.map(({ name }, index) => [name, spoke[index] ? true : null])),
        alerts: alerts.filter((_, index) => spoke[outputs.length + index]),
      };
    }
    const last = this.engine.last(id);
    return {
      outputs: Object.fromEntries(outputs.map(({ name }, index) => [name, last[index]!])),
      alerts: alerts.filter((_, index) => last[outputs.length + index] === 1),
    };
  }

  /** Notes what was known, of symbols that may still turn out to have too few rows. */
  private note(rows: number, values: Outputs, fired: readonly Uint8Array[]): void {
    const { outputs } = this.program.plan;
    const columns = outputs.map(({ name, type }) => ({ values: values[name]!, float: type === "float" }));
    for (let row = 0; row < rows; row++) {
      const id = this.options.bySymbol ? this.ids[row]! : 0;
      const seen = this.seen[id] ?? 0;
      if (seen > this.latest) {
        if (!this.options.bySymbol) return;
        continue;
      }
      this.seen[id] = seen + 1;
      const spoke = (this.spoke[id] ??= []);
      columns.forEach(({ values, float }, index) => {
        const value = values[row]!;
        if (float ? !Number.isNaN(value) : value !== 2) spoke[index] = true;
      });
      fired.forEach((column, index) => {
        if (column[row] === 1) spoke[columns.length + index] = true;
      });
    }
  }

  /** Numbers the symbol of each row, and keeps what is told of its last row. */
  private number(chunk: Chunk): Uint32Array {
    const { rows, symbols, time } = chunk;
    const lasts = new Map<number, number>();
    if (!this.options.bySymbol) {
      this.counts[0] = (this.counts[0] ?? 0) + rows;
      lasts.set(0, rows - 1);
    } else {
      let [name, id, from] = ["", -1, 0];
      const end = (row: number): void => {
        if (id < 0) return;
        this.counts[id] = (this.counts[id] ?? 0) + row - from;
        lasts.set(id, row - 1);
      };
      for (let row = 0; row < rows; row++) {
        const own = symbols![row]!;
        if (own !== name || id < 0) {
          end(row);
          const known = this.symbols.get(own) ?? this.symbols.size;
          this.symbols.set(own, known);
          [name, id, from] = [own, known, row];
        }
        this.ids[row] = id;
      }
      end(rows);
    }
    if (this.options.last) {
      for (const [id, row] of lasts) {
        this.numbers[id] = chunk.rowOf(row);
        if (time !== null) this.stamps[id] = time(row);
      }
    }
    return this.options.bySymbol ? this.ids.subarray(0, rows) : this.ids;
  }

  private results(
    rows: Pick<Table, "rows" | "times" | "symbols">,
    rowOf: (row: number) => number,
    values: Outputs,
    alerts: readonly AlertRow[],
  ): Results {
    const { file, timeName, timeType, symbolName } = this.reader;
    const table: Table = { file, from: 0, fields: new Map(), timeName, timeType, symbolName, ...rows };
    const { outputs } = this.program.plan;
    return { table, rowOf, bySymbol: this.options.bySymbol, outputs, values, alerts, warnings: [] };
  }
}
