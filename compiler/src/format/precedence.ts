/** How tightly each form of an expression binds, loosest first, as in syntax/operators.ts. */
import type { FormatNode } from "./tree.ts";

export const enum Binding {
  /** `if … then … else …` and functions as values: they take everything to their right. */
  Open = 0,
  Or,
  And,
  Not,
  Compare,
  Sum,
  Product,
  Sign,
  Power,
  Postfix,
  Primary,
}

const BINARY: Readonly<Record<string, Binding>> = {
  or: Binding.Or,
  and: Binding.And,
  "+": Binding.Sum,
  "-": Binding.Sum,
  "*": Binding.Product,
  "/": Binding.Product,
  "%": Binding.Product,
  "**": Binding.Power,
};

export const binaryBinding = (operator: string): Binding => BINARY[operator]!;

/** The binding of an expression as a whole. */
export function bindingOf(node: FormatNode): Binding {
  switch (node.kind) {
    case "conditional":
    case "lambda":
      return Binding.Open;
    case "binary":
      return binaryBinding(node.operator);
    case "compare":
      return Binding.Compare;
    case "unary":
      return node.operator === "not" ? Binding.Not : Binding.Sign;
    case "call":
    case "member":
    case "index":
      return Binding.Postfix;
    default:
      return Binding.Primary;
  }
}

/**
 * Whether an operand gets parentheses that its operator does not ask for, so that nobody need know which binds
 * tighter: `(a and b) or c`, `(a * b) % c`.
 */
export function parenthesizedForReaders(parent: string, operand: FormatNode): boolean {
  if (operand.kind !== "binary") return false;
  if (parent === "or") return operand.operator === "and";
  if (parent === "%") return operand.operator === "*" || operand.operator === "/";
  return (parent === "*" || parent === "/") && operand.operator === "%";
}
