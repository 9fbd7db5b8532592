/** How a file's headers meet the fields that a program reads. */

/** The spelling under which headers and fields are compared: `Adj Close` and `adj_close` are one name. */
export function normalizeName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s\-.]+/g, "_");
}

const TIME = ["timestamp", "time", "date", "open_time"];
const SYMBOL = ["symbol", "ticker"];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  open: ["open"],
  high: ["high"],
  low: ["low"],
  close: ["close"],
  volume: ["volume"],
};

/** Where the time column is: the first of the names that interfaces promise, in their order; -1 where there is none. */
export const findTime = (headers: readonly string[]): number => findFirst(headers, TIME);

/** Where the symbol column is; -1 where there is none. */
export const findSymbol = (headers: readonly string[]): number => findFirst(headers, SYMBOL);

/** Every place where a field stands: more than one is an ambiguity that the caller reports. */
export function findField(headers: readonly string[], field: string): number[] {
  const wanted = FIELDS[field] ?? [normalizeName(field)];
  return headers.flatMap((header, index) => (wanted.includes(normalizeName(header)) ? [index] : []));
}

function findFirst(headers: readonly string[], names: readonly string[]): number {
  for (const name of names) {
    const index = headers.findIndex((header) => normalizeName(header) === name);
    if (index >= 0) return index;
  }
  return -1;
}

/** What the time column may be called, for messages. */
export const TIME_NAMES = TIME.join(", ");

/** Changes, insertions, deletions and swaps of neighbours that lead from one to the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(change, previous[j]! + 1, current[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      current.push(least);
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length]!;
}

/** The header nearest to what was asked for, within a third of its length; null where none is near. */
export function nearest(wanted: string, headers: readonly string[]): string | null {
  const target = normalizeName(wanted);
  let best: string | null = null;
  let least = Math.max(1, Math.floor(target.length / 3)) + 1;
  for (const header of headers) {
    const far = distance(target, normalizeName(header));
    if (far < least) [best, least] = [header, far];
  }
  return best;
}
