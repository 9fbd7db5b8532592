/** The native module, and what it answers with. It is loaded when the first plan is, and by nothing earlier. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { failure } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { packageOf, thisPlatform } from "./platform.ts";

/** Rows of a block at most, and where nothing else is asked for: what the engine has room for. */
export const MOST_BLOCK_ROWS = 1024;

/** A parameter, as forms and catalogs show it. */
export interface ParamInfo {
  readonly name: string;
  readonly type: "int" | "float" | "bool" | "string";
  readonly default: number | boolean | string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  readonly choices: readonly string[] | null;
  readonly doc: string | null;
}

/** An output; `hints` say how to draw it. */
export interface OutputInfo {
  readonly name: string;
  readonly type: "float" | "bool";
  readonly doc: string | null;
  readonly hints: Readonly<Record<string, unknown>>;
}

/** An alert; with `everyBar` it fires on every row where its condition holds. */
export interface AlertInfo {
  readonly name: string;
  readonly everyBar: boolean;
  readonly doc: string | null;
}

export interface InputInfo {
  readonly source: string;
  readonly field: string;
}

export interface PlanDescription {
  readonly id: string;
  readonly doc: string | null;
  readonly params: readonly ParamInfo[];
  readonly outputs: readonly OutputInfo[];
  readonly alerts: readonly AlertInfo[];
  readonly inputs: readonly InputInfo[];
  readonly kernels: readonly string[];
}

/** What a program is once its parameters are settled. */
export interface ProgramDescription {
  /** By output: the first row of which every operand is known, gaps apart; with branches a value may come earlier. */
  readonly validFrom: readonly (number | null)[];
  /** By alert: the first row on which it can fire. */
  readonly alertsFrom: readonly (number | null)[];
  /** Rows of history that give the same values as all of it; null where an output depends on where history starts. */
  readonly history: number | null;
  readonly stateBytes: number;
  readonly instructions: number;
  readonly lanes: number;
  /** The instruction set that the engine chose on this machine. */
  readonly level: string;
}

export interface NativeSession {
  push(): void;
  peek(): void;
  snapshot(): Uint8Array;
  /** Rows pushed since history's start, those before a restored snapshot included. */
  rows(): number;
  /** Frees what it holds; every later call throws TA8004. */
  close(): void;
}

/** What a task tells of itself: progress any number of times, then once how it ended. */
export type NativeReport<R> = (
  kind: "progress" | "done" | "stopped" | "failed",
  rows: number,
  result: R | null | undefined,
  error: { readonly code: string; readonly message: string } | null | undefined,
) => void;

/** Work on a thread of the engine's own. */
export interface NativeTask {
  /** Ends it at its next tile. */
  cancel(): void;
}

/** What a run filled, in the plan's order; alerts have 1 where they fire. */
export interface NativeColumns {
  readonly floats: readonly Float64Array[];
  readonly bools: readonly Uint8Array[];
  readonly alerts: readonly Uint8Array[];
}

/** A symbol of a part that is wrong; `input` and `row` say where an infinite value is. */
export interface NativePanelFault {
  readonly symbol: number;
  readonly code: string;
  readonly message: string;
  readonly input?: number | null;
  readonly row?: number | null;
}

/** What a part of a universe gives. */
export interface NativePanelPart {
  /** Where all is kept: symbol after symbol its outputs of numbers, one column after another, in the plan's order. */
  readonly floats: Float64Array;
  /** The same of conditions, by symbol. */
  readonly bools: readonly Uint8Array[];
  /** Where the last row is: symbol after symbol its outputs' values, NaN where missing, conditions 0, 1 or 2. */
  readonly last: Float64Array;
  /** Alert and row of each alert that fired, by symbol and row. */
  readonly alerts: Uint32Array;
  /** Of each symbol how many fired up to its last. */
  readonly fired: Uint32Array;
  readonly failures: readonly NativePanelFault[];
}

export interface NativePanel {
  threads(): number;
  /** Copies a symbol's columns for the part that is started next. */
  add(inputs: Float64Array[], rows: number): void;
  /** Takes back the memory of parts' floats, which are detached, for parts to come. */
  release(memory: ArrayBufferLike[]): void;
  /** Runs what was added since the last start, on other threads, for so long. */
  start(milliseconds: number, report: NativeReport<NativePanelPart>): NativeTask;
}

/** Runs that go on from chunk to chunk. */
export interface NativeStreams {
  /**
   * `streams` has each row's stream, and is empty where all are of stream 0. Without any columns to fill, only the
   * last row of each stream is kept.
   */
  run(
    streams: Uint32Array,
    inputs: Float64Array[],
    floats: Float64Array[],
    bools: Uint8Array[],
    alerts: Uint8Array[],
    rows: number,
    milliseconds: number,
  ): void;
  /** A stream's last row: its outputs' values, and 1 for each alert that fires. */
  last(stream: number): Float64Array;
}

export interface NativeProgram {
  describe(): string;
  /** An array of outputs or alerts may hold several columns, one after another. */
  run(
    inputs: Float64Array[],
    floats: Float64Array[],
    bools: Uint8Array[],
    alerts: Uint8Array[],
    rows: number,
    step: boolean,
    blockRows: number,
    milliseconds: number,
  ): void;
  /** A column of so many rows, all 0, for each output of numbers. */
  columns(rows: number): Float64Array[];
  /** `run` on another thread, from copies of the inputs; buffers that are going to be filled are only checked. */
  start(
    inputs: Float64Array[],
    floats: Float64Array[],
    bools: Uint8Array[],
    rows: number,
    step: boolean,
    blockRows: number,
    milliseconds: number,
    report: NativeReport<NativeColumns>,
  ): NativeTask;
  /** Every row of the outputs or the last one's; 0 threads are those that all work shares, one for each CPU. */
  panel(all: boolean, threads: number): NativePanel;
  streams(threads: number): NativeStreams;
  /** The session keeps the buffers: a row is written to `inputs` and read from the others, conditions as 0, 1 or 2. */
  open(inputs: Float64Array, outputs: Float64Array, alerts: Uint8Array, snapshot?: Uint8Array): NativeSession;
}

/** Live runs of many symbols over shared buffers, bar after bar. */
export interface NativeUniverse {
  /** Takes the first `bars` bars of the buffers. */
  push(bars: number): void;
  peek(bars: number): void;
  snapshot(symbol: number): Uint8Array;
  restore(symbol: number, bytes: Uint8Array): void;
  rows(symbol: number): number;
  close(): void;
}

export interface NativePlan {
  describe(): string;
  bind(names: string[], values: (number | boolean | string)[], level: string): NativeProgram;
}

interface NativeModule {
  load(bytes: Uint8Array, limits?: Limits): NativePlan;
  /** The buffers have room for a bar of each symbol; `chosen` says whose bars they hold. */
  openUniverse(
    program: NativeProgram,
    symbols: number,
    chosen: Uint32Array,
    inputs: Float64Array,
    outputs: Float64Array,
    alerts: Uint8Array,
  ): NativeUniverse;
  /** A column for each output, then each alert; `places` are each point's values on the axes, point by point. */
  sweepPlan(
    plan: NativePlan,
    names: string[],
    values: (number | boolean | string)[],
    axes: string[],
    along: (number | boolean | string)[][],
    places: Uint32Array,
    folds: string[],
    inputs: Float64Array[],
    rows: number,
    threads: number,
    bytes: number,
    work: number,
    milliseconds: number,
    level: string,
    report: NativeReport<Float64Array[]>,
  ): NativeTask;
}

let loaded: NativeModule | null = null;

/** What a CommonJS bundle of an app has in place of `import.meta.url`, which is empty there. */
declare const __filename: string | undefined;

/**
 * Loads the module built for this platform: the one that `npm run build` put beside the sources, else the platform's own
 * package. Throws TA9001 where there is neither.
 */
export function native(): NativeModule {
  if (loaded !== null) return loaded;
  const here = typeof __filename === "string" ? __filename : fileURLToPath(import.meta.url);
  const require = createRequire(here);
  // The bundle stands in dist/, the sources one level deeper: the module is beside either's package.json.
  let folder = dirname(here);
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  const built = join(folder, "native", `ta-${process.platform}-${process.arch}.node`);
  const from = existsSync(built) ? built : packageOf(thisPlatform());
  try {
    loaded = require(from) as NativeModule;
  } catch (error) {
    const message = `the engine for ${process.platform} on ${process.arch} could not be loaded from ${from}: ${(error as Error).message}; \`npm run build\` makes it from the sources`;
    throw failure("internal", message, {}, { cause: error });
  }
  return loaded;
}
