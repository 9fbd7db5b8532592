import { createHash } from "node:crypto";
import {
  compile as compileSource,
  fingerprint,
  LIBRARY_DIGEST,
  PLAN_LIMITS,
  refuseExcess,
  VERSION,
  type CompiledPlan,
  type CompileOptions,
  type Fingerprint,
} from "@laakhay/ta-compiler";
import QuickLRU from "quick-lru";
import { CODES } from "../../../compiler/src/generated/codes.ts";
import { failure, guarded, TaError } from "../engine/errors.ts";
import type { Limits } from "../engine/limits.ts";
import { native, type NativePlan, type PlanDescription } from "../engine/native.ts";
import { checkNames, shown } from "../engine/options.ts";
import { checkCompile, Plan, type LimitOptions } from "../engine/plan.ts";
import { decodeEntry, encodeEntry, relocate, type Entry } from "./entry.ts";
import { Store } from "./store.ts";

export interface CacheOptions {
  /** Plans that stand in memory, the last used. Default: 1,000. */
  readonly memory?: number;
  /** Bytes that the folder may hold, about; what was used longest ago leaves. Default: 256 MiB. */
  readonly maxBytes?: number;
  /** Told of every entry that could not be used or written: a miss, never an error. Default: a warning of the process. */
  readonly onWarning?: (message: string) => void;
}

/** What a cache has answered since it was opened; times are milliseconds in all. */
export interface CacheStats {
  readonly memory: { readonly hits: number; readonly time: number };
  readonly disk: { readonly hits: number; readonly time: number };
  readonly misses: { readonly count: number; readonly time: number };
}

/** Where a plan came from. */
export type Source = "memory" | "disk" | "compiled";

const OPTIONS: readonly string[] = ["memory", "maxBytes", "onWarning"];

function warn(message: string): void {
  process.emitWarning(message, { type: "TaWarning", code: CODES.cache_entry.code });
}

const whole = (value: number, name: string): number => {
  if (!Number.isSafeInteger(value) || value < 1) throw failure("usage", `${name} is a whole number from 1`);
  return value;
};

/**
 * Plans that were compiled before, in memory and in a folder. A plan is found by what its program says, whatever its
 * layout, under the compiler, the library and the options that made it. Whatever in the folder is damaged, foreign or
 * of another version is not used: the program is compiled.
 */
export class PlanCache {
  private readonly texts: QuickLRU<string, Plan>;
  private readonly entries: QuickLRU<string, Entry>;
  private written = Infinity;
  private counted = {
    memory: { hits: 0, time: 0 },
    disk: { hits: 0, time: 0 },
    misses: { count: 0, time: 0 },
  };

  /** Use `openCache`. */
  constructor(
    readonly store: Store,
    private readonly maxBytes: number,
    memory: number,
    private readonly warning: (message: string) => void,
  ) {
    this.texts = new QuickLRU({ maxSize: memory });
    this.entries = new QuickLRU({ maxSize: memory });
  }

  /** As `compile`, with what was compiled before. Rejects with `CompileError` for a program that is wrong. */
  async compile(source: string, options: CompileOptions & LimitOptions = {}): Promise<Plan> {
    return (await this.find(source, options)).plan;
  }

  /** As `compile`, and where the plan came from, with the milliseconds that took and that compiling it took. */
  async find(
    source: string,
    options: CompileOptions & LimitOptions = {},
  ): Promise<{
    readonly plan: Plan;
    readonly from: Source;
    readonly took: number;
    readonly compiling: number;
  }> {
    const started = performance.now();
    const limits = checkCompile(source, options);
    const { name, optimize = true } = options;
    const variant = optimize ? "optimized" : "unoptimized";
    const text = `${variant} ${Object.entries(limits).join(" ")}\n${source}`;
    const answer = (plan: Plan, from: Source, compiling: number) => {
      this.texts.set(text, plan);
      const took = performance.now() - started;
      const counter = from === "compiled" ? this.counted.misses : this.counted[from];
      counter.time += took;
      if ("hits" in counter) counter.hits++;
      else counter.count++;
      return { plan, from, took, compiling };
    };
    const same = this.texts.get(text);
    if (same !== undefined) return answer(same, "memory", 0);

    // Entries are every host's; what this one allows is its own.
    const own = (compiled: CompiledPlan): Plan => {
      refuseExcess(compiled.bytes, limits, source, name);
      return new Plan(compiled.bytes, compiled, limits, source);
    };
    const unlimited = { optimize, ...(name !== undefined && { name }) };
    const print = fingerprint(source);
    // A text with a fault has no plan: the compiler says so.
    if (print === null)
      return answer(own(compileSource(source, unlimited)), "compiled", performance.now() - started);
    const key = keyOf(print, variant);
    const known = this.entries.get(key);
    if (known !== undefined) return answer(own(relocate(known, print.spans)), "memory", known.took);
    const kept = await this.read(key, limits);
    if (kept !== null) {
      this.entries.set(key, kept.entry);
      const compiled = relocate(kept.entry, print.spans);
      refuseExcess(compiled.bytes, limits, source, name);
      // In the layout that it was kept in, the engine has it already.
      const plan = new Plan(compiled.bytes, compiled, limits, source, kept.engine);
      return answer(plan, "disk", kept.entry.took);
    }

    const begun = performance.now();
    const compiled = compileSource(source, unlimited);
    const compiling = performance.now() - begun;
    const entry: Entry = { key, compiled, took: compiling, spans: print.spans };
    this.entries.set(key, entry);
    const made = answer(own(compiled), "compiled", compiling);
    await this.write(entry);
    return made;
  }

  /** What was answered since the cache was opened, and from where. */
  get stats(): CacheStats {
    return structuredClone(this.counted);
  }

  /** An entry of the folder that is whole and holds a plan, as the engine took it within these limits; else null. */
  private async read(key: string, limits: Limits): Promise<Kept | null> {
    try {
      const data = await this.store.get(key);
      await this.store.note(data !== null);
      if (data === null) return null;
      const entry = decodeEntry(data, key);
      return { entry, engine: taken(entry, limits) };
    } catch (error) {
      this.warning(
        `an entry of the cache in ${this.store.directory} is not used: ${(error as Error).message}`,
      );
      await this.store.remove(key).catch(() => undefined);
      return null;
    }
  }

  private async write(entry: Entry): Promise<void> {
    const data = encodeEntry(entry);
    try {
      await this.store.put(entry.key, data, { id: entry.compiled.id, compiler: VERSION });
      this.written += data.length;
      // The first write finds out how much is there; so does each that may have gone past the bound.
      if (this.written <= this.maxBytes) return;
      await this.prune();
      this.written = (await this.store.list()).reduce((sum, { size }) => sum + size, 0);
    } catch (error) {
      this.warning(`a plan could not be kept in ${this.store.directory}: ${(error as Error).message}`);
    }
  }

  /** Leaves out what was used longest ago, down to the bound. */
  async prune(): Promise<{ readonly removed: number; readonly freed: number }> {
    return this.store.prune(this.maxBytes);
  }
}

/** What was read of the folder; the engine's plan is null where it is beyond what the host allows. */
interface Kept {
  readonly entry: Entry;
  readonly engine: NativePlan | null;
}

/** Beyond any plan's: an entry that is whole stays, however large the plans are that other hosts allow. */
const UNLIMITED: Limits = Object.fromEntries(PLAN_LIMITS.map((name) => [name, Infinity]));

/**
 * The engine looks at the bytes where they are read, so that a plan that it refuses is a miss and no later error. What is
 * merely too large for this host is refused where it is used, as if it had been compiled. Throws where the entry holds no
 * plan, or another.
 */
function taken({ compiled: { bytes, id } }: Entry, limits: Limits): NativePlan | null {
  const load = (allowed: Limits): NativePlan => {
    const engine = guarded(() => native().load(bytes, allowed));
    if ((JSON.parse(engine.describe()) as PlanDescription).id !== id)
      throw new Error("its plan is another one");
    return engine;
  };
  try {
    return load(limits);
  } catch (error) {
    if (!(error instanceof TaError) || error.code !== CODES.bound_exceeded.code) throw error;
    load(UNLIMITED);
    return null;
  }
}

/** What a plan depends on, and nothing else. */
function keyOf(print: Fingerprint, variant: string): string {
  const parts = ["laakhay-ta plan 1", VERSION, LIBRARY_DIGEST, variant, print.text];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/**
 * Opens a cache of plans in a folder, made where there is none; any number of processes may use it at once.
 *
 * ```ts
 * const cache = await openCache(".cache/plans");
 * const plan = await cache.compile("rsi(14) < 30");
 * ```
 *
 * Rejects with TA8013 for a folder that cannot be made, TA8007 for an option that is none.
 */
export async function openCache(directory: string, options: CacheOptions = {}): Promise<PlanCache> {
  if (typeof directory !== "string" || directory === "")
    throw failure("usage", `openCache takes a folder's path, not ${shown(directory)}`);
  checkNames("openCache", options, OPTIONS);
  const { memory = 1000, maxBytes = 256 * 2 ** 20, onWarning = warn } = options;
  whole(memory, "memory");
  whole(maxBytes, "maxBytes");
  if (typeof onWarning !== "function")
    throw failure("usage", `onWarning is a function, not ${shown(onWarning)}`);
  return new PlanCache(await Store.open(directory), maxBytes, memory, onWarning);
}
