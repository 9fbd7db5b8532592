import { toFloat, type Timestamp } from "./columns.ts";
import { failure, fromNative } from "./errors.ts";
import type { NativeProgram, NativeSession, PlanDescription } from "./native.ts";
import type { FiredAlert } from "./program.ts";

/** One bar: a number by field; a field that is null, undefined or NaN is missing. Fields that the plan does not read may stand. */
export interface Bar {
  readonly timestamp?: Timestamp;
  readonly [field: string]: Timestamp | number | null | undefined;
}

/** What one row gives. Floats are NaN where missing; conditions are 0, 1, or 2 where unknown. */
export interface Tick {
  readonly outputs: Readonly<Record<string, number>>;
  readonly alerts: readonly FiredAlert[];
}

const NONE: readonly FiredAlert[] = Object.freeze([]);

/**
 * A live session. A row goes through buffers that are shared with the engine once, so that a tick is one call
 * without arguments.
 */
export class Session {
  private readonly fields: readonly string[];
  private readonly names: readonly string[];
  private readonly inputs: Float64Array;
  private readonly values: Float64Array;
  private readonly fired: Uint8Array;
  private engine: NativeSession | null;

  /** Use `program.open`. */
  constructor(
    private readonly plan: PlanDescription,
    program: NativeProgram,
    snapshot?: Uint8Array,
  ) {
    this.fields = plan.inputs.map((input) => input.field);
    this.names = plan.outputs.map((output) => output.name);
    this.inputs = new Float64Array(this.fields.length);
    this.values = new Float64Array(this.names.length);
    this.fired = new Uint8Array(plan.alerts.length);
    if (snapshot !== undefined && !(snapshot instanceof Uint8Array))
      throw failure("usage", "open takes a snapshot's bytes: a Uint8Array");
    try {
      this.engine = program.open(this.inputs, this.values, this.fired, snapshot);
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Advances by one closed bar. Throws TA7009 for a field that is not there, TA7006 for an infinite one; then nothing has advanced. */
  push(bar: Bar): Tick {
    const engine = this.fill(bar);
    try {
      engine.push();
    } catch (error) {
      throw fromNative(error);
    }
    return this.read(bar, engine, 1);
  }

  /** What `push` would give, for a bar that has not closed; nothing advances. */
  peek(bar: Bar): Tick {
    const engine = this.fill(bar);
    try {
      engine.peek();
    } catch (error) {
      throw fromNative(error);
    }
    return this.read(bar, engine, 0);
  }

  /** The whole state: `program.open(snapshot)` continues from here, to the bit. */
  snapshot(): Uint8Array {
    const engine = this.live();
    try {
      return engine.snapshot();
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Rows pushed since history's start. */
  get rows(): number {
    return this.live().rows();
  }

  /** Ends the session; `using` calls it. */
  close(): void {
    // At once, and not when memory is next collected: whoever opens thousands would wait long for that.
    this.engine?.close();
    this.engine = null;
  }
  [Symbol.dispose](): void {
    this.close();
  }

  private live(): NativeSession {
    if (this.engine === null) throw failure("session_closed", "the session was closed");
    return this.engine;
  }

  private fill(bar: Bar): NativeSession {
    const engine = this.live();
    const { fields, inputs } = this;
    if (bar === null || typeof bar !== "object")
      throw failure("usage", "a bar is numbers by field: { close: 1 }");
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index]!;
      const value = bar[field];
      if (typeof value === "number") inputs[index] = value;
      else if (value === undefined && !(field in bar)) {
        throw failure("missing_column", `the program reads "${field}", which the bar does not have`, {
          column: field,
        });
      } else inputs[index] = toFloat(field, value, null);
    }
    return engine;
  }

  private read(bar: Bar, engine: NativeSession, pushed: number): Tick {
    const { names, values, fired } = this;
    const outputs: Record<string, number> = {};
    for (let index = 0; index < names.length; index++) outputs[names[index]!] = values[index]!;
    let alerts: FiredAlert[] | null = null;
    for (let index = 0; index < fired.length; index++) {
      if (fired[index] !== 1) continue;
      const row = engine.rows() - pushed;
      const name = this.plan.alerts[index]!.name;
      (alerts ??= []).push(
        bar.timestamp === undefined ? { name, row } : { name, row, timestamp: bar.timestamp },
      );
    }
    return { outputs, alerts: alerts ?? NONE };
  }
}
