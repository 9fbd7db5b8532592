import { explainPlan, explainProgram, explanationText } from "@laakhay/ta-compiler";
import { openCache, type Source } from "../../cache/cache.ts";
import { failure } from "../../engine/errors.ts";
import { compile, loadPlan } from "../../engine/plan.ts";
import { parameterNumbers } from "../../engine/why.ts";
import { EXIT } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { parseParams } from "../params.ts";
import { readProgram, type ProgramInput } from "../program.ts";

export interface ExplainFlags {
  readonly param: readonly string[];
  readonly json?: boolean;
  readonly cache?: string;
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
  const cached = flags.cache === undefined ? null : await throughCache(flags.cache, input);
  const text =
    flags.json === true
      ? `${JSON.stringify(cached === null ? explanation : { ...explanation, cache: cached }, null, 2)}\n`
      : explanationText(explanation) + (cached === null ? "" : cacheText(cached));
  await writeWhole(null, [text]);
  return EXIT.ok;
}

/** The parameters as the plan's scalars take them; the engine itself says which it refuses. */
function parameterValues(input: ProgramInput, given: readonly string[]): number[] | undefined {
  if (given.length === 0) return undefined;
  const plan = input.kind === "plan" ? loadPlan(input.bytes) : compile(input.source, { name: input.name });
  const params = parseParams(given, plan.params);
  plan.bind({ params });
  return parameterNumbers(plan.params, params);
}

interface Cached {
  readonly from: Source;
  /** Milliseconds until the plan was bound, and those that compiling took when it was kept. */
  readonly took: number;
  readonly compiling: number;
  readonly found: number;
  readonly asked: number;
}

/** The plan by way of a cache: what `openCache` would answer to a process that begins now. */
async function throughCache(folder: string, input: ProgramInput): Promise<Cached> {
  if (input.kind === "plan") throw failure("usage", "--cache is for programs: a plan is compiled already");
  const cache = await openCache(folder);
  const { plan, from, took, compiling } = await cache.find(input.source, { name: input.name });
  const begun = performance.now();
  plan.bind();
  return { from, took: took + performance.now() - begun, compiling, ...(await cache.store.requests()) };
}

function cacheText({ from, took, compiling, found, asked }: Cached): string {
  const time = (milliseconds: number): string => `${milliseconds.toFixed(2)} ms`;
  const came =
    from === "compiled"
      ? `compiled and kept in ${time(took)}`
      : `from the folder in ${time(took)}; compiling took ${time(compiling)}`;
  return `\nplan cache  ${came}; ${found} of the last ${asked} requests were answered from the folder\n`;
}
