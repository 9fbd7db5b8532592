import { explainPlan, explainProgram, explanationText } from "@laakhay/ta-compiler";
import { compile, loadPlan } from "../../engine/plan.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { parseParams } from "../params.ts";
import { readProgram, type ProgramInput } from "../program.ts";

export interface ExplainFlags {
  readonly param: readonly string[];
  readonly json?: boolean;
  readonly expression?: string;
}

/** `ta explain`: what a program or a plan needs, costs and shares, at its defaults or the parameters that are given. */
export async function explain(file: string | undefined, flags: ExplainFlags): Promise<number> {
  const input = await readProgram(file, flags.expression);
  const values = parameterValues(input, flags.param);
  const explanation =
    input.kind === "plan"
      ? explainPlan(loadPlan(input.bytes).bytes, values)
      : explainProgram(input.source, values, input.name);
  const text =
    flags.json === true ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation);
  await writeWhole(null, [text]);
  return EXIT.ok;
}

/** The parameters as the plan's scalars take them; the engine itself says which it refuses. */
function parameterValues(input: ProgramInput, given: readonly string[]): number[] | undefined {
  if (given.length === 0) return undefined;
  const plan = input.kind === "plan" ? loadPlan(input.bytes) : compile(input.source, { name: input.name });
  const params = parseParams(given, plan.params);
  plan.bind({ params });
  return plan.params.map(({ name, type, choices, default: initial }) => {
    const value = params[name] ?? initial;
    if (type === "string") return choices!.indexOf(String(value));
    return Number(value);
  });
}
