/**
 * The depth of a whole tree. Nesting is bounded while parsing; a chain such as `a + b + c + …` or
 * `a.b.c…` is flat as written and deep as a tree, and the passes after this one walk trees by recursion.
 */
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "./ast.ts";
import { depthLimit } from "./problems.ts";

/** Whether a tree has more than `depthLimit` nodes below one another. Keeps a stack of its own. */
export function isTooDeep(root: object): boolean {
  const stack: { node: object; depth: number }[] = [{ node: root, depth: 0 }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const depth = entry.depth + levels(entry.node);
    if (depth > depthLimit + 1) return true;
    for (const child of Object.values(entry.node) as unknown[]) {
      if (typeof child === "object" && child !== null) stack.push({ node: child, depth });
    }
  }
  return false;
}

/** What a node adds to the depth: a chain of comparisons, flat here, is checked as a tree of `and`. */
function levels(node: object): number {
  if (!("kind" in node)) return 0;
  return node.kind === "compare" && "operators" in node && Array.isArray(node.operators)
    ? node.operators.length
    : 1;
}

/** The diagnostic for a statement whose tree is too deep. */
export function chainTooLong(span: Span): Diagnostic {
  return diagnostic("nesting_too_deep", span, `a chain in this statement has more than ${depthLimit} parts`, {
    hint: "name a part of it with `let`",
  });
}
