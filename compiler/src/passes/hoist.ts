/**
 * Moves shifts outwards, so that `mean(close, 20)[1]` and `mean(close[1], 20)` share one window.
 *
 * Through a finite window: its value depends only on the rows inside it (N4), and a shift's first rows are missing as
 * rows before the first are. Through a pointwise kernel that is missing wherever an operand is: the first n rows are
 * missing either way. Not under `min_samples`, where rows before the first may make a value; not through logic, selection
 * or `coalesce`, which can be known where an operand is not; never through an anchored kernel, whose bits depend on where
 * its history starts.
 */
import { KERNEL } from "../generated/kernels.ts";
import type { Arena, Lane, Node, NodeId, ScalarId } from "../ir/arena.ts";
import { compact, copyNode, copyScalar, mapLane, rebuild } from "../ir/rebuild.ts";
import { splatted } from "./fold.ts";
import { Simplifier } from "./simplify.ts";

function movable(lane: Lane): boolean {
  const kernel = KERNEL[lane.kernel];
  if (kernel.anchored || kernel.inputs.length === 0) return false;
  return kernel.policy ? lane.missing !== "min_samples" : kernel.missing === "any";
}

/** The lag by which every operand is shifted, scalars apart, or null. A window of scalars alone has no lag. */
function commonLag(arena: Arena, lane: Lane): ScalarId | null {
  let lag: ScalarId | null = null;
  for (const arg of lane.args) {
    if (splatted(arena, arg) !== null) {
      // A window over a splat is missing at first, so the splat would have to be shifted as well.
      if (KERNEL[lane.kernel].policy) return null;
      continue;
    }
    const node = arena.nodes[arg]!;
    if (
      node.op !== "apply" ||
      node.guard !== null ||
      (node.kernel !== "shift" && node.kernel !== "shift_bool")
    )
      return null;
    if (lag !== null && lag !== node.scalars[0]!) return null;
    lag = node.scalars[0]!;
  }
  return lag;
}

export function hoist(arena: Arena): Arena {
  // Each move begins at a node whose operands are shifted as it stands.
  const moves = (node: Node): boolean =>
    node.op === "apply" && node.guard === null && movable(node) && commonLag(arena, node) !== null;
  if (!arena.nodes.some(moves)) return compact(arena);
  let simplifier: Simplifier | null = null;
  const build = (to: Arena, lane: Lane): NodeId => {
    simplifier ??= new Simplifier(to);
    const lag = movable(lane) ? commonLag(to, lane) : null;
    if (lag === null) return simplifier.apply(lane.kernel, lane.args, lane.scalars, lane.missing);
    const args = lane.args.map((arg) => {
      const node = to.nodes[arg]!;
      return node.op === "apply" && (node.kernel === "shift" || node.kernel === "shift_bool")
        ? node.args[0]!
        : arg;
    });
    const inner = build(to, { ...lane, args });
    return simplifier.apply(KERNEL[lane.kernel].output === "bool" ? "shift_bool" : "shift", [inner], [lag]);
  };
  return compact(
    rebuild(arena, {
      scalar: copyScalar,
      node: (context, node) =>
        node.op !== "apply" || node.guard !== null
          ? copyNode(context, node)
          : build(context.to, mapLane(context, node)),
    }),
  );
}
