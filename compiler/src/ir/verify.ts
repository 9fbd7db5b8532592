/**
 * The arena's invariants (arena.ts). A violation is a fault of ours, never of a program: it throws an InternalError,
 * and the pass after which it was found is named.
 */
import { KERNEL } from "../generated/kernels.ts";
import {
  hashNode,
  hashScalar,
  Interner,
  sameNode,
  sameScalar,
  type Arena,
  type Body,
  type Lane,
  type Node,
  type Scalar,
} from "./arena.ts";
import { isStateless } from "./body.ts";
import { roots } from "./rebuild.ts";
import { arity } from "./scalars.ts";

/** A fault of the compiler's own. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** What is wrong with a body over these lanes, or null. */
function bodyFault(arena: Arena, lanes: readonly Lane[], body: Body): string | null {
  const types = lanes.map((lane) => KERNEL[lane.kernel].output);
  types.push(...lanes[0]!.args.map((arg) => arena.nodes[arg]!.type));
  for (const { kernel, reads } of body.operations) {
    if (!isStateless(kernel)) return `${kernel} in a body`;
    const { inputs, output } = KERNEL[kernel];
    if (reads.length !== inputs.length || reads.some((read, index) => types[read] !== inputs[index]!.type))
      return `${kernel} over what it does not take`;
    types.push(output);
  }
  const fits =
    body.next.length === lanes.length &&
    body.next.every((register, field) => types[register] === KERNEL[lanes[field]!.kernel].output);
  return fits ? null : "a state that becomes what it is not";
}

function fail(where: string, what: string): never {
  throw new InternalError(`after ${where}: ${what}`);
}

/** Checks every invariant; throws an InternalError that names `where`. */
export function verify(arena: Arena, where = "construction"): Arena {
  const scalars = new Interner<Scalar>([], hashScalar, sameScalar);
  const nodes = new Interner<Node>([], hashNode, sameNode);
  const once = <T>(said: Interner<T>, value: T, id: number): void => {
    const first = said.intern(value);
    if (first !== id) fail(where, `${first} and ${id} say the same`);
  };
  const scalarThere = (id: number, end: number): void => {
    if (!Number.isInteger(id) || id < 0 || id >= end) fail(where, `scalar ${id} is not defined`);
  };
  arena.scalars.forEach((scalar, id) => {
    if (scalar.op === "const") {
      if (!Number.isFinite(scalar.value) && !Number.isNaN(scalar.value)) fail(where, `s${id} is infinite`);
    } else if (scalar.op === "param") {
      if (arena.params[scalar.index] === undefined)
        fail(where, `s${id} reads param ${scalar.index}, which is not there`);
    } else if (scalar.op !== "stable") {
      if (scalar.args.length !== arity(scalar.op))
        fail(where, `s${id}: ${scalar.op} with ${scalar.args.length} operands`);
      for (const arg of scalar.args) scalarThere(arg, id);
    }
    once(scalars, scalar, id);
  });
  const checkLane = (lane: Lane, id: number, clock: number): void => {
    const kernel = KERNEL[lane.kernel];
    if (!kernel.body && lane.args.length !== kernel.inputs.length)
      fail(where, `%${id}: ${lane.kernel} with ${lane.args.length} operands`);
    for (let index = 0; index < lane.args.length; index += 1) {
      const arg = lane.args[index]!;
      const read = arena.nodes[arg];
      if (read === undefined || arg >= id) fail(where, `%${id} reads %${arg}, which is not before it`);
      if (read.op === "group") fail(where, `%${id} reads the group %${arg} itself`);
      if (!kernel.body && read.type !== kernel.inputs[index]!.type)
        fail(where, `%${id}: operand ${index} of ${lane.kernel} is ${read.type}`);
      if (read.clock !== clock)
        fail(where, `%${id} ticks on clock ${clock} and reads %${arg} of clock ${read.clock}`);
    }
    const due = kernel.params.length + (lane.missing === "min_samples" ? 1 : 0);
    if (lane.scalars.length !== due)
      fail(where, `%${id}: ${lane.kernel} with ${lane.scalars.length} scalars, not ${due}`);
    for (const scalar of lane.scalars) scalarThere(scalar, arena.scalars.length);
    if (kernel.policy !== (lane.missing !== null))
      fail(where, `%${id}: ${lane.kernel} has the wrong missing-value policy`);
  };
  arena.nodes.forEach((node, id) => {
    if (arena.clocks[node.clock] === undefined)
      fail(where, `%${id} ticks on clock ${node.clock}, which is not there`);
    if (node.guard !== null) scalarThere(node.guard, arena.scalars.length);
    once(nodes, node, id);
    switch (node.op) {
      case "input":
        if (arena.inputs[node.input] === undefined)
          fail(where, `%${id} reads input ${node.input}, which is not there`);
        break;
      case "apply":
        checkLane(node, id, node.clock);
        if (KERNEL[node.kernel].body) fail(where, `%${id} is a state without its body`);
        if (node.type !== KERNEL[node.kernel].output) fail(where, `%${id} is not of its kernel's type`);
        break;
      case "group": {
        const first = node.lanes[0];
        if (first === undefined) fail(where, `%${id} is a group without a lane`);
        const family = KERNEL[first.kernel].family;
        if (node.body !== null) {
          for (const lane of node.lanes) {
            checkLane(lane, id, node.clock);
            if (!KERNEL[lane.kernel].body || lane.args.some((arg, index) => arg !== first.args[index]))
              fail(where, `%${id}: ${lane.kernel} is no field of its state`);
          }
          const wrong = bodyFault(arena, node.lanes, node.body);
          if (wrong !== null) fail(where, `%${id}: ${wrong}`);
          break;
        }
        for (const lane of node.lanes) {
          checkLane(lane, id, node.clock);
          if (KERNEL[lane.kernel].body) fail(where, `%${id} is a state without its body`);
          if (lane.missing !== first.missing) fail(where, `%${id} groups policies`);
          const together =
            family !== null &&
            KERNEL[lane.kernel].family === family &&
            lane.args.every((arg, index) => arg === first.args[index]);
          if (lane.kernel !== first.kernel && !together)
            fail(where, `%${id} groups ${first.kernel} and ${lane.kernel}`);
        }
        break;
      }
      case "get": {
        const group = arena.nodes[node.group];
        if (group?.op !== "group" || node.group >= id)
          fail(where, `%${id} takes a lane of %${node.group}, which is no group before it`);
        const lane = group.lanes[node.lane];
        if (lane === undefined) fail(where, `%${id} takes lane ${node.lane}, which is not there`);
        if (node.type !== KERNEL[lane.kernel].output || node.guard !== group.guard)
          fail(where, `%${id} is not its lane's`);
        break;
      }
      case "state":
        fail(where, `%${id} is a state outside of its scan`);
    }
  });
  for (const root of roots(arena)) {
    const node = arena.nodes[root];
    if (node === undefined || node.op === "group") fail(where, `a result is %${root}, which is no value`);
  }
  for (const alert of arena.alerts)
    if (arena.nodes[alert.node]!.type !== "bool") fail(where, `alert ${alert.name} is no condition`);
  if (arena.nodes.some((node) => node.op === "group" && node.lanes.length > 1_048_576))
    fail(where, "a group beyond every limit");
  return arena;
}
