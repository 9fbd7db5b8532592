/** `plan.why`: the values inside of a plan in one row, by probes that the engine runs (compiler/src/why). */
import {
  decodePlan,
  explainRow,
  Inside,
  PROBED_AT_ONCE,
  registerOf,
  resultsInWords,
  whyText as textOf,
  type ValueAt,
  type Why,
  type WhyTextOptions,
} from "@laakhay/ta-compiler";
import { engineColumns, placed, type Bars, type Timestamp } from "./columns.ts";
import { CODES } from "../../../compiler/src/generated/codes.ts";
import { failure, guarded, TaError } from "./errors.ts";
import { Budget, type Limits } from "./limits.ts";
import { MOST_BLOCK_ROWS } from "./native.ts";
import type { NativePlan, NativeProgram, ParamInfo, ProgramDescription } from "./native.ts";
import { checkNames, shown } from "./options.ts";

export interface WhyOptions {
  /** The result to explain: an output, or else an alert, of this name. */
  readonly output?: string;
  readonly alert?: string;
  /** Counted from 0; negative from the end. Default: the last row. */
  readonly row?: number;
  /** Whether to show what is inside of the library's functions too. */
  readonly deep?: boolean;
}

export type RowReasons = Why & {
  /** The row's stamp, where the bars have any. */
  readonly timestamp?: Timestamp;
};

type Values = Readonly<Record<string, number | boolean | string>>;

/** A parameter's own value: every object has a `constructor`, and a parameter may be called so. */
function given(params: Values, name: string): Values[string] | undefined {
  return Object.hasOwn(params, name) ? params[name] : undefined;
}

/** What a plan's scalars take for parameters: numbers in the plan's order, conditions 0 or 1, texts their choice's index. */
export function parameterNumbers(known: readonly ParamInfo[], params: Values): number[] {
  return known.map(({ name, type, choices, default: initial }) => {
    const value = given(params, name) ?? initial;
    if (value === null) return NaN;
    return type === "string" ? choices!.indexOf(String(value)) : Number(value);
  });
}

/** What a plan's own bytes are run with. */
export interface WhyPlan {
  readonly bytes: Uint8Array;
  /** The program's text; null where the plan came alone. */
  readonly source: string | null;
  readonly params: readonly ParamInfo[];
  /** What the host allows the whole of an explanation. */
  readonly limits: Limits;
  /** Loads a probe. */
  readonly load: (bytes: Uint8Array) => NativePlan;
}

/**
 * Explains a result in a row. Throws TA8007 for a result or row that there is not, what a run over the bars throws, and
 * TA8014 where finding out is more work or takes longer than the plan's limits allow.
 */
export function why(plan: WhyPlan, bars: Bars, params: Values, options: WhyOptions = {}): RowReasons {
  const budget = new Budget(plan.limits);
  checkOptions(options);
  const decoded = decodePlan(plan.bytes);
  const inside = new Inside(decoded, parameterNumbers(plan.params, params));
  const { kind, name, register } = chosen(inside, options);
  const fields = decoded.inputs.map((input) => input.field);
  const { rows, inputs, timestamp } = engineColumns(bars, fields);
  const row = rowOf(options.row, rows);
  const probes = new Probes(inside, plan, params, inputs, row, budget);
  const { source } = plan;
  const request = { kind, name, row, source, ...(options.deep !== undefined && { deep: options.deep }) };
  let found: Why;
  try {
    probes.lastRows(inside.cone(register));
    found = explainRow(inside, request, probes.value);
  } catch (error) {
    const run = inputs.map((column) => column.subarray(0, row + 1));
    throw placed(error, fields, run);
  }
  return timestamp === null ? found : { ...found, timestamp: timestamp[row]! };
}

/** The reasons of a row as lines of text. Throws TA8007 for what `plan.why` did not give. */
export function whyText(why: Why, options: WhyTextOptions = {}): string {
  checkNames("whyText", options, ["timestamp", "symbol", "lines"]);
  try {
    return textOf(why, options);
  } catch (error) {
    throw failure("usage", `whyText takes what plan.why gives, not ${shown(why)}`, {}, { cause: error });
  }
}

/** What `why` takes beside bars. */
export const WHY_OPTIONS: readonly string[] = ["output", "alert", "row", "deep"];

/** Throws TA8007 for options that `why` does not have, or of another type. */
function checkOptions(options: WhyOptions): void {
  checkNames("why", options, WHY_OPTIONS);
  const { output, alert, deep } = options;
  for (const name of [output, alert])
    if (name !== undefined && typeof name !== "string")
      throw failure("usage", "why explains an output or an alert by its name: a string");
  if (deep !== undefined && typeof deep !== "boolean") throw failure("usage", "deep is true or false");
}

function chosen(inside: Inside, { output, alert }: WhyOptions) {
  const [kind, given] = alert === undefined ? (["output", output] as const) : (["alert", alert] as const);
  if (alert !== undefined && output !== undefined)
    throw failure("usage", "why explains one result: an output or an alert");
  const only = inside.plan.outputs[0] ?? inside.plan.alerts[0]!;
  const several = inside.plan.outputs.length + inside.plan.alerts.length > 1;
  if (given === undefined && several)
    throw failure("usage", `why explains one result of ${resultsInWords(inside)}: name it`);
  const name = given ?? only.name;
  const kinds = alert === undefined ? (["output", "alert"] as const) : (["alert"] as const);
  for (const each of kinds) {
    const register = registerOf(inside, each, name);
    if (register !== undefined) return { kind: each, name, register };
  }
  throw failure("usage", `there is no ${kind} ${name}: the plan has ${resultsInWords(inside)}`);
}

function rowOf(given: number | undefined, rows: number): number {
  if (rows === 0) throw failure("usage", "there is no row to explain: the bars are empty");
  const row = given ?? rows - 1;
  if (!Number.isInteger(row) || row >= rows || row < -rows)
    throw failure(
      "usage",
      `the row is a whole number from 0 to ${rows - 1}, or from -1 back, not ${shown(row)}`,
    );
  return row < 0 ? row + rows : row;
}

/** Values that columns of everything may hold: 128 MiB of them. */
const HELD_VALUES = 1 << 24;

/** Values that are asked for between two looks at the time that is left. */
const ASKED = 1024;

/** The values of registers: of the row and the one before of all that was asked for at once, else of whole columns. */
class Probes {
  private readonly last = new Map<number, readonly [before: number, now: number]>();
  private readonly columns = new Map<number, Float64Array | Uint8Array>();
  private asked = 0;

  constructor(
    private readonly inside: Inside,
    private readonly plan: WhyPlan,
    private readonly params: Values,
    private readonly inputs: readonly Float64Array[],
    private readonly row: number,
    private readonly budget: Budget,
  ) {}

  /** A program that gives these registers over so many rows; its work is taken from what there is. */
  private bind(wanted: readonly number[], rows: number): { program: NativeProgram; columns: Float64Array[] } {
    this.budget.check();
    const probe = this.plan.load(this.inside.probe(wanted));
    const { inputs } = JSON.parse(probe.describe()) as { inputs: { source: string; field: string }[] };
    const columns = inputs.map(({ source, field }) => {
      const place = this.inside.plan.inputs.findIndex(
        (input) => input.field === field && input.source === source,
      );
      return this.inputs[place]!;
    });
    const program = probe.bind(Object.keys(this.params), Object.values(this.params), "best");
    const { lanes } = JSON.parse(program.describe()) as ProgramDescription;
    this.budget.take(rows, lanes);
    return { program, columns };
  }

  /** Runs up to the row, and keeps of each register its value there and in the row before: memory for two rows. */
  lastRows(registers: readonly number[]): void {
    for (let at = 0; at < registers.length; at += PROBED_AT_ONCE) {
      const part = registers.slice(at, at + PROBED_AT_ONCE);
      this.timed(() => {
        const { program, columns } = this.bind(part, this.row + 1);
        const stream = program.streams(1);
        const none = new Uint32Array(0);
        const run = (from: number, to: number): Float64Array => {
          const inputs = columns.map((column) => column.subarray(from, to));
          stream.run(none, inputs, [], [], [], to - from, this.budget.left);
          return stream.last(0);
        };
        const before = this.row === 0 ? null : run(0, this.row).slice();
        const now = run(this.row, this.row + 1);
        part.forEach((register, index) =>
          this.last.set(register, [
            before === null ? NaN : this.known(register, before[index]!),
            this.known(register, now[index]!),
          ]),
        );
      });
    }
  }

  /** Runs the engine; what it was told of the time was what was left, and the caller is told what there was. */
  private timed(work: () => void): void {
    try {
      guarded(work);
    } catch (error) {
      const over =
        error instanceof TaError && error.code === CODES.over_budget.code && this.budget.left === 0;
      throw over ? this.budget.over() : error;
    }
  }

  /** Conditions come as 0, 1 and 2. */
  private known(register: number, value: number): number {
    return this.inside.registers[register]!.type === "bool" && value === 2 ? NaN : value;
  }

  /**
   * A register's column, with those of as many others that were asked for at once as memory allows: a search goes from a
   * register to what it reads, so the nearest before it come first, and older columns make room.
   */
  private column(register: number): Float64Array | Uint8Array {
    const rows = this.row + 1;
    const most = Math.max(1, Math.floor(HELD_VALUES / rows));
    const before = [...this.last.keys()].filter((each) => each < register && !this.columns.has(each));
    before.sort((a, b) => b - a);
    const wanted = [register, ...(this.last.has(register) ? before.slice(0, most - 1) : [])];
    if (this.columns.size + wanted.length > most) this.columns.clear();
    wanted.sort((a, b) => a - b);
    for (let at = 0; at < wanted.length; at += PROBED_AT_ONCE) {
      const part = wanted.slice(at, at + PROBED_AT_ONCE);
      const floats: Float64Array[] = [];
      const bools: Uint8Array[] = [];
      for (const each of part) {
        if (this.inside.registers[each]!.type === "float") {
          const column = new Float64Array(rows);
          floats.push(column);
          this.columns.set(each, column);
        } else {
          const column = new Uint8Array(rows);
          bools.push(column);
          this.columns.set(each, column);
        }
      }
      this.timed(() => {
        const { program, columns } = this.bind(part, rows);
        const inputs = columns.map((each) => each.subarray(0, rows));
        program.run(inputs, floats, bools, [], rows, false, MOST_BLOCK_ROWS, this.budget.left);
      });
    }
    return this.columns.get(register)!;
  }

  readonly value: ValueAt = (register, row) => {
    // Whoever looks for a reason asks for values, and may ask for many.
    if (this.asked++ % ASKED === 0) this.budget.check();
    const last = this.last.get(register);
    if (last !== undefined && row === this.row) return last[1];
    if (last !== undefined && row === this.row - 1) return last[0];
    const column = this.columns.get(register) ?? this.column(register);
    return this.known(register, column[row]!);
  };
}
