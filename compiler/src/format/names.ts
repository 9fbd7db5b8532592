/**
 * Names as the language writes them: `SMA(Close, 20)` is `sma(close, 20)`. Only what resolves to the library or to a
 * field of the bar whatever its case, and is not declared in the program in either case, is changed; an alias stays
 * the alias that was written.
 */
import { fieldOf, isBars, looksLikeSymbol } from "../semantics/names.ts";
import { standardLibrary } from "../semantics/standard.ts";
import type { Expression, Program } from "../syntax/ast.ts";

type Plain = { readonly [key: string]: unknown };

/** Every name that the program declares, wherever it is visible. */
function declaredNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === "object" && value !== null) {
      const node = value as Plain;
      const declares =
        node["kind"] === "param" || node["kind"] === "let" || node["kind"] === "function" || "input" in node;
      if (declares) names.add((node["name"] as { name: string }).name);
      if (node["kind"] === "lambda")
        for (const each of node["parameters"] as { name: string }[]) names.add(each.name);
      if (node["kind"] === "use") names.add(((node["alias"] ?? node["module"]) as { name: string }).name);
      Object.values(node).forEach(walk);
    }
  };
  walk(program.items);
  return names;
}

/** A program whose library and field names are in their canonical case. */
export function canonicalNames(program: Program): Program {
  const declared = declaredNames(program);
  /** Modules by the name they are called by; "" is the prelude. */
  const shipped = new Map([["std", ""], ...standardLibrary.modules.map((name) => [name, name] as const)]);
  const modules = new Map([...shipped].filter(([name]) => !declared.has(name)));
  for (const item of program.items) {
    const module = item.kind === "use" && !item.quoted ? shipped.get(item.module.name) : undefined;
    if (item.kind === "use" && module !== undefined) modules.set((item.alias ?? item.module).name, module);
  }
  const free = (name: string): boolean => !declared.has(name) && !declared.has(name.toLowerCase());
  const functionName = (name: string): string => {
    const lower = name.toLowerCase();
    if (lower === name || !free(name) || standardLibrary.find(name) !== null) return name;
    return lower === "select" || standardLibrary.find(lower) !== null ? lower : name;
  };
  const isField = (name: string): boolean =>
    fieldOf(name) !== null || standardLibrary.find(name.toLowerCase())?.attributes["field"] === true;
  const valueName = (name: string): string =>
    free(name) && standardLibrary.find(name) === null && isField(name) ? name.toLowerCase() : name;

  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value !== "object" || value === null || key === "span" || key === "attributes") return value;
    const node = value as Expression;
    if (node.kind === "name") {
      const name =
        key === "callee" ? functionName(node.name) : key === "head" ? node.name : valueName(node.name);
      return name === node.name ? node : { ...node, name };
    }
    if (node.kind === "member" && node.object.kind === "name") {
      const { object, member } = node;
      const module = key === "callee" ? modules.get(object.name) : undefined;
      const lower = member.name.toLowerCase();
      if (module !== undefined && standardLibrary.find(member.name, module) === null)
        return standardLibrary.find(lower, module) === null
          ? node
          : { ...node, member: { ...member, name: lower } };
      // What a dotted name without small letters stands for is a symbol's, and is kept as written.
      if (!isBars(object.name) || !free(object.name) || !isField(member.name)) return node;
      return {
        ...node,
        object: { ...object, name: object.name.toLowerCase() },
        member: { ...member, name: lower },
      };
    }
    return Object.fromEntries(Object.entries(node).map(([inner, child]) => [inner, walk(child, inner)]));
  };
  return { ...program, items: walk(program.items, "items") as Program["items"] };
}

/** Whether `left/right` is a pair of symbols, as in BTC/USDT, that is one name and no quotient. */
export function isSymbolPair(left: Expression, right: Expression, between: string): boolean {
  const leaf = (node: Expression, at: "left" | "right"): Expression =>
    node.kind === "member" ? (at === "left" ? node : leaf(node.object, at)) : node;
  const word = (node: Expression): string | null =>
    node.kind === "name" ? node.name : node.kind === "member" ? node.member.name : null;
  const [base, quote] = [word(leaf(left, "left")), word(leaf(right, "right"))];
  return (
    between === "/" && base !== null && quote !== null && looksLikeSymbol(base) && looksLikeSymbol(quote)
  );
}
