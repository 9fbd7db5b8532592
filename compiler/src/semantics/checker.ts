/**
 * The checker: an untyped program in, a typed one out, or every independent fault of it. Phases run in the order
 * of `Phase`; a broken declaration silences its uses, so that one fault is reported once.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Item, Program, Span } from "../syntax/ast.ts";
import { constantOf, convert } from "./convert.ts";
import {
  checkFunction,
  declareLet,
  defaultInRange,
  readAttributes,
  readRange,
  readType,
  type Hints,
} from "./declarations.ts";
import { checkExpression, report } from "./expressions.ts";
import { paramIntervals, type Interval, type IntervalScope } from "./intervals.ts";
import type { Library } from "./library.ts";
import { Limits } from "./limits.ts";
import { fieldOf, type Context, type Declaration, type Scope } from "./names.ts";
import type { Type, TypedExpression, TypedFunction, TypedProgram } from "./typed.ts";
import { describeType, valueType } from "./types.ts";

/** The order of the checker's work. */
export enum Phase {
  /** Names of functions and parameters, so that order does not matter among them. */
  Declare,
  /** Bodies and values, from top to bottom; a function when it is first called. */
  Type,
  /** Ranges, lengths and conditions over the whole, call by call. */
  Limit,
  /** What is declared and never used. */
  Lint,
}

export interface CheckOptions {
  readonly library: Library;
  /**
   * The module of the library that is being checked, "" for the prelude: engine operations may be named, outputs
   * are not asked for. Programs have none.
   */
  readonly module?: string;
}

export interface Checked {
  /** null where there is an error. */
  readonly typed: TypedProgram | null;
  readonly diagnostics: Diagnostic[];
}

/** Checks a parsed program. Never throws on any program; diagnostics come in the order of the source. */
export function checkWith(program: Program, source: string, options: CheckOptions): Checked {
  return new Checker(program, source, options).run();
}

class Checker {
  private readonly context: Context;
  private readonly scope: Scope = { names: new Map(), inFunction: false, program: null };
  private readonly items = new Map<string, Item & { kind: "function" }>();
  private readonly functions: TypedFunction[] = [];
  private readonly lets: TypedExpression[] = [];
  private readonly outputs: TypedProgram["outputs"][number][] = [];
  private readonly alerts: TypedProgram["alerts"][number][] = [];
  private readonly declared: { use: string; name: string; span: Span; what: string }[] = [];
  private edition = 1;
  /** Functions that are being checked, one inside the other. */
  private depth = 0;
  private results = 0;
  /** An output or alert whose fault is reported: the program is not empty. */
  private broken = false;

  constructor(
    private readonly program: Program,
    source: string,
    private readonly options: CheckOptions,
  ) {
    this.context = {
      problems: [],
      source,
      library: options.library,
      module: options.module ?? "user",
      standard: options.module !== undefined,
      declarations: new Map(),
      params: [],
      used: new Set(),
      modules: new Map([["std", ""], ...options.library.modules.map((name) => [name, name] as const)]),
      functionNamed: (name, span) => this.functionNamed(name, span),
    };
  }

  run(): Checked {
    const { problems, declarations } = this.context;
    for (let phase = Phase.Declare; phase <= Phase.Lint; phase++) {
      switch (phase) {
        case Phase.Declare:
          for (const item of this.program.items) this.declare(item);
          break;
        case Phase.Type:
          for (const item of this.program.items) this.item(item);
          for (const name of declarations.keys()) this.functionNamed(name, declarations.get(name)!.span);
          break;
        case Phase.Limit:
          if (!this.failed()) this.limit();
          break;
        case Phase.Lint:
          this.lint();
      }
    }
    problems.sort(
      (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || a.code.localeCompare(b.code),
    );
    const typed: TypedProgram | null = this.failed()
      ? null
      : {
          edition: this.edition,
          doc: this.program.doc,
          params: this.context.params,
          functions: this.functions,
          lets: this.lets,
          outputs: this.outputs,
          alerts: this.alerts,
        };
    return { typed, diagnostics: problems };
  }

  private failed(): boolean {
    return this.context.problems.some((problem) => problem.severity === "error");
  }

  private claim(name: string, span: Span, what: string, use: string): boolean {
    if (this.scope.names.has(name) || this.context.declarations.has(name)) {
      report(this.context, "duplicate_name", span, `\`${name}\` is declared twice`);
      return false;
    }
    if (!this.context.standard) {
      this.declared.push({ use, name, span, what });
      if (fieldOf(name) !== null || this.context.library.find(name) !== null)
        report(
          this.context,
          "shadowed_name",
          span,
          `\`${name}\` hides the library's \`${name}\` from here on`,
        );
    }
    return true;
  }

  private declare(item: Item): void {
    if (item.kind === "function") {
      const { name, span } = item.name;
      if (!this.claim(name, span, "function", `fn ${name}`)) return;
      this.context.declarations.set(name, { span, state: "waiting", typed: null });
      this.items.set(name, item);
    } else if (item.kind === "param") this.param(item);
  }

  private param(item: Item & { kind: "param" }): void {
    const { context } = this;
    const { name, span } = item.name;
    if (!this.claim(name, span, "parameter", `param ${name}`)) return;
    readAttributes(context, item.attributes, "param");
    const written = item.type === null ? undefined : readType(context, item.type);
    const range = item.range === null ? null : readRange(context, item.range);
    const given = checkExpression(context, item.default, {
      names: new Map(),
      inFunction: true,
      program: null,
    });
    let type: Type | null = null;
    let initial: TypedExpression | null = null;
    if (given !== null && written !== null && (item.range === null || range !== null)) {
      const wanted = written ?? given.type;
      if (wanted.kind === "record" || wanted.kind === "duration" || wanted.qualifier === "series")
        report(
          context,
          "type_mismatch",
          item.type?.span ?? given.span,
          `a parameter is a number, a condition or a text, not ${describeType(wanted)}`,
        );
      else {
        initial = convert(
          context,
          given,
          valueType(wanted.kind, "param"),
          `the default of \`${name}\``,
          range,
        );
        if (initial !== null && range !== null && (wanted.kind === "string") !== (range.choices !== null)) {
          report(
            context,
            "bad_range",
            item.range!.span,
            wanted.kind === "string"
              ? 'a text is within choices: in ["a", "b"]'
              : "a number is within bounds: in 1..100",
          );
          initial = null;
        } else if (initial !== null && wanted.kind === "string" && range === null) {
          report(context, "bad_range", span, `the text \`${name}\` needs its choices: in ["a", "b"]`);
          initial = null;
        } else if (initial !== null && defaultInRange(context, name, initial, range))
          type = valueType(wanted.kind, "param");
      }
    }
    const index = context.params.length;
    if (type !== null && initial !== null) {
      const kind = type.kind as "int" | "float" | "bool" | "string";
      const text =
        initial.kind === "constant" && typeof initial.value === "string"
          ? range!.choices!.indexOf(initial.value)
          : null;
      const value = text ?? constantOf(initial);
      if (value === null || Number.isNaN(value)) {
        report(context, "not_constant", initial.span, `the default of \`${name}\` must be a constant`);
        type = null;
      } else context.params.push({ name, type: kind, default: value, range, doc: item.doc });
    }
    this.scope.names.set(name, { kind: "param", index, type, value: null, use: `param ${name}` });
  }

  private functionNamed(name: string, span: Span): TypedFunction | null {
    const declaration: Declaration = this.context.declarations.get(name)!;
    if (declaration.state === "busy") {
      report(this.context, "recursive_function", span, `\`${name}\` calls itself`, {
        related: [{ message: "declared here", span: declaration.span }],
      });
      declaration.state = "broken";
      return null;
    }
    if (declaration.state !== "waiting") return declaration.typed;
    if (this.depth >= 256) {
      report(this.context, "too_many_instructions", span, "functions call each other more than 256 deep");
      declaration.state = "broken";
      return null;
    }
    declaration.state = "busy";
    this.depth++;
    const typed = checkFunction(this.context, this.items.get(name)!, this.scope);
    this.depth--;
    // A cycle through this function has marked it meanwhile.
    if ((declaration.state as string) === "broken" || typed === null) {
      declaration.state = "broken";
      return null;
    }
    declaration.state = "done";
    declaration.typed = typed;
    this.functions.push(typed);
    return typed;
  }

  private item(item: Item): void {
    const { context, scope } = this;
    switch (item.kind) {
      case "edition":
        if (item.number !== 1)
          report(
            context,
            "unknown_edition",
            item.span,
            `there is no edition ${item.number}; this compiler knows edition 1`,
          );
        else this.edition = 1;
        return;
      case "use":
        return this.use(item);
      case "param":
      case "function":
        return;
      case "let": {
        const value = checkExpression(context, item.value, scope);
        const written = item.type === null ? undefined : readType(context, item.type);
        const converted =
          value === null || written === null
            ? null
            : written === undefined
              ? value
              : convert(
                  context,
                  value,
                  written.kind === "record" ? written : valueType(written.kind, "series"),
                  `\`${item.name.name}\``,
                );
        if (!this.claim(item.name.name, item.name.span, "value", `let ${item.name.name}`)) return;
        return declareLet(context, scope, item.name.name, converted, this.lets, `let ${item.name.name}`);
      }
      case "output":
        return this.output(
          item,
          item.name.name,
          item.name.span,
          item.value === null
            ? checkExpression(context, { kind: "name", name: item.name.name, span: item.name.span }, scope)
            : checkExpression(context, item.value, scope),
        );
      case "expression": {
        this.results++;
        const value = checkExpression(context, item.value, scope);
        if (this.results > 1)
          return void report(
            context,
            "several_bare_expressions",
            item.span,
            "a program has at most one bare expression",
            { hint: "name its outputs: out a = …; a line that continues the one above is indented deeper" },
          );
        return this.output(item, "result", item.span, value);
      }
      case "alert":
        return this.alert(item);
      case "label":
        // Nothing may refer to it; but that is not what is wrong here.
        this.broken = true;
        if (!scope.names.has(item.name.name))
          scope.names.set(item.name.name, { kind: "local", index: -1, type: null, value: null, use: null });
        return void report(
          context,
          "future_not_yet",
          item.span,
          `\`label ${item.name.name}\` may look ahead, which is not in this version`,
        );
    }
  }

  private use(item: Item & { kind: "use" }): void {
    const { name, span } = item.module;
    const { modules } = this.context;
    const known = item.quoted ? undefined : modules.get(name);
    modules.set(item.alias?.name ?? name, known ?? null);
    if (known !== undefined) return;
    if (item.quoted)
      return void report(this.context, "import_not_yet", span, "importing a file is not in this version");
    const near = suggest(name, modules.keys());
    report(this.context, "unknown_module", span, `there is no module \`${name}\``, {
      hint: near === null ? null : `did you mean \`${near}\`?`,
    });
  }

  private output(item: Item, name: string, span: Span, value: TypedExpression | null): void {
    const { hints } = readAttributes(this.context, item.attributes, "output");
    const taken = (flat: string): boolean => this.outputs.some((output) => output.name === flat);
    if (value === null) {
      this.broken = true;
      return;
    }
    if (value.type.kind === "string" || value.type.kind === "duration")
      return void report(
        this.context,
        "type_mismatch",
        value.span,
        `an output is a series, not ${describeType(value.type)}`,
      );
    const fields: [string, TypedExpression][] =
      value.type.kind === "record"
        ? value.type.fields.map((field) => [
            `${name}.${field.name}`,
            { kind: "member", object: value, field: field.name, type: field.type, span: value.span },
          ])
        : [[name, value]];
    for (const [flat, each] of fields) {
      if (taken(flat))
        return void report(this.context, "duplicate_name", span, `the output \`${flat}\` is declared twice`);
      this.outputs.push({
        name: flat,
        value: each,
        doc: item.doc,
        hints: { ...this.drawing(each), ...hints },
      });
    }
  }

  /** How the library says that what an output shows is drawn. */
  private drawing(value: TypedExpression): Hints {
    const call = value.kind === "member" ? value.object : value;
    const through = call.kind === "local" ? this.lets[call.index] : call;
    if (through?.kind !== "call") return {};
    const attributes =
      through.function.module === this.context.module
        ? this.context.declarations.get(through.function.name)?.typed?.attributes
        : this.context.library.find(through.function.name, through.function.module)?.attributes;
    const hints: Hints = {};
    for (const key of ["pane", "style", "levels"])
      if (attributes?.[key] !== undefined) hints[key] = attributes[key];
    const own = value.kind === "member" ? attributes?.[`style.${value.field}`] : undefined;
    return own === undefined ? hints : { ...hints, style: own };
  }

  private alert(item: Item & { kind: "alert" }): void {
    const { hints } = readAttributes(this.context, item.attributes, "alert");
    const value = checkExpression(this.context, item.condition, this.scope);
    if (value === null) return void (this.broken = true);
    const condition = convert(
      this.context,
      value,
      valueType("bool", "series"),
      `the alert \`${item.name.name}\``,
    );
    if (condition === null) return;
    if (this.alerts.some((alert) => alert.name === item.name.name))
      return void report(
        this.context,
        "duplicate_name",
        item.name.span,
        `the alert \`${item.name.name}\` is declared twice`,
      );
    this.alerts.push({ name: item.name.name, condition, everyBar: hints.every_bar === true, doc: item.doc });
  }

  private limit(): void {
    const { context } = this;
    const scope: IntervalScope = {
      params: paramIntervals({ params: context.params }),
      formals: [],
      lets: this.lets,
      program: null,
      known: new Map(),
      functions: (module, name) => {
        if (module === context.module) {
          const typed = context.declarations.get(name)?.typed;
          return typed ? { signature: typed, body: typed.body } : null;
        }
        const signature = context.library.find(name, module);
        return signature && { signature, body: null };
      },
    };
    const names = context.params.map((param) => param.name);
    const walk = (limits: Limits, over: IntervalScope): void => {
      for (const value of this.lets) limits.walk(value, over, null);
      for (const output of this.outputs) limits.walk(output.value, over, null);
      for (const alert of this.alerts) limits.walk(alert.condition, over, null);
    };
    const whole = new Limits(context.problems, names);
    walk(whole, scope);
    if (context.params.length === 0 || this.failed()) return;
    // Over its whole range a difference of parameters may leave a length's range and be meant to; at the defaults
    // it may not: such a program would not run as it stands. Nor may what hangs on one parameter alone, at either end of
    // its range: others are left open, so that what hangs on them as well is no single value.
    const hold = (params: readonly Interval[], held: string, partly: boolean): void =>
      walk(new Limits(context.problems, names, held, partly), { ...scope, params, known: new Map() });
    const defaults = context.params.map(({ default: value }) => [value, value] as const);
    hold(defaults, "the parameters at their defaults", false);
    if (!whole.doubtful || this.failed()) return;
    for (const [index, ends] of scope.params.entries())
      for (const end of new Set(ends))
        if (Number.isFinite(end))
          hold(scope.params.with(index, [end, end]), `\`${names[index]}\` at ${end}`, true);
  }

  private lint(): void {
    const { context } = this;
    if (context.standard) return;
    if (this.outputs.length === 0 && this.alerts.length === 0 && !this.broken && !this.failed())
      report(context, "empty_program", this.program.span, "the program has no output and no alert", {
        hint: "write out NAME = …, or a lone expression",
      });
    if (this.failed()) return;
    for (const { use, name, span, what } of this.declared)
      if (!context.used.has(use) && !name.startsWith("_"))
        report(context, "unused_name", span, `the ${what} \`${name}\` is never used`);
  }
}
