//! The pinned libm's elementary functions, several rows side by side.
//!
//! The row function is `libm`'s own, and is the specification. Its branches choose among formulas by where the operand
//! lies; here the same operations are done for every row and the results chosen, so that the compiler makes vectors of
//! them. What is rare (next to nothing, beyond the doubles, missing) is left to the row function.

mod circular;
mod exponential;
mod logarithm;

use super::cell::Cell;
use super::factory::LaneSpec;
use super::pointwise;
use super::stateless::One;
use super::{
    BlockFile, BlockInstruction, RowFile, RowInstruction, StateError, StateReader, StateWriter, finite,
};
use crate::cpu::{Cpu, Work};
use std::marker::PhantomData;

/// A row function and its formula without branches.
pub(super) trait Elementary: Send + 'static {
    /// The row function.
    type Row: One<A = f64, Out = f64>;
    /// Whether [`Elementary::value`] has the row function's bits.
    fn ordinary(x: f64) -> bool;
    /// Of an ordinary operand the result, before it is made finite; of another any number.
    fn value(x: f64) -> f64;
}

macro_rules! elementary {
    ($($name:ident: $function:path, $ordinary:path;)*) => {$(
        pub(super) struct $name;
        impl Elementary for $name {
            type Row = pointwise::$name;
            #[inline(always)]
            fn ordinary(x: f64) -> bool {
                $ordinary(x)
            }
            #[inline(always)]
            fn value(x: f64) -> f64 {
                $function(x)
            }
        }
    )*};
}

elementary! {
    Exp: exponential::exp, exponential::exp_is_ordinary;
    Sinh: exponential::sinh, exponential::sinh_is_ordinary;
    Cosh: exponential::cosh, exponential::cosh_is_ordinary;
    Log: logarithm::log, logarithm::is_ordinary;
    Log10: logarithm::log10, logarithm::is_ordinary;
    Atan: circular::atan, circular::atan_is_ordinary;
    Sin: circular::sin, circular::sin_is_ordinary;
    Cos: circular::cos, circular::sin_is_ordinary;
    Tan: circular::tan, circular::sin_is_ordinary;
}

pub(super) use circular::atan_of_one;

/// Rows that are looked at together for one that is not ordinary.
const GROUP: usize = 64;

struct Rows<'a, F: Elementary> {
    x: &'a [f64],
    out: &'a mut [f64],
    function: PhantomData<F>,
}

impl<F: Elementary> Work for Rows<'_, F> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        for (x, out) in self.x.chunks(GROUP).zip(self.out.chunks_mut(GROUP)) {
            let mut special = 0u64;
            for (y, &x) in out.iter_mut().zip(x) {
                *y = finite(F::value(x));
                special |= u64::from(!F::ordinary(x));
            }
            if special == 0 {
                continue;
            }
            for (y, &x) in out.iter_mut().zip(x) {
                if !F::ordinary(x) {
                    *y = F::Row::call(x);
                }
            }
        }
    }
}

/// The arc tangents of as many rows.
#[inline(always)]
pub(super) fn arc_tangents<C: Cpu>(x: &[f64], out: &mut [f64]) {
    C::run(Rows::<Atan> {
        x,
        out,
        function: PhantomData,
    });
}

/// Maps the function over rows.
pub(super) struct Map<F, C> {
    input: usize,
    output: usize,
    kind: PhantomData<fn() -> (F, C)>,
}

impl<F: Elementary, C: Cpu> Map<F, C> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            kind: PhantomData,
        }
    }
}

impl<F: Elementary, C: Cpu> RowInstruction for Map<F, C> {
    fn row(&mut self, file: &mut RowFile) {
        file.floats[self.output] = F::Row::call(file.floats[self.input]);
    }
    fn peek(&mut self, file: &mut RowFile) {
        self.row(file);
    }
    fn save(&self, _: &mut StateWriter) {}
    fn load(&mut self, _: &mut StateReader<'_>) -> Result<(), StateError> {
        Ok(())
    }
    fn reset(&mut self) {}
}

impl<F: Elementary, C: Cpu> BlockInstruction for Map<F, C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let mut block = f64::take(file, self.output);
        let rows = file.rows;
        C::run(Rows::<F> {
            x: &f64::cells(file, self.input)[..rows],
            out: &mut block.0[..rows],
            function: PhantomData,
        });
        f64::put(file, self.output, block);
    }
    fn save(&self, _: &mut StateWriter) {}
    fn load(&mut self, _: &mut StateReader<'_>) -> Result<(), StateError> {
        Ok(())
    }
    fn reset(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::{Level, run};

    /// Every exponent and both signs with significands at random, near the bounds at which a formula is chosen, and at what
    /// callers have: small numbers and prices.
    fn operands() -> Vec<f64> {
        let mut state = 88_172_645_463_325_252u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let count = if cfg!(miri) { 64 } else { 200_000 };
        let mut found = vec![
            0.0,
            -0.0,
            1.0,
            -1.0,
            f64::NAN,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            5e-324,
        ];
        for _ in 0..count {
            let (bits, more) = (random(), random());
            found.push(f64::from_bits(bits));
            let significand = (bits >> 11) as f64 / (1u64 << 53) as f64;
            let sign = if more & 1 == 1 { -1.0 } else { 1.0 };
            for scale in [1.0, 3.0, 24.0, 100.0, 750.0, 1e7] {
                found.push(sign * significand * scale);
            }
            // Where the formulas change, and near multiples of a quarter of a turn.
            let bounds = [
                0.25541281188299536,
                0.4375,
                0.5493061443340548,
                0.6875,
                std::f64::consts::LN_2,
                std::f64::consts::FRAC_PI_4,
                1.0,
                1.1875,
                2.356194490192345,
                2.4375,
                3.9269908169872414,
                5.497787143782138,
                7.0685834705770345,
                20.0,
                13.86294361119891,
                38.816242111356935,
                708.3964185322641,
                709.782712893384,
                745.1332191019411,
            ];
            let bound = bounds[(more >> 8) as usize % bounds.len()];
            found.push(sign * bound * (1.0 + (significand - 0.5) * 2f64.powi(-((more >> 16) as i32 & 31))));
            let quarters = (more >> 24 & 1023) as f64 * std::f64::consts::FRAC_PI_2;
            found
                .push(sign * quarters * (1.0 + (significand - 0.5) * 2f64.powi(-((more >> 40) as i32 & 63))));
            let logs = (more >> 24 & 2047) as f64 * 0.5 * std::f64::consts::LN_2;
            found.push(sign * logs * (1.0 + (significand - 0.5) * 2f64.powi(-((more >> 40) as i32 & 63))));
        }
        found.retain(|value| !value.is_infinite());
        found
    }

    fn bits(value: f64) -> u64 {
        if value.is_nan() {
            f64::NAN.to_bits()
        } else {
            value.to_bits()
        }
    }

    fn agrees<F: Elementary>(name: &str) {
        let x = operands();
        let mut expected: Vec<f64> = x.iter().map(|&x| F::Row::call(x)).collect();
        // Alone too, whatever stands beside it.
        for (y, &x) in expected.iter().zip(&x) {
            if F::ordinary(x) {
                assert_eq!(bits(finite(F::value(x))), bits(*y), "{name} of {x:e}");
            }
        }
        let ordinary = x.iter().filter(|&&x| F::ordinary(x)).count();
        assert!(
            3 * ordinary > x.len(),
            "{name}: {ordinary} of {} side by side",
            x.len()
        );
        for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
            let mut out = vec![0.5; x.len()];
            run(
                level,
                Rows::<F> {
                    x: &x,
                    out: &mut out,
                    function: PhantomData,
                },
            );
            for ((got, expected), x) in out.iter().zip(&mut expected).zip(&x) {
                assert_eq!(bits(*got), bits(*expected), "{name} of {x:e}, {level:?}");
            }
        }
    }

    #[test]
    fn side_by_side_has_the_bits_of_the_row_function() {
        agrees::<Exp>("exp");
        agrees::<Sinh>("sinh");
        agrees::<Cosh>("cosh");
        agrees::<Log>("log");
        agrees::<Log10>("log10");
        agrees::<Atan>("atan");
        for x in operands() {
            assert_eq!(bits(atan_of_one(x)), bits(libm::atan(x)), "atan of {x:e} alone");
        }
        agrees::<Sin>("sin");
        agrees::<Cos>("cos");
        agrees::<Tan>("tan");
    }
}
