/**
 * The canonical order (spec/plan.md PL6): depth first from the results, of each node's operands first those that
 * need most registers while they are computed (Sethi and Ullman's order, a heuristic where values are shared). It is
 * a function of the graph alone, so the order in which a program was written cannot be seen in its plan.
 */
import { operands, type Arena, type NodeId } from "../ir/arena.ts";
import { compact, lanesOf, postorder } from "../ir/rebuild.ts";

export function schedule(arena: Arena): Arena {
  const need: number[] = [];
  const visits: NodeId[][] = [];
  for (const id of postorder(arena)) {
    const node = arena.nodes[id]!;
    const reads = [...new Set(operands(node))];
    const sorted = reads
      .map((read, index) => ({ read, index }))
      .sort((a, b) => need[b.read]! - need[a.read]! || a.index - b.index);
    visits[id] = sorted.map(({ read }) => read);
    // An input costs no register of ours; a value that is held while the next is computed costs one.
    let most = lanesOf(node).length;
    visits[id].forEach((read, held) => (most = Math.max(most, need[read]! + held)));
    need[id] = most;
  }
  return compact(arena, (_, id) => visits[id]!);
}
