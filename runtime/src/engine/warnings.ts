/** What a run has to say that is no error. */
import { CODES } from "../../../compiler/src/generated/codes.ts";
import type { PlanDescription, ProgramDescription } from "./native.ts";

/** An output or an alert that this data is too short for. */
export interface RunWarning {
  /** `TA5005`: stable, never reused. */
  readonly code: string;
  readonly message: string;
  /** The output or the alert. */
  readonly name: string;
  readonly kind: "output" | "alert";
  /** Rows that give it its first value, or its first chance to fire. */
  readonly needed: number;
  readonly rows: number;
}

const count = (rows: number): string => `${rows} ${rows === 1 ? "bar" : "bars"}`;

/** What the warning says: bars as a user counts them. */
export function shortDataMessage(
  kind: "output" | "alert",
  name: string,
  needed: number,
  has: string,
): string {
  const effect = kind === "output" ? "every value is missing" : "it cannot fire";
  return `the ${kind} "${name}" needs ${count(needed)}; ${has}: ${effect}`;
}

/** What a run gave: the outputs' columns, or of each its last value, and the alerts that fired. */
export interface Given {
  readonly outputs: Readonly<Record<string, ArrayLike<number> | number | boolean | null>>;
  readonly alerts: readonly { readonly name: string }[];
}

/** Whether an output has a known value: a number, or a condition that is not 2. */
function isKnown(values: Given["outputs"][string], type: "float" | "bool"): boolean {
  if (values === null || values === undefined) return false;
  if (typeof values === "boolean") return true;
  if (typeof values === "number") return type === "bool" ? values !== 2 : !Number.isNaN(values);
  for (let row = values.length - 1; row >= 0; row--)
    if (type === "bool" ? values[row] !== 2 : !Number.isNaN(values[row])) return true;
  return false;
}

/**
 * A warning for every output and alert that gave nothing and whose first certain row lies behind the data's last: one
 * of several branches may be known earlier than that row, which is the latest of them all. No rows are no warning.
 */
export function shortData(
  plan: PlanDescription,
  program: ProgramDescription,
  rows: number,
  given: Given,
): readonly RunWarning[] {
  if (rows === 0) return [];
  const warnings: RunWarning[] = [];
  const look = (
    kind: "output" | "alert",
    named: readonly { readonly name: string }[],
    from: readonly (number | null)[],
  ): void => {
    for (const [index, { name }] of named.entries()) {
      const first = from[index] ?? null;
      // Where it is null, a length it leans on is missing: no data is long enough, and none is too short.
      if (first === null || first < rows) continue;
      const spoke =
        kind === "output"
          ? isKnown(given.outputs[name]!, plan.outputs[index]!.type)
          : given.alerts.some((fired) => fired.name === name);
      if (spoke) continue;
      const message = shortDataMessage(kind, name, first + 1, `the data has ${rows}`);
      warnings.push({ code: CODES.never_warm.code, message, name, kind, needed: first + 1, rows });
    }
  };
  look("output", plan.outputs, program.validFrom);
  look("alert", plan.alerts, program.alertsFrom);
  return warnings;
}
