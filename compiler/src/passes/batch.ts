/**
 * Like machines become lanes of one dispatch: recurrences, cumulations and events of one kernel and one guard that do
 * not depend on each other run side by side. Pointwise kernels gain nothing from it, windows have share.ts.
 *
 * Level: the most batchable nodes on a path that ends at a node. Members of a class have one level, so none depends on
 * another; and a path that leaves a group and comes back to one passes a higher level, so groups make no cycle.
 */
import { KERNEL } from "../generated/kernels.ts";
import { operands, type Arena, type Node, type NodeId } from "../ir/arena.ts";
import { copyNode, mapLane, postorder, rebuild } from "../ir/rebuild.ts";

/** Lanes of one group: beyond a few vectors' worth, more lanes save nothing and keep registers live. */
const MOST_LANES = 64;

type Application = Extract<Node, { op: "apply" }>;
const batchable = (node: Node): node is Application => node.op === "apply" && KERNEL[node.kernel].anchored;

export function batch(arena: Arena): Arena {
  const level: number[] = [];
  const open = new Map<string, NodeId[]>();
  const classOf = new Map<NodeId, NodeId[]>();
  for (const id of postorder(arena)) {
    const node = arena.nodes[id]!;
    const below = operands(node).reduce((most, read) => Math.max(most, level[read]!), 0);
    level[id] = below + (batchable(node) ? 1 : 0);
    if (!batchable(node)) continue;
    const key = `${node.kernel}@${level[id]}?${node.guard ?? ""}`;
    let members = open.get(key);
    if (members === undefined || members.length >= MOST_LANES) open.set(key, (members = []));
    members.push(id);
    classOf.set(id, members);
  }
  const together = (id: NodeId): NodeId[] | null => {
    const members = classOf.get(id);
    return members !== undefined && members.length > 1 ? members : null;
  };
  return rebuild(arena, {
    // Whoever comes first brings the operands of all.
    visit: (node, id) => together(id)?.flatMap((member) => operands(arena.nodes[member]!)) ?? operands(node),
    node: (context, node, id) => {
      const members = together(id);
      if (members === null) return copyNode(context, node);
      const lanes = members.map((member) => mapLane(context, arena.nodes[member] as Application));
      const group = context.to.group(lanes, node.guard === null ? null : context.scalar(node.guard));
      return context.to.get(group, members.indexOf(id));
    },
  });
}
