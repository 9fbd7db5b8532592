import { engineColumns, isShared, placed, type Bars, type Timestamp } from "./columns.ts";
import { checkWork, type Limits } from "./limits.ts";
import { failure, fromNative, guarded } from "./errors.ts";
import {
  runPanel,
  type PanelOptions,
  type PanelResult,
  type SymbolHistory,
  type SymbolLast,
  type Universe,
} from "./panel.ts";
import { MOST_BLOCK_ROWS } from "./native.ts";
import type {
  NativeColumns,
  NativeProgram,
  NativeStreams,
  PlanDescription,
  ProgramDescription,
} from "./native.ts";
import { checkNames, shown } from "./options.ts";
import { Session } from "./session.ts";
import { checkTask, follow, type TaskOptions } from "./task.ts";
import { LiveUniverse } from "./universe.ts";
import type { RowReasons, WhyOptions } from "./why.ts";
import { shortData, type RunWarning } from "./warnings.ts";

/**
 * Outputs by name. Floats have NaN where missing; conditions are 0, 1, or 2 where unknown. Those that one `run` made may be
 * views of one ArrayBuffer where they are short: `slice` a column before its buffer is transferred.
 */
export type Outputs = Record<string, Float64Array | Uint8Array>;

/** An alert that fired, and where. */
export interface FiredAlert {
  readonly name: string;
  /** Counted from 0. */
  readonly row: number;
  readonly timestamp?: Timestamp;
}

export interface RunResult {
  readonly rows: number;
  readonly outputs: Outputs;
  /** By row, then in the order of the program. */
  readonly alerts: readonly FiredAlert[];
  /** TA5005 for each output and alert that needs more rows than there are. */
  readonly warnings: readonly RunWarning[];
}

export interface RunOptions {
  /** Buffers to fill instead of new ones: the same keys, types and length. */
  readonly into?: Outputs;
  /** By blocks, or row by row as a session would: to the bit the same. */
  readonly executor?: "batch" | "step";
  /** Rows of a block, 1 to 1,024; it does not change a bit. */
  readonly blockRows?: number;
}

export interface RunAsyncOptions extends RunOptions, TaskOptions {}

/** What both ways to run read of their options. */
interface Way {
  readonly step: boolean;
  readonly blockRows: number;
}

/** Buffers by output, in the plan's order of either type, as the engine takes them; one may hold several of them. */
interface Buffers {
  readonly floats: Float64Array[];
  readonly bools: Uint8Array[];
}

/** Outputs, and the arrays that hold them. */
interface Allocated extends Buffers {
  readonly outputs: Outputs;
}

/**
 * Bytes up to which columns are views of one ArrayBuffer: each buffer of its own costs a call as much as hundreds of rows
 * of a kernel. Larger ones the system would give anew, page by page; and whoever keeps one column keeps no more than this.
 */
const ONE_BUFFER = 1 << 15;

/** New columns, in the arrays that hold them; whatever stands in their memory is overwritten before anybody sees it. */
function room<T>(
  kind: {
    readonly BYTES_PER_ELEMENT: number;
    new (length: number): T;
    new (buffer: ArrayBuffer, offset: number, length: number): T;
  },
  count: number,
  rows: number,
): { readonly arrays: T[]; readonly columns: T[] } {
  const arrays: T[] = [];
  const columns: T[] = [];
  const bytes = kind.BYTES_PER_ELEMENT * rows;
  const together = Math.max(1, Math.floor(ONE_BUFFER / Math.max(1, bytes)));
  while (columns.length < count) {
    const some = rows === 0 ? 1 : Math.min(together, count - columns.length);
    if (some === 1) {
      const own = new kind(rows);
      arrays.push(own);
      columns.push(own);
      continue;
    }
    const { buffer } = Buffer.allocUnsafeSlow(some * bytes);
    arrays.push(new kind(buffer, 0, some * rows));
    for (let place = 0; place < some; place++) columns.push(new kind(buffer, place * bytes, rows));
  }
  return { arrays, columns };
}

/** A plan with its parameters settled: immutable, run as often and on as much as one likes. */
export class Program {
  readonly description: ProgramDescription;
  private readonly fields: readonly string[];
  /** Where alerts were flagged by the last run, for the next one. */
  private flags: Uint8Array | null = null;

  /** Use `plan.bind`. */
  constructor(
    readonly plan: PlanDescription,
    private readonly engine: NativeProgram,
    private readonly explain: (bars: Bars, options: WhyOptions) => RowReasons,
    private readonly limits: Limits = {},
  ) {
    this.description = JSON.parse(engine.describe()) as ProgramDescription;
    this.fields = plan.inputs.map((input) => input.field);
  }

  /** By output the first row of which every operand is known, gaps apart; with branches a value may come earlier. */
  get validFrom(): Readonly<Record<string, number | null>> {
    return Object.fromEntries(
      this.plan.outputs.map((output, index) => [output.name, this.description.validFrom[index] ?? null]),
    );
  }

  /**
   * Runs over rows from the start of history. Throws TA8003 where a buffer of `into` does not fit and TA7xxx
   * where the bars are wrong, before anything is written but for TA7006: an infinite value is found as rows come, and the
   * buffers may hold rows before it. TA8014 beyond the plan's limits of work, before anything is written, or of time, found
   * as rows come too.
   */
  run(bars: Bars, options: RunOptions = {}): RunResult {
    const { step, blockRows } = wayOf("run", options, RUN_OPTIONS);
    const { rows, inputs, timestamp } = engineColumns(bars, this.fields);
    checkWork(this.limits, rows, this.description.lanes);
    const { outputs, floats, bools } =
      options.into === undefined ? this.allocate(rows) : this.given(this.check(options.into, rows));
    const flags = this.takeFlags(rows);
    const { length } = this.plan.alerts;
    // Of no rows each column is as empty as the others.
    const one = length > 0 && rows > 0;
    const flagged = one
      ? [flags.subarray(0, length * rows)]
      : this.plan.alerts.map(() => flags.subarray(0, 0));
    try {
      this.engine.run(inputs, floats, bools, flagged, rows, step, blockRows, this.milliseconds);
    } catch (error) {
      throw placed(fromNative(error), this.fields, inputs);
    }
    const fired = this.plan.alerts.map((_, at) => flags.subarray(at * rows, (at + 1) * rows));
    const result = this.result(rows, outputs, fired, timestamp);
    this.flags = flags;
    return result;
  }

  /**
   * Runs as `run` does, to the bit, on a thread of the engine's own: neither the event loop nor Node's thread pool
   * waits for it. The bars are copied before this returns, so they may be changed or transferred at once; `into` is
   * filled when the work is done, just before the promise resolves, and left alone where it is not.
   *
   * Rejects as `run` throws, and with `signal.reason` where the signal is aborted, before it starts or by the next
   * tile of some ten thousand rows.
   */
  async runAsync(bars: Bars, options: RunAsyncOptions = {}): Promise<RunResult> {
    const { step, blockRows } = wayOf("runAsync", options, RUN_ASYNC_OPTIONS);
    checkTask(options);
    const { rows, inputs, timestamp } = engineColumns(bars, this.fields);
    checkWork(this.limits, rows, this.description.lanes);
    const { into } = options;
    const { floats, bools } =
      into === undefined ? { floats: [], bools: [] } : this.buffers(this.check(into, rows));
    // Only alerts ask for stamps, after the caller may have changed theirs.
    const stamps = timestamp === null || this.plan.alerts.length === 0 ? null : Array.from(timestamp);
    const filled = await follow<NativeColumns>(
      (report) => this.engine.start(inputs, floats, bools, rows, step, blockRows, this.milliseconds, report),
      rows,
      options,
    ).catch((error: unknown) => {
      throw placed(error, this.fields, inputs);
    });
    const outputs = this.named(filled);
    // Checked again: meanwhile a buffer may have been transferred away.
    if (into !== undefined) {
      this.check(into, rows);
      for (const { name } of this.plan.outputs) into[name]!.set(outputs[name]!);
    }
    return this.result(rows, into ?? outputs, filled.alerts, stamps);
  }

  private get milliseconds(): number {
    return this.limits.milliseconds ?? Infinity;
  }

  /** Why an output or alert is what it is in a row: `plan.why` at this program's parameters. */
  why(bars: Bars, options: WhyOptions = {}): RowReasons {
    return this.explain(bars, options);
  }

  private result(
    rows: number,
    outputs: Outputs,
    fired: readonly Uint8Array[],
    timestamp: ArrayLike<Timestamp> | null,
  ): RunResult {
    const alerts = this.collect(fired, rows, timestamp);
    const warnings = shortData(this.plan, this.description, rows, { outputs, alerts });
    return { rows, outputs, alerts, warnings };
  }

  private given(outputs: Outputs): Allocated {
    return { outputs, ...this.buffers(outputs) };
  }

  private buffers(outputs: Outputs): Buffers {
    const floats: Float64Array[] = [];
    const bools: Uint8Array[] = [];
    for (const { name, type } of this.plan.outputs) {
      if (type === "float") floats.push(outputs[name] as Float64Array);
      else bools.push(outputs[name] as Uint8Array);
    }
    return { floats, bools };
  }

  private named(columns: {
    readonly floats: readonly Float64Array[];
    readonly bools: readonly Uint8Array[];
  }) {
    const floats = columns.floats.values();
    const bools = columns.bools.values();
    return Object.fromEntries(
      this.plan.outputs.map(({ name, type }) => [name, (type === "float" ? floats : bools).next().value!]),
    ) as Outputs;
  }

  /** Room for a column of each alert: the last run's, unless a run is in the middle of reading it. */
  private takeFlags(rows: number): Uint8Array {
    const flags = this.flags;
    this.flags = null;
    const due = this.plan.alerts.length * rows;
    return flags !== null && flags.length >= due ? flags : new Uint8Array(due);
  }

  private allocate(rows: number): Allocated {
    const { outputs } = this.plan;
    const count = outputs.reduce((floats, { type }) => floats + Number(type === "float"), 0);
    const long = rows < LONG ? null : guarded(() => this.engine.columns(rows));
    const floats = long === null ? room(Float64Array, count, rows) : { arrays: long, columns: long };
    const bools = room(Uint8Array, outputs.length - count, rows);
    return {
      outputs: this.named({ floats: floats.columns, bools: bools.columns }),
      floats: floats.arrays,
      bools: bools.arrays,
    };
  }

  private check(into: Outputs, rows: number): Outputs {
    if (into === null || typeof into !== "object")
      throw failure("output_buffer", "into takes buffers by output, as run gives them");
    for (const { name, type } of this.plan.outputs) {
      const buffer = into[name];
      const due = type === "float" ? Float64Array : Uint8Array;
      if (!(buffer instanceof due) || buffer.length !== rows) {
        const found =
          buffer === undefined
            ? "none was given"
            : `given was a ${buffer?.constructor?.name ?? typeof buffer} of ${buffer?.length}`;
        throw failure("output_buffer", `the output "${name}" needs a ${due.name} of ${rows} rows; ${found}`, {
          column: name,
        });
      }
      if (isShared(buffer))
        throw failure(
          "output_buffer",
          `the buffer of "${name}" is shared memory, which another thread may write`,
          {
            column: name,
          },
        );
    }
    return into;
  }

  private collect(
    fired: readonly Uint8Array[],
    rows: number,
    timestamp: ArrayLike<Timestamp> | null,
  ): FiredAlert[] {
    const alerts: FiredAlert[] = [];
    for (const [index, { name }] of this.plan.alerts.entries()) {
      const column = fired[index]!;
      for (let row = column.indexOf(1); row >= 0 && row < rows; row = column.indexOf(1, row + 1)) {
        alerts.push(timestamp === null ? { name, row } : { name, row, timestamp: timestamp[row]! });
      }
    }
    // Stable: alerts of one row stay in the program's order.
    return alerts.sort((a, b) => a.row - b.row);
  }

  /**
   * Opens a live session, at the start of history or where a snapshot was taken. Throws TA602x for a wrong snapshot, TA8014
   * where a row is more work than the plan's limits allow.
   */
  open(snapshot?: Uint8Array): Session {
    checkWork(this.limits, 1, this.description.lanes);
    return new Session(this.plan, this.engine, snapshot);
  }

  /**
   * Opens live sessions of many symbols, a timestamp at a time: `universe.push({ AAPL: bar, MSFT: bar })`. Symbols begin
   * at the start of history, or where their snapshot was taken. Throws TA602x for a wrong one.
   */
  openUniverse(symbols: readonly string[], snapshots?: Readonly<Record<string, Uint8Array>>): LiveUniverse {
    return new LiveUniverse(this.plan, this.engine, this.description.lanes, this.limits, symbols, snapshots);
  }

  /**
   * Runs over a universe, symbol by symbol over threads: each has the bits that `run` gives it alone. With
   * `keep: "last"` only the last row's values are kept, and the alerts that fired. Memory is bounded by the symbols in
   * flight, some megabytes, and by what is kept.
   *
   * Rejects as `run` throws, with the symbol's name before the message and in `symbol`, and gives nothing then, unless
   * `keepGoing` puts such errors in `failed`; with TA8014 where all of it together is more work or takes longer than the plan's
   * limits allow; with TA8007 for a universe that is none or has a symbol twice; with
   * `signal.reason` on an abort; and with whatever the universe's iterator or `onProgress` throws.
   */
  panel(
    universe: Universe,
    options?: PanelOptions & { readonly keep?: "all" },
  ): Promise<PanelResult<SymbolHistory>>;
  panel(
    universe: Universe,
    options: PanelOptions & { readonly keep: "last" },
  ): Promise<PanelResult<SymbolLast>>;
  panel(universe: Universe, options: PanelOptions): Promise<PanelResult<SymbolHistory | SymbolLast>>;
  panel(universe: Universe, options: PanelOptions = {}): Promise<PanelResult<SymbolHistory | SymbolLast>> {
    return runPanel(this.plan, this.description, this.engine, universe, options, this.limits);
  }

  /** Opens the runs of a file's symbols, which go on from chunk to chunk; 0 threads are one for each CPU. */
  streams(threads: number): NativeStreams {
    if (!Number.isInteger(threads) || threads < 0 || threads > 1024)
      throw failure("usage", `threads is an integer of 0 to 1024, not ${shown(threads)}`);
    return guarded(() => this.engine.streams(threads));
  }
}

/**
 * Rows from which on a column is the engine's: JavaScript's own memory comes in small pages, each of which costs more to
 * get than to compute what is written to it.
 */
const LONG = 2 ** 17;

/** What `run` takes beside bars. */
export const RUN_OPTIONS: readonly string[] = ["into", "executor", "blockRows"];
const RUN_ASYNC_OPTIONS: readonly string[] = [...RUN_OPTIONS, "signal", "onProgress"];

/** Throws TA8007 for options that are none. */
function wayOf(what: string, options: RunOptions, names: readonly string[]): Way {
  checkNames(what, options, names);
  const { executor = "batch", blockRows = MOST_BLOCK_ROWS } = options;
  if (executor !== "batch" && executor !== "step")
    throw failure("usage", `the executor is "batch" or "step", not ${shown(executor)}`);
  if (!Number.isInteger(blockRows) || blockRows < 1 || blockRows > MOST_BLOCK_ROWS)
    throw failure("usage", `blockRows is an integer of 1 to ${MOST_BLOCK_ROWS}`);
  return { step: executor === "step", blockRows };
}
