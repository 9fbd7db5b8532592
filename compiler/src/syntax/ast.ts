/**
 * The untyped tree that the parser builds. Every node carries its span: offsets in UTF-16
 * units into the source. The tree says what was written, not what it means: names, fields and
 * module members are told apart later, in semantics/.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Identifier {
  readonly name: string;
  readonly span: Span;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "**" | "and" | "or";
export type CompareOperator = "<" | "<=" | ">" | ">=" | "==" | "!=";
export type UnaryOperator = "-" | "+" | "not";

export interface Argument {
  readonly name: Identifier | null;
  readonly value: Expression;
  readonly span: Span;
}

export interface RecordField {
  readonly name: Identifier;
  /** null where the field is written alone: `{upper}` means `{upper: upper}`. */
  readonly value: Expression | null;
}

export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly text: string; readonly span: Span }
  /** `24h`: count and unit as written; `1M` is a month, `1m` a minute. */
  | { readonly kind: "duration"; readonly count: number; readonly unit: string; readonly span: Span }
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  | { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "missing"; readonly span: Span }
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  /** A back-quoted symbol: `BTC/USDT`. */
  | { readonly kind: "symbol"; readonly name: string; readonly span: Span }
  | {
      readonly kind: "unary";
      readonly operator: UnaryOperator;
      readonly operand: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  /** `a < b <= c`: operands.length === operators.length + 1. */
  | {
      readonly kind: "compare";
      readonly operands: readonly Expression[];
      readonly operators: readonly CompareOperator[];
      readonly span: Span;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "lambda";
      readonly parameters: readonly Identifier[];
      readonly body: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "call";
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
      readonly span: Span;
    }
  /** `a.b`, and segments that no name can spell: `.24h_ago`, `.1h`. */
  | { readonly kind: "member"; readonly object: Expression; readonly member: Identifier; readonly span: Span }
  | { readonly kind: "index"; readonly object: Expression; readonly index: Expression; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: "record"; readonly fields: readonly RecordField[]; readonly span: Span }
  /** What error recovery put where an expression was due. Its diagnostic is already reported. */
  | { readonly kind: "broken"; readonly span: Span };

export type TypeExpression =
  /** `int`, `series bool`: one or two words. */
  | { readonly kind: "named"; readonly words: readonly Identifier[]; readonly span: Span }
  | {
      readonly kind: "record";
      readonly fields: readonly { readonly name: Identifier; readonly type: TypeExpression | null }[];
      readonly span: Span;
    };

export type RangeExpression =
  | {
      readonly kind: "interval";
      readonly low: Expression;
      readonly high: Expression | null;
      readonly step: Expression | null;
      readonly span: Span;
    }
  | { readonly kind: "choices"; readonly items: readonly Expression[]; readonly span: Span };

export interface Formal {
  readonly input: boolean;
  readonly name: Identifier;
  readonly type: TypeExpression | null;
  readonly default: Expression | null;
  readonly range: RangeExpression | null;
  readonly span: Span;
}

export interface Attribute {
  readonly name: Identifier;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

export interface Let {
  readonly kind: "let";
  readonly name: Identifier;
  readonly type: TypeExpression | null;
  readonly value: Expression;
  readonly span: Span;
}

export interface FunctionBody {
  /** The lets of an indented body; empty for `= expr`. */
  readonly lets: readonly Let[];
  readonly result: Expression;
}

interface Decorated {
  /** The `##` lines above the item, without the marks, joined by newlines; null where there are none. */
  readonly doc: string | null;
  readonly attributes: readonly Attribute[];
}

export type Item = Decorated &
  (
    | { readonly kind: "edition"; readonly number: number; readonly span: Span }
    | {
        readonly kind: "use";
        readonly module: Identifier;
        readonly quoted: boolean;
        readonly alias: Identifier | null;
        readonly span: Span;
      }
    | {
        readonly kind: "param";
        readonly name: Identifier;
        readonly type: TypeExpression | null;
        readonly default: Expression;
        readonly range: RangeExpression | null;
        readonly span: Span;
      }
    | {
        readonly kind: "function";
        readonly name: Identifier;
        readonly formals: readonly Formal[];
        readonly result: TypeExpression | null;
        readonly body: FunctionBody;
        readonly span: Span;
      }
    | Let
    /** `out x` without a value names a declaration. */
    | {
        readonly kind: "output";
        readonly name: Identifier;
        readonly value: Expression | null;
        readonly span: Span;
      }
    | {
        readonly kind: "alert";
        readonly name: Identifier;
        readonly condition: Expression;
        readonly span: Span;
      }
    | { readonly kind: "label"; readonly name: Identifier; readonly value: Expression; readonly span: Span }
    | { readonly kind: "expression"; readonly value: Expression; readonly span: Span }
  );

export interface Program {
  /** The `##` lines at the top that belong to no item. */
  readonly doc: string | null;
  readonly items: readonly Item[];
  readonly span: Span;
}
