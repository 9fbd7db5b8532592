import {
  catalog as everything,
  catalogBounds,
  catalogText,
  entryText,
  findInCatalog,
  type CatalogEntry,
} from "@laakhay/ta-compiler";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";

export interface CatalogFlags {
  readonly family?: string;
  readonly json?: boolean;
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const whole = (entry: CatalogEntry): object => ({ ...entry, ...catalogBounds(entry) });

/** `ta catalog`: the library's functions by family, or of one of them everything. */
export async function catalog(name: string | undefined, flags: CatalogFlags): Promise<number> {
  if (name !== undefined) {
    if (flags.family !== undefined)
      throw failure("usage", "--family chooses from the list; it goes without a name");
    const found = findInCatalog(name);
    if ("near" in found) {
      if (found.form !== null)
        throw failure(
          "usage",
          `"${name}" is no function of the library but a form of the language: ${found.form}`,
        );
      const hint = found.near === null ? "`ta catalog` lists what there is" : `did you mean ${found.near}?`;
      throw failure("usage", `there is no function "${name}" in the library; ${hint}`);
    }
    const { entry, others } = found;
    await writeWhole(null, [
      flags.json === true ? asJson(whole(entry)) : entryText(entry, catalogBounds(entry), others),
    ]);
    return EXIT.ok;
  }
  const entries = everything();
  const chosen = flags.family === undefined ? entries : ofFamily(entries, flags.family);
  await writeWhole(null, [
    flags.json === true ? asJson({ functions: chosen.map(whole) }) : catalogText(chosen),
  ]);
  return EXIT.ok;
}

/** Those of a family, `momentum` or `talib.momentum`, or of a whole module, `talib`. */
function ofFamily(entries: readonly CatalogEntry[], family: string): readonly CatalogEntry[] {
  const wanted = family.toLowerCase();
  const chosen = entries.filter(({ module, family: own }) =>
    [own, module, `${module}.${own}`, module === "" ? `std.${own}` : ""].includes(wanted),
  );
  if (chosen.length > 0 && wanted !== "") return chosen;
  const families = [...new Set(entries.map((entry) => entry.family))].sort();
  throw failure("usage", `there is no family "${family}"; there are ${families.join(", ")}`);
}
