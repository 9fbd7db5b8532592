import {
  check as checkSource,
  compile as compileSource,
  PLAN_LIMITS,
  planNeeds,
  type CompiledPlan,
  type CompileOptions,
  type Needs,
} from "@laakhay/ta-compiler";
import type { RecordBatch } from "apache-arrow";
import type { Bars } from "./columns.ts";
import { failure, guarded, notInThisVersion } from "./errors.ts";
import { checkLimits, type Limits } from "./limits.ts";
import type { Grid } from "./grid.ts";
import {
  native,
  type AlertInfo,
  type InputInfo,
  type NativePlan,
  type OutputInfo,
  type ParamInfo,
  type PlanDescription,
} from "./native.ts";
import { checkNames, isRecord, shown } from "./options.ts";
import { Program, RUN_OPTIONS, type RunOptions, type RunResult } from "./program.ts";
import { sweepRows, type SweepRowsOptions } from "./rows.ts";
import { parameterNumbers, why, WHY_OPTIONS, type RowReasons, type WhyOptions } from "./why.ts";
import { sweep, type SweepOptions, type SweepResult } from "./sweep.ts";

/** Parameters by name; whatever is not named keeps its default. */
export type Params = Readonly<Record<string, number | boolean | string>>;

/** The instruction set to run on; every one gives the same bits. */
export type Level = "best" | "avx2" | "baseline";

const LEVELS: readonly Level[] = ["best", "avx2", "baseline"];
const BIND_OPTIONS: readonly string[] = ["params", "level"];
const COMPILE_OPTIONS: readonly string[] = ["name", "optimize", "limits"];
/** What `loadPlan` and `link` take beside plans. */
export const LIMIT_OPTIONS: readonly string[] = ["limits"];

export interface LimitOptions {
  /** What the host allows; beyond it TA3018 where a program is compiled, TA6013 where a plan is loaded or bound, TA8014 where it runs. */
  readonly limits?: Limits;
}

export interface BindOptions {
  readonly params?: Params;
  /** For measuring and testing; `best` is what this CPU has. */
  readonly level?: Level;
}

/** What a plan asks of whoever runs it. */
export interface Requirements {
  /** The columns to bring. */
  readonly fields: readonly string[];
  readonly inputs: readonly InputInfo[];
  /** Engine operations with their versions: `win.mean@1`. */
  readonly kernels: readonly string[];
}

/** Hints come as pairs of a key and a JSON text; a text that is none stays as it is. */
function readDescription(text: string): PlanDescription {
  const hint = (value: string): unknown => {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  };
  const described = JSON.parse(text) as PlanDescription & { outputs: { hints: [string, string][] }[] };
  const outputs = described.outputs.map((output) => ({
    ...output,
    hints: Object.fromEntries(
      (output.hints as unknown as [string, string][]).map(([key, value]) => [key, hint(value)]),
    ),
  }));
  return { ...described, outputs };
}

/** Throws TA8007 for an option that `bind` does not have: parameters given without `params` would go unseen. */
function checkOptions(options: BindOptions): void {
  if (!isRecord(options as unknown))
    throw failure("usage", `bind takes { params, level }, not ${shown(options)}`);
  const unknown = Object.keys(options).find((key) => !BIND_OPTIONS.includes(key));
  if (unknown !== undefined) {
    throw failure("usage", `bind has no option "${unknown}"; parameters go in params: { ${unknown}: … }`);
  }
  const { params, level = "best" } = options;
  if (params !== undefined && !isRecord(params)) throw failure("usage", "params are values by name");
  if (!LEVELS.includes(level))
    throw failure("usage", `the level is one of ${LEVELS.join(", ")}, not ${shown(level)}`);
}

/** The options that are there. */
function given({ params, level }: { params: Params | undefined; level: Level | undefined }): BindOptions {
  return { ...(params !== undefined && { params }), ...(level !== undefined && { level }) };
}

/** A verified plan: immutable, bound as often as there are sets of parameters. */
export class Plan {
  /** What the compiler found and did; null for a plan that was loaded from bytes. */
  readonly compiled: CompiledPlan | null;
  readonly bytes: Uint8Array;
  /** What the host allows; it holds for whatever is done with the plan. */
  readonly limits: Limits;
  private described: PlanDescription | null = null;

  /** The program's text, which `why` quotes; null where the plan came alone. */
  readonly source: string | null;

  /** Use `compile` or `loadPlan`. */
  constructor(
    bytes: Uint8Array,
    compiled: CompiledPlan | null,
    limits: Limits = {},
    source: string | null = null,
    /** What the engine made of the same meaning within the same limits; null: it is asked on first use. */
    private engine: NativePlan | null = null,
  ) {
    this.bytes = bytes;
    this.compiled = compiled;
    this.limits = limits;
    this.source = source;
  }

  /** The engine's plan: decoded and verified on first use. */
  private get plan(): NativePlan {
    return (this.engine ??= guarded(() => native().load(this.bytes, this.limits)));
  }

  private get description(): PlanDescription {
    return (this.described ??= readDescription(this.plan.describe()));
  }

  /** Decodes and verifies. Throws a TA6xxx with its offset for bytes that are no plan. */
  verify(): this {
    void this.plan;
    return this;
  }

  /** `sha256:` and the identity: what is computed, whatever it was called or however it was laid out. */
  get id(): string {
    return this.description.id;
  }
  get doc(): string | null {
    return this.description.doc;
  }
  get params(): readonly ParamInfo[] {
    return this.description.params;
  }
  get outputs(): readonly OutputInfo[] {
    return this.description.outputs;
  }
  get alerts(): readonly AlertInfo[] {
    return this.description.alerts;
  }
  get requirements(): Requirements {
    const { inputs, kernels } = this.description;
    return { fields: inputs.map((input) => input.field), inputs, kernels };
  }

  /**
   * What to fetch before a run at these parameters: streams with their fields, rows of history, whether stamps are due.
   * Plain data. Throws as `bind` does.
   */
  needs(params: Params = {}): Needs {
    this.bind({ params });
    const values = parameterNumbers(this.params, params);
    return planNeeds(this.bytes, values);
  }

  /** Settles the parameters. Throws TA8001 for one that the plan does not have, TA8002 for a value that it refuses. */
  bind(options: BindOptions = {}): Program {
    checkOptions(options);
    const given = Object.entries(options.params ?? {});
    for (const [name, value] of given) {
      if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "string") {
        throw failure("parameter_invalid", `the parameter ${name} is a number, a boolean or a string`);
      }
    }
    const bound = guarded(() =>
      this.plan.bind(
        given.map(([name]) => name),
        given.map(([, value]) => value),
        options.level ?? "best",
      ),
    );
    const params = options.params ?? {};
    const explain = (bars: Bars, asked: WhyOptions): RowReasons => this.explain(bars, params, asked);
    return new Program(this.description, bound, explain, this.limits);
  }

  private explain(bars: Bars, params: Params, options: WhyOptions): RowReasons {
    // Of a plan that the host has let in, what it is made of is let in too.
    const limits = Object.fromEntries(PLAN_LIMITS.map((name) => [name, Infinity]));
    const load = (bytes: Uint8Array): NativePlan => native().load(bytes, limits);
    const plan = { bytes: this.bytes, source: this.source, params: this.params, limits: this.limits, load };
    return why(plan, bars, params, options);
  }

  /**
   * Why a result is what it is in a row: the values that it was computed from, in the words of the source, with what
   * settled a condition and what left a value missing. Values are to the bit those of a run.
   */
  why(bars: Bars, options: BindOptions & WhyOptions = {}): RowReasons {
    checkNames("why", options, [...BIND_OPTIONS, ...WHY_OPTIONS]);
    const { params, level, ...asked } = options;
    return this.bind(given({ params, level })).why(bars, asked);
  }

  /** Binds and runs. */
  run(bars: Bars, options: BindOptions & RunOptions = {}): RunResult {
    checkNames("run", options, [...BIND_OPTIONS, ...RUN_OPTIONS]);
    const { params, level, ...running } = options;
    return this.bind(given({ params, level })).run(bars, running);
  }

  /**
   * Runs at every point of a grid and keeps a value of each output and a count of each alert:
   * `plan.sweep({ fast: range(5, 60), slow: [50, 100] }, { bars, reduce: "count" })`. Results are in the grid's
   * order, the last of its names fastest, and to the bit what runs with these parameters give.
   */
  sweep(grid: Grid, options: SweepOptions): Promise<SweepResult> {
    return sweep(this.plan, this.description, grid, options, this.limits);
  }

  /**
   * Every row of every point of a grid, as Arrow's record batches, for what no fold says: `for await (const batch of
   * plan.sweepRows({ fast: range(5, 60) }, { bars }))`. Memory holds a few points, however many there are.
   */
  sweepRows(grid: Grid, options: SweepRowsOptions): AsyncGenerator<RecordBatch, void, undefined> {
    const { level } = options ?? {};
    const bind = (params: Params): Program => this.bind(given({ params, level }));
    return sweepRows(bind, this.description, grid, options, this.limits);
  }
}

/**
 * The limits of a compilation whose arguments are of the right kinds. Throws TA8007 where they are not, TA8005 for a
 * vocabulary, which this version has not.
 */
export function checkCompile(source: unknown, options: CompileOptions & LimitOptions): Limits {
  if (typeof source !== "string")
    throw failure("usage", `compile takes a program's text: a string, not ${shown(source)}`);
  if (isRecord(options) && "vocabulary" in options)
    throw notInThisVersion("compile's option vocabulary, names of a host's own");
  checkNames("compile", options, COMPILE_OPTIONS);
  const { name, optimize, limits = {} } = options;
  if (name !== undefined && typeof name !== "string")
    throw failure("usage", `name is a string, not ${shown(name)}`);
  if (optimize !== undefined && typeof optimize !== "boolean")
    throw failure("usage", `optimize is true or false, not ${shown(optimize)}`);
  return checkLimits(limits);
}

/** Compiles a program. Throws `CompileError`, whose `diagnostics` are every independent error. */
export function compile(source: string, options: CompileOptions & LimitOptions = {}): Plan {
  const limits = checkCompile(source, options);
  const compiled = compileSource(source, options);
  return new Plan(compiled.bytes, compiled, limits, source);
}

/**
 * Decodes and verifies a plan's bytes. Any bytes give a plan or a `TaError` of 6xxx with an offset; TA6013 beyond the limits,
 * of which those of history, state and memory are held here where the plan has no parameters, else where it is bound.
 */
export function loadPlan(bytes: Uint8Array, options: LimitOptions = {}): Plan {
  if (!(bytes instanceof Uint8Array))
    throw failure("usage", `loadPlan takes a plan's bytes: a Uint8Array, not ${shown(bytes)}`);
  checkNames("loadPlan", options, LIMIT_OPTIONS);
  const limits = checkLimits(options.limits ?? {});
  return holdBounds(new Plan(bytes.slice(), null, limits));
}

const BOUNDS = ["history", "stateBytes", "registerBytes", "memoryBytes"] as const;

/** Verifies a plan, and holds it to those limits that go by its parameters where it has none: TA6013. */
export function holdBounds<P extends Plan>(plan: P): P {
  plan.verify();
  if (plan.params.length === 0 && BOUNDS.some((name) => plan.limits[name] !== undefined)) plan.bind();
  return plan;
}

/** Every diagnostic of a program. Never throws: what is no text has the diagnostics of an empty program. */
export function check(source: string): ReturnType<typeof checkSource> {
  return checkSource(typeof source === "string" ? source : "");
}
