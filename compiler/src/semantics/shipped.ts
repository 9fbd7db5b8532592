/**
 * The typed tree as text: the form in which the standard library is shipped. It is short, so that the library costs
 * little to carry; one function's text changes only with that function; and it is read in one pass, so that a program
 * pays for what it names.
 *
 * - A node is its tag, its type where that is not a series of numbers, and its fields in the order of `LAYOUTS`:
 *   `Osub[F0 F1]` is the first formal less the second, `K:ic 20` the whole number 20.
 * - A list is `[a b]`, an object `{name a name b}`, null `_`, missing `~`; a text stands bare where nothing else can be
 *   meant, and else in quotes. Blanks stand only between words.
 * - What a node has beside its layout follows it as an object: a list holds nodes or objects, never both.
 */
import type { Span } from "../syntax/ast.ts";
import type { Base, FunctionName, Qualifier, Type, TypedExpression, TypedFormal } from "./typed.ts";
import { valueType } from "./types.ts";

type Kind = TypedExpression["kind"];

/** Every kind of node: its tag, and the fields that it always has. A kind without a layout does not compile. */
const LAYOUTS: { readonly [K in Kind]: readonly [tag: string, ...fields: string[]] } = {
  constant: ["K", "value"],
  param: ["P", "index"],
  formal: ["F", "index"],
  local: ["L", "index"],
  field: ["D", "source", "field"],
  operator: ["O", "operator", "args"],
  shift: ["S", "operand", "rows"],
  conditional: ["I", "condition", "then", "otherwise"],
  call: ["C", "function", "args"],
  engine: ["E", "kernel", "args", "scalars", "missing"],
  choice: ["N", "value", "choices"],
  record: ["R", "fields"],
  member: ["M", "object", "field"],
  scan: ["X", "level", "input", "init", "step"],
  state: ["A", "level"],
  observed: ["B", "level"],
};
/** Formals are no nodes: an input, and any other. */
const INPUT = "Z";
const FORMAL = "Y";

const BASES: Readonly<Record<string, Base>> = { f: "float", i: "int", b: "bool", s: "string", d: "duration" };
const QUALIFIERS: Readonly<Record<string, Qualifier>> = { c: "const", p: "param", s: "series" };
const NUMBERS = "fs";
const NOWHERE: Span = { start: 0, end: 0 };

function typeText(type: Type): string {
  if (type.kind === "record")
    return `{${type.fields.map((field) => `${field.name}:${typeText(field.type)}`).join()}}`;
  return type.kind[0]! + type.qualifier[0]!;
}

/** `talib.sma`; the prelude's own stand bare. */
const functionText = ({ module, name }: FunctionName): string => (module === "" ? name : `${module}.${name}`);

const WORD = /^[a-z][a-zA-Z0-9_.]*$/;

export class ShippedWriter {
  private text = "";
  /** A tag is one character: what follows it needs no blank. */
  private afterTag = false;

  toString(): string {
    return this.text;
  }

  private put(token: string): this {
    if (!this.afterTag && /[\w.~]$/.test(this.text) && /^[\w.~+-]/.test(token)) this.text += " ";
    this.afterTag = false;
    this.text += token;
    return this;
  }

  private tag(tag: string, type: Type): this {
    this.put(tag);
    const text = typeText(type);
    this.afterTag = text === NUMBERS;
    if (!this.afterTag) this.text += `:${text}`;
    return this;
  }

  type(type: Type): this {
    return this.put(typeText(type));
  }

  formals(formals: readonly TypedFormal[]): this {
    this.put("[");
    for (const { input, name, aliases, type, default: initial, range, ...rest } of formals) {
      // What is added to a formal has to be written here too.
      rest satisfies Record<string, never>;
      this.tag(input ? INPUT : FORMAL, type)
        .value(name)
        .value(aliases)
        .value(initial);
      this.value(range && [range.min, range.max, range.step, range.choices]);
    }
    return this.put("]");
  }

  value(value: unknown): this {
    if (value === null) return this.put("_");
    switch (typeof value) {
      case "number":
        return this.put(Number.isNaN(value) ? "~" : Object.is(value, -0) ? "-0" : String(value));
      case "boolean":
        return this.put(value ? "+t" : "+f");
      case "string":
        return this.put(WORD.test(value) ? value : JSON.stringify(value));
      case "object":
        break;
      default:
        throw new Error(`the library cannot hold a ${typeof value}`);
    }
    if (Array.isArray(value)) {
      this.put("[");
      for (const item of value) this.value(item);
      return this.put("]");
    }
    return "kind" in value! ? this.node(value as TypedExpression) : this.object(value as object);
  }

  private object(value: object): this {
    this.put("{");
    for (const [name, item] of Object.entries(value)) if (item !== undefined) this.put(name).value(item);
    return this.put("}");
  }

  private node(node: TypedExpression): this {
    const [tag, ...fields] = LAYOUTS[node.kind];
    this.tag(tag, node.type);
    const own = new Map<string, unknown>(Object.entries(node));
    for (const known of ["kind", "type", "span"]) own.delete(known);
    for (const field of fields) {
      if (!own.has(field)) throw new Error(`a ${node.kind} without its ${field}`);
      const value = own.get(field);
      this.value(field === "function" ? functionText(value as FunctionName) : value);
      own.delete(field);
    }
    return own.size === 0 ? this : this.object(Object.fromEntries(own));
  }
}

/** What each tag stands for. */
const TAGS = new Map(
  (Object.entries(LAYOUTS) as [Kind, readonly string[]][]).map(([kind, [tag, ...fields]]) => [
    tag!,
    { kind, fields },
  ]),
);

/** Types are few and their objects are shared. */
const types = new Map<string, Type>();
function typeOf(text: string): Type {
  let type = types.get(text);
  if (type === undefined) types.set(text, (type = parseType(text)));
  return type;
}
function parseType(text: string): Type {
  if (!text.startsWith("{")) return valueType(BASES[text[0]!]!, QUALIFIERS[text[1]!]!);
  const fields = text.slice(1, -1).split(",");
  return {
    kind: "record",
    fields: fields.map((field) => {
      const [name, type] = field.split(":") as [string, string];
      return { name, type: typeOf(type) };
    }),
  };
}

const NUMBER = /[-+.0-9e]+/y;
const BARE = /[a-zA-Z0-9_.]+/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const TYPE = /[a-z]{2}|\{[^}]*\}/y;

/** Reads what `ShippedWriter` wrote. The text is the compiler's own: what it did not write is a fault of the build. */
export class ShippedReader {
  private at = 0;

  constructor(private readonly text: string) {}

  private token(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) throw new Error(`the library's text is broken at ${this.at}: ${this.text}`);
    this.at = pattern.lastIndex;
    return found[0];
  }

  private next(): string {
    while (this.text[this.at] === " ") this.at++;
    return this.text[this.at]!;
  }

  /** Whether the next character is this one, which is then behind. */
  private passed(mark: string): boolean {
    if (this.next() !== mark) return false;
    this.at++;
    return true;
  }

  type(): Type {
    this.next();
    return typeOf(this.token(TYPE));
  }

  /** The type that follows a tag. */
  private tagged(): Type {
    if (this.text[this.at] !== ":") return typeOf(NUMBERS);
    this.at++;
    return typeOf(this.token(TYPE));
  }

  formals(): TypedFormal[] {
    const formals: TypedFormal[] = [];
    for (this.passed("["); !this.passed("]");) {
      const input = this.passed(INPUT);
      if (!input) this.passed(FORMAL);
      const type = this.tagged();
      const name = this.value() as string;
      const aliases = this.value() as string[];
      const initial = this.value() as TypedExpression | null;
      const range = this.value() as [number, number, number, string[]] | null;
      formals.push({
        input,
        name,
        type,
        default: initial,
        range: range && { min: range[0], max: range[1], step: range[2], choices: range[3] },
        aliases,
      });
    }
    return formals;
  }

  value(): unknown {
    const mark = this.next();
    switch (mark) {
      case "_":
        this.at++;
        return null;
      case "~":
        this.at++;
        return NaN;
      case "+":
        this.at += 2;
        return this.text[this.at - 1] === "t";
      case '"':
        return JSON.parse(this.token(QUOTED)) as string;
      case "{":
        return this.object({});
      case "[": {
        const items: unknown[] = [];
        for (this.at++; !this.passed("]");) items.push(this.value());
        return items;
      }
      default:
    }
    if (mark === "-" || (mark >= "0" && mark <= "9")) return Number(this.token(NUMBER));
    return mark >= "a" ? this.token(BARE) : this.node();
  }

  private object(into: Record<string, unknown>): Record<string, unknown> {
    for (this.passed("{"); !this.passed("}");) {
      const name = this.token(BARE);
      into[name] = this.value();
    }
    return into;
  }

  private node(): TypedExpression {
    const { kind, fields } = TAGS.get(this.text[this.at++]!)!;
    const node: Record<string, unknown> = { kind, type: this.tagged(), span: NOWHERE };
    for (const field of fields) {
      const value = this.value();
      node[field] = field === "function" ? functionName(value as string) : value;
    }
    if (this.at < this.text.length && this.next() === "{") this.object(node);
    return node as unknown as TypedExpression;
  }
}

function functionName(text: string): FunctionName {
  const dot = text.indexOf(".");
  return { module: text.slice(0, Math.max(0, dot)), name: text.slice(dot + 1) };
}
