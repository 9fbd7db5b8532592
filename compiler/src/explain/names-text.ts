/** The names of a program as a table, and as TypeScript for whoever calls it. */
import type { NameInfo } from "./names.ts";
import { firstSentence, READABLE, table } from "./layout.ts";

const HEADINGS: readonly (readonly [NameInfo["kind"], string])[] = [
  ["param", "params"],
  ["let", "lets"],
  ["function", "functions"],
  ["output", "outputs"],
  ["alert", "alerts"],
];

const validText = (valid: { readonly formula: string; readonly row: number } | null): string =>
  valid === null
    ? ""
    : `from row ${valid.row}${String(valid.row) === valid.formula || valid.formula.length > READABLE ? "" : ` = ${valid.formula}`}`;

/** A name's lines of the table: type, then what is known, then what is said of it. */
function rows(info: NameInfo): string[][] {
  const doc = firstSentence(info.doc);
  switch (info.kind) {
    case "param": {
      const range = info.range === null ? "" : ` in ${info.range}`;
      return [[info.name, info.type.replace(/^param /, ""), `= ${info.default}${range}`, doc]];
    }
    case "function":
      return [[info.type], ...(doc === "" ? [] : [[`  ${doc}`]])];
    case "let":
      if (info.fields.length > 0) {
        const fields = info.fields.map((field) => [
          `  .${field.name}`,
          field.type,
          validText(field.validFrom),
          "",
        ]);
        return [[info.name, "record", "", doc], ...fields];
      }
      if (info.value !== null) {
        const { formula, atDefaults } = info.value;
        const value =
          String(atDefaults) === formula ? `= ${formula}` : `= ${formula}, ${atDefaults} at the defaults`;
        return [[info.name, info.type, value, doc]];
      }
      return [[info.name, info.type, validText(info.validFrom), doc]];
    default:
      return [[info.name, info.type, validText(info.validFrom), doc]];
  }
}

/** Every name of a program, by what it is. Rows are counted from 0. */
export function namesText(names: readonly NameInfo[]): string {
  const sections = HEADINGS.flatMap(([kind, heading]) => {
    const found = names.filter((info) => info.kind === kind);
    return found.length === 0 ? [] : [[heading, ...table(found.flatMap(rows), "  ")].join("\n")];
  });
  return `${sections.join("\n\n")}\n`;
}

/** Names that a TypeScript interface can have without quotes. */
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

function comment(lines: readonly string[]): string[] {
  const said = lines.filter((line) => line !== "");
  // A doc may hold what ends a comment.
  return said.length === 0 ? [] : [`  /** ${said.join(" ").replace(/\*\//g, "*∕")} */`];
}

function member(info: NameInfo): string[] {
  const doc = (info.doc ?? "").replace(/\s+/g, " ");
  if (info.kind === "param") {
    const range = info.range === null ? "" : `, in ${info.range}`;
    const choices = info.range?.startsWith("[") === true ? (JSON.parse(info.range) as string[]) : null;
    const type =
      choices !== null
        ? choices.map((choice) => JSON.stringify(choice)).join(" | ")
        : info.type === "param bool"
          ? "boolean"
          : "number";
    const kind = info.type === "param int" ? "A whole number; default" : "Default";
    return [...comment([doc, `${kind} ${info.default}${range}.`]), `  readonly ${key(info.name)}?: ${type};`];
  }
  const isBool = info.type === "series bool";
  const valid =
    info.validFrom === null ? "" : `Can be known from row ${info.validFrom.row} on, at the defaults.`;
  return [
    ...comment([doc, isBool ? "0, 1, or 2 for unknown." : "NaN is missing.", valid]),
    `  readonly ${key(info.name)}: ${isBool ? "Uint8Array" : "Float64Array"};`,
  ];
}

/** TypeScript's declarations of what a program takes and gives, for `plan.bind({ params })` and `run(…).outputs`. */
export function namesTypeScript(names: readonly NameInfo[]): string {
  const of = (kind: NameInfo["kind"]): NameInfo[] => names.filter((info) => info.kind === kind);
  const declared = (name: string, kind: NameInfo["kind"]): string =>
    [`export interface ${name} {`, ...of(kind).flatMap(member), "}"].join("\n");
  const alerts = of("alert").map((info) => JSON.stringify(info.name));
  return `${[
    "// Written by `ta types --format ts`.",
    declared("Params", "param"),
    declared("Outputs", "output"),
    `export type Alert = ${alerts.length === 0 ? "never" : alerts.join(" | ")};`,
  ].join("\n\n")}\n`;
}
