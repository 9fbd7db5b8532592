import { failure } from "../engine/errors.ts";
import { findField, findSymbol, findTime, nearest, normalizeName, TIME_NAMES } from "./names.ts";
import type { Wanted } from "./table.ts";

/** Which columns of a file serve what was asked for, by their positions. */
export interface Chosen {
  readonly fields: readonly { readonly field: string; readonly column: number }[];
  /** -1 where the file has none. */
  readonly time: number;
  readonly symbol: number;
}

/**
 * Finds the columns. Throws TA7009 for one that is not there, with the nearest header, and TA7012 where two
 * headers are the same name.
 */
export function chooseColumns(file: string, headers: readonly string[], wanted: Wanted): Chosen {
  const place = (column: string) => ({ file, column });
  const fields: { field: string; column: number }[] = [];
  const missing: string[] = [];
  for (const field of [...wanted.fields, ...wanted.optional]) {
    if (fields.some((known) => known.field === field)) continue;
    const found = findField(headers, field);
    if (found.length > 1) {
      const names = found.map((index) => `"${headers[index]}"`).join(" and ");
      throw failure(
        "duplicate_column",
        `${file}, header: ${names} are both the column "${field}"`,
        place(field),
      );
    }
    if (found.length === 1) fields.push({ field, column: found[0]! });
    else if (wanted.fields.includes(field)) missing.push(field);
  }
  if (missing.length > 0) {
    const near = nearest(missing[0]!, headers);
    const names = missing.map((field) => `"${field}"`).join(", ");
    throw failure(
      "missing_column",
      `${file}, header: the program reads ${names}, which the file does not have` +
        (near === null ? `; it has ${headers.join(", ")}` : `; did you mean "${near}"?`),
      place(missing[0]!),
    );
  }
  const time = findTime(headers);
  if (time < 0 && wanted.timeFor !== null) {
    throw failure(
      "missing_column",
      `${file}, header: ${wanted.timeFor} needs a time column: one of ${TIME_NAMES}`,
      place("timestamp"),
    );
  }
  return {
    fields,
    time,
    symbol: wanted.by === null ? findSymbol(headers) : findBy(file, headers, wanted.by),
  };
}

function findBy(file: string, headers: readonly string[], by: string): number {
  const exact = headers.indexOf(by);
  if (exact >= 0) return exact;
  const found = headers.flatMap((header, index) =>
    normalizeName(header) === normalizeName(by) ? [index] : [],
  );
  if (found.length > 1) {
    throw failure("duplicate_column", `${file}, header: several columns are "${by}"`, { file, column: by });
  }
  if (found.length === 1) return found[0]!;
  // `--by symbol` is what the output column is called: it finds a column named ticker too.
  const other = normalizeName(by) === "symbol" || normalizeName(by) === "ticker" ? findSymbol(headers) : -1;
  if (other >= 0) return other;
  const near = nearest(by, headers);
  throw failure(
    "missing_column",
    `${file}, header: --by names "${by}", which the file does not have` +
      (near === null ? `; it has ${headers.join(", ")}` : `; did you mean "${near}"?`),
    { file, column: by },
  );
}
