/** An explanation in plain words. */
import type { Explanation, Group, RowBound, SharedValue } from "./explain.ts";
import { counted, grouped, inWords, paragraphs, READABLE, table } from "./layout.ts";

const WIDTH = 100;

/** 1st, 2nd, 3rd, 4th, 11th, … */
function ordinal(count: number): string {
  const teen = count % 100 >= 11 && count % 100 <= 13;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${grouped(count)}${ending}`;
}

function rowText({ row }: RowBound): string {
  if (row === null) return "never";
  return row === 0 ? "row 0 (the first bar)" : `row ${row} (the ${ordinal(row + 1)} bar)`;
}

const formulaText = ({ row, formula }: RowBound): string =>
  String(row) === formula || formula.length > READABLE ? "" : formula;

function stableCells(validFrom: RowBound, stableFrom: RowBound | null): string[] {
  if (stableFrom === null) return ["depends on where history starts"];
  if (stableFrom.row === validFrom.row) return ["stable at once"];
  return [`stable from row ${stableFrom.row ?? "never"}`, formulaText(stableFrom)];
}

function needs({ needs: { fields, history, anchoredBy }, outputs, alerts }: Explanation): string[] {
  const columns =
    fields.length === 0
      ? "no column"
      : `the ${fields.length === 1 ? "column" : "columns"} ${inWords(fields)}`;
  const lines = [`It reads ${columns}.`];
  if (history === null) {
    lines.push(
      `No count of rows gives, to the bit, the values of all of history: its ${inWords(anchoredBy)} carry something on from the first row. "stable" below says from when on that no longer shows, where it ever does.`,
    );
  } else if (history.row !== null) {
    const formula = formulaText(history);
    lines.push(
      history.row === 0
        ? "Each row is computed from that row alone."
        : `A row needs ${counted(history.row, "row")} before it${formula === "" ? "" : ` (${formula})`}: with those its values are, to the bit, those of all of history.`,
    );
  }
  const rows = [...outputs, ...alerts].map(({ validFrom }) => validFrom.row ?? 0);
  lines.push(
    `With fewer than ${counted(Math.max(...rows) + 1, "bar")} something of it may have no value at all.`,
  );
  return lines;
}

function cost({ cost }: Explanation): string[] {
  if (cost.lanes === 0) return ["Nothing is computed: columns are passed on."];
  const grown = cost.before === null ? "" : `, ${cost.before} before it was optimized`;
  const kinds = Object.entries(cost.kinds)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${kind} ${count}`);
  const lines = [
    `${counted(cost.instructions, "instruction")}${grown}; ${counted(cost.lanes, "value")} a row (${kinds.join(", ")}).`,
    ...(cost.stepped > 0 ? [`The steps of its scans take ${counted(cost.stepped, "operation")} a row.`] : []),
    ...(cost.settled > 0
      ? [`Settled with the parameters, and free from then on: ${cost.settled} of them at least.`]
      : []),
    `At most ${counted(cost.peakLive, "value")} at once; a live session holds ${counted(cost.stateBytes, "byte")} of state.`,
  ];
  if (cost.unshared > cost.lanes)
    lines.push(
      `Computed anew for every use it would be ${counted(cost.unshared, "value")} a row: ${(cost.unshared / cost.lanes).toFixed(1)} times as many.`,
    );
  return lines;
}

/** One line for each text of the program: what is computed inside it goes with it. */
function sharedByText(shared: readonly SharedValue[]): SharedValue[] {
  const found = new Map<string, SharedValue>();
  for (const value of shared) {
    const key = value.source ?? `%${value.register}`;
    const known = found.get(key);
    const results = [...new Set([...(known?.results ?? []), ...value.results])].sort();
    found.set(key, { ...value, readers: Math.max(known?.readers ?? 0, value.readers), results });
  }
  return [...found.values()];
}

const sharedRow = ({ source, register, kernel, readers, results }: SharedValue): string[] => [
  source ?? `%${register} ${kernel}`,
  `read ${counted(readers, "time")}`,
  `for ${inWords(results)}`,
];

function groupText({ kind, kernels, lanes, over }: Group): string {
  const what = kernels.map((kernel) => kernel.replace(/^\w+\./, "")).join(", ");
  if (kind === "shared windows")
    return `${lanes} windows${over === null ? "" : ` of ${over}`} (${what}) build on the same partial results.`;
  return `${lanes} lanes of ${what} run side by side as one instruction.`;
}

const POLICIES: Readonly<Record<string, string>> = {
  rows: "a window has a value where every one of its rows is known",
  observed: "a window takes the last known rows, however far back they are",
  min_samples: "a window has a value where enough of its rows are known",
};

function conventions({ missing, needs: { kernels }, alerts, functions }: Explanation): string[] {
  const lines = missing.map(
    ({ policy, windows }) => `Missing rows, in ${counted(windows, "window")}: ${POLICIES[policy]}.`,
  );
  const modules = [
    ...new Set(functions.map(({ id }) => (id.includes(".") ? id.slice(0, id.indexOf(".")) : ""))),
  ].sort();
  for (const module of modules.filter((name) => name !== "")) {
    const own = modules.includes("") ? "; the other functions follow the library's own" : "";
    lines.push(`What begins with \`${module}.\` follows the conventions of that module${own}.`);
  }
  if (kernels.some((kernel) => kernel.startsWith("rec.average")))
    lines.push(
      "Averages that carry on skip missing rows; the mean of the first known rows of their period is their seed.",
    );
  if (kernels.some((kernel) => kernel.startsWith("cum."))) lines.push("Sums so far skip missing rows.");
  if (kernels.some((kernel) => kernel.startsWith("scan")))
    lines.push("A field of a scan stays as it was where its new value is missing.");
  lines.push("A comparison with a missing value is unknown; what is no finite number is missing.");
  if (alerts.length > 0)
    lines.push(
      "An alert fires on the row where its condition becomes true; unknown neither fires it nor arms it again.",
    );
  return lines;
}

/** The explanation as lines of text. */
export function explanationText(explanation: Explanation): string {
  const { doc, params, outputs, alerts, shared, groups, functions, epsilon } = explanation;
  const sections: string[] = [];
  const section = (heading: string, lines: readonly string[]): void => {
    if (lines.length > 0) sections.push([heading, ...lines].join("\n"));
  };
  const sentences = (lines: readonly string[]): string[] =>
    lines.flatMap((line) =>
      paragraphs(line, WIDTH, "    ").map((each, index) => (index === 0 ? `  ${each.trimStart()}` : each)),
    );
  if (doc !== null) sections.push(paragraphs(doc, WIDTH).join("\n"));
  const settings = params.map(
    ({ name, value, isDefault }) => `${name} = ${String(value)}${isDefault ? "" : " (set)"}`,
  );
  if (settings.length > 0) section("with", paragraphs(settings.join(", "), WIDTH, "  "));
  section("needs", sentences(needs(explanation)));
  section(
    `results, in rows counted from 0; stable to ${epsilon}`,
    table(
      [
        ...outputs.map(({ name, type, validFrom, stableFrom }) => [
          name,
          type,
          `valid from ${rowText(validFrom)}`,
          formulaText(validFrom),
          ...stableCells(validFrom, stableFrom),
        ]),
        ...alerts.map(({ name, validFrom }) => [
          name,
          "alert",
          `can fire from ${rowText(validFrom)}`,
          formulaText(validFrom),
        ]),
      ],
      "  ",
    ),
  );
  section("cost", sentences(cost(explanation)));
  section("computed once, read more than once", table(sharedByText(shared).map(sharedRow), "  "));
  section("run together", sentences(groups.map(groupText)));
  section("conventions", sentences(conventions(explanation)));
  section(
    "from the library",
    functions.flatMap(({ id, doc: text }) => [`  ${id}`, ...paragraphs(text ?? "", WIDTH, "    ")]),
  );
  sections.push(`plan ${explanation.id}`);
  return `${sections.join("\n\n")}\n`;
}
