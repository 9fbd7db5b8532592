/**
 * Leaves out the fields of a scan that nothing needs: those that are read neither outside of it nor by the step of a
 * field that is. What a field holds does not depend on the fields that it does not read.
 */
import { KERNEL } from "../generated/kernels.ts";
import type { Arena, Body, NodeId } from "../ir/arena.ts";
import { closeScan, isScan, openScan, type ScanKernel } from "../ir/body.ts";
import { compact, copyNode, postorder, rebuild } from "../ir/rebuild.ts";

/** The fields of a body that the wanted ones need, in order. */
function needed(body: Body, fields: number, operands: number, wanted: Iterable<number>): number[] {
  const keep = new Set<number>();
  const stack = [...wanted];
  while (stack.length > 0) {
    const field = stack.pop()!;
    if (keep.has(field)) continue;
    keep.add(field);
    const seen = new Set<number>();
    const registers = [body.next[field]!];
    while (registers.length > 0) {
      const register = registers.pop()!;
      if (seen.has(register)) continue;
      seen.add(register);
      if (register < fields) stack.push(register);
      else registers.push(...(body.operations[register - fields - operands]?.reads ?? []));
    }
  }
  return [...keep].sort((a, b) => a - b);
}

export function trim(arena: Arena): Arena {
  const kept = new Map<NodeId, number[]>();
  const read = new Map<NodeId, Set<number>>();
  for (const id of postorder(arena)) {
    const node = arena.nodes[id]!;
    if (node.op === "get") read.set(node.group, (read.get(node.group) ?? new Set()).add(node.lane));
  }
  for (const [id, lanes] of read) {
    const node = arena.nodes[id]!;
    if (!isScan(node)) continue;
    const fields = needed(node.body, node.lanes.length, node.lanes[0]!.args.length, lanes);
    if (fields.length < node.lanes.length) kept.set(id, fields);
  }
  if (kept.size === 0) return compact(arena);
  return compact(
    rebuild(arena, {
      node: (context, node, id) => {
        const { to } = context;
        if (node.op === "get") {
          const fields = kept.get(node.group);
          const lane = fields === undefined ? node.lane : fields.indexOf(node.lane);
          return to.get(context.node(node.group), lane);
        }
        const fields = kept.get(id);
        if (fields === undefined || !isScan(node)) return copyNode(context, node);
        // The fields are counted anew; those that go are read by none that stays.
        const states = node.lanes.map((lane, field) => {
          const place = fields.indexOf(field);
          return to.state(place < 0 ? 1 : 0, place < 0 ? field : place, KERNEL[lane.kernel].output);
        });
        const args = node.lanes[0]!.args.map(context.node);
        const steps = openScan(node, states, args, (kernel, reads) => to.apply(kernel, reads));
        return closeScan(
          to,
          0,
          fields.map((field) => node.lanes[field]!.kernel as ScanKernel),
          fields.map((field) => context.scalar(node.lanes[field]!.scalars[0]!)),
          fields.map((field) => steps[field]!),
          node.guard === null ? null : context.scalar(node.guard),
        );
      },
    }),
  );
}
