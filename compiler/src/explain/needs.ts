/**
 * What to fetch before a plan runs, as data: the streams with their fields, and how many rows of history. It reads the
 * plan's own bytes, so that whoever runs a plan needs neither its program nor an engine to fill its order.
 */
import { Arena } from "../ir/arena.ts";
import { addBounds } from "../ir/bounds.ts";
import { addPlan } from "../plan/arena.ts";
import { decodePlan, type DecodedPlan } from "../plan/decode.ts";
import { EPSILON, evaluateScalars } from "./formula.ts";
import { carriedRegisters, parameterValue } from "./explain.ts";

/** Columns of one source on one clock. */
export interface NeededStream {
  /** "ohlcv" in this version. */
  readonly source: string;
  /** null of all three is the clock that the plan is run on. */
  readonly clock: {
    readonly symbol: string | null;
    readonly period: string | null;
    readonly source: string | null;
  };
  readonly fields: readonly string[];
}

/** Rows from the start of what is fetched, counted from 0; null where no row can be named. */
export interface NeededResult {
  readonly name: string;
  /** The first row of which every operand is known. */
  readonly validFrom: number | null;
  /** From here on where history starts changes it by less than `epsilon` in its share. */
  readonly stableFrom: number | null;
}

export interface Needs {
  readonly id: string;
  readonly params: Readonly<Record<string, number | boolean | string>>;
  readonly streams: readonly NeededStream[];
  readonly history: {
    /** Rows before the current one that give the same bits as all of history; null where only all of it does. */
    readonly exact: number | null;
    /** Rows before the current one after which every output and alert is known, where no field is missing. */
    readonly warm: number;
    /** As many after which every output is stable too; null where one never forgets where history started. */
    readonly stable: number | null;
  };
  readonly epsilon: number;
  /** Whether rows must have their stamps: where a clock besides the ambient one ticks. */
  readonly timestamp: boolean;
  readonly outputs: readonly NeededResult[];
  readonly alerts: readonly NeededResult[];
  /** Engine operations with their versions: `win.mean@1`. */
  readonly kernels: readonly string[];
  readonly capabilities: readonly string[];
  /** Bytes of state of a live session. */
  readonly stateBytes: number;
}

/**
 * A plan's scalars, and after them those of its alerts' stability, which a plan does not state: they are built as the
 * outputs' were.
 */
function evaluated(
  plan: DecodedPlan,
  values: readonly number[],
): { readonly scalars: readonly number[]; readonly alertsFrom: readonly number[] } {
  const scalars = evaluateScalars(plan, values);
  if (plan.alerts.length === 0) return { scalars, alertsFrom: [] };
  const arena = new Arena();
  const registers = addPlan(arena, plan, (param) => arena.params.push(param) - 1);
  for (const { name, register, everyBar, doc } of plan.alerts)
    arena.alerts.push({ name, node: registers[register]!, everyBar, doc });
  const bounds = addBounds(arena);
  const from = plan.alerts.map(({ register }) => bounds.stableFrom(registers[register]!));
  const known = evaluateScalars(arena, values);
  return {
    scalars: [...scalars, ...from.map((scalar) => known[scalar]!)],
    alertsFrom: from.map((_, index) => scalars.length + index),
  };
}

/** The register that an alert's edge is taken of: an edge looks back no further than to the last known row. */
function condition(plan: DecodedPlan, register: number): number {
  let first = plan.inputs.length;
  for (const { lanes } of plan.instructions) {
    const lane = lanes[register - first];
    if (lane !== undefined) return lane.kernel === "event.edge" ? lane.registers[0]! : register;
    first += lanes.length;
  }
  return register;
}

/**
 * What a plan needs. `values` are the parameters', as numbers in the plan's order; the defaults unless given. Throws
 * PlanError for bytes that are no plan.
 */
export function planNeeds(bytes: Uint8Array, values?: readonly number[]): Needs {
  const plan = decodePlan(bytes);
  const settled = values ?? plan.params.map((param) => param.default);
  const { alertsFrom, scalars } = evaluated(plan, settled);
  const carried = carriedRegisters(plan);
  const row = (scalar: number): number | null => {
    const value = scalars[scalar]!;
    return Number.isNaN(value) ? null : Math.ceil(value);
  };
  const result = (
    name: string,
    register: number,
    validFrom: number,
    stableFrom: number | null,
  ): NeededResult => ({
    name,
    validFrom: row(validFrom),
    stableFrom: carried[register] === true || stableFrom === null ? null : row(stableFrom),
  });
  const outputs = plan.outputs.map((each) =>
    result(each.name, each.register, each.validFrom, each.stableFrom),
  );
  const alerts = plan.alerts.map((each, index) =>
    result(each.name, condition(plan, each.register), each.validFrom, alertsFrom[index]!),
  );
  const results = [...outputs, ...alerts];
  const known = results.map((each) => each.validFrom ?? 0);
  const stable = results.map((each) => each.stableFrom);
  const streams = new Map<string, { source: string; clock: number; fields: string[] }>();
  for (const { source, clock, field } of plan.inputs) {
    const key = `${clock} ${source}`;
    const stream = streams.get(key) ?? { source, clock, fields: [] };
    stream.fields.push(field);
    streams.set(key, stream);
  }
  return {
    id: plan.id,
    params: Object.fromEntries(
      plan.params.map((param, index) => [param.name, parameterValue(param, settled[index]!)]),
    ),
    streams: [...streams.values()].map(({ source, clock, fields }) => ({
      source,
      clock: plan.clocks[clock]!,
      fields: fields.sort(),
    })),
    history: {
      exact: plan.history === null ? null : row(plan.history),
      warm: Math.max(0, ...known),
      stable: stable.includes(null) ? null : Math.max(0, ...known, ...(stable as number[])),
    },
    epsilon: EPSILON,
    timestamp: plan.clocks.length > 1,
    outputs,
    alerts,
    kernels: plan.needs.map(({ name, version }) => `${name}@${version}`),
    capabilities: plan.capabilities,
    stateBytes: scalars[plan.stateBytes]!,
  };
}

/** The same for people: a line for each thing to fetch. */
export function needsText(needs: Needs): string {
  const rows = (count: number): string => `${count} row${count === 1 ? "" : "s"}`;
  const { exact, warm, stable } = needs.history;
  const clock = ({ symbol, period, source }: NeededStream["clock"]): string =>
    [symbol, period, source].filter((part) => part !== null).join(" ");
  const lines = needs.streams.map((stream) => {
    const on = clock(stream.clock);
    return `${"fetch".padEnd(11)}${stream.source}${on === "" ? "" : ` of ${on}`}: ${stream.fields.join(", ")}`;
  });
  if (lines.length === 0) lines.push("fetch      nothing but the count of rows");
  lines.push(`history    ${rows(warm)} before the first that is known`);
  lines.push(
    exact === null
      ? "           only all of history gives the same bits"
      : `           ${rows(exact)} give the same bits as all of history`,
  );
  if (exact === null && stable !== null)
    lines.push(`           ${rows(stable)} differ from all of history by less than ${needs.epsilon}`);
  lines.push(`timestamp  ${needs.timestamp ? "needed" : "not needed"}`);
  lines.push(`state      ${needs.stateBytes} bytes live`);
  lines.push(`kernels    ${needs.kernels.join(" ") || "none"}`);
  return `${lines.join("\n")}\n`;
}
