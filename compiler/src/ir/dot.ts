/** An arena as a Graphviz graph: edges run from operands to users. */
import { operands, type Arena } from "./arena.ts";
import { nodeText } from "./text.ts";

export function irDot(arena: Arena): string {
  const lines = ["digraph ir {", "  rankdir=BT;", "  node [shape=box, fontname=monospace];"];
  arena.nodes.forEach((node, id) => {
    lines.push(`  n${id} [label=${JSON.stringify(`%${id} ${nodeText(arena, node)}`)}];`);
    for (const read of new Set(operands(node))) lines.push(`  n${read} -> n${id};`);
  });
  [...arena.outputs, ...arena.alerts].forEach((root, index) => {
    lines.push(
      `  o${index} [label=${JSON.stringify(root.name)}, shape=oval];`,
      `  n${root.node} -> o${index};`,
    );
  });
  lines.push("}");
  return `${lines.join("\n")}\n`;
}
