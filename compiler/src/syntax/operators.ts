/**
 * Precedence: from the flat run `operand sign operand sign …` that the parser reads to a tree.
 *
 * Loosest first: or, and, not, comparison (a chain, not a tree), + -, * / %, sign, ** (to the right).
 * Works with two stacks, never by recursion, so that a long run cannot exhaust the stack.
 */
import type { IToken } from "chevrotain";
import type { BinaryOperator, CompareOperator, Expression, Span, UnaryOperator } from "./ast.ts";
import { endOf } from "./scan.ts";
import * as t from "./tokens.ts";

/** An operand with the signs before it: `not -x`. */
export interface Operand {
  readonly prefixes: readonly IToken[];
  readonly value: Expression;
}

/** What the builder finds wrong; the parser turns it into diagnostics. */
export interface OperatorProblems {
  /** `not` after a sign that binds tighter: `a + not b`. */
  misplacedNot(token: IToken, operand: Expression): void;
  /** Signs and powers nested in one another beyond the limit. */
  tooDeep(token: IToken): never;
}

const enum Level {
  Or = 1,
  And,
  Not,
  Compare,
  Sum,
  Product,
  Sign,
  Power,
}

function levelOf(token: IToken): Level {
  switch (token.tokenType) {
    case t.Or:
      return Level.Or;
    case t.And:
      return Level.And;
    case t.Plus:
    case t.Minus:
      return Level.Sum;
    case t.Star:
    case t.Slash:
    case t.Percent:
      return Level.Product;
    case t.Power:
      return Level.Power;
    default:
      return Level.Compare;
  }
}

/** What a sign means: its image, or that of the sign it stands for. */
function operatorOf(token: IToken): string {
  switch (token.tokenType) {
    case t.And:
      return "and";
    case t.Or:
      return "or";
    case t.Not:
      return "not";
    case t.Power:
      return "**";
    case t.Slash:
      return "/";
    case t.NotEqual:
      return "!=";
    case t.EqualEqual:
      return "==";
    default:
      return token.image;
  }
}

interface Pending {
  readonly level: Level;
  readonly start: number;
  readonly operator: string;
  /** For a comparison: every operator of its chain. */
  readonly chain: CompareOperator[] | null;
  readonly prefix: boolean;
}

/**
 * Builds the tree of a run. `signs.length + 1 === operands.length`. `room` is how many prefix signs and
 * powers may still be nested in one another.
 */
export function buildOperation(
  operands: readonly Operand[],
  signs: readonly IToken[],
  room: number,
  problems: OperatorProblems,
): Expression {
  const first = operands[0] as Operand;
  if (signs.length === 0 && first.prefixes.length === 0) return first.value;
  const values: Expression[] = [];
  const pending: Pending[] = [];
  let nested = 0;

  const reduce = (): void => {
    const top = pending.pop() as Pending;
    if (top.prefix) {
      nested -= 1;
      const operand = values.pop() as Expression;
      values.push({
        kind: "unary",
        operator: top.operator as UnaryOperator,
        operand,
        span: { start: top.start, end: operand.span.end },
      });
      return;
    }
    if (top.chain !== null) {
      const parts = values.splice(values.length - top.chain.length - 1);
      values.push({ kind: "compare", operands: parts, operators: top.chain, span: across(parts) });
      return;
    }
    if (top.level === Level.Power) nested -= 1;
    const right = values.pop() as Expression;
    const left = values.pop() as Expression;
    values.push({
      kind: "binary",
      operator: top.operator as BinaryOperator,
      left,
      right,
      span: { start: left.span.start, end: right.span.end },
    });
  };

  for (let index = 0; index < operands.length; index += 1) {
    const operand = operands[index] as Operand;
    for (const prefix of operand.prefixes) {
      const isNot = prefix.tokenType === t.Not;
      const below = pending[pending.length - 1];
      if (isNot && below !== undefined && below.level > Level.Not)
        problems.misplacedNot(prefix, operand.value);
      pending.push({
        level: isNot ? Level.Not : Level.Sign,
        start: prefix.startOffset,
        operator: operatorOf(prefix),
        chain: null,
        prefix: true,
      });
      nested += 1;
      if (nested > room) problems.tooDeep(prefix);
    }
    values.push(operand.value);
    const sign = signs[index];
    if (sign === undefined) break;
    const level = levelOf(sign);
    for (;;) {
      const top = pending[pending.length - 1];
      if (top === undefined || top.level < level) break;
      // `**` binds to the right; a comparison joins the chain that is open.
      if (top.level === level && (level === Level.Power || level === Level.Compare)) break;
      reduce();
    }
    const operator = operatorOf(sign);
    const open = pending[pending.length - 1];
    if (level === Level.Compare && open !== undefined && open.chain !== null) {
      open.chain.push(operator as CompareOperator);
      continue;
    }
    pending.push({
      level,
      start: sign.startOffset,
      operator,
      chain: level === Level.Compare ? [operator as CompareOperator] : null,
      prefix: false,
    });
    if (level === Level.Power) {
      nested += 1;
      if (nested > room) problems.tooDeep(sign);
    }
  }
  while (pending.length > 0) reduce();
  return values[0] as Expression;
}

function across(parts: readonly Expression[]): Span {
  return {
    start: (parts[0] as Expression).span.start,
    end: (parts[parts.length - 1] as Expression).span.end,
  };
}

/** The span from a token to a token, both included. */
export function between(first: IToken, last: IToken): Span {
  return { start: first.startOffset, end: endOf(last) };
}
