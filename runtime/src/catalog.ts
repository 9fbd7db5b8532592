/**
 * `@laakhay/ta/catalog`: every function of the library as data, for what an app shows of it: forms, menus, charts.
 *
 * ```ts
 * import { find } from "@laakhay/ta/catalog";
 * const rsi = find("rsi");
 * rsi?.parameters; // [{ name: "period", type: "int", default: 14, min: 1, max: 10000, … }]
 * rsi?.warmUp; // [{ formula: "period", row: 14, … }]
 * ```
 *
 * An entry is plain data, `JSON.stringify` gives what `ta catalog --json` does, and spec/catalog.schema.json describes
 * it. Its `warmUp`, `history` and `fields` take a compilation when they are first read.
 */
import { failure } from "./engine/errors.ts";
import { shown } from "./engine/options.ts";
import { catalog as everything, findInCatalog, searchCatalog, type CatalogEntry } from "@laakhay/ta-compiler";

export type {
  CatalogBounds,
  CatalogDrawing,
  CatalogEntry,
  CatalogInput,
  CatalogOutput,
  CatalogParameter,
  WarmUp,
} from "@laakhay/ta-compiler";

/** Throws TA8007 for what is no string. */
function text(what: string, given: unknown): string {
  if (typeof given !== "string") throw failure("usage", `${what} takes a string, not ${shown(given)}`);
  return given;
}

/** Every function: those that stand alone first, then by module; within each by family and name. */
export const catalog: readonly CatalogEntry[] = everything();

/** The function of this name or alias, in any case, `rsi` or `talib.rsi`; null where there is none. */
export const find = (name: string): CatalogEntry | null => findInCatalog(text("find", name)).entry;

/** The functions that every one of these words speaks of, the nearest first. */
export const search = (words: string): readonly CatalogEntry[] => searchCatalog(text("search", words)) ?? [];
