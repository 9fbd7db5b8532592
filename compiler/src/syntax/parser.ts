/**
 * The grammar, one statement at a time. layout.ts has split the program and matched its brackets, so
 * each broken statement is one diagnostic and the next one starts afresh; inside brackets every element
 * recovers by itself at its comma.
 *
 * Chevrotain's own recovery is off: it guesses tokens to insert and to skip, and its guesses report
 * errors that follow from the first. Knowing the brackets, we skip to the end of exactly what is broken.
 */
import {
  EmbeddedActionsParser,
  EOF,
  isRecognitionException,
  type IOrAlt,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type {
  Argument,
  Attribute,
  Expression,
  Formal,
  FunctionBody,
  Identifier,
  Let,
  RangeExpression,
  RecordField,
  Span,
  TypeExpression,
} from "./ast.ts";
import { brokenArgument, brokenAt, identifier, member, salvage, textOf, type BareItem } from "./nodes.ts";
import { between, buildOperation, type Operand, type OperatorProblems } from "./operators.ts";
import { explain, isEnd, messages, misplacedNot, nestingLimit, tooDeep, unexpected } from "./problems.ts";
import { durationCount, endOf, spanOf } from "./scan.ts";
import * as t from "./tokens.ts";

/** A statement with the attributes above it. */
export interface ParsedStatement {
  readonly attributes: readonly Attribute[];
  /** null where nothing could be made of it. */
  readonly item: BareItem | null;
}

/** Ends a statement whose nesting is beyond the limit; its diagnostic is already reported. */
class NestingExceeded extends Error {}

const closing: ReadonlySet<TokenType> = new Set([t.RightParen, t.RightBracket, t.RightBrace]);
const opening: ReadonlySet<TokenType> = new Set([t.LeftParen, t.LeftBracket, t.LeftBrace]);

/** The parser of one statement. Keeps state between calls only to reuse it: one instance serves all. */
export class StatementParser extends EmbeddedActionsParser {
  /** What was found in the statement, in the order of finding. */
  private reports: Diagnostic[] = [];
  private explained = new Set<unknown>();
  private nesting = 0;
  /** Where the statement's tokens stand in it, once a fault asks: a search for each fault takes their square. */
  private places: Map<IToken, number> | null = null;
  /** What a postfix is applied to; read first thing by each of its alternatives. */
  private object: Expression = { kind: "missing", span: { start: 0, end: 0 } };

  constructor(validate: boolean) {
    super(t.vocabulary, {
      maxLookahead: 2,
      recoveryEnabled: false,
      skipValidations: !validate,
      errorMessageProvider: messages,
    });
    this.performSelfAnalysis();
  }

  /** Parses one statement's tokens. Reports into `diagnostics`; never throws. */
  parseStatement(tokens: IToken[], diagnostics: Diagnostic[]): ParsedStatement {
    this.input = tokens;
    this.reports = diagnostics;
    this.explained.clear();
    this.places = null;
    this.nesting = 0;
    let result: ParsedStatement | undefined;
    try {
      result = this.statement();
    } catch (error) {
      if (error instanceof RangeError) {
        // The stack ended before our own limit did: the call came from deep inside the host, or the stack is small.
        diagnostics.length = 0;
        diagnostics.push(tooDeep(tokens[0] as IToken));
        return { attributes: [], item: salvage(tokens) };
      }
      if (!(error instanceof NestingExceeded)) throw error;
    }
    for (const error of this.errors) this.report(error);
    return result ?? { attributes: [], item: salvage(tokens) };
  }

  // --- Recovery ---------------------------------------------------------------------------------

  private report(error: IRecognitionException): void {
    if (this.explained.has(error)) return;
    this.explained.add(error);
    const before = "previousToken" in error ? (error.previousToken as IToken | undefined) : undefined;
    const first = this.input[0] as IToken;
    const previous =
      before !== undefined && Number.isFinite(before.startOffset) ? before : this.lastRead(error.token);
    this.reports.push(explain(error, previous, first, this.input[1]));
  }

  private lastRead(token: IToken): IToken | undefined {
    if (token.tokenType === EOF) return this.input[this.input.length - 1];
    this.places ??= new Map(this.input.map((each, index) => [each, index]));
    return this.input[(this.places.get(token) ?? 0) - 1];
  }

  private reportUnexpected(token: IToken, commas = false): void {
    this.reports.push(
      isEnd(token)
        ? diagnostic("missing_token", spanOf(token), "something is missing at the end of the line")
        : unexpected(token, this.lastRead(token), this.input[0] as IToken, commas),
    );
  }

  /** Skips to the comma or closing bracket that ends the element, past brackets that match inside it. */
  private skipElement(commas: boolean): void {
    let depth = 0;
    for (let token = this.LA(1); token.tokenType !== EOF; token = this.LA(1)) {
      const type = token.tokenType;
      if (depth === 0 && (closing.has(type) || (commas && type === t.Comma))) return;
      if (opening.has(type)) depth += 1;
      else if (closing.has(type)) depth -= 1;
      this.advance();
    }
  }

  private skipLine(): void {
    for (let token = this.LA(1); !isEnd(token); token = this.LA(1)) this.advance();
  }

  private advance(): void {
    // SKIP_TOKEN stops before the last token; consuming is what the rules themselves do.
    (this as unknown as { consumeToken(): void }).consumeToken();
  }

  /** One element inside brackets: whatever is wrong with it is reported and skipped to its end. */
  private element<T>(parse: () => T, broken: (span: Span) => T, commas = true): T {
    if (this.RECORDING_PHASE) return parse();
    const nesting = this.nesting;
    const first = this.LA(1);
    try {
      const value = parse();
      const next = this.LA(1);
      if (!closing.has(next.tokenType) && !(commas && next.tokenType === t.Comma)) {
        this.reportUnexpected(next, commas);
        this.skipElement(commas);
      }
      return value;
    } catch (error) {
      this.caught(error);
      this.nesting = nesting;
      this.skipElement(commas);
      return broken(this.spanFrom(first));
    }
  }

  /**
   * Whether an element is due: always, except before the closing bracket. Stronger than an OPTION, which
   * would pass over an element that begins wrongly and blame the bracket.
   */
  private elementFollows(): boolean {
    return this.RECORDING_PHASE || !closing.has(this.LA(1).tokenType);
  }

  private caught(error: unknown): void {
    if (!(error instanceof Error) || !isRecognitionException(error)) throw error;
    this.report(error as IRecognitionException);
  }

  private spanFrom(first: IToken): Span {
    const last = this.LA(0);
    const start = Number.isFinite(first.startOffset) ? first.startOffset : endOf(last);
    return { start, end: Math.max(start, Number.isFinite(last.startOffset) ? endOf(last) : start) };
  }

  /** An expression that runs to the end of its line: broken where it cannot be read. */
  private value(parse: () => Expression): Expression {
    if (this.RECORDING_PHASE) return parse();
    const nesting = this.nesting;
    const first = this.LA(1);
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof NestingExceeded)) this.caught(error);
      this.nesting = nesting;
      this.skipLine();
      return { kind: "broken", span: this.spanFrom(first) };
    }
  }

  private readonly problems: OperatorProblems = {
    misplacedNot: (token, operand) => {
      this.reports.push(misplacedNot(token, operand));
    },
    tooDeep: (token) => {
      this.reports.push(tooDeep(token));
      throw new NestingExceeded();
    },
  };

  private enter(levels: number): void {
    if (this.RECORDING_PHASE) return;
    this.nesting += levels;
    if (this.nesting > nestingLimit) this.problems.tooDeep(this.LA(1));
  }

  private leave(levels: number): void {
    if (!this.RECORDING_PHASE) this.nesting -= levels;
  }

  // --- Statements -------------------------------------------------------------------------------

  statement = this.RULE("statement", (): ParsedStatement => {
    const attributes: Attribute[] = [];
    this.MANY(() => attributes.push(this.SUBRULE(this.attribute)));
    const item = this.OR<BareItem>([
      { ALT: () => this.SUBRULE(this.edition) },
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.functionItem) },
      { ALT: () => this.SUBRULE(this.let) },
      { ALT: () => this.SUBRULE(this.output) },
      { ALT: () => this.SUBRULE(this.alert) },
      { ALT: () => this.SUBRULE(this.label) },
      { ALT: () => this.SUBRULE(this.bare) },
    ]);
    return { attributes, item };
  });

  private attribute = this.RULE("attribute", (): Attribute => {
    const at = this.CONSUME(t.At);
    const name = this.CONSUME(t.Name);
    let found: { items: Argument[]; close: IToken } | null = null;
    this.OPTION(() => {
      found = this.callArguments();
    });
    const given = found as { items: Argument[]; close: IToken } | null;
    return { name: identifier(name), arguments: given?.items ?? [], span: between(at, given?.close ?? name) };
  });

  private edition = this.RULE("edition", (): BareItem => {
    const word = this.CONSUME(t.Edition);
    const number = this.CONSUME(t.NumberLiteral);
    return { kind: "edition", number: Number(number.image.replaceAll("_", "")), span: between(word, number) };
  });

  private use = this.RULE("use", (): BareItem => {
    const word = this.CONSUME(t.Use);
    let module = word;
    this.OR([
      { ALT: () => (module = this.CONSUME(t.Name)) },
      { ALT: () => (module = this.CONSUME(t.StringLiteral)) },
    ]);
    let alias: Identifier | null = null;
    this.OPTION(() => {
      this.CONSUME(t.As);
      alias = identifier(this.CONSUME2(t.Name));
    });
    const quoted = module.tokenType === t.StringLiteral;
    return {
      kind: "use",
      module: { name: quoted ? textOf(module.image) : module.image, span: spanOf(module) },
      quoted,
      alias,
      span: this.spanFrom(word),
    };
  });

  private param = this.RULE("param", (): BareItem => {
    const word = this.CONSUME(t.Param);
    const name = this.CONSUME(t.Name);
    let type: TypeExpression | null = null;
    this.OPTION(() => {
      type = this.SUBRULE(this.typed);
    });
    this.CONSUME(t.Equals);
    const value = this.value(() => this.SUBRULE(this.operation));
    let range: RangeExpression | null = null;
    this.OPTION2(() => {
      range = this.SUBRULE(this.range);
    });
    return { kind: "param", name: identifier(name), type, default: value, range, span: this.spanFrom(word) };
  });

  private functionItem = this.RULE("functionItem", (): BareItem => {
    const word = this.CONSUME(t.FnStatement);
    const name = this.CONSUME(t.Name);
    const before = this.reports.length;
    this.CONSUME(t.LeftParen);
    const formals: Formal[] = [];
    if (this.elementFollows()) {
      this.SUBRULE(this.formalInto, { ARGS: [formals] });
      this.MANY(() => {
        this.CONSUME(t.Comma);
        if (this.elementFollows()) this.SUBRULE2(this.formalInto, { ARGS: [formals] });
      });
    }
    this.CONSUME(t.RightParen);
    let result: TypeExpression | null = null;
    this.OPTION3(() => {
      this.CONSUME(t.ThinArrow);
      result = this.SUBRULE(this.type);
    });
    const headBroken = this.reports.length > before;
    this.CONSUME(t.Equals);
    const body = this.OR<FunctionBody>([
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => ({ lets: [], result: this.value(() => this.SUBRULE(this.expression)) }) },
    ]);
    const span = this.spanFrom(word);
    // With formals missing, every call would be reported for what the head already says.
    if (headBroken)
      return { kind: "let", name: identifier(name), type: null, value: { kind: "broken", span }, span };
    return { kind: "function", name: identifier(name), formals, result, body, span };
  });

  private formalInto = this.RULE("formalInto", (formals: Formal[]): void => {
    this.element(
      () => {
        const formal = this.SUBRULE(this.formal);
        this.ACTION(() => formals.push(formal));
      },
      () => undefined,
    );
  });

  private formal = this.RULE("formal", (): Formal => {
    const first = this.LA(1);
    let input = false;
    this.OPTION({
      // `input` is the mark where a name follows it, and a formal's name where none does.
      GATE: () => {
        const next = this.LA(2).tokenType;
        return next === t.Name || next === t.As || next === t.Step || next === t.When || next === t.Input;
      },
      DEF: () => {
        this.CONSUME(t.Input);
        input = true;
      },
    });
    const name = this.CONSUME(t.Name);
    let type: TypeExpression | null = null;
    this.OPTION2(() => {
      type = this.SUBRULE(this.typed);
    });
    let value: Expression | null = null;
    this.OPTION3(() => {
      this.CONSUME(t.Equals);
      value = this.SUBRULE(this.operation);
    });
    let range: RangeExpression | null = null;
    this.OPTION4(() => {
      range = this.SUBRULE(this.range);
    });
    return { input, name: identifier(name), type, default: value, range, span: this.spanFrom(first) };
  });

  private block = this.RULE("block", (): FunctionBody => {
    const open = this.CONSUME(t.Indent);
    const lets: Let[] = [];
    let result: Expression | null = null;
    this.MANY(() => {
      const line = this.SUBRULE(this.blockLine);
      this.ACTION(() => {
        if (result !== null) {
          this.reports.push(
            diagnostic("unexpected_token", result.span, "only the last line of a body may be an expression", {
              hint: "name it with `let`, or indent the next line deeper to continue it",
            }),
          );
          result = null;
        }
        if (line.kind === "let") lets.push(line);
        else result = line;
      });
    });
    this.CONSUME(t.Dedent);
    const found = result as Expression | null;
    if (found !== null || this.RECORDING_PHASE) return { lets, result: found as Expression };
    const at = { start: open.startOffset, end: endOf(this.LA(0)) };
    const end = { start: at.end, end: at.end };
    this.reports.push(
      diagnostic("missing_token", end, "a function's body ends with the expression that is its value", {
        hint: "add a line with the value below the last `let`",
      }),
    );
    return { lets, result: { kind: "broken", span: at } };
  });

  private blockLine = this.RULE("blockLine", (): Let | Expression => {
    const line = this.OR<Let | Expression>([
      { ALT: () => this.SUBRULE(this.let) },
      { ALT: () => this.value(() => this.SUBRULE(this.expression)) },
    ]);
    if (!this.RECORDING_PHASE && this.LA(1).tokenType !== t.LineEnd) {
      this.reportUnexpected(this.LA(1));
      this.skipLine();
    }
    this.CONSUME(t.LineEnd);
    return line;
  });

  private let = this.RULE("let", (): Let => {
    const word = this.CONSUME(t.Let);
    const name = this.CONSUME(t.Name);
    let type: TypeExpression | null = null;
    this.OPTION(() => {
      type = this.SUBRULE(this.typed);
    });
    this.CONSUME(t.Equals);
    const value = this.value(() => this.SUBRULE(this.expression));
    return { kind: "let", name: identifier(name), type, value, span: this.spanFrom(word) };
  });

  private output = this.RULE("output", (): BareItem => {
    const word = this.CONSUME(t.Out);
    const name = this.CONSUME(t.Name);
    let value: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      value = this.value(() => this.SUBRULE(this.expression));
    });
    return { kind: "output", name: identifier(name), value, span: this.spanFrom(word) };
  });

  private alert = this.RULE("alert", (): BareItem => {
    const word = this.CONSUME(t.Alert);
    const name = this.CONSUME(t.Name);
    this.CONSUME(t.When);
    const condition = this.value(() => this.SUBRULE(this.expression));
    return { kind: "alert", name: identifier(name), condition, span: this.spanFrom(word) };
  });

  private label = this.RULE("label", (): BareItem => {
    const word = this.CONSUME(t.Label);
    const name = this.CONSUME(t.Name);
    this.CONSUME(t.Equals);
    const value = this.value(() => this.SUBRULE(this.expression));
    return { kind: "label", name: identifier(name), value, span: this.spanFrom(word) };
  });

  private bare = this.RULE("bare", (): BareItem => {
    const value = this.value(() => this.SUBRULE(this.expression));
    return { kind: "expression", value, span: value.span };
  });

  // --- Types and ranges -------------------------------------------------------------------------

  private typed = this.RULE("typed", (): TypeExpression => {
    this.CONSUME(t.Colon);
    return this.SUBRULE(this.type);
  });

  private type = this.RULE("type", (): TypeExpression => {
    const first = this.LA(1);
    return this.OR<TypeExpression>([
      {
        ALT: () => {
          const words = [identifier(this.CONSUME(t.Name))];
          this.OPTION({
            // The `in` after a type begins its range.
            GATE: () => this.LA(1).tokenType !== t.In,
            DEF: () => words.push(identifier(this.CONSUME2(t.Name))),
          });
          return { kind: "named", words, span: this.spanFrom(first) };
        },
      },
      {
        ALT: () => {
          const fields: { name: Identifier; type: TypeExpression | null }[] = [];
          this.CONSUME(t.LeftBrace);
          this.MANY_SEP({
            SEP: t.Comma,
            DEF: () => {
              const field = this.element<{ name: Identifier; type: TypeExpression | null } | null>(
                () => this.SUBRULE(this.typeField),
                () => null,
              );
              if (field !== null) fields.push(field);
            },
          });
          this.CONSUME(t.RightBrace);
          return { kind: "record", fields, span: this.spanFrom(first) };
        },
      },
    ]);
  });

  private typeField = this.RULE("typeField", (): { name: Identifier; type: TypeExpression | null } => {
    const name = this.CONSUME(t.Name);
    let type: TypeExpression | null = null;
    this.OPTION(() => {
      type = this.SUBRULE(this.typed);
    });
    return { name: identifier(name), type };
  });

  private range = this.RULE("range", (): RangeExpression => {
    const word = this.CONSUME(t.In);
    const low = this.SUBRULE(this.operation);
    let high: Expression | null = null;
    let step: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME(t.DotDot);
      high = this.SUBRULE2(this.operation);
      this.OPTION2(() => {
        this.CONSUME(t.Step);
        step = this.SUBRULE3(this.operation);
      });
    });
    const span = this.spanFrom(word);
    if (!this.RECORDING_PHASE && low.kind === "list" && high === null)
      return { kind: "choices", items: low.items, span };
    return { kind: "interval", low, high, step, span };
  });

  // --- Expressions ------------------------------------------------------------------------------

  private expression = this.RULE("expression", (): Expression =>
    this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.conditional) },
      { ALT: () => this.SUBRULE(this.lambda) },
      { ALT: () => this.run() },
    ]),
  );

  private conditional = this.RULE("conditional", (): Expression => {
    const word = this.CONSUME(t.If);
    this.enter(1);
    const condition = this.SUBRULE(this.operation);
    this.CONSUME(t.Then);
    const then = this.SUBRULE(this.expression);
    this.CONSUME(t.Else);
    const otherwise = this.SUBRULE2(this.expression);
    this.leave(1);
    return {
      kind: "conditional",
      condition,
      then,
      otherwise,
      span: { start: word.startOffset, end: otherwise.span?.end ?? 0 },
    };
  });

  private lambda = this.RULE("lambda", (): Expression => {
    const word = this.CONSUME(t.Fn);
    this.CONSUME(t.LeftParen);
    const parameters: Identifier[] = [];
    this.MANY_SEP({ SEP: t.Comma, DEF: () => parameters.push(identifier(this.CONSUME(t.Name))) });
    this.CONSUME(t.RightParen);
    this.CONSUME(t.FatArrow);
    this.enter(1);
    const body = this.SUBRULE(this.expression);
    this.leave(1);
    return { kind: "lambda", parameters, body, span: { start: word.startOffset, end: body.span?.end ?? 0 } };
  });

  private operation = this.RULE("operation", (): Expression => this.run());

  /** The body of `operation`, also of the alternative of `expression`: a rule of its own costs stack. */
  private run(): Expression {
    const first: IToken[] = [];
    this.MANY(() => first.push(this.CONSUME(t.PrefixSign)));
    this.enter(first.length);
    const operands: Operand[] = [{ prefixes: first, value: this.SUBRULE(this.postfix) }];
    this.leave(first.length);
    const signs: IToken[] = [];
    this.MANY2(() => {
      const prefixes: IToken[] = [];
      signs.push(this.CONSUME(t.BinarySign));
      this.MANY3(() => prefixes.push(this.CONSUME2(t.PrefixSign)));
      this.enter(prefixes.length);
      operands.push({ prefixes, value: this.SUBRULE2(this.postfix) });
      this.leave(prefixes.length);
    });
    if (this.RECORDING_PHASE) return this.object;
    return buildOperation(operands, signs, nestingLimit - this.nesting, this.problems);
  }

  private postfix = this.RULE("postfix", (): Expression => {
    let value = this.OR<Expression>(this.primaries);
    this.MANY(() => {
      if (!this.RECORDING_PHASE) this.object = value;
      value = this.OR2<Expression>(this.postfixes);
    });
    return value;
  });

  private readonly postfixes: IOrAlt<Expression>[] = [
    {
      ALT: () => {
        const object = this.object;
        this.CONSUME(t.Dot);
        return member(object, this.CONSUME2(t.Name), 0);
      },
    },
    { ALT: () => member(this.object, this.CONSUME(t.DotSegment), 1) },
    {
      ALT: () => {
        const callee = this.object;
        const { items, close } = this.callArguments();
        return {
          kind: "call",
          callee,
          arguments: items,
          span: { start: callee.span.start, end: this.RECORDING_PHASE ? 0 : endOf(close) },
        };
      },
    },
    {
      ALT: () => {
        const object = this.object;
        this.CONSUME(t.LeftBracket);
        this.enter(1);
        const index = this.element(() => this.SUBRULE(this.expression), brokenAt, false);
        this.leave(1);
        const close = this.CONSUME(t.RightBracket);
        return { kind: "index", object, index, span: { start: object.span.start, end: endOf(close) } };
      },
    },
  ];

  /** Part of the rules that have it, as `run` is. */
  private callArguments(): { items: Argument[]; close: IToken } {
    const items: Argument[] = [];
    this.CONSUME(t.LeftParen);
    this.enter(1);
    if (this.elementFollows()) {
      items.push(this.element(() => this.SUBRULE(this.argument), brokenArgument));
      this.MANY2(() => {
        this.CONSUME(t.Comma);
        if (this.elementFollows())
          items.push(this.element(() => this.SUBRULE2(this.argument), brokenArgument));
      });
    }
    this.leave(1);
    return { items, close: this.CONSUME(t.RightParen) };
  }

  private argument = this.RULE("argument", (): Argument => {
    const first = this.LA(1);
    let name: Identifier | null = null;
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Equals,
      DEF: () => {
        name = identifier(this.CONSUME(t.Name));
        this.CONSUME(t.Equals);
      },
    });
    const value = this.SUBRULE(this.expression);
    return { name, value, span: this.spanFrom(first) };
  });

  private readonly primaries: IOrAlt<Expression>[] = [
    { ALT: () => this.name(this.CONSUME(t.Name)) },
    { ALT: () => this.number(this.CONSUME(t.NumberLiteral)) },
    {
      ALT: () => {
        const open = this.CONSUME2(t.LeftParen);
        this.enter(1);
        const inner = this.element(() => this.SUBRULE3(this.expression), brokenAt, false);
        this.leave(1);
        const close = this.CONSUME2(t.RightParen);
        return { ...inner, span: between(open, close) };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(t.StringLiteral);
        return { kind: "string", value: textOf(token.image), span: spanOf(token) };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(t.Duration);
        return {
          kind: "duration",
          count: durationCount(token.image),
          unit: token.image.slice(-1),
          span: spanOf(token),
        };
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(t.BooleanWord);
        return {
          kind: "boolean",
          value: token.image === "true" || token.image === "True",
          span: spanOf(token),
        };
      },
    },
    {
      ALT: () => ({ kind: "missing", span: spanOf(this.CONSUME(t.Na)) }),
    },
    {
      ALT: () => {
        const token = this.CONSUME(t.SymbolLiteral);
        return { kind: "symbol", name: token.image.replaceAll("`", ""), span: spanOf(token) };
      },
    },
    { ALT: () => this.list() },
    { ALT: () => this.record() },
  ];

  private name(token: IToken): Expression {
    return { kind: "name", name: token.image, span: spanOf(token) };
  }

  private number(token: IToken): Expression {
    const span = spanOf(token);
    if (this.RECORDING_PHASE) return brokenAt(span);
    const value = Number(token.image.includes("_") ? token.image.replaceAll("_", "") : token.image);
    if (Number.isNaN(value)) return brokenAt(span);
    if (!Number.isFinite(value)) {
      this.reports.push(
        diagnostic("number_overflows", span, "this number is larger than any that can be computed with", {
          hint: "the largest is about 1.8e308",
        }),
      );
      return brokenAt(span);
    }
    return { kind: "number", value, text: token.image, span };
  }

  private list(): Expression {
    const items: Expression[] = [];
    const open = this.CONSUME2(t.LeftBracket);
    this.enter(1);
    if (this.elementFollows()) {
      items.push(this.element(() => this.SUBRULE4(this.expression), brokenAt));
      this.MANY3(() => {
        this.CONSUME2(t.Comma);
        if (this.elementFollows()) items.push(this.element(() => this.SUBRULE5(this.expression), brokenAt));
      });
    }
    this.leave(1);
    const close = this.CONSUME2(t.RightBracket);
    return { kind: "list", items, span: between(open, close) };
  }

  private record(): Expression {
    const fields: RecordField[] = [];
    const open = this.CONSUME(t.LeftBrace);
    this.enter(1);
    this.fieldInto(fields, () => this.SUBRULE(this.recordField));
    this.MANY4(() => {
      this.CONSUME3(t.Comma);
      if (this.elementFollows()) this.fieldInto(fields, () => this.SUBRULE2(this.recordField));
    });
    this.leave(1);
    const close = this.CONSUME(t.RightBrace);
    return { kind: "record", fields, span: between(open, close) };
  }

  private fieldInto(fields: RecordField[], parse: () => RecordField): void {
    const field = this.element<RecordField | null>(parse, () => null);
    if (field !== null) fields.push(field);
  }

  private recordField = this.RULE("recordField", (): RecordField => {
    const name = this.CONSUME(t.Name);
    let value: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      value = this.SUBRULE(this.expression);
    });
    return { name: identifier(name), value };
  });
}
