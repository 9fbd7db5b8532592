/**
 * The typed tree: what the checker makes of the untyped one. Names are resolved, implicit inputs and
 * defaults are bound, operators are told apart by type. It is plain JSON, so that the bodies of the
 * standard library are shipped in this form and decoded when a program names them.
 *
 * Functions are recipes: a call keeps its callee's name, and passes/elaborate.ts inlines it.
 */
import type { KernelName } from "../generated/kernels.ts";
import type { ScalarOperator } from "../ir/arena.ts";
import type { Span } from "../syntax/ast.ts";

/** const < param < series. A param is settled when the plan is bound; a const when it is compiled. */
export type Qualifier = "const" | "param" | "series";
export type Base = "float" | "int" | "bool" | "string" | "duration";

export type Type =
  /** `clock` is 0, the ambient one, in this version; scalars have none. */
  | { readonly kind: Base; readonly qualifier: Qualifier; readonly clock: number | null }
  | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly type: Type }[] };

/** A function's name with its module: "" is the prelude, "user" the program itself, else "talib", "tv", … */
export interface FunctionName {
  readonly module: string;
  readonly name: string;
}

/** The name as a program writes it: `sma`, `talib.sma`. */
export const writtenName = ({ module, name }: FunctionName): string =>
  module === "" || module === "user" ? name : `${module}.${name}`;

/** What a window does with missing rows: a policy's name, and k where min_samples(k) is asked for (k > 0). */
export interface EnginePolicy {
  readonly policy: TypedExpression;
  readonly minSamples: TypedExpression;
}

export type TypedExpression = { readonly type: Type; readonly span: Span } &
  /** A bool is 0 or 1; NaN is missing. */
  (
    | { readonly kind: "constant"; readonly value: number | string }
    | { readonly kind: "param"; readonly index: number }
    /** The n-th formal of the function around it. */
    | { readonly kind: "formal"; readonly index: number }
    /**
     * A let of the body around it, by its position among that body's lets. `outer` marks a let of the
     * program that is read inside a function; `constant` is the let's number where it is one.
     */
    | { readonly kind: "local"; readonly index: number; readonly outer?: true; readonly constant?: number }
    /** A bare field of the caller's stream. */
    | { readonly kind: "field"; readonly source: string; readonly field: string }
    /**
     * An operator or conversion. Over scalars it becomes the scalar operator, over series the kernel:
     * both go by the same name, but for min/lesser and max/greater.
     */
    | {
        readonly kind: "operator";
        readonly operator: ScalarOperator | "sign" | "float_of" | "is_missing" | "coalesce" | "div_else";
        readonly args: readonly TypedExpression[];
      }
    /** `x[n]`, with n a scalar. */
    | { readonly kind: "shift"; readonly operand: TypedExpression; readonly rows: TypedExpression }
    | {
        readonly kind: "conditional";
        readonly condition: TypedExpression;
        readonly then: TypedExpression;
        readonly otherwise: TypedExpression;
      }
    /** One argument a formal, in the formals' order; null takes the default, elaborated in the caller's stream. */
    | {
        readonly kind: "call";
        readonly function: FunctionName;
        readonly args: readonly (TypedExpression | null)[];
      }
    /** Only in the standard library: `engine.mean(x, n)`. */
    | {
        readonly kind: "engine";
        readonly kernel: KernelName;
        readonly args: readonly TypedExpression[];
        readonly scalars: readonly TypedExpression[];
        /** For kernels with a policy; both are constants once the call is inlined. */
        readonly missing: EnginePolicy | null;
      }
    /** A whole number where a text of these choices is due: it names one by its position (`@numbered`). */
    | { readonly kind: "choice"; readonly value: TypedExpression; readonly choices: readonly string[] }
    | {
        readonly kind: "record";
        readonly fields: readonly { readonly name: string; readonly value: TypedExpression }[];
      }
    | { readonly kind: "member"; readonly object: TypedExpression; readonly field: string }
    /**
     * A state that starts as `init` and that `step` moves at every row; fields in the order of `init`. `level` counts
     * the scans whose steps are around it in its body.
     */
    | {
        readonly kind: "scan";
        readonly level: number;
        readonly input: TypedExpression;
        readonly init: TypedExpression;
        readonly step: TypedExpression;
      }
    /** Inside the step of the scan of that level: the state before the row. */
    | { readonly kind: "state"; readonly level: number }
    /** Inside the step of the scan of that level: its input. */
    | { readonly kind: "observed"; readonly level: number }
  );

/** What a formal or a param accepts; bounds are inclusive, null where open. */
export interface Range {
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  readonly choices: readonly string[] | null;
}

export interface TypedFormal {
  readonly input: boolean;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: Type;
  readonly default: TypedExpression | null;
  readonly range: Range | null;
}

/** A signature: what the index of the standard library holds. */
export interface Signature {
  readonly function: FunctionName;
  readonly aliases: readonly string[];
  readonly formals: readonly TypedFormal[];
  readonly result: Type;
  readonly doc: string | null;
  /** Drawing hints and what else the attributes say: { pane: "overlay" }. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

export interface TypedBody {
  readonly lets: readonly TypedExpression[];
  readonly result: TypedExpression;
}

export interface TypedFunction extends Signature {
  readonly body: TypedBody;
}

export interface TypedProgram {
  readonly edition: number;
  readonly doc: string | null;
  readonly params: readonly {
    readonly name: string;
    readonly type: "int" | "float" | "bool" | "string";
    readonly default: number;
    readonly range: Range | null;
    readonly doc: string | null;
  }[];
  readonly functions: readonly TypedFunction[];
  readonly lets: readonly TypedExpression[];
  /** Flat: a record has been split into `name.field`. */
  readonly outputs: readonly {
    readonly name: string;
    readonly value: TypedExpression;
    readonly doc: string | null;
    readonly hints: Readonly<Record<string, string | number | boolean>>;
  }[];
  readonly alerts: readonly {
    readonly name: string;
    readonly condition: TypedExpression;
    readonly everyBar: boolean;
    readonly doc: string | null;
  }[];
}
