import { engineColumns, type Bars, type Timestamp } from "./columns.ts";
import { CODES } from "../../../compiler/src/generated/codes.ts";
import { failure, guarded, notInThisVersion, TaError } from "./errors.ts";
import type { NativeProgram, PlanDescription, ProgramDescription } from "./native.ts";
import { Session } from "./session.ts";

/** Outputs by name. Floats have NaN where missing; conditions are 0, 1, or 2 where unknown. */
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
}

export interface RunOptions {
  /** Buffers to fill instead of new ones: the same keys, types and length. */
  readonly into?: Outputs;
  /** By blocks, or row by row as a session would: to the bit the same. */
  readonly executor?: "batch" | "step";
  /** Rows of a block, 1 to 256; it does not change a bit. */
  readonly blockRows?: number;
}

/** A plan with its parameters settled: immutable, run as often and on as much as one likes. */
export class Program {
  readonly description: ProgramDescription;
  private readonly fields: readonly string[];

  /** Use `plan.bind`. */
  constructor(
    readonly plan: PlanDescription,
    private readonly engine: NativeProgram,
  ) {
    this.description = JSON.parse(engine.describe()) as ProgramDescription;
    this.fields = plan.inputs.map((input) => input.field);
  }

  /** The first row that can have a value, by output. */
  get validFrom(): Readonly<Record<string, number | null>> {
    return Object.fromEntries(
      this.plan.outputs.map((output, index) => [output.name, this.description.validFrom[index] ?? null]),
    );
  }

  /**
   * Runs over rows from the start of history. Throws TA7xxx where the bars are wrong, before anything is written,
   * and TA8003 where a buffer of `into` does not fit.
   */
  run(bars: Bars, options: RunOptions = {}): RunResult {
    if (options === null || typeof options !== "object") throw failure("usage", "run takes bars and options");
    const { rows, inputs, timestamp } = engineColumns(bars, this.fields);
    const { executor = "batch", blockRows = 256 } = options;
    if (executor !== "batch" && executor !== "step")
      throw failure("usage", `the executor is "batch" or "step", not "${String(executor)}"`);
    if (!Number.isInteger(blockRows) || blockRows < 1 || blockRows > 256)
      throw failure("usage", "blockRows is an integer of 1 to 256");
    const outputs = options.into === undefined ? this.allocate(rows) : this.check(options.into, rows);
    const floats: Float64Array[] = [];
    const bools: Uint8Array[] = [];
    for (const { name, type } of this.plan.outputs) {
      if (type === "float") floats.push(outputs[name] as Float64Array);
      else bools.push(outputs[name] as Uint8Array);
    }
    const fired = this.plan.alerts.map(() => new Uint8Array(rows));
    try {
      guarded(() => this.engine.run(inputs, floats, bools, fired, rows, executor === "step", blockRows));
    } catch (error) {
      throw this.placed(error, inputs);
    }
    return { rows, outputs, alerts: this.collect(fired, rows, timestamp) };
  }

  /** The engine names an infinite value in words; a caller gets its place too. */
  private placed(error: unknown, inputs: readonly Float64Array[]): unknown {
    if (!(error instanceof TaError) || error.code !== CODES.infinite_value.code) return error;
    for (const [index, values] of inputs.entries()) {
      const row = values.findIndex((value) => value === Infinity || value === -Infinity);
      if (row < 0) continue;
      const column = this.fields[index]!;
      const message = `column "${column}", row ${row}: an infinite value; NaN is a missing one`;
      return failure("infinite_value", message, { column, row }, { cause: error });
    }
    return error;
  }

  private allocate(rows: number): Outputs {
    return Object.fromEntries(
      this.plan.outputs.map(({ name, type }) => [
        name,
        type === "float" ? new Float64Array(rows) : new Uint8Array(rows),
      ]),
    );
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

  /** Opens a live session, at the start of history or where a snapshot was taken. Throws TA602x for a wrong snapshot. */
  open(snapshot?: Uint8Array): Session {
    return new Session(this.plan, this.engine, snapshot);
  }

  /** Comes in a later version: rejects with TA8005. */
  runAsync(..._: readonly unknown[]): Promise<never> {
    return Promise.reject(notInThisVersion("program.runAsync"));
  }
  /** Comes in a later version: rejects with TA8005. */
  panel(..._: readonly unknown[]): Promise<never> {
    return Promise.reject(notInThisVersion("program.panel"));
  }
}
