/** Statements as prettier's documents. */
import type { Doc } from "prettier";
import type { FunctionBody } from "../syntax/ast.ts";
import { stringText, type Builders, type ExpressionPrinter, type Print } from "./expressions.ts";
import { Binding, bindingOf } from "./precedence.ts";
import type { FormatNode } from "./tree.ts";

type Of<Kind extends FormatNode["kind"]> = Extract<FormatNode, { kind: Kind }>;

/** Whether a comment would stand on a line of its own before what the expression prints first. */
function headedByComment(node: FormatNode): boolean {
  return node.comments?.some((comment) => comment.leading === true) === true || edgeHeadedByComment(node);
}

function edgeHeadedByComment(node: FormatNode): boolean {
  switch (node.kind) {
    case "binary":
      return headedByComment(node.left as FormatNode);
    case "compare":
      return headedByComment(node.operands[0] as FormatNode);
    case "call":
      return headedByComment(node.callee as FormatNode);
    case "member":
    case "index":
      return headedByComment(node.object as FormatNode);
    default:
      return false;
  }
}

/** Expressions that break inside brackets of their own, and so begin on their statement's line. */
const BRACKETED: ReadonlySet<string> = new Set(["call", "member", "index", "list", "record"]);

/** How the lines of an expression get their indentation from what it stands in. */
export type Place =
  /** Inside an expression: an operation indents its own lines. */
  | "inner"
  /** After the head of a statement, which indents. */
  | "value"
  /** A statement by itself: its further lines must be deeper than its first. */
  | "statement";

/** `parent` is the node around, or the body that the line is of. */
export function placeOf(node: FormatNode, parent: FormatNode | FunctionBody | null): Place {
  const kind = parent === null ? null : "lets" in parent ? "body" : parent.kind;
  switch (kind) {
    case "let":
    case "output":
    case "alert":
    case "label":
      return "value";
    case "body":
    case "expression":
      return BRACKETED.has(node.kind) && !edgeHeadedByComment(node) ? "inner" : "statement";
    default:
      return "inner";
  }
}

export class StatementPrinter {
  constructor(
    private readonly build: Builders,
    private readonly expressions: ExpressionPrinter,
    private readonly source: string,
  ) {}

  /** Whether a blank line follows what ends at `from`, before `to`. */
  private blankBetween(from: number, to: number): boolean {
    return /^[^\n]*\n[^\S\n]*\n/.test(this.source.slice(from, to));
  }

  /** Statements one below the other; of blank lines between two at most one is kept. */
  lines(nodes: readonly FormatNode[], printed: readonly Doc[]): Doc {
    const { hardline } = this.build;
    return printed.map((each, index) => {
      if (index === 0) return each;
      const blank = this.blankBetween(nodes[index - 1]!.span.end, nodes[index]!.span.start);
      return blank ? [hardline, hardline, each] : [hardline, each];
    });
  }

  /** `head = value`: the value on the same line where it can break in brackets of its own or fits, else below. */
  private assignment(head: Doc, value: FormatNode, printed: Doc): Doc {
    const { group, indent, line } = this.build;
    if (BRACKETED.has(value.kind) && !headedByComment(value)) return [head, " ", printed];
    return group([head, indent([line, printed])]);
  }

  private typed(node: { readonly type: unknown }, print: Print): Doc {
    return node.type === null ? "" : [": ", print("type")];
  }

  private fn(node: Of<"function">, print: Print): Doc {
    const { group, indent, line, hardline, ifBreak } = this.build;
    const formals = this.expressions.bracketed(
      "(",
      node.formals.map((_, index) => print(["formals", index])),
      ")",
    );
    const id = Symbol("formals");
    const result = node.result === null ? "" : [" -> ", print("result")];
    const head = ["fn ", node.name.name, group(formals, { id }), result, " ="];
    const { lets } = node.body;
    const last = print(["body", "result"]);
    if (lets.length === 0) {
      // Formals on lines of their own leave the body a line of its own too.
      return group([head, indent([ifBreak({ type: "line", hard: true }, line, { groupId: id }), last])]);
    }
    const nodes = [...lets, node.body.result] as FormatNode[];
    const printed = [...lets.map((_, index) => print(["body", "lets", index])), last];
    return [head, indent([hardline, this.lines(nodes, printed)])];
  }

  /** A statement, or a part of one that is no expression; null for what ExpressionPrinter prints. */
  print(node: FormatNode, print: Print): Doc | null {
    const { hardline, indent, join } = this.build;
    switch (node.kind) {
      case "program":
        return node.items.length === 0
          ? ""
          : [
              this.lines(
                node.items,
                node.items.map((_, index) => print(["items", index])),
              ),
              hardline,
            ];
      case "decorated":
        return join(hardline, [
          ...node.attributes.map((_, index) => print(["attributes", index])),
          print("declaration"),
        ]);
      case "attribute":
        return [
          "@",
          node.name.name,
          node.arguments.length === 0
            ? ""
            : this.expressions.bracketed(
                "(",
                node.arguments.map((_, index) => print(["arguments", index])),
                ")",
              ),
        ];
      case "edition":
        return `edition ${node.number}`;
      case "use": {
        const module = node.quoted ? stringText(node.module.name) : node.module.name;
        return `use ${module}${node.alias === null ? "" : ` as ${node.alias.name}`}`;
      }
      case "param":
        return [
          "param ",
          node.name.name,
          this.typed(node, print),
          indent([" = ", this.bound(node, "default", print), this.range(node, print)]),
        ];
      case "formal":
        return [
          node.input ? "input " : "",
          node.name.name,
          this.typed(node, print),
          node.default === null ? "" : [" = ", this.bound(node, "default", print)],
          this.range(node, print),
        ];
      case "interval": {
        const high = node.high === null ? "" : ["..", this.bound(node, "high", print)];
        const step = node.step === null ? "" : [" step ", this.bound(node, "step", print)];
        return [this.bound(node, "low", print), high, step];
      }
      case "choices":
        return this.expressions.bracketed(
          "[",
          node.items.map((_, index) => print(["items", index])),
          "]",
        );
      case "named":
        return node.words.map((word) => word.name).join(" ");
      case "recordType":
        // On one line: where a head is too long, its formals break.
        return [
          "{",
          join(
            ", ",
            node.fields.map((_, index) => print(["fields", index])),
          ),
          "}",
        ];
      case "typeField":
        return [node.name.name, this.typed(node, print)];
      case "function":
        return this.fn(node, print);
      case "let":
        return this.assignment(
          ["let ", node.name.name, this.typed(node, print), " ="],
          node.value as FormatNode,
          print("value"),
        );
      case "output":
        if (node.value === null) return ["out ", node.name.name];
        return this.assignment(["out ", node.name.name, " ="], node.value as FormatNode, print("value"));
      case "label":
        return this.assignment(["label ", node.name.name, " ="], node.value as FormatNode, print("value"));
      case "alert":
        return this.assignment(
          ["alert ", node.name.name, " when"],
          node.condition as FormatNode,
          print("condition"),
        );
      case "expression":
        return print("value");
      default:
        return null;
    }
  }

  private range(node: { readonly range: unknown }, print: Print): Doc {
    return node.range === null ? "" : [" in ", print("range")];
  }

  /** A default or the end of a range: it binds as a sum does, so looser ones stand in parentheses. */
  private bound(node: object, place: string, print: Print): Doc {
    const child = (node as Record<string, FormatNode>)[place]!;
    return bindingOf(child) < Binding.Sum ? ["(", print(place), ")"] : print(place);
  }
}
