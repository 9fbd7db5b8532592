import { disassemble } from "@laakhay/ta-compiler";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { planOfArgument } from "./compile.ts";

/** `ta plan`: the disassembly on stdout, or with `-o` the plan's bytes in a file. */
export async function plan(
  file: string | undefined,
  flags: { output?: string; opt: boolean; expression?: string },
): Promise<number> {
  const made = await planOfArgument(file, flags.expression, flags.opt);
  if (flags.output === undefined) await writeWhole(null, [disassemble(made.bytes).replace(/\n*$/, "\n")]);
  else await writeWhole(flags.output === "-" ? null : flags.output, [made.bytes]);
  return EXIT.ok;
}
