/**
 * The arena as a linear program over single-assignment registers (spec/plan.md PL3.1): inputs in the order of the
 * walk, then the lanes of the instructions. Not a rewrite: it is what the plan's encoder reads.
 */
import { operands, type Arena, type Body, type Lane, type NodeId, type ScalarId } from "../ir/arena.ts";
import { lanesOf, postorder, roots } from "../ir/rebuild.ts";

export interface Instruction {
  readonly node: NodeId;
  readonly clock: number;
  readonly guard: ScalarId | null;
  readonly lanes: readonly Lane[];
  /** How the lanes move, where they are the fields of a state. */
  readonly body: Body | null;
  /** The register of the first lane; the others follow. */
  readonly register: number;
}
export interface Registers {
  /** Indexes of the arena's inputs, in the plan's order. */
  readonly inputs: readonly number[];
  readonly instructions: readonly Instruction[];
  readonly registerOf: (node: NodeId) => number;
  /** Of every register, the index of the last instruction that reads it; instructions.length for results. */
  readonly lastUse: readonly number[];
  /** The most registers that are live at once. */
  readonly peakLive: number;
}

/** The inputs by the walk of PL6: a node's place is where the walk first meets it. */
function inputOrder(arena: Arena): NodeId[] {
  return postorder(arena).filter((id) => arena.nodes[id]!.op === "input");
}

/** Instructions stand in the arena's own order, which schedule.ts settles. */
export function assignRegisters(arena: Arena): Registers {
  const register: number[] = [];
  const inputNodes = inputOrder(arena);
  inputNodes.forEach((id, index) => (register[id] = index));
  const reached = new Set(postorder(arena));
  const instructions: Instruction[] = [];
  let next = inputNodes.length;
  arena.nodes.forEach((node, id) => {
    if (!reached.has(id) || (node.op !== "apply" && node.op !== "group")) return;
    const lanes = lanesOf(node);
    const body = node.op === "group" ? node.body : null;
    instructions.push({ node: id, clock: node.clock, guard: node.guard, lanes, body, register: next });
    register[id] = next;
    next += lanes.length;
  });
  const registerOf = (id: NodeId): number => {
    const node = arena.nodes[id]!;
    return node.op === "get" ? register[node.group]! + node.lane : register[id]!;
  };
  const lastUse: number[] = new Array<number>(next).fill(-1);
  instructions.forEach((instruction, index) => {
    for (const read of operands(arena.nodes[instruction.node]!)) lastUse[registerOf(read)] = index;
  });
  for (const root of roots(arena)) lastUse[registerOf(root)] = instructions.length;
  const ends: number[] = new Array<number>(instructions.length + 1).fill(0);
  for (const last of lastUse) if (last >= 0) ends[last]! += 1;
  // Inputs are the caller's columns: they are live until their last use.
  let live = inputNodes.length;
  let peakLive = live;
  instructions.forEach((instruction, index) => {
    live += instruction.lanes.length;
    peakLive = Math.max(peakLive, live);
    live -= ends[index]!;
    for (let lane = 0; lane < instruction.lanes.length; lane += 1)
      if (lastUse[instruction.register + lane] === -1) live -= 1;
  });
  return {
    inputs: inputNodes.map((id) => (arena.nodes[id] as { input: number }).input),
    instructions,
    registerOf,
    lastUse,
    peakLive,
  };
}
