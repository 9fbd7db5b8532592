import fc from "fast-check";
import { expect, it } from "vitest";
import { CompileError } from "../../src/diagnostics/diagnostic.ts";
import { elaborate } from "../../src/passes/elaborate.ts";
import { check } from "../../src/semantics/check.ts";
import { parse } from "../../src/syntax/parse.ts";

const pieces =
  `param n : int = 5 in 2 .. 9 \n let m = macd ( close ) \n out a = m . signal [ 1 ] > n and rsi ( 14 ) < 30 \n
fn f ( x , k : int ) = sma ( x , k ) \n alert q when f ( close , n ) >= bbands ( 20 , 2 ) . upper \n if then else not na true
"rows" missing = { up : high , down } 24h BTC trades @every_bar max ( 0 ) ** % - abs enter ( bbands ( ) ) input series bool`.split(
    / +/,
  );

/** A program of scans, whole: what is left of it is mutated as well. */
const scans =
  `param n : int = 5 in 2 .. 9 \n fn next ( s , x ) = s + x / n \n let t = scan ( high , { up : true , stop : na } , fn ( s , x ) =>
{ stop : if s . up then greater ( s . stop , x ) else next ( s . stop , low [ 1 ] ) , up : x > s . stop } ) \n out u = t . up \n
out v = scan ( n , fn ( s ) => next ( s , sma ( close , n ) ) ) \n out w = scan ( x = close > t . stop , init = na , step = fn ( s , c ) => c or s )`.split(
    / +/,
  );

it("never throws on any program, and what it accepts elaborates", () => {
  let accepted = 0;
  const program = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((words) => words.join(" "));
  const mutated = fc
    .tuple(fc.constantFrom(...pieces), fc.nat(pieces.length - 1), fc.nat(3))
    .map(([word, at, removed]) =>
      [...pieces.slice(0, 58).slice(0, at), word, ...pieces.slice(at + removed, 58)].join(" "),
    );
  const words = [...scans, ...pieces];
  const mutatedScans = fc
    .tuple(fc.constantFrom(...words), fc.nat(scans.length), fc.nat(3))
    .map(([word, at, removed]) => [...scans.slice(0, at), word, ...scans.slice(at + removed)].join(" "))
    // A deeper line would go on with the one before.
    .map((source) => source.replace(/\n\s+/g, "\n"));
  let stepped = 0;
  fc.assert(
    fc.property(fc.oneof(program, mutated, mutatedScans), (source) => {
      const parsed = parse(source);
      const { typed, diagnostics } = check(parsed.program, source);
      expect(typed === null).toBe(diagnostics.some((each) => each.severity === "error"));
      for (const { span } of diagnostics)
        expect(span.start >= 0 && span.end <= source.length && span.start <= span.end).toBe(true);
      if (typed === null || parsed.diagnostics.length > 0) return;
      accepted++;
      if (JSON.stringify(typed).includes('"kind":"scan"')) stepped++;
      try {
        elaborate(typed);
      } catch (error) {
        expect(error).toBeInstanceOf(CompileError);
      }
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(10);
  expect(stepped).toBeGreaterThan(10);
});
