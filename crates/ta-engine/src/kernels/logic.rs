//! Kleene logic over conditions 0, 1 and 2 (unknown), and choices between values.

use super::cell::Cell;
use super::conditions::{Bools, WORDS, Word};
use super::stateless::{One, Three, Two, functions};
use super::{BlockFile, UNKNOWN};
use crate::cpu::lanes::{EIGHT, Vector};
use crate::cpu::{Cpu, Work};

/// All bits where it is 1, none where it is 0.
#[inline(always)]
fn all_bits(one: u8) -> u64 {
    0u64.wrapping_sub(u64::from(one))
}

functions! {
    /// Not; unknown stays unknown.
    Not(a: u8) -> u8 = if a == UNKNOWN { UNKNOWN } else { a ^ 1 }, block one_word;
}
functions! {
    /// A condition as 1, 0 or missing.
    FloatOf(a: u8) -> f64 = if a == UNKNOWN { f64::NAN } else { f64::from(a) };
}
functions! {
    /// Whether a value is missing; always known.
    IsMissing(x: f64) -> u8 = u8::from(x.is_nan()), block missing;
}
functions! {
    /// False where either is, true where both are, else unknown.
    And(a: u8, b: u8) -> u8 = if (a == 0) | (b == 0) { 0 } else if (a & b) == 1 { 1 } else { UNKNOWN }, block two_words;
    /// True where either is, false where both are not, else unknown.
    Or(a: u8, b: u8) -> u8 = if (a == 1) | (b == 1) { 1 } else { a | b }, block two_words;
    /// The first known condition.
    CoalesceBool(a: u8, b: u8) -> u8 = if a == UNKNOWN { b } else { a }, block two_words;
}
functions! {
    /// The first known value.
    Coalesce(a: f64, b: f64) -> f64 = if a.is_nan() { b } else { a };
}
functions! {
    /// `a` where the condition holds, `b` where it does not, missing where it is unknown. By bits: of two ways to an
    /// operand the compiler makes one load, and of a block of loads that depend on data a gather.
    Select(c: u8, a: f64, b: f64) -> f64 = {
        let (holds, unknown) = (all_bits(c & 1), all_bits(c >> 1));
        let value = (a.to_bits() & holds) | (b.to_bits() & !holds);
        f64::from_bits((value & !unknown) | (f64::NAN.to_bits() & unknown))
    }, block chosen;
}
functions! {
    /// The same for conditions.
    SelectBool(c: u8, a: u8, b: u8) -> u8 = {
        let value = if c == 1 { a } else { b };
        if c == UNKNOWN { UNKNOWN } else { value }
    }, block three_words;
}

/// A function of sixty-four conditions.
trait OneWord {
    fn word(a: Word) -> Word;
}
pub(super) trait TwoWords {
    fn words(a: Word, b: Word) -> Word;
}
trait ThreeWords {
    fn words(c: Word, a: Word, b: Word) -> Word;
}

impl OneWord for Not {
    #[inline(always)]
    fn word(a: Word) -> Word {
        // Surely not what may not be; perhaps not what is not sure.
        Word {
            holds: !a.may,
            may: !a.holds,
        }
    }
}
impl TwoWords for And {
    #[inline(always)]
    fn words(a: Word, b: Word) -> Word {
        Word {
            holds: a.holds & b.holds,
            may: a.may & b.may,
        }
    }
}
impl TwoWords for Or {
    #[inline(always)]
    fn words(a: Word, b: Word) -> Word {
        Word {
            holds: a.holds | b.holds,
            may: a.may | b.may,
        }
    }
}
impl TwoWords for CoalesceBool {
    #[inline(always)]
    fn words(a: Word, b: Word) -> Word {
        let unknown = !a.known();
        Word {
            holds: a.holds | (unknown & b.holds),
            may: a.holds | (unknown & b.may),
        }
    }
}
impl ThreeWords for SelectBool {
    #[inline(always)]
    fn words(c: Word, a: Word, b: Word) -> Word {
        Word {
            holds: (c.holds & a.holds) | (!c.may & b.holds),
            may: (c.holds & a.may) | (!c.may & b.may) | !c.known(),
        }
    }
}

/// Such a function over a block, whatever the instruction set: it is some words.
#[inline(always)]
#[allow(clippy::extra_unused_type_parameters)] // called as what the instruction set matters to
fn one_word<F: OneWord + One, C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize) {
    let a = file.bools[inputs[0]];
    file.bools[output] = Bools::made(|at| F::word(a.word(at)));
}
#[inline(always)]
#[allow(clippy::extra_unused_type_parameters)] // called as what the instruction set matters to
fn two_words<F: TwoWords + Two, C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize) {
    let [a, b] = [0, 1].map(|operand| file.bools[inputs[operand]]);
    file.bools[output] = Bools::made(|at| F::words(a.word(at), b.word(at)));
}
#[inline(always)]
#[allow(clippy::extra_unused_type_parameters)] // called as what the instruction set matters to
fn three_words<F: ThreeWords + Three, C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize) {
    let [c, a, b] = inputs.map(|register| file.bools[register]);
    file.bools[output] = Bools::made(|at| F::words(c.word(at), a.word(at), b.word(at)));
}

/// [`Select`] of rows eight by eight.
struct Chosen<'a> {
    conditions: &'a Bools,
    a: &'a [f64],
    b: &'a [f64],
    out: &'a mut [f64],
}

impl Work for Chosen<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Chosen {
            conditions,
            a,
            b,
            out,
        } = self;
        // Most blocks know all of their conditions.
        if conditions.any_unknown(out.len()) {
            choose::<C, true>(conditions, a, b, out);
        } else {
            choose::<C, false>(conditions, a, b, out);
        }
    }
}

#[inline(always)]
fn choose<C: Cpu, const UNKNOWNS: bool>(conditions: &Bools, a: &[f64], b: &[f64], out: &mut [f64]) {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
    let (out, out_rest) = out.as_chunks_mut::<64>();
    for (at, ((a, b), out)) in a.iter().zip(b).zip(&mut *out).enumerate() {
        choose_word::<C::Eight, UNKNOWNS>(conditions.word(at), a, b, out);
    }
    if !out_rest.is_empty() {
        let (mut last, mut other, mut found) = ([0.0; 64], [0.0; 64], [0.0; 64]);
        last[..a_rest.len()].copy_from_slice(a_rest);
        other[..b_rest.len()].copy_from_slice(b_rest);
        choose_word::<C::Eight, UNKNOWNS>(conditions.word(out.len()), &last, &other, &mut found);
        out_rest.copy_from_slice(&found[..out_rest.len()]);
    }
}

/// Of sixty-four rows.
#[inline(always)]
fn choose_word<V: Vector, const UNKNOWNS: bool>(
    conditions: Word,
    a: &[f64; 64],
    b: &[f64; 64],
    out: &mut [f64; 64],
) {
    let (mut holds, mut unknown) = (conditions.holds, !conditions.known());
    let (a, b) = (a.as_chunks::<EIGHT>().0, b.as_chunks::<EIGHT>().0);
    for ((a, b), out) in a.iter().zip(b).zip(out.as_chunks_mut::<EIGHT>().0) {
        let mut value = V::load(a).where_bits(holds as u8, V::load(b));
        if UNKNOWNS {
            value = V::splat(f64::NAN).where_bits(unknown as u8, value);
            unknown >>= EIGHT;
        }
        value.store(out);
        holds >>= EIGHT;
    }
}

#[inline(always)]
fn chosen<F: Three, C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize) {
    let mut block = f64::take(file, output);
    C::run(Chosen {
        conditions: &file.bools[inputs[0]],
        a: f64::cells(file, inputs[1]),
        b: f64::cells(file, inputs[2]),
        out: &mut block.0[..file.rows],
    });
    f64::put(file, output, block);
}

/// [`IsMissing`] of rows eight by eight.
struct Missings<'a>(&'a [f64]);

impl Work for Missings<'_> {
    type Output = Bools;
    #[inline(always)]
    fn work<C: Cpu>(self) -> Bools {
        let mut missing = [0; WORDS];
        let (eights, rest) = self.0.as_chunks::<EIGHT>();
        for (at, eight) in eights.iter().enumerate() {
            let eight = C::Eight::load(eight);
            missing[at / EIGHT] |= u64::from(eight.unordered(eight)) << (at % EIGHT * EIGHT);
        }
        for (at, value) in rest.iter().enumerate() {
            let row = eights.len() * EIGHT + at;
            missing[row / 64] |= u64::from(value.is_nan()) << (row % 64);
        }
        Bools::made(|at| Word {
            holds: missing[at],
            may: missing[at],
        })
    }
}

#[inline(always)]
fn missing<F: One, C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize) {
    file.bools[output] = C::run(Missings(f64::cells(file, inputs[0])));
}
