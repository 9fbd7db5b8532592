/**
 * Windows of one family over the same operands, with the same policy and guard, become lanes of one group: their
 * levels (numerics B2) are computed once. A lane's arithmetic does not know its neighbours (N2).
 *
 * No cycle can come of it: the members have the same operands, so none depends on another.
 */
import { KERNEL } from "../generated/kernels.ts";
import type { Arena, NodeId } from "../ir/arena.ts";
import { compact, copyNode, mapLane, postorder, rebuild } from "../ir/rebuild.ts";

export function share(arena: Arena): Arena {
  const classes = new Map<string, NodeId[]>();
  const classOf = new Map<NodeId, NodeId[]>();
  for (const id of postorder(arena)) {
    const node = arena.nodes[id]!;
    if (node.op !== "apply" || KERNEL[node.kernel].family === null) continue;
    const key = `${KERNEL[node.kernel].family}(${node.args.join()})${node.missing}?${node.guard ?? ""}`;
    const members = classes.get(key);
    if (members) members.push(id);
    else classes.set(key, [id]);
    classOf.set(id, members ?? classes.get(key)!);
  }
  if (classes.size === classOf.size) return compact(arena);
  return rebuild(arena, {
    node: (context, node, id) => {
      const members = classOf.get(id);
      if (members === undefined || members.length < 2) return copyNode(context, node);
      const lanes = members.map((member) =>
        mapLane(context, arena.nodes[member] as Extract<typeof node, { op: "apply" }>),
      );
      const group = context.to.group(lanes, node.guard === null ? null : context.scalar(node.guard));
      return context.to.get(group, members.indexOf(id));
    },
  });
}
