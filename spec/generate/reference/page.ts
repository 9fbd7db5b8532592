// A function's page: what its definition says, with the plot beside it.
import {
  drawingText,
  headline,
  historyText,
  knownText,
  stableText,
  writtenDefault,
  type CatalogEntry,
} from "../../../compiler/src/index.ts";

/** The folder of a module's pages; the prelude's is the name that it goes by where a program hides it. */
export const folderOf = (module: string): string => (module === "" ? "std" : module);

/** Text that Markdown would read as its own is escaped, but for what stands in backquotes. */
export const prose = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<[\]]/g, "\\$&")))
    .join("");

/** In a table a bar ends the cell. */
const cell = (text: string): string => text.replace(/\|/g, "\\|");
const code = (text: string): string => (text === "" ? "" : `\`${cell(text)}\``);

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // A column that says nothing is left out.
  const kept = head.map((_, column) => rows.some((row) => row[column] !== ""));
  const line = (cells: readonly string[]): string =>
    `| ${cells.filter((_, column) => kept[column]).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function rangeText({ min, max, step, choices }: CatalogEntry["parameters"][number]): string {
  if (choices !== null) return choices.map((choice) => code(JSON.stringify(choice))).join(", ");
  if (min === null && max === null) return "";
  return code(`${min ?? ""}..${max ?? ""}${step === null ? "" : ` step ${step}`}`);
}

const also = (aliases: readonly string[]): string => aliases.map(code).join(", ");

/** What an example gives on some rows: the day, the fields that it reads, its values. */
export interface Worked {
  readonly said: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * The page of an entry. `others` are its namesakes; `plot` is the drawing's file, `caption` what it shows; `worked` is the
 * example on some of its rows.
 */
export function page(
  entry: CatalogEntry,
  others: readonly CatalogEntry[],
  plot: string,
  caption: string,
  worked: Worked,
): string {
  const { id, module, family, doc, aliases, inputs, parameters, outputs, warmUp, example, definition } =
    entry;
  const folder = folderOf(module);
  const parts = [
    `# ${id}`,
    `[Reference](../README.md) · [${folder}](README.md) · [${family}](README.md#${family})`,
    prose(doc),
    `![${caption}](${plot})`,
    `\`\`\`\n${example}\n\`\`\``,
    worked.said,
    table(["Day", ...worked.head.map(code)], worked.rows),
  ];
  if (inputs.length > 0)
    parts.push(
      table(
        ["Input", "Kind", "Default", "Also"],
        inputs.map((input) => [
          code(input.name),
          input.kind,
          input.default === null ? "must be given" : code(input.default),
          also(input.aliases),
        ]),
      ),
    );
  if (parameters.length > 0)
    parts.push(
      table(
        ["Parameter", "Type", "Default", "Range", "Also"],
        parameters.map((parameter) => [
          code(parameter.name),
          parameter.type,
          parameter.required ? "must be given" : code(writtenDefault(parameter)),
          rangeText(parameter),
          also(parameter.aliases),
        ]),
      ),
    );
  parts.push(
    table(
      ["Output", "Kind", "Known from, at the defaults", "Stable to 1e-9"],
      outputs.map(({ name, kind }, index) => [
        name === "" ? "the result" : code(`.${name}`),
        kind,
        knownText(warmUp[index]!),
        stableText(warmUp[index]!),
      ]),
    ),
    `Rows are counted from 0. ${historyText(entry.history)}`,
    `Drawn: ${drawingText(entry.drawing, outputs)}.`,
  );
  const more: string[] = [];
  if (aliases.length > 0) more.push(`Also called ${aliases.map(code).join(", ")}.`);
  if (others.length > 0)
    more.push(
      `Of the same name: ${others
        .map((other) => `[${other.id}](../${folderOf(other.module)}/${other.name}.md)`)
        .join(", ")}.`,
    );
  if (more.length > 0) parts.push(more.join(" "));
  parts.push("## Definition", `\`\`\`\n${definition}\n\`\`\``);
  return `${parts.join("\n\n")}\n`;
}

/** A module's functions by family. */
export function modulePage(module: string, entries: readonly CatalogEntry[]): string {
  const families = new Map<string, CatalogEntry[]>();
  for (const entry of entries) families.set(entry.family, [...(families.get(entry.family) ?? []), entry]);
  const folder = folderOf(module);
  const parts = [
    `# ${folder}`,
    `[Reference](../README.md) · ${[...families.keys()].map((family) => `[${family}](#${family})`).join(" · ")}`,
  ];
  for (const [family, functions] of families)
    parts.push(
      `## ${family}`,
      table(
        ["Function", "What it is"],
        functions.map((entry) => [`[${entry.id}](${entry.name}.md)`, cell(prose(headline(entry)))]),
      ),
    );
  return `${parts.join("\n\n")}\n`;
}

/** The modules with their families, and every name in order. */
export function indexPage(modules: ReadonlyMap<string, readonly CatalogEntry[]>): string {
  const all = [...modules.values()].flat();
  const rows = [...modules].map(([module, entries]) => {
    const folder = folderOf(module);
    const families = [...new Set(entries.map((entry) => entry.family))];
    return [
      `[${folder}](${folder}/README.md)`,
      String(entries.length),
      families.map((family) => `[${family}](${folder}/README.md#${family})`).join(", "),
    ];
  });
  const letters = new Map<string, string[]>();
  const named = all
    .flatMap((entry) => [entry.name, ...entry.aliases].map((name) => ({ name, entry })))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.entry.id < b.entry.id ? -1 : 1));
  for (const { name, entry } of named) {
    const text = entry.module === "" ? name : `${entry.module}.${name}`;
    const link = `[${text}](${folderOf(entry.module)}/${entry.name}.md)`;
    letters.set(name[0]!, [...(letters.get(name[0]!) ?? []), link]);
  }
  return `# Reference

Every function of the library: formula, convention, parameters, when its values are known, how it is defined, and what it
looks like on real bars. Made from the definitions in [compiler/std](../../compiler/std) by \`npm run bless docs/reference\`;
\`ta catalog\` says the same on the command line. A page's example is a whole program:

\`\`\`
npx --no-install ta run -e 'rsi(close, 14)' --data data/stocks.csv.gz --by ticker
\`\`\`

${table(["Module", "Functions", "Families"], rows)}

## By name

${[...letters].map(([letter, links]) => `**${letter}** ${links.join(", ")}`).join("\n\n")}
`;
}
