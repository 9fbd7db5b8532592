/** A plan as text, as JSON, or as a graph for Graphviz. */
import { KERNEL } from "../generated/kernels.ts";
import { bodyLines, numberText, paramText, SIGNS } from "../ir/text.ts";
import { decodePlan, type DecodedPlan } from "./decode.ts";

/** What stands for a scalar where it is used: constants and params as they are, the rest by name. */
function scalarName(plan: DecodedPlan, index: number): string {
  const scalar = plan.scalars[index]!;
  if (scalar.op === "const") return numberText(scalar.value);
  if (scalar.op === "param") return plan.params[scalar.index]!.name;
  return scalar.op === "stable" ? "ln(1/ε)" : `s${index}`;
}

function scalarText(plan: DecodedPlan, index: number): string {
  const scalar = plan.scalars[index]!;
  if (!("args" in scalar)) return scalarName(plan, index);
  const args = scalar.args.map((arg) => scalarName(plan, arg));
  const sign = SIGNS[scalar.op];
  return sign === undefined ? `${scalar.op}(${args.join(", ")})` : `${args[0]} ${sign} ${args[1]}`;
}

/** The disassembly. Throws PlanError for bytes that are no plan. */
export function disassemble(bytes: Uint8Array): string {
  const plan = decodePlan(bytes);
  const lines = [`plan ${plan.version.join(".")} edition ${plan.edition} id ${plan.id}`];
  if (plan.doc !== null) lines.push(...plan.doc.split("\n").map((line) => `## ${line}`));
  lines.push(`needs ${plan.needs.map((need) => `${need.name}@${need.version}`).join(" ")}`.trimEnd());
  for (const param of plan.params) lines.push(paramText(param));
  plan.scalars.forEach((scalar, index) => {
    if ("args" in scalar) lines.push(`s${index} = ${scalarText(plan, index)}`);
  });
  plan.inputs.forEach((input, index) =>
    lines.push(`%${index} = in ${input.source}.${input.field} @${input.clock}`),
  );
  let register = plan.inputs.length;
  for (const instruction of plan.instructions) {
    const guard = instruction.guard === null ? "" : ` if ${scalarName(plan, instruction.guard)}`;
    const grouped = instruction.lanes.length > 1;
    instruction.lanes.forEach((lane, index) => {
      const names = KERNEL[lane.kernel].params
        .map((param) => param.name)
        .concat(instruction.missing === "min_samples" ? ["k"] : []);
      const parts = [lane.kernel, ...lane.registers.map((read) => `%${read}`)];
      lane.scalars.forEach((scalar, at) => parts.push(`${names[at] ?? "?"}=${scalarName(plan, scalar)}`));
      if (instruction.missing !== null) parts.push(instruction.missing);
      const mark = !grouped ? "" : index === 0 ? "┌ " : index === instruction.lanes.length - 1 ? "└ " : "│ ";
      lines.push(`%${register++} = ${mark}${parts.join(" ")} @${instruction.clock}${guard}`);
    });
    if (instruction.body !== null) {
      const first = instruction.lanes.length + instruction.lanes[0]!.registers.length;
      lines.push(...bodyLines(instruction.body, first).map((line) => `    ${line}`));
    }
  }
  for (const output of plan.outputs) {
    const from = `from ${scalarName(plan, output.validFrom)} stable ${scalarName(plan, output.stableFrom)}`;
    lines.push(`out ${output.name}: ${output.type} = %${output.register} ${from}`);
  }
  for (const alert of plan.alerts) {
    lines.push(
      `alert ${alert.name} = %${alert.register} from ${scalarName(plan, alert.validFrom)}${alert.everyBar ? " every bar" : ""}`,
    );
  }
  const history = plan.history === null ? "all" : scalarName(plan, plan.history);
  lines.push(`history ${history} state ${scalarName(plan, plan.stateBytes)} bytes`);
  return `${lines.join("\n")}\n`;
}

/** JSON has no NaN: missing is the text "na", and -0 is "-0". */
export const jsonNumber = (_: string, value: unknown): unknown =>
  typeof value === "number" && (Number.isNaN(value) || Object.is(value, -0)) ? numberText(value) : value;

export const planJson = (bytes: Uint8Array): string =>
  `${JSON.stringify(decodePlan(bytes), jsonNumber, 2)}\n`;

/** The plan's registers as a Graphviz graph. */
export function planDot(bytes: Uint8Array): string {
  const plan = decodePlan(bytes);
  const lines = ["digraph plan {", "  rankdir=BT;", "  node [shape=box, fontname=monospace];"];
  const node = (register: number, label: string): number =>
    lines.push(`  r${register} [label=${JSON.stringify(label)}];`);
  plan.inputs.forEach((input, index) => node(index, `%${index} ${input.source}.${input.field}`));
  let register = plan.inputs.length;
  plan.instructions.forEach((instruction, index) => {
    if (instruction.lanes.length > 1) lines.push(`  subgraph cluster_${index} {`);
    const first = register;
    for (const lane of instruction.lanes) {
      node(
        register,
        [`%${register}`, lane.kernel, ...lane.scalars.map((scalar) => scalarName(plan, scalar))].join(" "),
      );
      register += 1;
    }
    if (instruction.lanes.length > 1) lines.push("  }");
    instruction.lanes.forEach((lane, at) =>
      lane.registers.forEach((read) => lines.push(`  r${read} -> r${first + at};`)),
    );
  });
  [...plan.outputs, ...plan.alerts].forEach((root, index) => {
    lines.push(
      `  o${index} [label=${JSON.stringify(root.name)}, shape=oval];`,
      `  r${root.register} -> o${index};`,
    );
  });
  lines.push("}");
  return `${lines.join("\n")}\n`;
}
