/** A program over a universe: symbols over the engine's threads, a bounded number of them at a time. */
import { engineColumns, type Bars, type Timestamp } from "./columns.ts";
import { CODES } from "../../../compiler/src/generated/codes.ts";
import { failure, fromNative, guarded, TaError } from "./errors.ts";
import { Budget, type Limits } from "./limits.ts";
import type { NativePanelPart, NativeProgram, PlanDescription, ProgramDescription } from "./native.ts";
import type { FiredAlert, Outputs } from "./program.ts";
import { checkNames, isRecord, shown } from "./options.ts";
import { checkTask, follow } from "./task.ts";
import { shortData, type RunWarning } from "./warnings.ts";

/**
 * Bars by symbol; or pairs of a symbol and its bars as they come, such as a generator reads them from files: then no
 * more of them are held than are worked on. Bars are copied when they are taken, so a generator may reuse its arrays.
 */
export type Universe =
  Readonly<Record<string, Bars>> | Iterable<readonly [string, Bars]> | AsyncIterable<readonly [string, Bars]>;

/** How far a universe is. */
export interface PanelProgress {
  /** Rows done, of all symbols. */
  readonly rows: number;
  /** Symbols done, the broken ones included. */
  readonly symbols: number;
  /** Symbols that there are; null where the universe comes as it is asked for. */
  readonly total: number | null;
}

export interface PanelOptions {
  /** Every row of the outputs, or the last one's values alone: a screen. */
  readonly keep?: "all" | "last";
  /** Its abort rejects the promise with `signal.reason`; the work ends at its next tile of rows. */
  readonly signal?: AbortSignal;
  /** Told at last and at most some twenty times a second before. What it throws ends the work. */
  readonly onProgress?: (progress: PanelProgress) => void;
  /** Threads to work on; by default those that all work shares, one for each CPU. It does not change a bit. */
  readonly threads?: number;
  /** Whether a symbol that is wrong is told in `failed`, and the others go on. */
  readonly keepGoing?: boolean;
  /**
   * An earlier result, of any program, that is needed no more: this run takes the memory of its columns of numbers, which
   * then have no rows, as if they were transferred; so they cannot be bars of this run. It saves getting new memory, which takes longer than to compute what
   * is written to it. A result is taken once, whatever becomes of the run.
   */
  readonly reuse?: PanelResult<SymbolHistory>;
}

interface SymbolResult {
  readonly rows: number;
  /** Every one that fired, by row, then in the order of the program: made when first read. */
  readonly alerts: readonly FiredAlert[];
  /** TA5005 for each output and alert that needs more rows than there are. */
  readonly warnings: readonly RunWarning[];
}

/**
 * What `run` gives for the symbol's bars, to the bit. Columns share ArrayBuffers, those of numbers with symbols that ran
 * beside it: `slice` a column before its buffer is transferred.
 */
export interface SymbolHistory extends SymbolResult {
  readonly outputs: Outputs;
}

/** The last row, as a session would give it: floats are NaN where missing; conditions are 0, 1, or 2 where unknown. */
export interface SymbolLast extends SymbolResult {
  readonly outputs: Readonly<Record<string, number>>;
}

export interface PanelResult<S> {
  readonly symbols: Readonly<Record<string, S>>;
  /** With `keepGoing`: the errors of symbols that are wrong, each with its `symbol`. */
  readonly failed: Readonly<Record<string, TaError>>;
}

/** Values of a part's inputs: some milliseconds of work, and two megabytes to copy, or eight at most. */
const VALUES = 1 << 18;
/** Symbols of a part, however few rows they have. */
const SYMBOLS = 256;
/** Symbols that the engine runs together where they are alike: a part waits for a multiple of them. */
const PACK = 8;
/** Values from which on it does not wait for them. */
const MOST_VALUES = 1 << 20;
/** Parts on their way at once beyond the threads': while one is copied and one is read, the threads have work. */
const AHEAD = 2;
const OPTIONS: readonly string[] = ["keep", "signal", "onProgress", "threads", "keepGoing", "reuse"];
/** What the columns of results are in, until a run takes it. */
const MEMORY = new WeakMap<object, ArrayBufferLike[]>();
/** Milliseconds that a timer can wait: a longer time is looked at between parts alone. */
const LONGEST = 2 ** 31 - 1;
/** Milliseconds between reports of progress. */
const REPORT = 50;

interface Member {
  readonly symbol: string;
  readonly rows: number;
  readonly stamps: ArrayLike<Timestamp> | null;
}

/** Symbols that go to the engine together. */
class Part {
  readonly members: Member[] = [];
  values = 0;

  get full(): boolean {
    const { length } = this.members;
    if (length >= SYMBOLS || this.values >= MOST_VALUES) return true;
    return this.values >= VALUES && length % PACK === 0;
  }
}

/** Runs a universe; see `Program.panel`. */
export async function runPanel(
  plan: PlanDescription,
  description: ProgramDescription,
  engine: NativeProgram,
  universe: Universe,
  options: PanelOptions,
  limits: Limits,
): Promise<PanelResult<SymbolHistory | SymbolLast>> {
  checkOptions(options);
  const budget = new Budget(limits);
  const { total, pairs } = entries(universe);
  return new Run(plan, description, engine, options, total, budget).run(pairs);
}

class Run {
  private readonly fields: readonly string[];
  /** Every output's name, of which a symbol's values are made: objects of one shape are small and quickly read. */
  private readonly blank: Readonly<Record<string, unknown>>;
  /** The last of the rows that give an output its first value, or an alert its first chance to fire. */
  private readonly longest: number;
  private readonly panel;
  private readonly all: boolean;
  private readonly results = new Map<string, SymbolHistory | SymbolLast | null>();
  private readonly failed = new Map<string, TaError>();
  /** Ends all that is on its way: aborted by the caller's signal, or by whatever else went wrong. */
  private readonly end = new AbortController();
  private readonly running = new Map<Part, { readonly done: Promise<void>; rows: number }>();
  private readonly limit: number;
  /** What the columns are in. */
  private readonly memory: ArrayBufferLike[] = [];
  /** What those of an earlier result are in, that parts to come take. */
  private taken: ArrayBufferLike[] = [];
  private given: ReadonlySet<ArrayBufferLike> = new Set();
  private rows = 0;
  private symbols = 0;
  private told = 0;

  constructor(
    private readonly plan: PlanDescription,
    private readonly description: ProgramDescription,
    engine: NativeProgram,
    private readonly options: PanelOptions,
    private readonly total: number | null,
    private readonly budget: Budget,
  ) {
    this.fields = plan.inputs.map((input) => input.field);
    this.longest = [...description.validFrom, ...description.alertsFrom].reduce<number>(
      (longest, row) => Math.max(longest, row ?? -1),
      -1,
    );
    this.all = options.keep !== "last";
    const blank = this.all ? null : NaN;
    this.blank = Object.fromEntries(plan.outputs.map(({ name }) => [name, blank]));
    this.panel = guarded(() => engine.panel(this.all, options.threads ?? 0));
    this.limit = this.panel.threads() + AHEAD;
  }

  async run(pairs: Pairs): Promise<PanelResult<SymbolHistory | SymbolLast>> {
    const { signal } = this.options;
    const abort = (): void => this.end.abort(signal!.reason);
    signal?.addEventListener("abort", abort);
    // A source that keeps us waiting does not stop the clock.
    const { left } = this.budget;
    const timer = left <= LONGEST ? setTimeout(() => this.end.abort(this.budget.over()), left) : undefined;
    try {
      this.takeBack();
      await this.feed(pairs);
      while (this.running.size > 0) await this.next();
      this.end.signal.throwIfAborted();
      this.budget.check();
      this.refuseBroken();
      this.tell();
      this.end.signal.throwIfAborted();
      const found = [...this.results].filter(([, result]) => result !== null);
      const result = {
        symbols: Object.fromEntries(found) as Record<string, SymbolHistory | SymbolLast>,
        failed: Object.fromEntries(this.failed),
      };
      if (this.all) MEMORY.set(result, this.memory);
      return result;
    } catch (error) {
      // Nothing that is on its way is of use any more.
      this.end.abort(error);
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      this.panel.release(this.taken);
    }
  }

  /** Takes the memory of a result that is needed no more. */
  private takeBack(): void {
    const { reuse } = this.options;
    if (reuse === undefined) return;
    this.taken = MEMORY.get(reuse) ?? [];
    this.given = new Set(this.taken);
    MEMORY.delete(reuse);
  }

  /** Takes symbol after symbol, as there is room for them. */
  private async feed(pairs: Pairs): Promise<void> {
    let part = new Part();
    let open = true;
    try {
      for (;;) {
        this.end.signal.throwIfAborted();
        this.budget.check();
        const step = pairs.next();
        const { done, value } = step instanceof Promise ? await this.unlessAborted(step) : step;
        if (done === true) {
          open = false;
          break;
        }
        this.take(value, part);
        if (!part.full) continue;
        this.start(part);
        part = new Part();
        while (this.running.size >= this.limit) await this.next();
        if (this.failed.size > 0 && this.options.keepGoing !== true) break;
      }
    } finally {
      // A source that still waits for its next symbol answers when it does: nobody waits for it.
      if (open) void Promise.resolve(pairs.return?.()).catch(() => undefined);
    }
    if (part.members.length > 0) this.start(part);
  }

  private take(pair: unknown, part: Part): void {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "string")
      throw failure("usage", "a universe is bars by symbol, or pairs of a symbol and its bars");
    const [symbol, bars] = pair as [string, Bars];
    if (this.results.has(symbol)) throw failure("usage", `the universe has the symbol ${symbol} twice`);
    this.results.set(symbol, null);
    let rows = 0;
    try {
      const columns = engineColumns(bars, this.fields);
      const { inputs, timestamp } = columns;
      if (this.given.size > 0 && inputs.some((column) => this.given.has(column.buffer)))
        throw failure("usage", "the bars are of the result that reuse gives up");
      rows = columns.rows;
      guarded(() => this.panel.add(inputs, rows));
      part.members.push({
        symbol,
        rows,
        stamps: timestamp === null || this.plan.alerts.length === 0 ? null : copied(timestamp),
      });
      // A program of constants reads none, and still has rows to fill.
      part.values += rows * Math.max(1, inputs.length);
    } catch (error) {
      if (!(error instanceof TaError)) throw error;
      this.symbols++;
      this.failed.set(symbol, named(symbol, error));
    }
    // It is the whole that is too much, and no fault of this symbol's.
    this.budget.take(rows, this.description.lanes);
  }

  private start(part: Part): void {
    const state = { done: Promise.resolve(), rows: 0 };
    const total = part.members.reduce((sum, member) => sum + member.rows, 0);
    // One is let go of for each that is asked for: to Node there is never more memory than there was, and it does not
    // begin to look for garbage.
    guarded(() => this.panel.release(this.taken.splice(-1)));
    state.done = follow<NativePanelPart>((report) => this.panel.start(this.budget.left, report), total, {
      signal: this.end.signal,
      onProgress: (progress) => {
        state.rows = progress.rows;
        if (performance.now() - this.told >= REPORT) this.tell();
      },
    })
      .then((found) => {
        this.read(part, found);
        this.rows += total;
        this.symbols += part.members.length;
        this.running.delete(part);
      })
      .catch((error: unknown) => {
        throw this.ended(error);
      });
    // One part that cannot end as it should ends them all, and the wait for the next symbol.
    state.done.catch((error: unknown) => this.end.abort(error));
    this.running.set(part, state);
  }

  /** The engine was told what was left of the time; the caller is told what there was. */
  private ended(error: unknown): unknown {
    const over = error instanceof TaError && error.code === CODES.over_budget.code;
    return over ? this.budget.over() : error;
  }

  /** Waits until some part is done. */
  private next(): Promise<void> {
    return Promise.race([...this.running.values()].map(({ done }) => done));
  }

  private unlessAborted<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.end;
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error);
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    });
  }

  private tell(): void {
    this.told = performance.now();
    let { rows } = this;
    for (const part of this.running.values()) rows += part.rows;
    this.options.onProgress?.({ rows, symbols: this.symbols, total: this.total });
  }

  /** Of several symbols that are wrong, the one that was brought first is named. */
  private refuseBroken(): void {
    if (this.options.keepGoing === true) return;
    for (const symbol of this.results.keys()) {
      const error = this.failed.get(symbol);
      if (error !== undefined) throw error;
    }
  }

  private read(part: Part, found: NativePanelPart): void {
    for (const fault of found.failures) {
      const { symbol } = part.members[fault.symbol]!;
      this.failed.set(symbol, named(symbol, this.placed(fault)));
    }
    this.memory.push(found.floats.buffer);
    const { outputs } = this.plan;
    const numbers = outputs.filter(({ type }) => type === "float").length;
    let next = 0;
    part.members.forEach(({ symbol, rows }, index) => {
      let floats = next;
      next += numbers * rows;
      if (this.failed.has(symbol)) return;
      const values: Record<string, unknown> = { ...this.blank };
      if (this.all) {
        let bools = 0;
        for (const { name, type } of outputs) {
          values[name] =
            type === "float"
              ? found.floats.subarray(floats, (floats += rows))
              : found.bools[index]!.subarray(bools, (bools += rows));
        }
      } else {
        outputs.forEach(({ name }, output) => {
          values[name] = found.last[index * outputs.length + output]!;
        });
      }
      const fired = found.alerts.subarray(2 * (found.fired[index - 1] ?? 0), 2 * found.fired[index]!);
      this.results.set(
        symbol,
        this.result(part.members[index]!, values as Outputs & Record<string, number>, fired),
      );
    });
  }

  private result(
    { rows, stamps }: Member,
    outputs: Outputs & Record<string, number>,
    fired: Uint32Array,
  ): SymbolHistory & SymbolLast {
    const { plan, description } = this;
    if (rows <= this.longest || fired.length === 0) {
      const alerts = alertsOf(plan, fired, stamps);
      return { rows, outputs, alerts, warnings: shortData(plan, description, rows, { outputs, alerts }) };
    }
    // A large universe fires more than anyone looks at: the objects are made when they are read. What they are made of is the
    // symbol's own, so that the result keeps neither its part's alerts nor a stamp of every row.
    const own = fired.slice();
    const times = stamps === null ? null : Array.from(own, (row, at) => (at % 2 === 1 ? stamps[row]! : 0));
    return {
      rows,
      outputs,
      get alerts() {
        const alerts = alertsOf(plan, own, null).map((alert, at) =>
          times === null ? alert : { ...alert, timestamp: times[2 * at + 1]! },
        );
        Object.defineProperty(this, "alerts", {
          value: alerts,
          enumerable: true,
          configurable: true,
          writable: true,
        });
        return alerts;
      },
      warnings: [],
    };
  }

  private placed(fault: NativePanelPart["failures"][number]): TaError {
    const { input, row } = fault;
    if (fault.code !== CODES.infinite_value.code || input == null || row == null) return fromNative(fault);
    const column = this.fields[input]!;
    const message = `column "${column}", row ${row}: an infinite value; NaN is a missing one`;
    return failure("infinite_value", message, { column, row });
  }
}

/** A symbol's error, by its name. */
function named(symbol: string, error: TaError): TaError {
  const { file, row, column, offset } = error;
  const place = Object.fromEntries(
    Object.entries({ file, row, column, offset }).filter(([, value]) => value !== undefined),
  );
  return new TaError(error.code, `${symbol}: ${error.message}`, { ...place, symbol }, { cause: error });
}

/** Alerts from pairs of an alert and its row. */
function alertsOf(
  plan: PlanDescription,
  fired: Uint32Array,
  stamps: ArrayLike<Timestamp> | null,
): FiredAlert[] {
  const alerts: FiredAlert[] = [];
  for (let at = 0; at < fired.length; at += 2) {
    const { name } = plan.alerts[fired[at]!]!;
    const row = fired[at + 1]!;
    alerts.push(stamps === null ? { name, row } : { name, row, timestamp: stamps[row]! });
  }
  return alerts;
}

/** A copy of stamps, by the column's own means where it has them. */
function copied(stamps: ArrayLike<Timestamp>): ArrayLike<Timestamp> {
  if (Array.isArray(stamps)) return stamps.slice() as Timestamp[];
  if (ArrayBuffer.isView(stamps)) return (stamps as unknown as Float64Array).slice();
  return Array.from(stamps);
}

interface Pairs {
  next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
  return?(): unknown;
}

/** The universe's symbols, and how many there are where that is known. */
function entries(universe: Universe): { readonly total: number | null; readonly pairs: Pairs } {
  if (universe === null || typeof universe !== "object")
    throw failure("usage", "a universe is bars by symbol, or pairs of a symbol and its bars");
  if (Symbol.asyncIterator in universe) return { total: null, pairs: universe[Symbol.asyncIterator]() };
  if (Symbol.iterator in universe) {
    const total = universe instanceof Map ? universe.size : Array.isArray(universe) ? universe.length : null;
    return { total, pairs: (universe as Iterable<unknown>)[Symbol.iterator]() };
  }
  const names = Object.keys(universe);
  return { total: names.length, pairs: members(universe as Readonly<Record<string, Bars>>, names) };
}

function* members(universe: Readonly<Record<string, Bars>>, names: readonly string[]) {
  for (const name of names) yield [name, universe[name]!] as const;
}

function checkOptions(options: PanelOptions): void {
  checkNames("panel", options, OPTIONS);
  const { keep = "all", threads = 1, keepGoing = false, reuse } = options;
  if (keep !== "all" && keep !== "last")
    throw failure("usage", `keep is "all" or "last", not ${shown(keep)}`);
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024)
    throw failure("usage", "threads is an integer of 1 to 1024");
  if (typeof keepGoing !== "boolean") throw failure("usage", "keepGoing is true or false");
  if (reuse !== undefined && !(isRecord(reuse) && MEMORY.has(reuse)))
    throw failure("usage", 'reuse is a result of panel with keep "all" that none has reused yet');
  // Progress of a universe has another shape: what is checked is that it is a function.
  checkTask(options as Pick<PanelOptions, "signal"> & { onProgress?: () => void });
}
