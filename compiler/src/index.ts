/**
 * The compiler: source text in, a verified plan out. Pure: no files, no clock, no native code.
 *
 * ```ts
 * const plan = compile("ema(close, 20) > ema(close, 50)");
 * plan.id; plan.bytes; plan.inputs;
 * ```
 */
import { diagnose } from "./compile.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";

export { catalog } from "./catalog/catalog.ts";
export type {
  CatalogDrawing,
  CatalogEntry,
  CatalogInput,
  CatalogOutput,
  CatalogParameter,
} from "./catalog/catalog.ts";
export type { CatalogBounds, WarmUp } from "./catalog/bounds.ts";
export {
  catalogText,
  drawingText,
  entryText,
  headline,
  historyText,
  searchText,
} from "./catalog/catalog-text.ts";
export { knownText, stableText, writtenDefault } from "./catalog/catalog-text.ts";
export {
  familiesOfCatalog,
  familyOfCatalog,
  findInCatalog,
  searchCatalog,
  type Found,
} from "./catalog/find.ts";
export {
  compile,
  refuseExcess,
  VERSION,
  type CompiledPlan,
  type CompileOptions,
  type Report,
} from "./compile.ts";
export { CompileError, type Diagnostic, type Fix } from "./diagnostics/diagnostic.ts";
export { explainPlan, explainProgram, type Explanation } from "./explain/explain.ts";
export { needsText, planNeeds, type NeededResult, type Needs, type NeededStream } from "./explain/needs.ts";
export { explanationText } from "./explain/explain-text.ts";
export { programNames, type NameInfo, type ValidFrom } from "./explain/names.ts";
export { namesText, namesTypeScript } from "./explain/names-text.ts";
export { format, type Prettier } from "./format/format.ts";
export { prettierPlugin } from "./format/plugin.ts";
export { renderJson, renderText, type JsonDiagnostic } from "./diagnostics/render.ts";
export { CODES, type CodeName } from "./generated/codes.ts";
export { decodePlan, PlanError, type DecodedPlan } from "./plan/decode.ts";
export { PLAN_LIMITS, planFigures, type PlanLimits } from "./plan/limits.ts";
export { moveSourceMap } from "./plan/encode.ts";
export {
  diffPlans,
  type Change,
  type ChangedParts,
  type ChangedResult,
  type NamedExpression,
  type PlanDiff,
} from "./diff/diff.ts";
export { diffText } from "./diff/diff-text.ts";
export {
  link,
  LinkError,
  PART_SEPARATOR,
  type Linkable,
  type Linked,
  type LinkedPart,
  type LinkReport,
} from "./link/link.ts";
export { disassemble, planDot, planJson } from "./plan/disassemble.ts";
export { fingerprint, type Fingerprint } from "./syntax/fingerprint.ts";
export { LIBRARY_DIGEST } from "./generated/library.ts";
export { Inside, probeName, PROBED_AT_ONCE } from "./why/probe.ts";
export type { Missing, MissingKind, ValueAt } from "./why/missing.ts";
export { explainRow, registerOf, resultsInWords } from "./why/why.ts";
export type { Why, WhyNode, WhyRequest, WhyValue } from "./why/why.ts";
export { whyText, type WhyTextOptions } from "./why/why-text.ts";
export { STAGES, StageError, stages, type StageOptions } from "./stages.ts";

/** Every diagnostic of a program, in the order of the source. Never throws. */
export function check(source: string): { readonly diagnostics: readonly Diagnostic[] } {
  return { diagnostics: diagnose(source) };
}
