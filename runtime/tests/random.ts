/** Random programs and random bars, for the laws. */
import fc from "fast-check";

const length = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 70 }), fc.constant("n"));
const number = fc.constantFrom("0", "1", "-1", "0.5", "2", "3", "7.25", "100", "1000000", "0.1");
const field = fc.constantFrom("open", "high", "low", "close", "volume");
const policy = fc.constantFrom("", "", ', missing = "observed"', ", min_samples = 1", ', missing = "rows"');

type Expression = fc.Arbitrary<string>;

const WINDOWS = [
  "sma",
  "wma",
  "stdev",
  "variance",
  "max",
  "min",
  "sum",
  "median",
  "argmax",
  "argmin",
  "rank",
  "linreg",
  "slope",
];
const AVERAGES = ["ema", "rma", "rsi", "roc"];
const PAIRS = ["cov", "correl", "beta"];
const POINTWISE = ["abs", "sign", "sqrt", "floor", "ceil", "round", "exp", "log"];

/** What a scan's step makes of its state and its input: stateless over the state, anything over what is around it. */
const { step } = fc.letrec<{ step: string }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 3, depthIdentifier: "step", withCrossShrink: true },
    fc.constantFrom("STATE", "STATE", "x", "coalesce(STATE, x)"),
    fc.oneof(number, fc.constantFrom("high", "ema(low, n)", "close[1]", "barssince(close > open)")),
    fc
      .tuple(tie("step"), fc.constantFrom("+", "-", "*", "/", "%"), tie("step"))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc
      .tuple(fc.constantFrom("greater", "lesser", "coalesce"), tie("step"), tie("step"))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc.tuple(fc.constantFrom("abs", "sign", "floor", "exp"), tie("step")).map(([name, x]) => `${name}(${x})`),
    fc
      .tuple(tie("step"), fc.constantFrom("<", ">=", "!="), tie("step"), tie("step"), tie("step"))
      .map(([a, sign, b, yes, no]) => `(if ${a} ${sign} ${b} then ${yes} else ${no})`),
  ) as Expression,
}));
const start = fc.constantFrom("0", "1", "na", "-0.5", "n", "100");

/** A series or a condition of the language's first library. Depth is bounded, so programs stay readable. */
export const { float, bool } = fc.letrec<{ float: string; bool: string }>((tie) => ({
  float: fc.oneof(
    { maxDepth: 3, depthIdentifier: "program", withCrossShrink: true },
    field,
    fc
      .tuple(fc.constantFrom(...WINDOWS), tie("float"), length, policy)
      .map(([name, x, n, more]) => `${name}(${x}, ${n}${more})`),
    fc.tuple(fc.constantFrom(...AVERAGES), tie("float"), length).map(([name, x, n]) => `${name}(${x}, ${n})`),
    fc
      .tuple(fc.constantFrom(...PAIRS), tie("float"), tie("float"), fc.integer({ min: 2, max: 40 }))
      .map(([name, x, y, n]) => `${name}(${x}, ${y}, ${n})`),
    fc
      .tuple(tie("float"), fc.constantFrom("+", "-", "*", "/", "%"), fc.oneof(tie("float"), number))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc
      .tuple(number, fc.constantFrom("+", "-", "*", "/"), tie("float"))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(tie("float"), fc.integer({ min: 0, max: 9 })).map(([x, lag]) => `(${x})[${lag}]`),
    fc.tuple(fc.constantFrom(...POINTWISE), tie("float")).map(([name, x]) => `${name}(${x})`),
    fc
      .tuple(fc.constantFrom("greater", "lesser", "coalesce"), tie("float"), tie("float"))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc.tuple(tie("bool"), tie("float"), tie("float")).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
    fc
      .tuple(tie("float"), fc.constantFrom("macd", "signal", "histogram"))
      .map(([x, part]) => `macd(${x}, 3, 8, 4).${part}`),
    fc
      .tuple(tie("float"), length, fc.constantFrom("upper", "lower"))
      .map(([x, n, part]) => `bbands(${x}, ${n}, 2).${part}`),
    fc.tuple(length).map(([n]) => `atr(${n})`),
    tie("float").map((x) => `cumsum(${x})`),
    fc
      .tuple(tie("float"), start, step)
      .map(([x, init, text]) => `scan(${x}, ${init}, fn(s, x) => ${text.replaceAll("STATE", "s")})`),
    fc.tuple(tie("float"), start, step, step, fc.constantFrom("a", "b")).map(([x, init, a, b, field]) => {
      const [first, second] = [a, b].map((text) =>
        text.replaceAll("STATE", () => (text.length % 2 === 0 ? "s.a" : "s.b")),
      );
      return `scan(${x}, {a: ${init}, b: 1}, fn(s, x) => {b: ${second}, a: ${first}}).${field}`;
    }),
    tie("bool").map((c) => `barssince(${c})`),
  ) as Expression,
  bool: fc.oneof(
    { maxDepth: 3, depthIdentifier: "program", withCrossShrink: true },
    fc.tuple(field, field).map(([a, b]) => `(${a} > ${b})`),
    fc
      .tuple(tie("float"), fc.constantFrom("<", "<=", ">", ">=", "!="), fc.oneof(tie("float"), number))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc
      .tuple(tie("bool"), fc.constantFrom("and", "or"), tie("bool"))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    tie("bool").map((c) => `(not ${c})`),
    fc
      .tuple(tie("bool"), fc.constantFrom("true", "false", "na"), fc.constantFrom("or", "and"), step)
      .map(
        ([c, init, sign, text]) =>
          `scan(${c}, ${init}, fn(s, x) => if x then not s else s ${sign} ${text.replaceAll("STATE", "low").replace(/\bx\b/g, "close")} > 0)`,
      ),
    fc
      .tuple(fc.constantFrom("crossup", "crossdown"), tie("float"), tie("float"))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc
      .tuple(fc.constantFrom("rising", "falling", "is_missing"), tie("float"))
      .map(([name, x]) => `${name}(${x})`),
  ) as Expression,
}));

/** A program's outputs and alerts, each a statement that can stand alone after the parameters. */
export interface RandomProgram {
  readonly head: string;
  readonly outputs: readonly { readonly name: string; readonly text: string }[];
  readonly alerts: readonly { readonly name: string; readonly text: string }[];
}

export const program: fc.Arbitrary<RandomProgram> = fc
  .tuple(
    fc.array(fc.oneof(float, float, bool), { minLength: 1, maxLength: 4 }),
    fc.array(bool, { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([values, conditions, everyBar]) => ({
    head: "param n: int = 9 in 1..60\n",
    outputs: values.map((text, index) => ({ name: `o${index}`, text: `out o${index} = ${text}\n` })),
    alerts: conditions.map((text, index) => ({
      name: `a${index}`,
      text: `${everyBar ? "@every_bar\n" : ""}alert a${index} when ${text}\n`,
    })),
  }));

/** The whole text of a program. */
export const source = ({ head, outputs, alerts }: RandomProgram): string =>
  head + [...outputs, ...alerts].map((statement) => statement.text).join("");

/** Columns of one length: prices that repeat, jump, stand still and go missing. */
export const bars = (maxRows: number): fc.Arbitrary<Record<string, Float64Array>> =>
  fc
    .tuple(
      fc.integer({ min: 1, max: maxRows }),
      fc.integer(),
      fc.constantFrom(0, 0, 0.02, 0.3),
      fc.constantFrom(100, 1e9, 1e-6, 1),
    )
    .map(([rows, seed, gaps, scale]) => {
      let state = seed | 0;
      const uniform = (): number => {
        // A small generator of its own, so that a seed that fails says everything.
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
      };
      const columns: Record<string, Float64Array> = {};
      for (const name of ["open", "high", "low", "close", "volume"]) {
        const column = new Float64Array(rows);
        let value = scale;
        for (let row = 0; row < rows; row++) {
          const kind = uniform();
          if (kind < 0.6) value = scale * (1 + (uniform() - 0.5) / 10);
          else if (kind < 0.62) value = -value * 3;
          column[row] = uniform() < gaps ? NaN : kind > 0.97 ? 0 : kind > 0.9 ? Math.round(value) : value;
        }
        columns[name] = column;
      }
      return columns;
    });
