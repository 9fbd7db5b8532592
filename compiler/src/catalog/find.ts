/** Finding in the catalog: by name, and by what a function is about. */
import { distance, nearEnough } from "../diagnostics/suggest.ts";
import { FORM as SCAN } from "../semantics/recursion.ts";
import { catalog, type CatalogEntry } from "./catalog.ts";

const lower = (text: string): string => text.toLowerCase();
const namesOf = ({ name, aliases }: CatalogEntry): string[] => [name, ...aliases].map(lower);

/** What a name means. */
export interface Found {
  /** null where the library has no such name. */
  readonly entry: CatalogEntry | null;
  /** Functions of that name in other modules. */
  readonly others: readonly CatalogEntry[];
  /** Where there is no entry: what may have been meant, with its module. */
  readonly near: readonly string[];
  /** How it is written where the name is no function's but the language's own; null where it is neither. */
  readonly form: string | null;
}

/**
 * The function that a name means: its own or an alias, in any case, with or without its module. A bare name is the
 * prelude's where that has it. Where there is none, the nearest names: of a module, where the name has that.
 */
export function findInCatalog(name: string): Found {
  const wanted = lower(name).replace(/^std\./, "");
  const entries = catalog();
  const [entry, ...others] = entries.filter((each) =>
    namesOf(each).some((own) => own === wanted || `${each.module}.${own}` === wanted),
  );
  if (entry !== undefined) return { entry, others, near: [], form: null };
  const dot = wanted.lastIndexOf(".");
  const [module, bare] = [wanted.slice(0, Math.max(dot, 0)), wanted.slice(dot + 1)];
  const inModule = entries.filter((each) => each.module === module);
  const candidates = dot < 0 ? entries : inModule.length > 0 ? inModule : entries;
  let least = nearEnough(bare);
  let near: string[] = [];
  for (const each of candidates) {
    const away = Math.min(...namesOf(each).map((own) => distance(bare, own)));
    if (away < least) near = [];
    if (away <= least) {
      near.push(each.id);
      least = away;
    }
  }
  return { entry: null, others: [], near, form: wanted === "scan" ? SCAN : null };
}

/**
 * The functions that every one of the words speaks of, those first whose name it is in, then those whose title it is
 * in; `null` where `words` has none.
 */
export function searchCatalog(words: string): readonly CatalogEntry[] | null {
  const wanted = lower(words)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (wanted.length === 0) return null;
  /** How near a word is to what the function is: 0 is its name; Infinity where it says nothing of it. */
  const rank = (entry: CatalogEntry, word: string): number => {
    const names = [lower(entry.id), ...namesOf(entry)];
    if (names.includes(word)) return 0;
    if (names.some((name) => name.includes(word))) return 1;
    if (lower(entry.title).includes(word)) return 2;
    return lower(`${entry.family} ${entry.doc}`).includes(word) ? 3 : Infinity;
  };
  return catalog()
    .map((entry) => ({ entry, rank: Math.max(...wanted.map((word) => rank(entry, word))) }))
    .filter((each) => each.rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

/** Those of a family, `momentum` or `talib.momentum`, or of a module, `talib`; `std` is the prelude. */
export function familyOfCatalog(family: string): readonly CatalogEntry[] {
  const wanted = lower(family);
  return catalog().filter(({ module, family: own }) => {
    const home = module === "" ? "std" : module;
    return wanted === own || wanted === home || wanted === `${home}.${own}`;
  });
}

/** The families with their modules, as `familyOfCatalog` takes them: `momentum`, `talib.momentum`, … */
export function familiesOfCatalog(): readonly string[] {
  return [
    ...new Set(catalog().map(({ module, family }) => (module === "" ? family : `${module}.${family}`))),
  ];
}
