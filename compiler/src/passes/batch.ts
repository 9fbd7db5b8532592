/**
 * Like machines become lanes of one dispatch: recurrences, cumulations and events of one kernel and one guard that do
 * not depend on each other run side by side, beside the lanes of a machine that share.ts made a group: one such group at
 * most, for what differs in kernel from a group's first lane has that lane's operands (PL3.2). Pointwise kernels gain
 * nothing from it, windows have share.ts.
 *
 * Level: the most batchable nodes on a path that ends at a node. Members of a class have one level, so none depends on
 * another; and a path that leaves a group and comes back to one passes a higher level, so groups make no cycle.
 */
import { KERNEL } from "../generated/kernels.ts";
import { operands, type Arena, type Node, type NodeId } from "../ir/arena.ts";
import { copyNode, lanesOf, mapLane, postorder, rebuild } from "../ir/rebuild.ts";

/** Lanes of one group: beyond a few vectors' worth, more lanes save nothing and keep registers live. */
const MOST_LANES = 64;

/** The kernel that makes nodes alike, a group's by its first lane; none where a node runs alone. */
function likeness(node: Node): string | null {
  if (node.op !== "apply" && (node.op !== "group" || node.body !== null)) return null;
  const lanes = lanesOf(node);
  return lanes.every(({ kernel }) => KERNEL[kernel].anchored) ? lanes[0]!.kernel : null;
}

export function batch(arena: Arena): Arena {
  const level: number[] = [];
  const open = new Map<string, NodeId[]>();
  const classOf = new Map<NodeId, NodeId[]>();
  const lanesIn = (members: readonly NodeId[]): number =>
    members.reduce((lanes, member) => lanes + lanesOf(arena.nodes[member]!).length, 0);
  const isGroup = (id: NodeId | undefined): boolean => id !== undefined && arena.nodes[id]!.op === "group";
  for (const id of postorder(arena)) {
    const node = arena.nodes[id]!;
    const like = likeness(node);
    const below = operands(node).reduce((most, read) => Math.max(most, level[read]!), 0);
    level[id] = below + (like === null ? 0 : 1);
    if (like === null) continue;
    const key = `${like}@${level[id]}?${node.guard ?? ""}`;
    let members = open.get(key);
    const full = members !== undefined && lanesIn(members) + lanesOf(node).length > MOST_LANES;
    if (members === undefined || full || (isGroup(id) && isGroup(members[0]))) open.set(key, (members = []));
    // The group is first: its first lane is the one that others may differ from.
    if (isGroup(id)) members.unshift(id);
    else members.push(id);
    classOf.set(id, members);
  }
  const together = (id: NodeId): NodeId[] | null => {
    const members = classOf.get(id);
    return members !== undefined && members.length > 1 ? members : null;
  };
  /** The lane of its class's group that a member's first lane becomes. */
  const firstLane = (members: readonly NodeId[], id: NodeId): number =>
    lanesIn(members.slice(0, members.indexOf(id)));
  return rebuild(arena, {
    // Whoever comes first brings the operands of all.
    visit: (node, id) => together(id)?.flatMap((member) => operands(arena.nodes[member]!)) ?? operands(node),
    node: (context, node, id) => {
      if (node.op === "get") {
        const members = together(node.group);
        const lane = members === null ? 0 : firstLane(members, node.group);
        return context.to.get(context.node(node.group), lane + node.lane);
      }
      const members = together(id);
      if (members === null) return copyNode(context, node);
      const lanes = members.flatMap((member) =>
        lanesOf(arena.nodes[member]!).map((lane) => mapLane(context, lane)),
      );
      const group = context.to.group(lanes, node.guard === null ? null : context.scalar(node.guard));
      return node.op === "group" ? group : context.to.get(group, firstLane(members, id));
    },
  });
}
