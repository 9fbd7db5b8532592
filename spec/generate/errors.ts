import { parse } from "smol-toml";

interface ErrorRow {
  code: number;
  name: string;
  severity: "error" | "warning";
  title: string;
}

const RANGES: readonly [number, string][] = [
  [1, "Syntax"],
  [2, "Names and calls"],
  [3, "Types and values"],
  [4, "Clocks, sources and what is not in this version"],
  [5, "Lints"],
  [6, "Plan bytes and verification"],
  [7, "Data"],
  [8, "Use of an interface"],
  [9, "Internal"],
];

function parseErrors(toml: string): ErrorRow[] {
  const rows = (parse(toml) as unknown as { error: ErrorRow[] }).error;
  const codes = new Set<number>();
  const names = new Set<string>();
  let previous = 0;
  for (const row of rows) {
    if (codes.has(row.code) || names.has(row.name))
      throw new Error(`errors.toml: ${row.code} ${row.name} repeats`);
    if (row.code < previous) throw new Error(`errors.toml: ${row.code} is out of order`);
    if (!RANGES.some(([range]) => range === Math.floor(row.code / 1000)))
      throw new Error(`errors.toml: ${row.code} is in no range`);
    if (!/^[a-z][a-z0-9_]*$/.test(row.name)) throw new Error(`errors.toml: ${row.name} is not snake_case`);
    if (row.severity !== "error" && row.severity !== "warning")
      throw new Error(`errors.toml: ${row.code} has no severity`);
    if (!row.title) throw new Error(`errors.toml: ${row.code} has no title`);
    codes.add(row.code);
    names.add(row.name);
    previous = row.code;
  }
  return rows;
}

export function generateErrors(toml: string): [string, string][] {
  const rows = parseErrors(toml);
  const typescript = [
    "// Generated from spec/errors.toml by `npm run generate`. Do not edit.",
    "export const CODES = {",
    ...rows.map(
      (row) =>
        `  ${row.name}: { code: "TA${row.code}", severity: ${JSON.stringify(row.severity)}, title: ${JSON.stringify(row.title)} },`,
    ),
    "} as const;",
    "export type CodeName = keyof typeof CODES;",
    "",
  ].join("\n");
  const camel = (name: string): string =>
    name
      .split("_")
      .map((part) => part[0]!.toUpperCase() + part.slice(1))
      .join("");
  const engine = rows.filter((row) => row.code >= 6000);
  const rust = [
    "// Generated from spec/errors.toml by `npm run generate`. Do not edit.",
    "",
    "/// A diagnostic code that the engine can answer with.",
    "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]",
    "#[repr(u16)]",
    "pub enum Code {",
    ...engine.flatMap((row) => [`    /// ${row.title}.`, `    ${camel(row.name)} = ${row.code},`]),
    "}",
    "",
    "impl Code {",
    "    /// The title that `spec/errors.toml` gives the code.",
    "    pub const fn title(self) -> &'static str {",
    "        match self {",
    ...engine.map((row) => `            Code::${camel(row.name)} => ${JSON.stringify(row.title)},`),
    "        }",
    "    }",
    "}",
    "",
  ].join("\n");
  const reference = [
    "# Diagnostic codes",
    "",
    "Generated from `spec/errors.toml` by `npm run generate`. Do not edit.",
    ...RANGES.flatMap(([range, title]) => {
      const inRange = rows.filter((row) => Math.floor(row.code / 1000) === range);
      if (inRange.length === 0) return [];
      return [
        "",
        `## ${title}`,
        "",
        "| code | name | severity | meaning |",
        "| --- | --- | --- | --- |",
        ...inRange.map((row) => `| TA${row.code} | \`${row.name}\` | ${row.severity} | ${row.title} |`),
      ];
    }),
    "",
  ].join("\n");
  return [
    ["compiler/src/generated/codes.ts", typescript],
    ["crates/ta-engine/src/generated/codes.rs", rust],
    ["spec/reference/errors.md", reference],
  ];
}
