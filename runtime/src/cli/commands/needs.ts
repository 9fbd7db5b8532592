import { needsText } from "@laakhay/ta-compiler";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { parseParams } from "../params.ts";
import { planOfArgument } from "./compile.ts";

export interface NeedsFlags {
  readonly param: readonly string[];
  readonly json?: boolean;
  readonly expression?: string;
}

/** `ta needs`: what to fetch before a program or a plan runs, at its defaults or the parameters that are given. */
export async function needs(file: string | undefined, flags: NeedsFlags): Promise<number> {
  const plan = await planOfArgument(file, flags.expression, true);
  const needed = plan.needs(parseParams(flags.param, plan.params));
  await writeWhole(null, [flags.json === true ? `${JSON.stringify(needed, null, 2)}\n` : needsText(needed)]);
  return EXIT.ok;
}
