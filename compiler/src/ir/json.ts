/** An arena as JSON, for tools: missing is the text "na", and -0 is "-0", since JSON has neither. */
import type { Arena } from "./arena.ts";
import { numberText } from "./text.ts";

export function irJson(arena: Arena): string {
  const number = (_: string, value: unknown): unknown =>
    typeof value === "number" && (Number.isNaN(value) || Object.is(value, -0)) ? numberText(value) : value;
  const { clocks, params, inputs, scalars, nodes, outputs, alerts } = arena;
  return `${JSON.stringify({ clocks, params, inputs, scalars, nodes, outputs, alerts }, number, 2)}\n`;
}
