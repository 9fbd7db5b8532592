/** What of a program never forgets where history started. */
import { KERNEL, type Formula, type KernelName } from "../generated/kernels.ts";

const isZero = (formula: Formula): boolean =>
  formula.length === 1 && "constant" in formula[0]! && formula[0].constant === 0;

/**
 * Whether a kernel's value depends on where history starts for good, as a sum so far does, or until something happens,
 * as an event does: then no row can be named from which on it is stable. One that counts its first rows has forgotten
 * them after its warm-up.
 */
export function neverForgets(kernel: KernelName): boolean {
  const { anchored, stability, warmup } = KERNEL[kernel];
  return anchored && isZero(stability) && isZero(warmup);
}
