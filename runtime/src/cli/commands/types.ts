import { namesText, namesTypeScript, programNames, type NameInfo } from "@laakhay/ta-compiler";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { readProgram } from "../program.ts";

export interface TypesFlags {
  readonly format: "table" | "json" | "ts";
  readonly json?: boolean;
  readonly expression?: string;
}

/** `ta types`: every name of a program as a table, as JSON with its place, or as TypeScript's declarations. */
export async function types(file: string | undefined, flags: TypesFlags): Promise<number> {
  const input = await readProgram(file, flags.expression);
  if (input.kind === "plan")
    throw failure(
      "usage",
      `${input.name} is a plan, and its names are gone; \`ta explain\` says what it computes`,
    );
  const names = programNames(input.source, input.name);
  await writeWhole(null, [print(names, flags.json === true ? "json" : flags.format)]);
  return EXIT.ok;
}

function print(names: readonly NameInfo[], format: TypesFlags["format"]): string {
  if (format === "table") return namesText(names);
  if (format === "ts") return namesTypeScript(names);
  return `${JSON.stringify({ names }, null, 2)}\n`;
}
