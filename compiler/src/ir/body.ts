/**
 * Bodies of scans: how they are taken out of a graph, and laid open again for a pass to rewrite.
 *
 * A body is built as ordinary nodes over `state` nodes. What depends on the state becomes the body's operations; what
 * does not is an operand of the scan, computed as every other series is: so windows, shifts and other scans of what the
 * step reads are hoisted by construction. Registers stand in the order of a walk from the new values, depth first and
 * operands first, so a body is a function of its graph alone (spec/plan.md PL9).
 */
import { KERNEL, KERNELS, type KernelName } from "../generated/kernels.ts";
import { operands, type Arena, type Node, type NodeId, type ScalarId } from "./arena.ts";
import type { Rebuilding } from "./rebuild.ts";

export type ScanKernel = "scan" | "scan_bool";
type Scan = Extract<Node, { op: "group" }> & {
  readonly body: NonNullable<Extract<Node, { op: "group" }>["body"]>;
};

/** Whether a node is the state of a scan. */
export const isScan = (node: Node): node is Scan => node.op === "group" && node.body !== null;

/** The kernels that may stand in a body: what one gives is a function of its operands in that row alone. */
const STATELESS: ReadonlySet<KernelName> = new Set(
  KERNELS.filter(({ inputs, params, policy, anchored, body, state }) => {
    const [only] = state;
    const nothing = state.length === 1 && only !== undefined && "constant" in only && only.constant === 0;
    return nothing && inputs.length > 0 && params.length === 0 && !policy && !anchored && !body;
  }).map((kernel) => kernel.name),
);
export const isStateless = (kernel: KernelName): boolean => STATELESS.has(kernel);

/**
 * The scan whose fields start as `inits` and become `steps` at every row, which stand over `state` nodes of `depth`.
 * Gives the group; its lane of a field is the field's series.
 */
export function closeScan(
  arena: Arena,
  depth: number,
  kernels: readonly ScanKernel[],
  inits: readonly ScalarId[],
  steps: readonly NodeId[],
  guard: ScalarId | null = null,
): NodeId {
  const leans = dependence(arena, depth, steps);
  const fields = kernels.length;
  const args: NodeId[] = [];
  const order: NodeId[] = [];
  const seen = new Set<NodeId>();
  const argument = new Map<NodeId, number>();
  for (const root of steps) {
    const stack: [NodeId, number][] = [[root, 0]];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const [id] = top;
      const node = arena.nodes[id]!;
      const reads = leans(id) && !seen.has(id) ? operands(node) : [];
      if (top[1] < reads.length) {
        stack.push([reads[top[1]++]!, 0]);
        continue;
      }
      stack.pop();
      if (seen.has(id)) continue;
      seen.add(id);
      if (!leans(id)) argument.set(id, args.push(id) - 1);
      else if (node.op !== "state") order.push(id);
    }
  }
  const place = new Map(order.map((id, index) => [id, fields + args.length + index]));
  const register = (id: NodeId): number => {
    const node = arena.nodes[id]!;
    if (leans(id)) return node.op === "state" ? node.field : place.get(id)!;
    return fields + argument.get(id)!;
  };
  const operations = order.map((id) => {
    const node = arena.nodes[id]!;
    if (node.op !== "apply") throw new Error("an operation that is none");
    return { kernel: node.kernel, reads: node.args.map(register) };
  });
  const body = { operations, next: steps.map(register) };
  const lanes = kernels.map((kernel, index) => ({ kernel, args, scalars: [inits[index]!], missing: null }));
  return arena.group(lanes, guard, body);
}

/**
 * Whether a node depends on the state of that depth. It does so by way of stateless kernels alone, so the walk ends
 * at everything else: windows, other scans, what stood before the first state.
 */
function dependence(arena: Arena, depth: number, steps: readonly NodeId[]): (id: NodeId) => boolean {
  const known = new Map<NodeId, boolean>();
  const of = (id: NodeId): boolean | undefined => (id < arena.firstState ? false : known.get(id));
  const stack = [...steps];
  while (stack.length > 0) {
    const id = stack.at(-1)!;
    if (of(id) !== undefined) {
      stack.pop();
      continue;
    }
    const node = arena.nodes[id]!;
    if (node.op === "state") known.set(id, node.depth === depth);
    else if (node.op !== "apply" || !isStateless(node.kernel)) known.set(id, false);
    else {
      const open = node.args.filter((read) => of(read) === undefined);
      if (open.length > 0) stack.push(...open);
      else
        known.set(
          id,
          node.args.some((read) => of(read)),
        );
    }
  }
  return (id) => of(id) ?? false;
}

/** The new values of a scan as nodes over those that stand for its state, each operation made by `apply`. */
export function openScan(
  scan: Scan,
  states: readonly NodeId[],
  args: readonly NodeId[],
  apply: (kernel: KernelName, args: readonly NodeId[]) => NodeId,
): NodeId[] {
  const registers = [...states, ...args];
  for (const { kernel, reads } of scan.body.operations)
    registers.push(
      apply(
        kernel,
        reads.map((read) => registers[read]!),
      ),
    );
  return scan.body.next.map((register) => registers[register]!);
}

/** A scan over the images of what it reads, its operations made anew by `apply`. The arena is to be compacted after. */
export function rebuildScan(
  context: Rebuilding,
  scan: Scan,
  apply: (kernel: KernelName, args: readonly NodeId[]) => NodeId,
): NodeId {
  const { to } = context;
  const states = scan.lanes.map((lane, field) => to.state(0, field, KERNEL[lane.kernel].output));
  const steps = openScan(scan, states, scan.lanes[0]!.args.map(context.node), apply);
  return closeScan(
    to,
    0,
    scan.lanes.map((lane) => lane.kernel as ScanKernel),
    scan.lanes.map((lane) => context.scalar(lane.scalars[0]!)),
    steps,
    scan.guard === null ? null : context.scalar(scan.guard),
  );
}
