/**
 * Says under which condition of the params a node is needed: nodes used only under one branch of a `choose` get that
 * branch's condition as their guard. Nested branches: and. Several uses: or. One use without a condition: no guard.
 *
 * An unknown condition selects neither operand, and its negation is unknown as well, so both are pruned alike.
 * Guards are computed anew each time: the pass depends on the graph alone.
 */
import { Arena, operands, type Node, type NodeId, type ScalarId } from "../ir/arena.ts";
import { compact, copyNode, copyScalar, postorder, rebuild, roots } from "../ir/rebuild.ts";
import { Simplifier } from "./simplify.ts";

/** Guards over the source's own scalars; computed on a scratch copy of its scalar region. */
function guards(arena: Arena): { scratch: Arena; of: (ScalarId | null)[] } {
  const scratch = new Arena();
  scratch.params.push(...arena.params);
  for (const scalar of arena.scalars) copyScalar(scratch, scalar);
  const make = new Simplifier(scratch);
  const order = postorder(arena);
  // A set of alternatives, or "always".
  const uses = new Map<NodeId, Set<ScalarId> | "always">();
  for (const root of roots(arena)) uses.set(root, "always");
  const use = (id: NodeId, condition: ScalarId | null): void => {
    const known = uses.get(id);
    if (known === "always") return;
    if (condition === null) uses.set(id, "always");
    else if (known === undefined) uses.set(id, new Set([condition]));
    else known.add(condition);
  };
  const of: (ScalarId | null)[] = [];
  for (const id of order.reverse()) {
    const alternatives = uses.get(id)!;
    let guard: ScalarId | null = null;
    if (alternatives !== "always") {
      const complementary = [...alternatives].some((condition) =>
        alternatives.has(make.scalar("not", [condition])),
      );
      // c or not c: needed whatever c is. To keep what an unknown c would prune changes no value.
      if (!complementary) guard = [...alternatives].reduce((some, next) => make.scalar("or", [some, next]));
    }
    const node = arena.nodes[id]!;
    of[id] = node.op === "input" ? null : guard;
    if (node.op === "apply" && branches(node)) {
      const condition = node.scalars[0]!;
      const under = (branch: ScalarId): ScalarId =>
        guard === null || guard === branch ? branch : make.scalar("and", [guard, branch]);
      use(node.args[0]!, under(condition));
      use(node.args[1]!, under(make.scalar("not", [condition])));
    } else for (const read of operands(node)) use(read, guard);
  }
  return { scratch, of };
}

const branches = (node: Node): boolean =>
  node.op === "apply" && (node.kernel === "choose" || node.kernel === "choose_bool");

export function guard(arena: Arena): Arena {
  if (!arena.nodes.some((node) => branches(node) || node.guard !== null)) return compact(arena);
  const { scratch, of } = guards(arena);
  const images: ScalarId[] = [];
  /** A scratch scalar in the new arena; conditions are shallow, but a chain may be long, so operands go first. */
  const bring = (to: Arena, root: ScalarId): ScalarId => {
    const stack = [root];
    while (stack.length > 0) {
      const id = stack.at(-1)!;
      const scalar = scratch.scalars[id]!;
      const open = "args" in scalar ? scalar.args.filter((arg) => images[arg] === undefined) : [];
      if (images[id] === undefined && open.length > 0) stack.push(...open);
      else {
        images[id] ??=
          "args" in scalar
            ? to.scalar(scalar.op, ...scalar.args.map((arg) => images[arg]!))
            : copyScalar(to, scalar);
        stack.pop();
      }
    }
    return images[root]!;
  };
  return compact(
    rebuild(arena, {
      node: (context, node, id) => {
        const condition = of[id] ?? null;
        return copyNode(context, node, condition === null ? null : bring(context.to, condition));
      },
    }),
  );
}
