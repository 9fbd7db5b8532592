//! An exponential average whose coefficient is a series: KAMA, MAMA, VIDYA.
//!
//! In innovation form, as [`average`](super::average) has it: the row function tracks `v = y - x`, so a constant's average is
//! that constant, exactly, and rows count in segments of eight, each computed from the segment's base, which lets a block
//! run them side by side with the same bits.

use super::factory::LaneSpec;
use super::machine::{Machine, count, known};
use super::{StateError, StateReader, StateWriter, finite};
use crate::cpu::{Cpu, Lanes};
use crate::generated::kernels::Op;

/// Below this a base is zero: what decays must not end in subnormals.
const FLUSH: f64 = 1e-271;

/// More rows than any history has: a state that claims more is refused.
const ROWS: u64 = 1 << 53;

/// State: the last observed value and 1 less its coefficient, the segment's base, what came in since, the product of the
/// coefficients since, and the observed rows.
///
/// An average that leaves the finite numbers starts over at the next row, so a spike does not silence it for ever.
#[derive(Clone, Copy)]
pub(super) struct Adaptive {
    last: f64,
    beta: f64,
    base: f64,
    q: f64,
    power: f64,
    rows: u64,
}

const START: Adaptive = Adaptive {
    last: 0.0,
    beta: 0.0,
    base: 0.0,
    q: 0.0,
    power: 1.0,
    rows: 0,
};

type Segments = [[f64; 8]; 8];

/// Eight segments side by side, from a segment's start behind the first row, of which the first `few` count. `None` where
/// a row is one that the row function would treat specially, or a base may have to be flushed: then `out` means nothing.
#[inline(always)]
fn segments<C: Cpu>(
    head: &Adaptive,
    few: usize,
    x: &Segments,
    alpha: &Segments,
    out: &mut Segments,
) -> Option<Adaptive> {
    let across =
        |segments: &Segments| C::Lanes::transposed(std::array::from_fn(|row| C::Lanes::load(&segments[row])));
    let one = C::Lanes::splat(1.0);
    let (x_of, beta) = (across(x), across(alpha).map(|alpha| one.less(alpha)));
    let (mut q, mut power) = (
        [x_of[7].after(C::Lanes::splat(head.last)).less(x_of[0]); 8],
        [one; 8],
    );
    for j in 1..8 {
        q[j] = q[j - 1].fma(beta[j - 1], x_of[j - 1].less(x_of[j]));
        power[j] = power[j - 1].times(beta[j - 1]);
    }
    let (mut ends, mut powers, mut betas) = ([0.0; 8], [0.0; 8], [0.0; 8]);
    q[7].store(&mut ends);
    power[7].store(&mut powers);
    beta[7].store(&mut betas);
    let mut bases = [head.base; 9];
    for segment in 0..8 {
        bases[segment + 1] = betas[segment] * C::fma(powers[segment], bases[segment], ends[segment]);
    }
    let [a, b, c, d, e, f, g, h, _] = bases;
    let base = C::Lanes::of([a, b, c, d, e, f, g, h]);
    let mut y = x_of;
    for (j, y) in y.iter_mut().enumerate() {
        *y = beta[j].fma(power[j].fma(base, q[j]), x_of[j]).finite();
    }
    let plain = !C::Lanes::any_missing(&y) & !base.any_below(FLUSH);
    for (out, y) in out.iter_mut().zip(C::Lanes::transposed(y)) {
        y.store(out);
    }
    // The base behind the last segment is not among those that were looked at.
    let base = bases[few];
    let kept = base.to_bits() == 0 || (base.abs() >= FLUSH && base.is_finite());
    (plain && kept).then_some(Adaptive {
        last: x[few - 1][7],
        beta: betas[few - 1],
        base,
        q: 0.0,
        power: 1.0,
        rows: head.rows + 8 * few as u64,
    })
}

impl Adaptive {
    /// As [`segments`], of the first rows of what is left: how many were done.
    #[inline(always)]
    fn side_by_side<C: Cpu>(&mut self, x: &[f64], alpha: &[f64], out: &mut [f64]) -> Option<usize> {
        let few = (x.len() / 8).min(8);
        if self.rows == 0 || !self.rows.is_multiple_of(8) || few == 0 {
            return None;
        }
        let rows = 8 * few;
        if let (Some(x), Some(alpha), Some(out)) = (
            x.as_chunks().0.first_chunk(),
            alpha.as_chunks().0.first_chunk(),
            out.as_chunks_mut().0.first_chunk_mut(),
        ) {
            *self = segments::<C>(self, 8, x, alpha, out)?;
            return Some(rows);
        }
        // What fills up the eight is a constant, which is as plain as what is before it.
        let (mut x_of, mut alpha_of) = ([[x[rows - 1]; 8]; 8], [[0.5; 8]; 8]);
        let mut results = [[0.0; 8]; 8];
        x_of.as_flattened_mut()[..rows].copy_from_slice(&x[..rows]);
        alpha_of.as_flattened_mut()[..rows].copy_from_slice(&alpha[..rows]);
        *self = segments::<C>(self, few, &x_of, &alpha_of, &mut results)?;
        out[..rows].copy_from_slice(&results.as_flattened()[..rows]);
        Some(rows)
    }
}

impl Machine<3, 1> for Adaptive {
    fn new(_: &LaneSpec) -> Self {
        START
    }
    fn result_of(_: Op) -> usize {
        0
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x, alpha, start]: [f64; 3]) -> [f64; 1] {
        let row = self.rows;
        if row == 0 {
            (self.last, self.base) = (x, start - x);
        }
        let beta = 1.0 - alpha;
        self.q = C::fma(self.q, self.beta, self.last - x);
        let v = C::fma(self.power, self.base, self.q);
        let y = finite(C::fma(beta, v, x));
        if y.is_nan() {
            *self = START;
            return [y];
        }
        self.rows = row.wrapping_add(1);
        (self.last, self.beta) = (x, beta);
        self.power *= beta;
        if row % 8 == 7 {
            (self.base, self.q, self.power) = (beta * v, 0.0, 1.0);
            if row % 64 == 63 && self.base.abs() < FLUSH {
                self.base = 0.0;
            }
        }
        if !(self.base.is_finite() && self.power.is_finite()) {
            *self = START;
        }
        [y]
    }
    #[inline(always)]
    fn rows<C: Cpu>(&mut self, [x, alpha, start]: [&[f64]; 3], [out]: [&mut [f64]; 1]) {
        let rows = x.len();
        let (alpha, start, out) = (&alpha[..rows], &start[..rows], &mut out[..rows]);
        let (mut own, mut at) = (*self, 0);
        while at < rows {
            let done = own.side_by_side::<C>(&x[at..], &alpha[at..], &mut out[at..]);
            // Where eight segments did not do, their rows go one by one.
            let begun = (own.rows % 8) as usize;
            let alone = match (done, own.rows) {
                (Some(_), _) => 0,
                (None, 0) => 1,
                (None, _) if begun > 0 => 8 - begun,
                (None, _) => 64,
            };
            at += done.unwrap_or(0);
            for row in at..rows.min(at + alone) {
                [out[row]] = own.row::<C>([x[row], alpha[row], start[row]]);
            }
            at += alone;
        }
        *self = own;
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, operands: [f64; 3]) -> [f64; 1] {
        let mut spare = *self;
        spare.row::<C>(operands)
    }
    fn write(&self, out: &mut StateWriter) {
        for value in [self.last, self.beta, self.base, self.q, self.power] {
            out.f64(value);
        }
        out.u64(self.rows);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let mut values = [0.0; 5];
        for value in &mut values {
            *value = known(state)?;
        }
        let [last, beta, base, q, power] = values;
        let offset = state.at;
        let rows = count(state, ROWS)?;
        // What a row function leaves: a fresh segment where one begins.
        if rows.is_multiple_of(8) && (q.to_bits() != 0 || power != 1.0) {
            return Err(StateError { offset });
        }
        *self = Self {
            last,
            beta,
            base,
            q,
            power,
            rows,
        };
        Ok(())
    }
    fn clear(&mut self) {
        *self = START;
    }
}
