import { check as checkSource, renderJson, renderText } from "@laakhay/ta-compiler";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { readProgram } from "../program.ts";

/** `ta check`: every diagnostic, as text on stderr or as JSON on stdout. */
export async function check(
  file: string | undefined,
  flags: { json?: boolean; expression?: string },
): Promise<number> {
  const input = await readProgram(file, flags.expression);
  if (input.kind === "plan")
    throw failure("usage", `${input.name} is no program's text; \`ta verify\` checks a plan`);
  const { diagnostics } = checkSource(input.source);
  if (flags.json)
    await writeWhole(null, [
      `${JSON.stringify({ diagnostics: renderJson(diagnostics, input.source) }, null, 2)}\n`,
    ]);
  else if (diagnostics.length > 0)
    process.stderr.write(renderText(diagnostics, input.source, { file: input.name }));
  return diagnostics.some((found) => found.severity === "error") ? EXIT.program : EXIT.ok;
}
