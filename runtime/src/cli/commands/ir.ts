import { StageError, stages } from "@laakhay/ta-compiler";
import { failure } from "../../engine/errors.ts";
import { loadPlan } from "../../engine/plan.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { readProgram } from "../program.ts";

export interface IrFlags {
  readonly stage?: string;
  readonly format: "text" | "json" | "dot";
  readonly expression?: string;
}

/** `ta ir`: a program at one stage, `ir` unless another is named; of a plan's bytes there is only `plan`. */
export async function ir(file: string | undefined, flags: IrFlags): Promise<number> {
  const input = await readProgram(file, flags.expression);
  const isPlan = input.kind === "plan";
  const stage = flags.stage ?? (isPlan ? "plan" : "ir");
  if (isPlan && stage !== "plan") {
    throw failure("usage", `${input.name} is a plan: of the stages it has only "plan"`);
  }
  // The engine's verifier speaks first: it names what is wrong with a plan, and where.
  const subject = isPlan ? loadPlan(input.bytes).bytes : input.source;
  const text = print(subject, stage, flags.format, input.name);
  await writeWhole(null, [text.replace(/\n*$/, "\n")]);
  return EXIT.ok;
}

function print(subject: string | Uint8Array, stage: string, format: IrFlags["format"], name: string): string {
  try {
    return stages(subject, stage, { format, name });
  } catch (error) {
    if (error instanceof StageError) throw failure("usage", error.message, {}, { cause: error });
    throw error;
  }
}
