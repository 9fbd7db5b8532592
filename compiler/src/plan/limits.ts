/** What a plan asks of its host, counted as the engine counts it, and whether a host allows that. */
import { evaluateScalars } from "../explain/formula.ts";
import { decodePlan } from "./decode.ts";

/** Most that a plan may be or ask for; what is left out is as the format has it (spec/plan.md PL8). */
export interface PlanLimits {
  /** The plan's bytes. */
  readonly planBytes?: number;
  /** Dispatches, and operations in the steps of scans. */
  readonly instructions?: number;
  /** Lanes and what they read, and the words of the operations of steps. */
  readonly operands?: number;
  readonly scalars?: number;
  readonly params?: number;
  readonly outputs?: number;
  readonly alerts?: number;
  readonly inputs?: number;
  /** Rows to look back on: the history where it is finite, and the first valid row of every output and alert. */
  readonly history?: number;
  /** Bytes of state, as a snapshot has it. */
  readonly stateBytes?: number;
}

export const PLAN_LIMITS = [
  "planBytes",
  "instructions",
  "operands",
  "scalars",
  "params",
  "outputs",
  "alerts",
  "inputs",
  "history",
  "stateBytes",
] as const satisfies readonly (keyof PlanLimits)[];

/** What a limit is of, after its count. */
const WORDS: Readonly<Record<keyof PlanLimits, string>> = {
  planBytes: "bytes of plan",
  instructions: "instructions",
  operands: "lanes and operands",
  scalars: "scalars",
  params: "parameters",
  outputs: "outputs",
  alerts: "alerts",
  inputs: "inputs",
  history: "rows of history",
  stateBytes: "bytes of state",
};

/** What a plan is and asks for; history and state at its parameters' defaults. */
export function planFigures(bytes: Uint8Array): Readonly<Record<keyof PlanLimits, number>> {
  const plan = decodePlan(bytes);
  const defaults = plan.params.map((param) => param.default);
  const scalars = evaluateScalars(plan, defaults);
  const steps = plan.instructions.flatMap(({ body }) => body?.operations ?? []);
  const lanes = plan.instructions.flatMap((instruction) => instruction.lanes);
  const from = [...plan.outputs, ...plan.alerts].map(({ validFrom }) => scalars[validFrom]!);
  const rows = [...from, plan.history === null ? 0 : scalars[plan.history]!];
  return {
    planBytes: bytes.length,
    instructions: plan.instructions.length + steps.length,
    operands:
      lanes.reduce((sum, lane) => sum + 1 + lane.registers.length, 0) +
      steps.reduce((sum, step) => sum + 1 + step.reads.length, 0),
    scalars: plan.scalars.length,
    params: plan.params.length,
    outputs: plan.outputs.length,
    alerts: plan.alerts.length,
    inputs: plan.inputs.length,
    // A row that is no number is never reached.
    history: rows.reduce((most, row) => (row > most ? row : most), 0),
    stateBytes: scalars[plan.stateBytes]!,
  };
}

/** The first limit that a plan is beyond, in words: "12 instructions, the host's limit is 11"; null where none is. */
export function excess(bytes: Uint8Array, limits: PlanLimits): string | null {
  if (PLAN_LIMITS.every((name) => limits[name] === undefined)) return null;
  const figures = planFigures(bytes);
  for (const name of PLAN_LIMITS) {
    const most = limits[name];
    if (most !== undefined && figures[name] > most)
      return `${figures[name]} ${WORDS[name]}, the host's limit is ${most}`;
  }
  return null;
}
