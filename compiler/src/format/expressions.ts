/** Expressions as prettier's documents. Every line break is indented deeper than its statement, which continues it. */
import type { Doc, doc } from "prettier";
import { isSymbolPair } from "./names.ts";
import { Binding, binaryBinding, bindingOf, parenthesizedForReaders } from "./precedence.ts";
import type { FormatNode } from "./tree.ts";

export type Builders = typeof doc.builders;
/** Prints the child at a place of the node, with its comments. */
export type Print = (place: string | (string | number)[]) => Doc;

type Of<Kind extends FormatNode["kind"]> = Extract<FormatNode, { kind: Kind }>;

/** A number as it was written, its sign of exponent small and a digit on either side of its point. */
function numberText(text: string): string {
  return text
    .toLowerCase()
    .replace(/^\./, "0.")
    .replace(/\.(?=e|$)/, ".0");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
/** A text between double quotes. */
export const stringText = (value: string): string =>
  `"${value.replace(/[\\"\n\r\t]/g, (mark) => ESCAPES[mark]!)}"`;

export class ExpressionPrinter {
  constructor(
    private readonly build: Builders,
    private readonly source: string,
  ) {}

  /** Items between brackets: on one line, or each on its own. */
  bracketed(open: string, items: readonly Doc[], close: string): Doc {
    const { group, indent, softline, line, join } = this.build;
    if (items.length === 0) return open + close;
    return group([open, indent([softline, join([",", line], [...items])]), softline, close]);
  }

  /** A child, in parentheses where it binds looser than its place asks for. */
  private operand(child: FormatNode, printed: Doc, least: Binding): Doc {
    return bindingOf(child) < least ? ["(", printed, ")"] : printed;
  }

  /**
   * `a + b - c`: operands of one level side by side; the signs head the lines. `level` says whether the lines stand
   * at the first operand's indentation, because the statement has indented it already.
   */
  binary(node: Of<"binary">, print: Print, level: boolean): Doc {
    const { group, indent, line } = this.build;
    const binding = binaryBinding(node.operator);
    if (node.operator === "**") {
      const left = this.operand(node.left as FormatNode, print("left"), Binding.Postfix);
      return [left, " ** ", this.operand(node.right as FormatNode, print("right"), Binding.Sign)];
    }
    const steps: Doc[] = [];
    const place: string[] = [];
    let current: FormatNode = node;
    for (;;) {
      const { operator, left, right }: Of<"binary"> = current as Of<"binary">;
      const written = this.source.slice(left.span.end, right.span.start);
      const side = (child: FormatNode, at: "left" | "right", least: Binding): Doc => {
        const printed = print([...place, at]);
        return parenthesizedForReaders(operator, child)
          ? ["(", printed, ")"]
          : this.operand(child, printed, least);
      };
      const second = side(right as FormatNode, "right", binding + 1);
      if (operator === "/" && isSymbolPair(left, right, written)) steps.unshift("/", second);
      else steps.unshift([line, operator, " ", second]);
      const first = left as FormatNode;
      const continues =
        first.kind === "binary" &&
        binaryBinding(first.operator) === binding &&
        !parenthesizedForReaders(operator, first) &&
        first.comments === undefined;
      if (!continues) {
        steps.unshift(side(first, "left", binding));
        break;
      }
      place.push("left");
      current = first;
    }
    const [head, ...rest] = steps;
    return group([head!, level ? rest : indent(rest)]);
  }

  compare(node: Of<"compare">, print: Print, level: boolean): Doc {
    const { group, indent, line } = this.build;
    const operands = node.operands.map((operand, index) =>
      this.operand(operand as FormatNode, print(["operands", index]), Binding.Sum),
    );
    const rest = node.operators.map((operator, index) => [line, operator, " ", operands[index + 1]!]);
    return group([operands[0]!, level ? rest : indent(rest)]);
  }

  /** `if … then … else if … then … else …`: on one line, or each branch on its own. */
  conditional(node: Of<"conditional">, print: Print, level: boolean): Doc {
    const { group, indent, line } = this.build;
    const branches: Doc[] = [];
    const place: string[] = [];
    let current: Of<"conditional"> = node;
    let head: Doc | null = null;
    for (;;) {
      const condition = [
        "if ",
        this.operand(current.condition as FormatNode, print([...place, "condition"]), Binding.Or),
      ];
      if (head === null) head = condition;
      else branches.push(line, "else ", condition);
      const then = this.operand(current.then as FormatNode, print([...place, "then"]), Binding.Or);
      branches.push(line, "then ", then);
      const otherwise: FormatNode = current.otherwise as FormatNode;
      place.push("otherwise");
      if (otherwise.kind !== "conditional" || otherwise.comments !== undefined) {
        branches.push(line, "else ", print([...place]));
        return group([head, level ? branches : indent(branches)]);
      }
      current = otherwise;
    }
  }

  /** What stands before `.name`, `(…)` or `[…]`. */
  private base(child: FormatNode, printed: Doc): Doc {
    // `5.close` would read as a number that is not one.
    const isNumeric = child.kind === "number" || child.kind === "duration";
    return isNumeric ? ["(", printed, ")"] : this.operand(child, printed, Binding.Postfix);
  }

  /** An expression; `level` as for `binary`. */
  print(node: FormatNode, print: Print, level: boolean): Doc {
    const { indent, softline, group } = this.build;
    const list = (place: string, items: readonly unknown[]): Doc[] =>
      items.map((_, index) => print([place, index]));
    switch (node.kind) {
      case "number":
        return numberText(node.text);
      case "duration":
        return `${node.count}${node.unit}`;
      case "string":
        return stringText(node.value);
      case "boolean":
        return node.value ? "true" : "false";
      case "missing":
        return "na";
      case "name":
        return node.name;
      case "symbol":
        return `\`${node.name}\``;
      case "unary": {
        const least = node.operator === "not" ? Binding.Not : Binding.Sign;
        const operand = this.operand(node.operand as FormatNode, print("operand"), least);
        return [node.operator === "not" ? "not " : node.operator, operand];
      }
      case "binary":
        return this.binary(node, print, level);
      case "compare":
        return this.compare(node, print, level);
      case "conditional":
        return this.conditional(node, print, level);
      case "lambda":
        return ["fn(", node.parameters.map((each) => each.name).join(", "), ") => ", print("body")];
      case "call":
        return [
          this.base(node.callee as FormatNode, print("callee")),
          this.bracketed("(", list("arguments", node.arguments), ")"),
        ];
      case "member":
        return [this.base(node.object as FormatNode, print("object")), ".", node.member.name];
      case "index":
        return [
          this.base(node.object as FormatNode, print("object")),
          group(["[", indent([softline, print("index")]), softline, "]"]),
        ];
      case "list":
        return this.bracketed("[", list("items", node.items), "]");
      case "record":
        return this.bracketed("{", list("fields", node.fields), "}");
      case "argument":
        return node.name === null ? print("value") : [node.name.name, " = ", print("value")];
      case "field":
        return node.value === null ? node.name.name : [node.name.name, ": ", print("value")];
      default:
        throw new Error(`no expression: ${node.kind}`);
    }
  }
}
