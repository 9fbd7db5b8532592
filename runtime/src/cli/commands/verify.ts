import { loadPlan } from "../../engine/plan.ts";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { readProgram } from "../program.ts";

/** `ta verify`: the plan's identity where it is whole; else what is wrong, and at which byte. */
export async function verify(file: string): Promise<number> {
  const input = await readProgram(file, undefined);
  const bytes = input.kind === "plan" ? input.bytes : new TextEncoder().encode(input.source);
  if (bytes.length === 0)
    throw failure("not_a_plan", `${input.name}: the file is empty`, { file: input.name, offset: 0 });
  const plan = loadPlan(bytes);
  const { kernels } = plan.requirements;
  await writeWhole(null, [
    `${plan.id}\n${input.name}: whole; ${bytes.length} bytes, ${plan.outputs.length} outputs, ${plan.alerts.length} alerts, needs ${kernels.join(" ") || "no kernel"}\n`,
  ]);
  return EXIT.ok;
}
