import {
  catalog as everything,
  catalogText,
  entryText,
  familiesOfCatalog,
  familyOfCatalog,
  findInCatalog,
  searchCatalog,
  searchText,
  type CatalogEntry,
} from "@laakhay/ta-compiler";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";

export interface CatalogFlags {
  readonly family?: string;
  readonly search?: string;
  readonly json?: boolean;
}

/** `ta catalog`: the library's functions by family, or of one of them everything. */
export async function catalog(name: string | undefined, flags: CatalogFlags): Promise<number> {
  const given = [name, flags.family, flags.search].filter((each) => each !== undefined);
  if (given.length > 1) throw failure("usage", "a name, --family and --search each stand alone");
  const json = flags.json === true;
  const write = async (value: unknown, text: () => string): Promise<number> => {
    await writeWhole(null, [json ? `${JSON.stringify(value, null, 2)}\n` : text()]);
    return EXIT.ok;
  };
  if (name !== undefined) {
    const { entry, others } = named(name);
    return write(entry, () => entryText(entry, others));
  }
  if (flags.search !== undefined) {
    const found = searched(flags.search);
    return write({ functions: found }, () => searchText(found));
  }
  const chosen = flags.family === undefined ? everything() : ofFamily(flags.family);
  return write({ functions: chosen }, () => catalogText(chosen));
}

function named(name: string): { entry: CatalogEntry; others: readonly CatalogEntry[] } {
  const { entry, others, near, form } = findInCatalog(name);
  if (entry !== null) return { entry, others };
  if (form !== null)
    throw failure("usage", `"${name}" is no function of the library but a form of the language: ${form}`);
  const about = searchCatalog(name)?.length ?? 0;
  const hints = [
    ...(near.length === 0 ? [] : [`did you mean ${near.join(" or ")}?`]),
    ...(about === 0 ? [] : [`\`ta catalog --search ${JSON.stringify(name)}\` finds ${about}`]),
  ];
  if (hints.length === 0) hints.push("`ta catalog` lists what there is");
  throw failure("usage", `there is no function "${name}" in the library; ${hints.join("; ")}`);
}

function searched(words: string): readonly CatalogEntry[] {
  const found = searchCatalog(words);
  if (found === null) throw failure("usage", "--search goes with words to look for");
  if (found.length === 0) throw failure("usage", `nothing in the library is about "${words}"`);
  return found;
}

/** Those of a family, `momentum` or `talib.momentum`, or of a whole module, `talib`. */
function ofFamily(family: string): readonly CatalogEntry[] {
  const chosen = familyOfCatalog(family);
  if (chosen.length > 0) return chosen;
  throw failure("usage", `there is no family "${family}"; there are ${familiesOfCatalog().join(", ")}`);
}
