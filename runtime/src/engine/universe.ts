import { toFloat } from "./columns.ts";
import { failure, fromNative, guarded, TaError } from "./errors.ts";
import { checkWork, type Limits } from "./limits.ts";
import { native, type NativeProgram, type NativeUniverse, type PlanDescription } from "./native.ts";
import { shown } from "./options.ts";
import type { FiredAlert } from "./program.ts";
import type { Bar, Tick } from "./session.ts";

/** A timestamp's bars by symbol: whoever has none is left out and does not advance. */
export type UniverseBars = Readonly<Record<string, Bar>>;

/** What a timestamp gives, by symbol: of those that had a bar. */
export type UniverseTicks = Readonly<Record<string, Tick>>;

const NONE: readonly FiredAlert[] = Object.freeze([]);

/**
 * Live sessions of many symbols over one program, a timestamp at a time: one call into the engine, whatever the number
 * of symbols. Each has to the bit what a session of its own would give.
 */
export class LiveUniverse {
  readonly symbols: readonly string[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly fields: readonly string[];
  private readonly names: readonly string[];
  private readonly chosen: Uint32Array;
  private readonly inputs: Float64Array;
  private readonly values: Float64Array;
  private readonly fired: Uint8Array;
  private engine: NativeUniverse | null;

  /** Use `program.openUniverse`. */
  constructor(
    private readonly plan: PlanDescription,
    program: NativeProgram,
    private readonly lanes: number,
    private readonly limits: Limits,
    symbols: readonly string[],
    snapshots: Readonly<Record<string, Uint8Array>> = {},
  ) {
    if (!Array.isArray(symbols) || symbols.some((symbol) => typeof symbol !== "string"))
      throw failure("usage", "a universe is opened for symbols: an array of their names");
    this.symbols = Object.freeze([...symbols]);
    this.places = new Map(symbols.map((symbol, place) => [symbol, place]));
    if (this.places.size !== symbols.length) {
      const twice = symbols.find((symbol, place) => symbols.indexOf(symbol) !== place)!;
      throw failure("usage", `the symbol "${twice}" is given twice`);
    }
    if (snapshots === null || typeof snapshots !== "object")
      throw failure("usage", "snapshots are bytes by symbol, as universe.snapshot gives them");
    const count = symbols.length;
    this.fields = plan.inputs.map((input) => input.field);
    this.names = plan.outputs.map((output) => output.name);
    this.chosen = new Uint32Array(count);
    this.inputs = new Float64Array(count * this.fields.length);
    this.values = new Float64Array(count * this.names.length);
    this.fired = new Uint8Array(count * plan.alerts.length);
    const { chosen, inputs, values, fired } = this;
    const engine = guarded(() => native().openUniverse(program, count, chosen, inputs, values, fired));
    this.engine = engine;
    for (const [symbol, bytes] of Object.entries(snapshots)) {
      const place = this.placeOf(symbol);
      if (!(bytes instanceof Uint8Array))
        throw failure("usage", `the snapshot of "${symbol}" is bytes: a Uint8Array`);
      try {
        engine.restore(place, bytes);
      } catch (error) {
        throw named(symbol, fromNative(error));
      }
    }
  }

  /**
   * Advances every symbol that has a bar by it. Throws TA8007 for a symbol that the universe does not have, TA7009 for
   * a field that is not there, TA7006 for an infinite one, TA8014 where the bars are more work than the plan's limits allow;
   * then no symbol has advanced.
   */
  push(bars: UniverseBars): UniverseTicks {
    return this.take(bars, (engine, count) => engine.push(count), 1);
  }

  /** What `push` would give, for bars that have not closed; nothing advances. */
  peek(bars: UniverseBars): UniverseTicks {
    return this.take(bars, (engine, count) => engine.peek(count), 0);
  }

  /** The whole state by symbol: `program.openUniverse(symbols, snapshot)` continues from here, to the bit, and `program.open` one symbol. */
  snapshot(): Record<string, Uint8Array> {
    const engine = this.live();
    return guarded(() =>
      Object.fromEntries(this.symbols.map((symbol, place) => [symbol, engine.snapshot(place)])),
    );
  }

  /** Rows that a symbol has been pushed since its history's start. */
  rows(symbol: string): number {
    return this.live().rows(this.placeOf(symbol));
  }

  /** Ends it; `using` calls it. */
  close(): void {
    this.engine?.close();
    this.engine = null;
  }
  [Symbol.dispose](): void {
    this.close();
  }

  private live(): NativeUniverse {
    if (this.engine === null) throw failure("session_closed", "the universe was closed");
    return this.engine;
  }

  private placeOf(symbol: string): number {
    const place = this.places.get(symbol);
    if (place === undefined) throw failure("usage", `the universe has no symbol ${shown(symbol)}`);
    return place;
  }

  private take(
    bars: UniverseBars,
    call: (engine: NativeUniverse, count: number) => void,
    pushed: number,
  ): UniverseTicks {
    const engine = this.live();
    if (bars === null || typeof bars !== "object" || Array.isArray(bars))
      throw failure("usage", "a timestamp is bars by symbol: { AAPL: { close: 1 } }");
    const given = Object.entries(bars);
    checkWork(this.limits, given.length, this.lanes);
    given.forEach(([symbol, bar], index) => this.fill(symbol, bar, index));
    try {
      call(engine, given.length);
    } catch (error) {
      throw this.placed(given, fromNative(error));
    }
    return Object.fromEntries(
      given.map(([symbol, bar], index) => [symbol, this.read(bar, index, engine, pushed)]),
    );
  }

  private fill(symbol: string, bar: Bar, index: number): void {
    const { fields, inputs } = this;
    this.chosen[index] = this.placeOf(symbol);
    if (bar === null || typeof bar !== "object")
      throw failure("usage", `the bar of "${symbol}" is numbers by field: { close: 1 }`);
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at]!;
      const value = bar[field];
      if (value === undefined && !(field in bar)) {
        const message = `the program reads "${field}", which the bar of "${symbol}" does not have`;
        throw failure("missing_column", message, { column: field });
      }
      inputs[index * fields.length + at] = typeof value === "number" ? value : toFloat(field, value, null);
    }
  }

  /** The engine counts symbols; a caller has names for them. */
  private placed(given: readonly (readonly [string, Bar])[], error: TaError): TaError {
    const { fields, inputs } = this;
    const at = inputs
      .subarray(0, given.length * fields.length)
      .findIndex((value) => value === Infinity || value === -Infinity);
    return at < 0 ? error : named(given[Math.floor(at / fields.length)]![0], error);
  }

  private read(bar: Bar, index: number, engine: NativeUniverse, pushed: number): Tick {
    const { names, values, fired, plan } = this;
    const outputs: Record<string, number> = {};
    for (let at = 0; at < names.length; at++) outputs[names[at]!] = values[index * names.length + at]!;
    const { length } = plan.alerts;
    let alerts: FiredAlert[] | null = null;
    for (let at = 0; at < length; at++) {
      if (fired[index * length + at] !== 1) continue;
      const row = engine.rows(this.chosen[index]!) - pushed;
      const { name } = plan.alerts[at]!;
      const { timestamp } = bar;
      (alerts ??= []).push(timestamp === undefined ? { name, row } : { name, row, timestamp });
    }
    return { outputs, alerts: alerts ?? NONE };
  }
}

const named = (symbol: string, error: TaError): TaError =>
  new TaError(error.code, `${symbol}: ${error.message}`, error, { cause: error });
