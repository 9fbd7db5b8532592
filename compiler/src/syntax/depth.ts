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
    const depth = entry.depth + ("kind" in entry.node ? 1 : 0);
    if (depth > depthLimit + 1) return true;
    for (const child of Object.values(entry.node) as unknown[]) {
      if (typeof child === "object" && child !== null) stack.push({ node: child, depth });
    }
  }
  return false;
}

/** The diagnostic for a statement whose tree is too deep. */
export function chainTooLong(span: Span): Diagnostic {
  return diagnostic("nesting_too_deep", span, `a chain in this statement has more than ${depthLimit} parts`, {
    hint: "name a part of it with `let`",
  });
}
