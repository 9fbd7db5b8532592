import { Store, type Kept } from "../../cache/store.ts";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";

export interface CacheFlags {
  readonly dir: string;
  readonly json?: boolean;
  readonly maxBytes?: string;
}

const ACTIONS = { ls, stat, verify, prune, clear };
export type CacheAction = keyof typeof ACTIONS;

/** `ta cache`: what a folder of plans holds, and its upkeep. */
export async function cache(action: CacheAction, flags: CacheFlags): Promise<number> {
  return ACTIONS[action](Store.at(flags.dir), flags);
}

const plans = (count: number): string => `${count} plan${count === 1 ? "" : "s"}`;
const bytes = (size: number): string =>
  size < 1e4
    ? `${size} bytes`
    : size < 1e7
      ? `${(size / 1e3).toFixed(0)} kB`
      : `${(size / 1e6).toFixed(1)} MB`;
const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const total = (kept: readonly Kept[]): number => kept.reduce((sum, { size }) => sum + size, 0);

async function ls(store: Store, flags: CacheFlags): Promise<number> {
  const kept = await store.list();
  if (flags.json === true) {
    await writeWhole(null, [
      asJson(kept.map((entry) => ({ ...entry, used: new Date(entry.used).toISOString() }))),
    ]);
    return EXIT.ok;
  }
  const lines = kept.map(
    ({ id, size, used, compiler }) =>
      `${id.replace("sha256:", "").slice(0, 12)}  ${bytes(size).padStart(11)}  ${new Date(used).toISOString()}  ${compiler}\n`,
  );
  await writeWhole(
    null,
    lines.length === 0
      ? ["no plans\n"]
      : ["plan                 size  last used                 compiler\n", ...lines],
  );
  return EXIT.ok;
}

async function stat(store: Store, flags: CacheFlags): Promise<number> {
  const kept = await store.list();
  const { found, asked } = await store.requests();
  const told = { entries: kept.length, bytes: total(kept), found, asked };
  const rate =
    asked === 0 ? "nothing was asked for" : `${found} of the last ${asked} requests were answered from here`;
  await writeWhole(null, [
    flags.json === true ? asJson(told) : `${plans(told.entries)}, ${bytes(told.bytes)}; ${rate}\n`,
  ]);
  return EXIT.ok;
}

async function verify(store: Store): Promise<number> {
  const { entries, damaged, freed } = await store.verify();
  const freeing = freed > 0 ? `; ${bytes(freed)} that no plan needs are gone` : "";
  await writeWhole(null, [
    damaged === 0
      ? `${plans(entries)}, all of them whole${freeing}\n`
      : `${plans(damaged)} damaged and left out; ${plans(entries)} whole${freeing}\n`,
  ]);
  return damaged === 0 ? EXIT.ok : EXIT.data;
}

async function prune(store: Store, flags: CacheFlags): Promise<number> {
  const most = Number(flags.maxBytes ?? 256 * 2 ** 20);
  if (!Number.isSafeInteger(most) || most < 0)
    throw failure("usage", `--max-bytes is a whole number, not "${flags.maxBytes}"`);
  const { removed, freed } = await store.prune(most);
  await writeWhole(null, [`${plans(removed)} left out, ${bytes(freed)}\n`]);
  return EXIT.ok;
}

async function clear(store: Store): Promise<number> {
  const kept = await store.list();
  await store.clear();
  await writeWhole(null, [`${plans(kept.length)} left out, ${bytes(total(kept))}\n`]);
  return EXIT.ok;
}
