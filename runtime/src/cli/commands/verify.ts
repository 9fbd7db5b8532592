import { decodePlan, planFigures } from "@laakhay/ta-compiler";
import { loadPlan } from "../../engine/plan.ts";
import { failure } from "../../engine/errors.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { readProgram } from "../program.ts";

/**
 * `ta verify`: where a plan is whole, its identity and what was looked at; else what is wrong, and at which byte. The
 * engine decodes, encodes again and verifies; then the parameters' defaults are bound.
 */
export async function verify(file: string, flags: { readonly json?: boolean } = {}): Promise<number> {
  const input = await readProgram(file, undefined);
  const bytes = input.kind === "plan" ? input.bytes : new TextEncoder().encode(input.source);
  if (bytes.length === 0)
    throw failure("not_a_plan", `${input.name}: the file is empty`, { file: input.name, offset: 0 });
  const plan = loadPlan(bytes);
  plan.bind();
  const { kernels } = plan.requirements;
  const { version, edition, capabilities, compiler } = decodePlan(bytes);
  const figures = planFigures(bytes);
  // The last of the seven items: 32 bytes after their head of two.
  const envelope = `sha256:${Buffer.from(bytes.subarray(-32)).toString("hex")}`;
  const told = {
    id: plan.id,
    envelope,
    format: version.join("."),
    edition,
    compiler,
    capabilities,
    kernels,
    figures,
  };
  const counts = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  await writeWhole(null, [
    flags.json === true
      ? `${JSON.stringify(told, null, 2)}\n`
      : `${plan.id}\n${input.name}: whole; ${bytes.length} bytes, ${plan.outputs.length} outputs, ${plan.alerts.length} alerts, needs ${kernels.join(" ") || "no kernel"}\n` +
        `format ${told.format}, edition ${edition}${capabilities.length === 0 ? "" : `, with ${capabilities.join(", ")}`}; written by ${compiler || "an unnamed compiler"}\n` +
        `envelope ${envelope}\n` +
        `at its defaults within the limits: ${counts.join(", ")}\n`,
  ]);
  return EXIT.ok;
}
