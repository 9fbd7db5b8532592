/** The folder of kept plans: a content-addressed store, shared by many processes, bounded in size. */
import { appendFile, mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { failure } from "../engine/errors.ts";

/** The store's own layout, beside which a later one could stand. */
const FOLDER = "plans-1";
/** A byte for each request that came to the folder: `h` was there, `m` was not. */
const REQUESTS = "requests";
/** Requests that are remembered, at least; the file is begun anew at twice as many. */
const REMEMBERED = 1 << 16;

type Cacache = typeof import("cacache");

let loaded: Promise<Cacache> | null = null;
/** The store's library, loaded when a cache is opened: whoever keeps no plans needs none of it, nor does a bundle. */
const cacache = (): Promise<Cacache> =>
  (loaded ??= import("cacache").then((module) => (module as unknown as { default: Cacache }).default));

/** What stands in the folder under one key. */
export interface Kept {
  readonly key: string;
  /** Bytes of the entry. */
  readonly size: number;
  /** Milliseconds since 1970 of the last use. */
  readonly used: number;
  /** The plan's identity and the compiler that made it, as they were kept. */
  readonly id: string;
  readonly compiler: string;
}

interface Metadata {
  readonly id?: unknown;
  readonly compiler?: unknown;
}

export class Store {
  private constructor(
    /** As the caller named it. */
    readonly directory: string,
    private readonly folder: string,
  ) {}

  /** The store in a folder as it is: none, or an empty one, where there is none. */
  static at(directory: string): Store {
    return new Store(directory, join(directory, FOLDER));
  }

  /** Makes the folder where there is none. Throws TA8013 where that cannot be. */
  static async open(directory: string): Promise<Store> {
    const folder = join(directory, FOLDER);
    try {
      await mkdir(join(folder, "tmp"), { recursive: true });
    } catch (error) {
      throw failure(
        "cache_unusable",
        `the folder ${directory} cannot be used: ${(error as Error).message}`,
        {},
        {
          cause: error,
        },
      );
    }
    return new Store(directory, folder);
  }

  /** The bytes of a key, as they were written to the last bit; null where there are none. Throws where they are damaged. */
  async get(key: string): Promise<Buffer | null> {
    const info = await (await cacache()).get.info(this.folder, key);
    if (info === null || info === undefined) return null;
    const data = await (await cacache()).get.byDigest(this.folder, info.integrity);
    // What was used last leaves last; a clock that cannot be set costs no more than that.
    const now = new Date();
    await utimes(info.path, now, now).catch(() => undefined);
    return data;
  }

  /** Writes whole or not at all; the last of several writers stands. */
  async put(key: string, data: Buffer, metadata: { id: string; compiler: string }): Promise<void> {
    await (await cacache()).put(this.folder, key, data, { metadata });
  }

  async remove(key: string): Promise<void> {
    await (await cacache()).rm.entry(this.folder, key);
  }

  /** Notes a request; nothing depends on it. */
  async note(found: boolean): Promise<void> {
    const path = join(this.folder, REQUESTS);
    await appendFile(path, found ? "h" : "m").catch(() => undefined);
    const size = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    if (size < 2 * REMEMBERED) return;
    const last = (await readFile(path)).subarray(-REMEMBERED);
    await writeFile(path, last).catch(() => undefined);
  }

  /** How many of the last requests were answered. */
  async requests(): Promise<{ readonly found: number; readonly asked: number }> {
    const noted = await readFile(join(this.folder, REQUESTS)).catch(() => Buffer.alloc(0));
    return { found: noted.filter((byte) => byte === 104).length, asked: noted.length };
  }

  /** Everything that is kept, what was used last first. */
  async list(): Promise<Kept[]> {
    const entries = Object.values(await (await cacache()).ls(this.folder));
    const kept = await Promise.all(
      entries.map(async (entry) => {
        const used = await stat(entry.path).then(
          ({ mtimeMs }) => mtimeMs,
          () => entry.time,
        );
        const { id, compiler } = (entry.metadata ?? {}) as Metadata;
        return {
          key: entry.key,
          size: entry.size,
          used,
          id: String(id ?? ""),
          compiler: String(compiler ?? ""),
        };
      }),
    );
    return kept.sort((a, b) => b.used - a.used || (a.key < b.key ? -1 : 1));
  }

  /** Leaves out what was used longest ago until at most `bytes` are kept, and whatever no entry names. */
  async prune(bytes: number): Promise<{ readonly removed: number; readonly freed: number }> {
    let kept = 0;
    let removed = 0;
    let freed = 0;
    for (const { key, size } of await this.list()) {
      kept += size;
      if (kept <= bytes) continue;
      await this.remove(key);
      removed++;
      freed += size;
    }
    await (await cacache()).verify(this.folder);
    return { removed, freed };
  }

  /** Reads every entry. What is damaged is left out; so is whatever no entry names. */
  async verify(): Promise<{ readonly entries: number; readonly damaged: number; readonly freed: number }> {
    const { totalEntries, badContentCount, missingContent, rejectedEntries, reclaimedSize } = await (
      await cacache()
    ).verify(this.folder);
    return {
      entries: totalEntries,
      damaged: Math.max(badContentCount + missingContent, rejectedEntries),
      freed: reclaimedSize,
    };
  }

  async clear(): Promise<void> {
    await (await cacache()).rm.all(this.folder);
    await rm(join(this.folder, REQUESTS), { force: true });
  }
}
