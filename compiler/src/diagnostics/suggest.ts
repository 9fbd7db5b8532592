/** "Did you mean": the nearest of the names that would have been right. */

/**
 * The candidate nearest to `name`, or null where none is near. A candidate that differs only in case wins;
 * otherwise by Damerau–Levenshtein distance (a swap of neighbours is one edit), at most a third of the
 * name's length and at least one. Ties go to the candidate that comes first.
 */
export function suggest(name: string, candidates: Iterable<string>): string | null {
  const lower = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = nearEnough(name) + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const other = candidate.toLowerCase();
    if (other === lower) return candidate;
    if (Math.abs(other.length - lower.length) >= bestDistance) continue;
    // One letter for another is another name: `o` is not a slip for `h`.
    if (lower.length < 2 || other.length < 2) continue;
    const found = distance(lower, other);
    if (found < bestDistance) {
      bestDistance = found;
      best = candidate;
    }
  }
  return best;
}

/** How many edits away a name may be and still be a slip for this one. */
export const nearEnough = (name: string): number => Math.max(1, Math.floor(name.length / 3));

/** The fewest insertions, deletions, replacements and swaps of neighbours between two words. */
export function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (current[column - 1] as number) + 1,
        (last[column] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] as number) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] as number;
}
