/** Text for people: tables whose columns line up, and paragraphs of a width. */

/** The longest formula that a line shows: a longer one says less than its value, and is in the JSON form. */
export const READABLE = 60;

/** How many columns a text takes on a terminal. */
const width = (text: string): number => [...text].length;

/** Rows as lines, their columns two blanks apart; the last column is as long as it is. */
export function table(rows: readonly (readonly string[])[], indent = ""): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, width(cell))));
  return rows.map((row) =>
    (
      indent + row.map((cell, column) => cell + " ".repeat(widths[column]! - width(cell))).join("  ")
    ).trimEnd(),
  );
}

/** A text in lines of at most `columns`, each after `indent`; its own empty lines stay. */
export function paragraphs(text: string, columns: number, indent = ""): string[] {
  return text.split(/\n\s*\n/).flatMap((paragraph, index) => {
    const lines: string[] = index === 0 ? [] : [""];
    let line = "";
    for (const word of paragraph.split(/\s+/).filter((each) => each !== "")) {
      if (line !== "" && width(indent) + width(line) + 1 + width(word) > columns) {
        lines.push(indent + line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    if (line !== "") lines.push(indent + line);
    return lines;
  });
}

/** The first sentence of a doc, on one line: what a list shows of it. */
export function firstSentence(doc: string | null): string {
  const text = (doc ?? "").replace(/\s+/g, " ").trim();
  // A point ends a sentence before a capital or the end; `2.5` and `e.g. x` go on.
  const end = /[.!?](?=\s+[A-Z0-9|(]|$)/.exec(text);
  return end === null ? text : text.slice(0, end.index + 1);
}

/** A whole number with its thousands apart: 12,154. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** A count with its thing: `1 row`, `2 rows`. */
export const counted = (count: number, thing: string): string =>
  `${grouped(count)} ${thing}${count === 1 ? "" : "s"}`;

/** A list in words: `a, b and c`. */
export function inWords(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]!}`;
}
