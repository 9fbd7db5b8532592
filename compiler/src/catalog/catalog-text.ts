/** The catalog in plain text. */
import type { CatalogBounds, CatalogEntry, WarmUp } from "./catalog.ts";
import { counted, paragraphs, READABLE, table } from "../explain/layout.ts";
import { rangeText, type ParameterInfo } from "./signature.ts";

const WIDTH = 100;

const HEADLINE = 72;

/** What comes before a colon says what a function is; how it is computed follows. */
function headline(title: string): string {
  const colon = title.indexOf(": ");
  const text = (colon > 0 ? title.slice(0, colon) : title).replace(/\.$/, "");
  if (text.length <= HEADLINE) return text;
  const comma = text.indexOf(", ");
  if (comma > 0 && comma <= HEADLINE) return text.slice(0, comma);
  return `${text.slice(0, text.lastIndexOf(" ", HEADLINE))} …`;
}

/** The functions by module and family, one line each. */
export function catalogText(entries: readonly CatalogEntry[]): string {
  const groups = new Map<string, CatalogEntry[]>();
  for (const entry of entries) {
    const heading = `${entry.module === "" ? "" : `${entry.module}: `}${entry.family}`;
    groups.set(heading, [...(groups.get(heading) ?? []), entry]);
  }
  const sections = [...groups].map(([heading, functions]) =>
    [
      heading,
      ...table(
        functions.map(({ id, title }) => [id, headline(title)]),
        "  ",
      ),
    ].join("\n"),
  );
  return `${sections.join("\n\n")}\n\n${counted(entries.length, "function")}; \`ta catalog NAME\` says all of one.\n`;
}

function parameterRow(parameter: ParameterInfo): string[] {
  const { name, input, type, default: initial, aliases } = parameter;
  const range = rangeText(parameter);
  return [
    name,
    input ? "input" : type,
    initial === null ? "must be given" : `= ${initial}`,
    range === "" ? "" : `in ${range}`,
    aliases.length === 0 ? "" : `also ${aliases.join(", ")}`,
  ];
}

function warmUpRow({ output, formula, row, stableFormula, stableRow }: WarmUp): string[] {
  const at = (place: number, text: string): string =>
    `row ${place}${String(place) === text || text.length > READABLE ? "" : ` = ${text}`}`;
  const stable =
    stableFormula === null || stableRow === null
      ? "depends on where history starts"
      : stableFormula === formula
        ? "and stable at once"
        : `stable from ${at(stableRow, stableFormula)}`;
  return [output === "" ? "result" : output, `known from ${at(row, formula)}`, stable];
}

/** All of one function. `others` are those of the same name in other modules. */
export function entryText(
  entry: CatalogEntry,
  bounds: CatalogBounds,
  others: readonly CatalogEntry[] = [],
): string {
  const { id, aliases, doc, family, module, outputs, parameters, hints, signature, example } = entry;
  const lines = [`${id}  (${module === "" ? "" : `module ${module}, `}${family})`, ""];
  lines.push(...paragraphs(doc ?? "", WIDTH, "  "), "");
  const result = signature.slice(signature.lastIndexOf(" -> "));
  const call = `${id}(${parameters.map(({ name }) => name).join(", ")})${result}`;
  lines.push(...paragraphs(call, WIDTH, "  "), "");
  if (parameters.length > 0) lines.push("parameters", ...table(parameters.map(parameterRow), "  "), "");
  lines.push("values, in rows counted from 0, at the defaults; stable to 1e-9");
  lines.push(...table(bounds.warmUp.map(warmUpRow), "  "));
  lines.push(
    bounds.history === null
      ? "  What it gives depends on where history starts, or on how long its gaps are: no count of rows is enough."
      : bounds.history === "0"
        ? "  Each row is computed from that row alone."
        : `  Rows that it needs before the current one: ${bounds.history}.`,
  );
  if (outputs.length > 1) lines.push(`  A record: ${outputs.map(({ name }) => `.${name}`).join(", ")}.`);
  lines.push("");
  const drawn = Object.entries(hints).map(([key, value]) => `${key} ${String(value)}`);
  if (drawn.length > 0) lines.push(`drawn       ${drawn.join(", ")}`);
  if (aliases.length > 0) lines.push(`also called ${aliases.join(", ")}`);
  if (others.length > 0) lines.push(`see also    ${others.map((other) => other.id).join(", ")}`);
  lines.push(`example     ${example}`);
  return `${lines.join("\n")}\n`;
}
