import { diffPlans, diffText } from "@laakhay/ta-compiler";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { planOfArgument } from "./compile.ts";

export interface DiffFlags {
  readonly json?: boolean;
  readonly exitCode?: boolean;
  readonly opt: boolean;
}

/** `ta diff`: what changed from one program or plan to another in meaning. Both exit 0, but for `--exit-code`. */
export async function diff(before: string, after: string, flags: DiffFlags): Promise<number> {
  const bytes: Uint8Array[] = [];
  // What is loaded from a file is verified by the engine: a diff is of plans that would run.
  for (const file of [before, after])
    bytes.push((await planOfArgument(file, undefined, flags.opt)).verify().bytes);
  const found = diffPlans(bytes[0]!, bytes[1]!);
  await writeWhole(null, [flags.json === true ? `${JSON.stringify(found, null, 2)}\n` : diffText(found)]);
  return flags.exitCode === true && found.verdict === "different" ? EXIT.program : EXIT.ok;
}
