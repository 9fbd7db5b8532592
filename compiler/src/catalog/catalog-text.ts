/** The catalog in plain text. */
import { counted, paragraphs, READABLE, table } from "../explain/layout.ts";
import type { WarmUp } from "./bounds.ts";
import type {
  CatalogDrawing,
  CatalogEntry,
  CatalogInput,
  CatalogOutput,
  CatalogParameter,
} from "./catalog.ts";
import { rangeText } from "./signature.ts";

const WIDTH = 100;

/** A line of a list. */
const LINE = 108;
const HEADLINE = 72;

/**
 * What a function is, in a line of a list. What comes before a colon says it, how it is computed follows; but where that
 * is no more than whose function it is, `TA-Lib's RSI (Wilder): …`, it is what follows. A pattern is known by the name
 * that its code stands for: `TA-Lib's CDLDOJISTAR (doji star): …`.
 */
export function headline({ title, name }: CatalogEntry, room = HEADLINE): string {
  const colon = title.indexOf(": ");
  const before = title.slice(0, Math.max(colon, 0));
  const code = new RegExp(`^(?:\\S+'s )?\`?(?:\\w+\\.)?${name}\`?(?: \\(([^)]*)\\))?$`, "i").exec(before);
  const called = code?.[1] !== undefined && /^[a-z]/.test(code[1]) ? `${code[1]}: ` : "";
  const text = (code ? called + title.slice(colon + 2) : before || title).replace(/\.$/, "");
  if (text.length <= room) return text;
  // A name ends at the first comma, a formula where there is no more room.
  const comma = code ? text.lastIndexOf(", ", room) : text.indexOf(", ");
  if (comma > 0 && comma <= room) return text.slice(0, comma) + (code ? ", …" : "");
  return `${text.slice(0, text.lastIndexOf(" ", room))} …`;
}

/** `talib: momentum`, the prelude's by the family alone. */
const headingOf = ({ module, family }: CatalogEntry): string =>
  module === "" ? family : `${module}: ${family}`;

/** The functions by module and family, one line each, and how to read on. */
export function catalogText(entries: readonly CatalogEntry[]): string {
  const groups = new Map<string, CatalogEntry[]>();
  for (const entry of entries) {
    const heading = headingOf(entry);
    groups.set(heading, [...(groups.get(heading) ?? []), entry]);
  }
  const sections = [...groups].map(([heading, functions]) => {
    const widest = Math.max(...functions.map(({ id }) => id.length));
    const rows = functions.map((entry) => [entry.id, headline(entry, Math.min(HEADLINE, LINE - 4 - widest))]);
    return [`${heading} (${functions.length})`, ...table(rows, "  ")].join("\n");
  });
  const counts = new Map<string, number>();
  for (const { module } of entries) counts.set(module, (counts.get(module) ?? 0) + 1);
  const modules = [...counts].map(([module, count]) =>
    module === "" ? `${count} by name alone` : `${count} of ${module}`,
  );
  return `${sections.join("\n\n")}

${counted(entries.length, "function")}${modules.length > 1 ? `: ${modules.join(", ")}` : ""}
\`ta catalog NAME\` says all of one; \`--family NAME\` a family or a module, \`--search WORDS\` finds by words.
`;
}

/** What a search found, the best first. */
export function searchText(entries: readonly CatalogEntry[]): string {
  const rows = entries.map((entry) => [entry.id, headingOf(entry), headline(entry)]);
  return `${table(rows).join("\n")}\n\n${counted(entries.length, "function")}\n`;
}

const also = (aliases: readonly string[]): string =>
  aliases.length === 0 ? "" : `also ${aliases.join(", ")}`;

const inputRow = ({ name, kind, default: initial, aliases }: CatalogInput): string[] => [
  name,
  kind === "condition" ? "a condition" : "a series",
  initial === null ? "must be given" : `= ${initial}`,
  "",
  also(aliases),
];

/** A default as it is written. */
export const writtenDefault = ({ default: initial }: CatalogParameter): string =>
  initial === null ? "na" : JSON.stringify(initial);

function parameterRow(parameter: CatalogParameter): string[] {
  const { name, type, required, aliases } = parameter;
  const range = rangeText(parameter);
  return [
    name,
    type,
    required ? "must be given" : `= ${writtenDefault(parameter)}`,
    range === "" ? "" : `in ${range}`,
    also(aliases),
  ];
}

/** A row's number, with the formula that gives it where that says more and is short enough to. */
const at = (row: number, formula: string): string =>
  `row ${row}${String(row) === formula || formula.length > READABLE ? "" : ` = ${formula}`}`;

/** From which row a value is known, in words. */
export const knownText = ({ row, formula }: WarmUp): string => at(row, formula);

/** From which row on a value is stable, in words. */
export function stableText({ formula, stableFormula, stableRow }: WarmUp): string {
  if (stableFormula === null || stableRow === null) return "depends on where history starts";
  return stableFormula === formula ? "stable at once" : `stable from ${at(stableRow, stableFormula)}`;
}

const warmUpRow = (value: WarmUp): string[] => [
  value.output === "" ? "result" : value.output,
  `known from ${knownText(value)}`,
  stableText(value),
];

/** How many rows a value needs before its own, in words. */
export function historyText(history: string | null): string {
  if (history === null)
    return "What it gives depends on where history starts, or on how long its gaps are: no count of rows is enough.";
  return history === "0"
    ? "Each row is computed from that row alone."
    : `Rows that it needs before the current one: ${history}.`;
}

/** How it is drawn, in words. */
export function drawingText(drawing: CatalogDrawing, outputs: readonly CatalogOutput[]): string {
  const { pane, bounds, levels, offsets } = drawing;
  const styles = new Set(outputs.map(({ style }) => style));
  const style =
    styles.size === 1
      ? [...styles][0]!
      : outputs.map((output) => `${output.name} as ${output.style}`).join(", ");
  return [
    pane === "overlay" ? "over the price" : pane === "separate" ? "by itself" : "",
    style,
    bounds === null ? "" : `within ${bounds.join(" and ")}`,
    levels.length === 0 ? "" : `with lines at ${levels.join(", ")}`,
    ...offsets.map(({ output, rows }) => `${output} ${rows} rows ahead`),
  ]
    .filter((part) => part !== "")
    .join("; ");
}

/** All of one function. `others` are those of the same name in other modules. */
export function entryText(entry: CatalogEntry, others: readonly CatalogEntry[] = []): string {
  const { id, aliases, doc, family, module, outputs, inputs, parameters, signature, example } = entry;
  const lines = [`${id}  (${module === "" ? "" : `module ${module}, `}${family})`, ""];
  lines.push(...paragraphs(doc, WIDTH, "  "), "");
  const result = signature.slice(signature.lastIndexOf(" -> "));
  const call = `${id}(${[...inputs, ...parameters].map(({ name }) => name).join(", ")})${result}`;
  lines.push(...paragraphs(call, WIDTH, "  "), "");
  const rows = [...inputs.map(inputRow), ...parameters.map(parameterRow)];
  if (rows.length > 0) lines.push("parameters", ...table(rows, "  "), "");
  lines.push("values, in rows counted from 0, at the defaults; stable to 1e-9");
  lines.push(...table(entry.warmUp.map(warmUpRow), "  "));
  lines.push(`  ${historyText(entry.history)}`);
  if (outputs.length > 1) lines.push(`  A record: ${outputs.map(({ name }) => `.${name}`).join(", ")}.`);
  lines.push("", "definition", ...entry.definition.split("\n").map((line) => `  ${line}`), "");
  const [drawn, ...rest] = paragraphs(drawingText(entry.drawing, outputs), WIDTH, "            ");
  lines.push(`drawn       ${drawn!.trimStart()}`, ...rest);
  if (aliases.length > 0) lines.push(`also called ${aliases.join(", ")}`);
  if (others.length > 0) lines.push(`see also    ${others.map((other) => other.id).join(", ")}`);
  lines.push(`example     ${example}`);
  return `${lines.join("\n")}\n`;
}
