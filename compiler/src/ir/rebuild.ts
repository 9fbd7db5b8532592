/**
 * Rebuilding: how every pass works. What the roots reach is copied, operands first, into a new arena, each scalar
 * and node through the pass's rule; what no root reaches is left behind.
 *
 * The order is a function of the graph alone: outputs in order, then alerts, each depth first in operand order. It
 * is walked with a stack of its own, so that a chain may be as long as a program.
 */
import {
  Arena,
  operands,
  sameNode,
  sameScalar,
  type Lane,
  type Node,
  type NodeId,
  type Scalar,
  type ScalarId,
} from "./arena.ts";

/** What stands behind a rule: the arenas and the images of what was copied already. */
export interface Rebuilding {
  readonly from: Arena;
  readonly to: Arena;
  readonly scalar: (id: ScalarId) => ScalarId;
  readonly node: (id: NodeId) => NodeId;
}
export interface Rules {
  /** The image of a scalar, its operands already mapped; default: the same. */
  readonly scalar?: (to: Arena, scalar: Scalar) => ScalarId;
  /** The image of a node; default: the same over the images of its operands. */
  readonly node?: (context: Rebuilding, node: Node, id: NodeId) => NodeId;
  /** The order in which to visit a node's operands; default: as they stand. */
  readonly visit?: (node: Node, id: NodeId) => readonly NodeId[];
}

export const roots = (arena: Arena): NodeId[] => [
  ...arena.outputs.map((output) => output.node),
  ...arena.alerts.map((alert) => alert.node),
];

/** What the roots reach, operands before users. */
export function postorder(
  arena: Arena,
  visit: (node: Node, id: NodeId) => readonly NodeId[] = operands,
): NodeId[] {
  const order: NodeId[] = [];
  const seen = new Uint8Array(arena.nodes.length);
  const stack: { readonly id: NodeId; next: number; readonly reads: readonly NodeId[] }[] = [];
  const enter = (id: NodeId): void => {
    if (seen[id]) return;
    seen[id] = 1;
    stack.push({ id, next: 0, reads: visit(arena.nodes[id]!, id) });
  };
  for (const root of roots(arena)) {
    enter(root);
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      if (top.next < top.reads.length) enter(top.reads[top.next++]!);
      else {
        order.push(top.id);
        stack.pop();
      }
    }
  }
  return order;
}

export function lanesOf(node: Node): readonly Lane[] {
  return node.op === "apply" ? [node] : node.op === "group" ? node.lanes : [];
}

export const copyScalar = (to: Arena, scalar: Scalar): ScalarId => {
  switch (scalar.op) {
    case "const":
      return to.constant(scalar.value);
    case "param":
      return to.param(scalar.index);
    case "stable":
      return to.stable();
    default:
      return to.scalar(scalar.op, ...scalar.args);
  }
};

/** A lane over the images of what it reads. */
export const mapLane = (context: Rebuilding, lane: Lane): Lane => ({
  kernel: lane.kernel,
  args: lane.args.map(context.node),
  scalars: lane.scalars.map(context.scalar),
  missing: lane.missing,
});

export function copyNode(context: Rebuilding, node: Node, guard?: ScalarId | null): NodeId {
  const { from, to } = context;
  const kept = guard === undefined ? (node.guard === null ? null : context.scalar(node.guard)) : guard;
  switch (node.op) {
    case "input": {
      const input = from.inputs[node.input]!;
      return to.input(input.source, input.field, input.clock);
    }
    case "apply": {
      const lane = mapLane(context, node);
      return to.apply(lane.kernel, lane.args, lane.scalars, lane.missing, kept);
    }
    case "group":
      return to.group(
        node.lanes.map((lane) => mapLane(context, lane)),
        kept,
        node.body,
      );
    case "get":
      return to.get(context.node(node.group), node.lane);
    case "state":
      return to.state(node.depth, node.field, node.type);
  }
}

/** A new arena of what the roots reach, through the rules. */
export function rebuild(from: Arena, rules: Rules = {}): Arena {
  const to = new Arena();
  to.clocks.push(...from.clocks.slice(1));
  to.params.push(...from.params);
  const order = postorder(from, rules.visit);
  const needed = neededScalars(from, order);
  const scalars: ScalarId[] = [];
  const rule = rules.scalar ?? copyScalar;
  from.scalars.forEach((scalar, id) => {
    if (!needed[id]) return;
    const mapped: Scalar =
      "args" in scalar ? { op: scalar.op, args: scalar.args.map((arg) => scalars[arg]!) } : scalar;
    scalars[id] = rule(to, mapped);
  });
  const nodes: NodeId[] = [];
  const context: Rebuilding = { from, to, scalar: (id) => scalars[id]!, node: (id) => nodes[id]! };
  for (const id of order) {
    const node = from.nodes[id]!;
    const image = rules.node ? rules.node(context, node, id) : copyNode(context, node);
    nodes[id] = image;
    const span = from.spans.get(id);
    if (span !== undefined && !to.spans.has(image)) to.spans.set(image, span);
  }
  for (const output of from.outputs) to.outputs.push({ ...output, node: nodes[output.node]! });
  for (const alert of from.alerts) to.alerts.push({ ...alert, node: nodes[alert.node]! });
  return to;
}

/**
 * Leaves behind what no root reaches, in the order of the walk. An arena that is so already, as most are after a pass
 * with little to do, is returned as it is.
 */
export function compact(arena: Arena, visit?: Rules["visit"]): Arena {
  return isWalked(arena, visit) ? arena : rebuild(arena, visit === undefined ? {} : { visit });
}

/** Whether rebuilding would make the same arena again. */
function isWalked(arena: Arena, visit?: Rules["visit"]): boolean {
  const order = postorder(arena, visit);
  if (order.length !== arena.nodes.length || order.some((id, index) => id !== index)) return false;
  const needed = neededScalars(arena, order);
  if (!needed.every((flag) => flag === 1)) return false;
  let inputs = 0;
  for (const node of arena.nodes) if (node.op === "input" && node.input !== inputs++) return false;
  return inputs === arena.inputs.length;
}

/** The scalars that the nodes need, and those that these need. */
function neededScalars(arena: Arena, order: readonly NodeId[]): Uint8Array {
  const needed = new Uint8Array(arena.scalars.length);
  for (const id of order) {
    const node = arena.nodes[id]!;
    if (node.guard !== null) needed[node.guard] = 1;
    for (const lane of lanesOf(node)) for (const scalar of lane.scalars) needed[scalar] = 1;
  }
  for (let id = arena.scalars.length - 1; id >= 0; id -= 1) {
    const scalar = arena.scalars[id]!;
    if (needed[id] && "args" in scalar) for (const arg of scalar.args) needed[arg] = 1;
  }
  return needed;
}

/** Whether two arenas say the same in the same order. */
export function same(a: Arena, b: Arena): boolean {
  const ends = roots(b);
  return (
    a === b ||
    (a.nodes.length === b.nodes.length &&
      a.scalars.length === b.scalars.length &&
      roots(a).every((root, index) => root === ends[index]) &&
      a.inputs.every(
        (input, index) => input.field === b.inputs[index]?.field && input.source === b.inputs[index]?.source,
      ) &&
      a.scalars.every((each, id) => sameScalar(each, b.scalars[id]!)) &&
      a.nodes.every((each, id) => sameNode(each, b.nodes[id]!)))
  );
}
