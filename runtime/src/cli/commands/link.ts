import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import { failure } from "../../engine/errors.ts";
import { link as linkPlans } from "../../engine/link.ts";
import type { Plan } from "../../engine/plan.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { planOfArgument } from "./compile.ts";

export interface LinkFlags {
  readonly output: string;
}

/** `NAME=FILE`, or a file that is named without its folder and ending. */
function named(argument: string): { readonly name: string; readonly file: string } {
  const at = argument.indexOf("=");
  // A file's own name may have the sign in it.
  if (at > 0 && !existsSync(argument)) return { name: argument.slice(0, at), file: argument.slice(at + 1) };
  return { name: basename(argument, extname(argument)), file: argument };
}

/** `ta link`: programs and plans as one plan, each keeping its outputs and alerts under its name. */
export async function link(files: readonly string[], flags: LinkFlags): Promise<number> {
  const plans = new Map<string, Plan>();
  for (const argument of files) {
    const { name, file } = named(argument);
    if (plans.has(name))
      throw failure("usage", `two plans are named "${name}": name one of them, as other=${file}`);
    plans.set(name, await planOfArgument(file, undefined, true));
  }
  const linked = linkPlans(Object.fromEntries(plans));
  await writeWhole(flags.output === "-" ? null : flags.output, [linked.bytes]);
  const { before, after } = linked.report;
  process.stderr.write(`${linked.id}: ${plans.size} plans, ${before} instructions, ${after} linked\n`);
  return EXIT.ok;
}
