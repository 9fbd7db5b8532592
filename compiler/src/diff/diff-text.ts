/** A difference of plans for people: "+" what came, "-" what went, "~" what changed. */
import type { Change, ChangedParts, ChangedResult, NamedExpression, PlanDiff } from "./diff.ts";

const VERDICTS: Readonly<Record<PlanDiff["verdict"], string>> = {
  identical: "identical: the same bytes",
  "same meaning": "same meaning: the same identity; only what describes the plan differs",
  "same results": "same results: everything computed is the same, laid out in another way",
  different: "different",
};

const changeText = ({ what, from, to }: Change): string => `    ${what}: ${from ?? "none"} → ${to ?? "none"}`;

function resultLines(kind: string, part: ChangedParts<NamedExpression, ChangedResult>): string[] {
  return [
    ...part.removed.map(({ name, expression }) => `- ${kind} ${name} = ${expression}`),
    ...part.added.map(({ name, expression }) => `+ ${kind} ${name} = ${expression}`),
    ...part.changed.flatMap(({ name, changes, from, to }) => [
      `~ ${kind} ${name}`,
      `  - ${from}`,
      `  + ${to}`,
      ...changes.map(changeText),
    ]),
  ];
}

/** Lines of text. */
export function diffText(diff: PlanDiff): string {
  const plain = (kind: string, part: ChangedParts<string, never>): string[] => [
    ...part.removed.map((name) => `- ${kind} ${name}`),
    ...part.added.map((name) => `+ ${kind} ${name}`),
  ];
  const lines = [
    VERDICTS[diff.verdict],
    ...(diff.a === diff.b ? [`  ${diff.a}`] : [`- ${diff.a}`, `+ ${diff.b}`]),
    ...diff.params.removed.map((name) => `- param ${name}`),
    ...diff.params.added.map((name) => `+ param ${name}`),
    ...diff.params.changed.flatMap(({ name, changes }) => [`~ param ${name}`, ...changes.map(changeText)]),
    ...plain("input", diff.inputs),
    ...resultLines("output", diff.outputs),
    ...resultLines("alert", diff.alerts),
    ...plain("kernel", diff.kernels),
    ...(diff.figures.length === 0
      ? []
      : ["~ figures, at the parameters' defaults", ...diff.figures.map(changeText)]),
    ...(diff.descriptions ? ["~ descriptions: titles, docs, hints, or places in the source"] : []),
  ];
  return `${lines.join("\n")}\n`;
}
