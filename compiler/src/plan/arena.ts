/**
 * The way back from a plan to the arena: its graph as the passes take it.
 *
 * Groups are laid open and guards left out: both are what passes made of the graph, and make again. So values that
 * several plans compute, one in a group and another alone, or one under a branch and another always, are one node.
 */
import type { Arena, Clock, NodeId, Param, ScalarId } from "../ir/arena.ts";
import { copyScalar } from "../ir/rebuild.ts";
import type { DecodedPlan } from "./decode.ts";

const sameClock = (a: Clock, b: Clock): boolean =>
  a.symbol === b.symbol && a.period === b.period && a.source === b.source;

function clockIn(arena: Arena, clock: Clock): number {
  const known = arena.clocks.findIndex((other) => sameClock(other, clock));
  return known >= 0 ? known : arena.clocks.push(clock) - 1;
}

/**
 * Adds what a plan computes to an arena, neither its outputs nor its alerts. What the arena has already is found, not
 * made again. `place` gives each parameter's index there. The answer is the node of
 * each register, in the plan's order: inputs, then lanes.
 */
export function addPlan(arena: Arena, plan: DecodedPlan, place: (param: Param) => number): NodeId[] {
  const params = plan.params.map(place);
  const scalars: ScalarId[] = [];
  for (const scalar of plan.scalars) {
    if (scalar.op === "param") scalars.push(arena.param(params[scalar.index]!));
    else if ("args" in scalar)
      scalars.push(arena.scalar(scalar.op, ...scalar.args.map((arg) => scalars[arg]!)));
    else scalars.push(copyScalar(arena, scalar));
  }
  const clocks = plan.clocks.map((clock) => clockIn(arena, clock));
  const registers: NodeId[] = plan.inputs.map(({ source, field, clock }) =>
    arena.input(source, field, clocks[clock]!),
  );
  for (const { lanes, missing, body } of plan.instructions) {
    const made = lanes.map(({ kernel, registers: reads, scalars: settings }) => ({
      kernel,
      args: reads.map((read) => registers[read]!),
      scalars: settings.map((scalar) => scalars[scalar]!),
      missing,
    }));
    if (body === null) {
      for (const lane of made) registers.push(arena.apply(lane.kernel, lane.args, lane.scalars, missing));
    } else {
      const group = arena.group(made, null, body);
      made.forEach((_, lane) => registers.push(arena.get(group, lane)));
    }
  }
  return registers;
}
