/**
 * Plans that show what is inside of a plan: some of its registers as outputs, by the names `%12`. A probe computes the
 * cone of what is asked for and nothing else, with the plan's own kernels and operands, so what it gives is to the bit what
 * the plan has there.
 */
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import { Arena } from "../ir/arena.ts";
import { evaluateScalars } from "../explain/formula.ts";
import { guard } from "../passes/guard.ts";
import { addPlan } from "../plan/arena.ts";
import type { DecodedPlan, PlanInstruction } from "../plan/decode.ts";
import { encodePlan } from "../plan/encode.ts";

/** A register of a plan, and where it comes from. */
export interface Register {
  /** null for an input. */
  readonly kernel: KernelName | null;
  readonly type: "float" | "bool";
  readonly reads: readonly number[];
  /** Of the plan's scalars, its kernel's. */
  readonly scalars: readonly number[];
  readonly instruction: PlanInstruction | null;
  /** Where it was written; null where that is not known. */
  readonly span: readonly [number, number] | null;
}

/** The most outputs of one probe: below what a plan may have (spec/plan.md PL8). */
export const PROBED_AT_ONCE = 2048;

/** The name under which a probe gives a register. */
export const probeName = (register: number): string => `%${register}`;

/** A plan's registers in order, inputs first. */
export function registersOf(plan: DecodedPlan): Register[] {
  const registers: Register[] = plan.inputs.map(() => ({
    kernel: null,
    type: "float",
    reads: [],
    scalars: [],
    instruction: null,
    span: null,
  }));
  for (const instruction of plan.instructions) {
    for (const { kernel, registers: reads, scalars } of instruction.lanes) {
      const span = plan.spans?.[registers.length - plan.inputs.length] ?? null;
      registers.push({ kernel, type: KERNEL[kernel].output, reads, scalars, instruction, span });
    }
  }
  return registers;
}

/** A plan at parameters: its registers, its scalars' values, and which registers these parameters rule out. */
export class Inside {
  readonly registers: readonly Register[];
  readonly scalars: readonly number[];

  /** `params` are the parameters' values as numbers in the plan's order; the defaults unless given. */
  constructor(
    readonly plan: DecodedPlan,
    readonly params: readonly number[] = plan.params.map((param) => param.default),
  ) {
    this.registers = registersOf(plan);
    this.scalars = evaluateScalars(plan, this.params);
  }

  /** Whether the parameters leave it out: it is not computed, and only a `choose` that takes the other side reads it. */
  pruned(register: number): boolean {
    const guard = this.registers[register]!.instruction?.guard ?? null;
    return guard !== null && this.scalars[guard] !== 1;
  }

  /** The registers that a value is computed from, itself among them, in the plan's order, without those left out. */
  cone(root: number): number[] {
    const reached = new Uint8Array(root + 1);
    reached[root] = 1;
    const found: number[] = [];
    for (let register = root; register >= 0; register -= 1) {
      if (reached[register] === 0 || this.pruned(register)) continue;
      found.push(register);
      for (const read of this.registers[register]!.reads) reached[read] = 1;
    }
    return found.reverse();
  }

  /**
   * The bytes of a plan whose outputs are these registers, in this order, by `probeName`; at most `PROBED_AT_ONCE`,
   * none twice and none that the parameters leave out. Its parameters are the plan's.
   */
  probe(wanted: readonly number[]): Uint8Array {
    const { plan } = this;
    const arena = new Arena();
    arena.params.push(...plan.params);
    const nodes = addPlan(arena, plan, (param) => plan.params.indexOf(param));
    for (const register of wanted)
      arena.outputs.push({ name: probeName(register), node: nodes[register]!, doc: null, hints: {} });
    // What is asked for is computed for every parameter; what only a branch reads that is not taken stays under guard.
    return encodePlan(guard(arena), { edition: plan.edition, sourceMap: false }).bytes;
  }
}
