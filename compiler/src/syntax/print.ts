/** The untyped tree as text and as plain data, for `ta ir --stage ast`. */
import type { Program } from "./ast.ts";

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/**
 * The tree as plain JSON data, without spans: what two programs that differ only in layout share. A number
 * keeps its value and how it was written.
 */
export function astToJson(program: Program): Plain {
  return plain(program);
}

function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as Plain;
  const result: { [key: string]: Plain } = {};
  for (const [key, child] of Object.entries(value)) {
    if (key !== "span") result[key] = isIdentifier(child) ? child.name : plain(child);
  }
  return result;
}

function isIdentifier(value: unknown): value is { name: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 2 &&
    "span" in value &&
    typeof (value as { name?: unknown }).name === "string"
  );
}

/**
 * The tree as indented text: one node a line, its kind first, then what is written in it; children two
 * blanks deeper under the name of their place. Absent parts are left out.
 */
export function printAst(program: Program): string {
  const lines: string[] = ["program"];
  const root = plain(program) as { [key: string]: Plain };
  if (typeof root["doc"] === "string") lines.push("  doc " + JSON.stringify(root["doc"]));
  for (const item of root["items"] as Plain[]) print(item as { [key: string]: Plain }, "", 1, lines);
  return lines.join("\n") + "\n";
}

function print(node: { [key: string]: Plain }, place: string, depth: number, lines: string[]): void {
  const head = [place === "" ? "" : place + ":"];
  if (typeof node["kind"] === "string") head.push(node["kind"]);
  const children: [string, Plain][] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === "kind" || value === null || value === false || (Array.isArray(value) && value.length === 0)) {
      // A literal false is a value, not an absence.
      if (!(value === false && node["kind"] === "boolean")) continue;
    }
    if (typeof value === "object" && value !== null) {
      if (Array.isArray(value) && value.every((part) => typeof part !== "object")) {
        head.push(`${key}=[${value.map(String).join(" ")}]`);
      } else children.push([key, value]);
    } else if (value === true && node["kind"] !== "boolean") head.push(key);
    else head.push(key === "name" ? String(value) : `${key}=${JSON.stringify(value)}`);
  }
  lines.push("  ".repeat(depth) + (head.filter((part) => part !== "").join(" ") || "-"));
  for (const [key, value] of children) {
    if (Array.isArray(value)) {
      lines.push("  ".repeat(depth + 1) + key);
      for (const part of value) print(part as { [key: string]: Plain }, "", depth + 2, lines);
    } else print(value as { [key: string]: Plain }, key, depth + 1, lines);
  }
}
