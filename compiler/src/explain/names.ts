/** Every name of a program with what is known of it: what an editor shows where one points at it. */
import { parameterInfo, rangeText, signatureText, type ParameterInfo } from "../catalog/signature.ts";
import { refuse, toArena } from "../compile.ts";
import { CompileError } from "../diagnostics/diagnostic.ts";
import type { Arena, NodeId } from "../ir/arena.ts";
import { addBounds, type Bounds } from "../ir/bounds.ts";
import { elaborate } from "../passes/elaborate.ts";
import { optimize } from "../passes/pipeline.ts";
import type { TypedExpression, TypedProgram } from "../semantics/typed.ts";
import { printType, qualifierOf } from "../semantics/types.ts";
import type { Program, Span } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { evaluateScalars, FormulaPrinter } from "./formula.ts";

/** From which row on a series can be known: counted from 0, in the parameters and at their defaults. */
export interface ValidFrom {
  readonly formula: string;
  readonly row: number;
}

export interface NameInfo {
  readonly kind: "param" | "let" | "function" | "output" | "alert";
  readonly name: string;
  /** "param int", "series float", "{upper: series float, …}"; of a function its signature. */
  readonly type: string;
  readonly qualifier: "const" | "param" | "series" | null;
  /** What it ticks on: "bars" is the stream that the program runs over; null for scalars and functions. */
  readonly clock: "bars" | null;
  readonly doc: string | null;
  /** Where it is declared: offsets into the source. */
  readonly span: Span;
  /** From 1; columns count characters. */
  readonly line: number;
  readonly column: number;
  /** Of a parameter: its default and what it accepts, as written. */
  readonly default: string | null;
  readonly range: string | null;
  /** Of a scalar that is computed: in the parameters, and at their defaults. */
  readonly value: { readonly formula: string; readonly atDefaults: number } | null;
  /** Of a series, an alert; of a record by field. */
  readonly validFrom: ValidFrom | null;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly validFrom: ValidFrom }[];
  /** Of a function. */
  readonly parameters: readonly ParameterInfo[];
}

/** A let's value and its fields as outputs, so that their bounds can be asked for. */
function probesOf(typed: TypedProgram): TypedProgram["outputs"][number][] {
  const output = (name: string, value: TypedExpression) => ({ name, value, doc: null, hints: {} });
  return typed.lets.flatMap((let_, index) => {
    if (let_.type.kind === "string" || let_.type.kind === "duration") return [];
    const value: TypedExpression = { kind: "local", index, type: let_.type, span: let_.span };
    if (let_.type.kind !== "record") return [output(`let ${index}`, value)];
    return let_.type.fields.map((field) =>
      output(`let ${index}.${field.name}`, {
        kind: "member",
        object: value,
        field: field.name,
        type: field.type,
        span: let_.span,
      }),
    );
  });
}

class Reader {
  private readonly bounds: Bounds;
  private readonly formulas: FormulaPrinter;
  private readonly values: readonly number[];
  private readonly nodes: ReadonlyMap<string, NodeId>;

  constructor(private readonly arena: Arena) {
    this.bounds = addBounds(arena);
    this.formulas = new FormulaPrinter(arena);
    this.values = evaluateScalars(
      arena,
      arena.params.map((param) => param.default),
    );
    this.nodes = new Map([
      ...arena.outputs.map(({ name, node }) => [name, node] as const),
      ...arena.alerts.map(({ name, node }) => [`alert ${name}`, node] as const),
    ]);
  }

  validFrom(name: string): ValidFrom | null {
    const node = this.nodes.get(name);
    if (node === undefined) return null;
    const id = this.bounds.validFrom(node);
    return { formula: this.formulas.text(id), row: this.values[id]! };
  }

  /** The scalar that a name stands for. */
  value(name: string): { formula: string; atDefaults: number } | null {
    const node = this.arena.nodes[this.nodes.get(name) ?? -1];
    if (node?.op !== "apply" || (node.kernel !== "splat" && node.kernel !== "splat_bool")) return null;
    const id = node.scalars[0]!;
    return { formula: this.formulas.text(id), atDefaults: this.values[id]! };
  }
}

const NOTHING = {
  qualifier: null,
  clock: null,
  default: null,
  range: null,
  value: null,
  validFrom: null,
  fields: [],
  parameters: [],
} as const;

/**
 * Every name that a program declares, in the order of the source. Throws CompileError for a program that is wrong.
 * `name` is what its rendered errors call the source.
 */
export function programNames(source: string, name?: string): NameInfo[] {
  const { typed } = toArena(source, name);
  const { program } = parse(source);
  let arena: Arena;
  try {
    arena = optimize(elaborate({ ...typed, outputs: [...typed.outputs, ...probesOf(typed)] }));
  } catch (error) {
    if (error instanceof CompileError) refuse(error.diagnostics, source, name);
    throw error;
  }
  return namesOf(program, typed, new Reader(arena), source);
}

function placeOf(source: string, offset: number): { line: number; column: number } {
  const lines = source.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: [...lines[lines.length - 1]!].length + 1 };
}

function namesOf(program: Program, typed: TypedProgram, reader: Reader, source: string): NameInfo[] {
  const names: NameInfo[] = [];
  let lets = 0;
  /** What is known of a value, whose parts are outputs by this name. */
  const valued = (value: TypedExpression, at: string): Partial<NameInfo> => {
    const qualifier = qualifierOf(value.type);
    const type = printType(value.type);
    if (qualifier !== "series") return { type, qualifier, value: reader.value(at) };
    if (value.type.kind !== "record")
      return { type, qualifier, clock: "bars", validFrom: reader.validFrom(at) };
    const fields = value.type.fields.map((field) => ({
      name: field.name,
      type: printType(field.type),
      validFrom: reader.validFrom(`${at}.${field.name}`)!,
    }));
    return { type, qualifier, clock: "bars", fields };
  };
  for (const item of program.items) {
    const add = (
      { kind, type, ...more }: Partial<NameInfo> & Pick<NameInfo, "kind" | "type">,
      span: Span,
      name: string,
    ): void =>
      void names.push({
        kind,
        name,
        type,
        ...NOTHING,
        doc: item.doc,
        span,
        ...placeOf(source, span.start),
        ...more,
      });
    switch (item.kind) {
      case "param": {
        const param = typed.params.find((each) => each.name === item.name.name)!;
        const initial =
          param.type === "string"
            ? JSON.stringify(param.range!.choices![param.default])
            : param.type === "bool"
              ? String(param.default === 1)
              : String(param.default);
        const more = { qualifier: "param", default: initial, range: rangeText(param.range) || null } as const;
        add({ kind: "param", type: `param ${param.type}`, ...more }, item.name.span, param.name);
        break;
      }
      case "function": {
        const found = typed.functions.find((each) => each.function.name === item.name.name)!;
        const more = { type: signatureText(found), parameters: found.formals.map(parameterInfo) };
        add({ kind: "function", ...more }, item.name.span, item.name.name);
        break;
      }
      case "let": {
        const index = lets++;
        const more = valued(typed.lets[index]!, `let ${index}`);
        add({ kind: "let", type: "", ...more }, item.name.span, item.name.name);
        break;
      }
      case "output":
      case "expression": {
        const name = item.kind === "output" ? item.name.name : "result";
        const span = item.kind === "output" ? item.name.span : item.span;
        for (const output of typed.outputs)
          if (output.name === name || output.name.startsWith(`${name}.`))
            add(
              { kind: "output", type: "", ...asOutput(output.value, reader.validFrom(output.name)) },
              span,
              output.name,
            );
        break;
      }
      case "alert": {
        const more = {
          qualifier: "series",
          clock: "bars",
          validFrom: reader.validFrom(`alert ${item.name.name}`),
        } as const;
        add({ kind: "alert", type: "series bool", ...more }, item.name.span, item.name.name);
        break;
      }
    }
  }
  return names;
}

/** An output is a series whatever was given for it. */
const asOutput = (value: TypedExpression, validFrom: ValidFrom | null): Partial<NameInfo> => ({
  type: `series ${value.type.kind === "bool" ? "bool" : "float"}`,
  qualifier: "series",
  clock: "bars",
  validFrom,
});
