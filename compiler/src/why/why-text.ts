/** The reasons of a row for people: a sentence, what settled it, and the tree with this row's values and the last's. */
import type { Why, WhyNode, WhyValue } from "./why.ts";
import { table } from "../explain/layout.ts";
import { digits } from "./words.ts";

export interface WhyTextOptions {
  /** The row's stamp, as the data gives it. */
  readonly timestamp?: string | null;
  /** What the stream is called. */
  readonly symbol?: string | null;
  /** The most lines of the tree. Default: 400. */
  readonly lines?: number;
}

const valueText = (value: WhyValue, type: "float" | "bool"): string => {
  if (value === null) return type === "float" ? "missing" : "unknown";
  return typeof value === "number" ? digits(value) : String(value);
};

function verdict(why: Why, { timestamp, symbol }: WhyTextOptions): string {
  const of = symbol === undefined || symbol === null ? "" : ` of ${symbol}`;
  const at = timestamp === undefined || timestamp === null ? "" : `, ${timestamp}`;
  const where = `in row ${why.row}${of}${at}`;
  if (why.kind === "alert") return `${why.name} ${why.value === true ? "fired" : "did not fire"} ${where}`;
  return `${why.name} is ${valueText(why.value, why.tree.type)} ${where}`;
}

/** A node's text with its let's name before it. */
const labelOf = ({ name, text }: WhyNode): string => (name === null ? text : `${name} = ${text}`);

/** Explains it; lines end with a newline. */
export function whyText(why: Why, options: WhyTextOptions = {}): string {
  const lines = [verdict(why, options)];
  for (const reason of why.because) lines.push(`  ${reason}`);
  if (why.missing !== null) lines.push(`  ${why.missing.message}`);
  if (why.params.length > 0)
    lines.push("", `with ${why.params.map(({ name, value }) => `${name} = ${String(value)}`).join(", ")}`);
  const before = why.row > 0;
  const rows: string[][] = [["", `row ${why.row}`, ...(before ? [`row ${why.row - 1}`] : [])]];
  const most = options.lines ?? 400;
  let left = 0;
  const walk = (node: WhyNode, lead: string, branch: string, next: string): void => {
    if (rows.length > most) left += 1;
    else {
      const repeated = node.repeated ? " (above)" : "";
      rows.push([
        `${lead}${branch}${labelOf(node)}${repeated}`,
        valueText(node.value, node.type),
        ...(before ? [valueText(node.before, node.type)] : []),
        ...(node.cause ? ["<-"] : []),
      ]);
    }
    node.children.forEach((child, index) => {
      const last = index === node.children.length - 1;
      walk(child, lead + next, last ? "└─ " : "├─ ", last ? "   " : "│  ");
    });
  };
  walk(why.tree, "", "", "");
  lines.push("", ...table(rows));
  if (left > 0) lines.push(`and ${left} more`);
  return `${lines.join("\n")}\n`;
}
