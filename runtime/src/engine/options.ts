/** What is checked of every argument that a caller gives: whatever is of another kind has a code, and no engine's own words. */
import { failure } from "./errors.ts";

/** A value in an error's words; any value has some. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return "an array";
  const name: unknown = Object.getPrototypeOf(value) === null ? undefined : value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `a ${name}` : "an object";
}

/** Whether it is an object that has names and values. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Throws TA8007 for options of `what` that are no object, or have a name that is none of `names`: it would go unseen. */
export function checkNames(what: string, options: unknown, names: readonly string[]): void {
  if (!isRecord(options))
    throw failure("usage", `${what} takes options: { ${names.join(", ")} }, not ${shown(options)}`);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw failure("usage", `${what} has no option ${shown(unknown)}; it has ${names.join(", ")}`);
}
