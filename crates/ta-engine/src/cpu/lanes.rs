//! Rows side by side: arithmetic that is written once and runs for one row or for eight.
//!
//! Every operation is the correctly rounded one on each lane by itself, so a row's bits depend neither on how many
//! rows run beside it nor on the instruction set.

use super::Cpu;
use std::marker::PhantomData;
use std::ops::{Add, Div, Mul, Sub};

/// Rows of a [`Vector`].
pub(crate) const EIGHT: usize = 8;

/// Numbers of rows side by side, each operated on by itself.
pub trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// The same number in every lane.
    fn splat(value: f64) -> Self;
    /// `self * factor + plus`, rounded once.
    fn fma(self, factor: Self, plus: Self) -> Self;
    fn sqrt(self) -> Self;
    fn abs(self) -> Self;
    /// `self` where it is greater, else `other`: also where either is missing.
    fn greater(self, other: Self) -> Self;
    /// `self` where it is less, else `other`: also where either is missing.
    fn lesser(self, other: Self) -> Self;
    /// `then` where `self` is greater than `other`, else `otherwise`: also where either is missing.
    fn where_greater(self, other: Self, then: Self, otherwise: Self) -> Self;
    /// `then` where `self` is missing, else `otherwise`.
    fn where_missing(self, then: Self, otherwise: Self) -> Self;
    /// [`finite`](crate::kernels::finite) of each lane.
    #[inline(always)]
    #[allow(clippy::eq_op)] // the difference is 0 of a finite number and NaN of an infinite one
    fn finite(self) -> Self {
        self + (self - self)
    }
}

/// Eight consecutive rows of a column, the oldest in the first lane.
pub trait Vector: Lanes {
    fn load(from: &[f64; EIGHT]) -> Self;
    /// The same numbers, which were not written side by side just before: loading them as one would wait for that.
    fn of(values: [f64; EIGHT]) -> Self;
    fn store(self, to: &mut [f64; EIGHT]);
    /// Each lane's number `K` rows before, which is 1, 2, 4 or 8; `before` are the eight rows before these.
    fn ago<const K: usize>(self, before: Self) -> Self;
    /// Whether any lane is missing.
    fn any_missing(self) -> bool;
    /// A bit of each lane, the first the lowest, that is less than the other; neither it nor the next two of a missing one.
    fn less(self, other: Self) -> u8;
    /// The same of less or equal.
    fn less_or_equal(self, other: Self) -> u8;
    /// The same of equal.
    fn equal(self, other: Self) -> u8;
    /// The same of lanes where either is missing.
    fn unordered(self, other: Self) -> u8;
    /// Its lanes whose bits are set, and the others of `otherwise`.
    fn where_bits(self, bits: u8, otherwise: Self) -> Self;
    /// Whether any lane of any of them is what no register holds: infinite, or −0.
    fn any_foreign(vectors: [Self; 4]) -> bool;
}

/// The bits of an infinite number without its sign, and those of −0.
const INFINITE: i64 = f64::INFINITY.to_bits() as i64;
const MINUS_ZERO: i64 = (-0.0f64).to_bits() as i64;

/// One row.
pub(crate) struct Row<C>(pub f64, PhantomData<fn() -> C>);

impl<C> Row<C> {
    #[inline(always)]
    pub fn new(value: f64) -> Self {
        Self(value, PhantomData)
    }
}

impl<C> Clone for Row<C> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Row<C> {}

/// The operators of a type, which may be generic over the instruction set.
macro_rules! operators {
    (<$cpu:ident> $lanes:ty: $a:ident $b:ident { $($trait:ident $function:ident $value:expr;)* }) => {$(
        impl<$cpu: Cpu> $trait for $lanes {
            operators!(@ $a $b $function $value);
        }
    )*};
    ($lanes:ty: $a:ident $b:ident { $($trait:ident $function:ident $value:expr;)* }) => {$(
        impl $trait for $lanes {
            operators!(@ $a $b $function $value);
        }
    )*};
    (@ $a:ident $b:ident $function:ident $value:expr) => {
        type Output = Self;
        #[inline(always)]
        fn $function(self, other: Self) -> Self {
            let ($a, $b) = (self, other);
            $value
        }
    };
}

operators! {
    <C> Row<C>: a b {
        Add add Row::new(a.0 + b.0);
        Sub sub Row::new(a.0 - b.0);
        Mul mul Row::new(a.0 * b.0);
        Div div Row::new(a.0 / b.0);
    }
}

impl<C: Cpu> Lanes for Row<C> {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Row::new(value)
    }
    #[inline(always)]
    fn fma(self, factor: Self, plus: Self) -> Self {
        Row::new(C::fma(self.0, factor.0, plus.0))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Row::new(self.0.sqrt())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Row::new(self.0.abs())
    }
    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        if self.0 > other.0 { self } else { other }
    }
    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        if self.0 < other.0 { self } else { other }
    }
    #[inline(always)]
    fn where_greater(self, other: Self, then: Self, otherwise: Self) -> Self {
        if self.0 > other.0 { then } else { otherwise }
    }
    #[inline(always)]
    fn where_missing(self, then: Self, otherwise: Self) -> Self {
        if self.0.is_nan() { then } else { otherwise }
    }
}

/// Eight rows by whatever vectors the compiler makes of them.
#[derive(Clone, Copy)]
pub struct Plain<C>([f64; EIGHT], PhantomData<fn() -> C>);

impl<C: Cpu> Plain<C> {
    #[inline(always)]
    fn each(function: impl Fn(usize) -> f64) -> Self {
        let mut lanes = [0.0; EIGHT];
        for (lane, slot) in lanes.iter_mut().enumerate() {
            *slot = function(lane);
        }
        Plain(lanes, PhantomData)
    }
}

operators! {
    <C> Plain<C>: a b {
        Add add Plain::each(|lane| a.0[lane] + b.0[lane]);
        Sub sub Plain::each(|lane| a.0[lane] - b.0[lane]);
        Mul mul Plain::each(|lane| a.0[lane] * b.0[lane]);
        Div div Plain::each(|lane| a.0[lane] / b.0[lane]);
    }
}

impl<C: Cpu> Lanes for Plain<C> {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Plain([value; EIGHT], PhantomData)
    }
    #[inline(always)]
    fn fma(self, factor: Self, plus: Self) -> Self {
        Plain::each(|lane| C::fma(self.0[lane], factor.0[lane], plus.0[lane]))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Plain::each(|lane| self.0[lane].sqrt())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Plain::each(|lane| self.0[lane].abs())
    }
    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        self.where_greater(other, self, other)
    }
    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        other.where_greater(self, self, other)
    }
    #[inline(always)]
    fn where_greater(self, other: Self, then: Self, otherwise: Self) -> Self {
        Plain::each(|lane| {
            if self.0[lane] > other.0[lane] {
                then.0[lane]
            } else {
                otherwise.0[lane]
            }
        })
    }
    #[inline(always)]
    fn where_missing(self, then: Self, otherwise: Self) -> Self {
        Plain::each(|lane| {
            if self.0[lane].is_nan() {
                then.0[lane]
            } else {
                otherwise.0[lane]
            }
        })
    }
}

impl<C: Cpu> Plain<C> {
    /// A bit of each lane of which `holds`.
    #[inline(always)]
    fn bits(self, other: Self, holds: impl Fn(f64, f64) -> bool) -> u8 {
        let mut bits = 0;
        for lane in 0..EIGHT {
            bits |= u8::from(holds(self.0[lane], other.0[lane])) << lane;
        }
        bits
    }
}

impl<C: Cpu> Vector for Plain<C> {
    #[inline(always)]
    fn less(self, other: Self) -> u8 {
        self.bits(other, |a, b| a < b)
    }
    #[inline(always)]
    fn less_or_equal(self, other: Self) -> u8 {
        self.bits(other, |a, b| a <= b)
    }
    #[inline(always)]
    fn equal(self, other: Self) -> u8 {
        self.bits(other, |a, b| a == b)
    }
    #[inline(always)]
    fn unordered(self, other: Self) -> u8 {
        self.bits(other, |a, b| a.is_nan() | b.is_nan())
    }
    #[inline(always)]
    fn where_bits(self, bits: u8, otherwise: Self) -> Self {
        Plain::each(|lane| {
            // By bits of the numbers: a choice between two loads would be a branch.
            let own = 0u64.wrapping_sub(u64::from(bits >> lane & 1));
            f64::from_bits((self.0[lane].to_bits() & own) | (otherwise.0[lane].to_bits() & !own))
        })
    }
    #[inline(always)]
    fn load(from: &[f64; EIGHT]) -> Self {
        Plain(*from, PhantomData)
    }
    #[inline(always)]
    fn of(values: [f64; EIGHT]) -> Self {
        Plain(values, PhantomData)
    }
    #[inline(always)]
    fn store(self, to: &mut [f64; EIGHT]) {
        *to = self.0;
    }
    #[inline(always)]
    fn ago<const K: usize>(self, before: Self) -> Self {
        Plain::each(|lane| {
            if lane < K {
                before.0[EIGHT + lane - K]
            } else {
                self.0[lane - K]
            }
        })
    }
    #[inline(always)]
    fn any_missing(self) -> bool {
        self.0.iter().fold(false, |any, value| any | value.is_nan())
    }
    #[inline(always)]
    fn any_foreign(vectors: [Self; 4]) -> bool {
        // A lane each, and no branch a value, so that they are vectors.
        let mut foreign = [0u64; EIGHT];
        for vector in &vectors {
            for (found, value) in foreign.iter_mut().zip(&vector.0) {
                let bits = value.to_bits() as i64;
                *found |= u64::from((bits & i64::MAX == INFINITE) | (bits == MINUS_ZERO));
            }
        }
        foreign.iter().fold(0, |any, found| any | found) != 0
    }
}

/// Vectors of x86-64.
///
/// The safety argument of every `unsafe` here: its intrinsics need an instruction set alone, and only code that
/// `select` chose for a CPU that has it names the types of `Cpu`, and so these vectors; what they read and write are
/// references to eight doubles, and none needs more alignment than those have.
#[cfg(target_arch = "x86_64")]
pub(super) mod x86 {
    use super::{EIGHT, INFINITE, Lanes, MINUS_ZERO, Vector};
    use std::arch::x86_64::*;
    use std::ops::{Add, Div, Mul, Sub};

    /// Eight rows in a register.
    #[derive(Clone, Copy)]
    pub struct Wide(__m512d);

    // SAFETY: of each block below as the module's documentation says.
    operators! {
        Wide: a b {
            Add add Wide(unsafe { _mm512_add_pd(a.0, b.0) });
            Sub sub Wide(unsafe { _mm512_sub_pd(a.0, b.0) });
            Mul mul Wide(unsafe { _mm512_mul_pd(a.0, b.0) });
            Div div Wide(unsafe { _mm512_div_pd(a.0, b.0) });
        }
    }

    impl Lanes for Wide {
        #[inline(always)]
        fn splat(value: f64) -> Self {
            // SAFETY: see the module.
            Wide(unsafe { _mm512_set1_pd(value) })
        }
        #[inline(always)]
        fn fma(self, factor: Self, plus: Self) -> Self {
            // SAFETY: see the module.
            Wide(unsafe { _mm512_fmadd_pd(self.0, factor.0, plus.0) })
        }
        #[inline(always)]
        fn sqrt(self) -> Self {
            // SAFETY: see the module.
            Wide(unsafe { _mm512_sqrt_pd(self.0) })
        }
        #[inline(always)]
        fn abs(self) -> Self {
            // SAFETY: see the module.
            Wide(unsafe { _mm512_abs_pd(self.0) })
        }
        #[inline(always)]
        fn greater(self, other: Self) -> Self {
            // SAFETY: see the module. The instruction gives its second operand where neither is greater.
            Wide(unsafe { _mm512_max_pd(self.0, other.0) })
        }
        #[inline(always)]
        fn lesser(self, other: Self) -> Self {
            // SAFETY: see the module. The instruction gives its second operand where neither is less.
            Wide(unsafe { _mm512_min_pd(self.0, other.0) })
        }
        #[inline(always)]
        fn where_greater(self, other: Self, then: Self, otherwise: Self) -> Self {
            // SAFETY: see the module.
            Wide(unsafe {
                let greater = _mm512_cmp_pd_mask::<_CMP_GT_OQ>(self.0, other.0);
                _mm512_mask_blend_pd(greater, otherwise.0, then.0)
            })
        }
        #[inline(always)]
        fn where_missing(self, then: Self, otherwise: Self) -> Self {
            // SAFETY: see the module.
            Wide(unsafe {
                let missing = _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(self.0, self.0);
                _mm512_mask_blend_pd(missing, otherwise.0, then.0)
            })
        }
    }

    impl Vector for Wide {
        #[inline(always)]
        fn less(self, other: Self) -> u8 {
            // SAFETY: see the module.
            unsafe { _mm512_cmp_pd_mask::<_CMP_LT_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn less_or_equal(self, other: Self) -> u8 {
            // SAFETY: see the module.
            unsafe { _mm512_cmp_pd_mask::<_CMP_LE_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn equal(self, other: Self) -> u8 {
            // SAFETY: see the module.
            unsafe { _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn unordered(self, other: Self) -> u8 {
            // SAFETY: see the module.
            unsafe { _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(self.0, other.0) }
        }
        #[inline(always)]
        fn where_bits(self, bits: u8, otherwise: Self) -> Self {
            // SAFETY: see the module.
            Wide(unsafe { _mm512_mask_blend_pd(bits, otherwise.0, self.0) })
        }
        #[inline(always)]
        fn load(from: &[f64; EIGHT]) -> Self {
            // SAFETY: see the module.
            Wide(unsafe { _mm512_loadu_pd(from.as_ptr()) })
        }
        #[inline(always)]
        fn of([a, b, c, d, e, f, g, h]: [f64; EIGHT]) -> Self {
            // SAFETY: see the module.
            Wide(unsafe { _mm512_setr_pd(a, b, c, d, e, f, g, h) })
        }
        #[inline(always)]
        fn store(self, to: &mut [f64; EIGHT]) {
            // SAFETY: see the module.
            unsafe { _mm512_storeu_pd(to.as_mut_ptr(), self.0) }
        }
        #[inline(always)]
        fn ago<const K: usize>(self, before: Self) -> Self {
            // SAFETY: see the module.
            Wide(unsafe {
                let (new, old) = (_mm512_castpd_si512(self.0), _mm512_castpd_si512(before.0));
                _mm512_castsi512_pd(match K {
                    1 => _mm512_alignr_epi64::<7>(new, old),
                    2 => _mm512_alignr_epi64::<6>(new, old),
                    4 => _mm512_alignr_epi64::<4>(new, old),
                    _ => old,
                })
            })
        }
        #[inline(always)]
        fn any_missing(self) -> bool {
            // SAFETY: see the module.
            unsafe { _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(self.0, self.0) != 0 }
        }
        #[inline(always)]
        fn any_foreign([a, b, c, d]: [Self; 4]) -> bool {
            // Classes of numbers: −0, and either infinity.
            const FOREIGN: i32 = 0x04 | 0x08 | 0x10;
            // SAFETY: see the module.
            unsafe {
                let (a, b) = (
                    _mm512_fpclass_pd_mask::<FOREIGN>(a.0),
                    _mm512_fpclass_pd_mask::<FOREIGN>(b.0),
                );
                let (c, d) = (
                    _mm512_fpclass_pd_mask::<FOREIGN>(c.0),
                    _mm512_fpclass_pd_mask::<FOREIGN>(d.0),
                );
                (a | b) | (c | d) != 0
            }
        }
    }

    /// Eight rows in two registers, the older first.
    #[derive(Clone, Copy)]
    pub struct Halves(__m256d, __m256d);

    // SAFETY: of each block below as the module's documentation says.
    operators! {
        Halves: a b {
            Add add Halves(unsafe { _mm256_add_pd(a.0, b.0) }, unsafe { _mm256_add_pd(a.1, b.1) });
            Sub sub Halves(unsafe { _mm256_sub_pd(a.0, b.0) }, unsafe { _mm256_sub_pd(a.1, b.1) });
            Mul mul Halves(unsafe { _mm256_mul_pd(a.0, b.0) }, unsafe { _mm256_mul_pd(a.1, b.1) });
            Div div Halves(unsafe { _mm256_div_pd(a.0, b.0) }, unsafe { _mm256_div_pd(a.1, b.1) });
        }
    }

    impl Halves {
        /// Four lanes `K` rows, 1 or 2, before, behind the four rows before them.
        ///
        /// # Safety
        /// The CPU has AVX2.
        #[inline(always)]
        unsafe fn half_ago<const K: usize>(half: __m256d, before: __m256d) -> __m256d {
            // SAFETY: the caller's.
            unsafe {
                // The last two before, then the first two.
                let two = _mm256_permute2f128_pd::<0x21>(before, half);
                if K == 2 {
                    two
                } else {
                    _mm256_shuffle_pd::<0b0101>(two, half)
                }
            }
        }
    }

    impl Lanes for Halves {
        #[inline(always)]
        fn splat(value: f64) -> Self {
            // SAFETY: see the module.
            let half = unsafe { _mm256_set1_pd(value) };
            Halves(half, half)
        }
        #[inline(always)]
        fn fma(self, factor: Self, plus: Self) -> Self {
            // SAFETY: see the module.
            unsafe {
                Halves(
                    _mm256_fmadd_pd(self.0, factor.0, plus.0),
                    _mm256_fmadd_pd(self.1, factor.1, plus.1),
                )
            }
        }
        #[inline(always)]
        fn sqrt(self) -> Self {
            // SAFETY: see the module.
            unsafe { Halves(_mm256_sqrt_pd(self.0), _mm256_sqrt_pd(self.1)) }
        }
        #[inline(always)]
        fn abs(self) -> Self {
            // SAFETY: see the module.
            unsafe {
                let sign = _mm256_set1_pd(-0.0);
                Halves(_mm256_andnot_pd(sign, self.0), _mm256_andnot_pd(sign, self.1))
            }
        }
        #[inline(always)]
        fn greater(self, other: Self) -> Self {
            // SAFETY: see the module. The instruction gives its second operand where neither is greater.
            unsafe { Halves(_mm256_max_pd(self.0, other.0), _mm256_max_pd(self.1, other.1)) }
        }
        #[inline(always)]
        fn lesser(self, other: Self) -> Self {
            // SAFETY: see the module. The instruction gives its second operand where neither is less.
            unsafe { Halves(_mm256_min_pd(self.0, other.0), _mm256_min_pd(self.1, other.1)) }
        }
        #[inline(always)]
        fn where_greater(self, other: Self, then: Self, otherwise: Self) -> Self {
            // SAFETY: see the module.
            unsafe {
                let first = _mm256_cmp_pd::<_CMP_GT_OQ>(self.0, other.0);
                let second = _mm256_cmp_pd::<_CMP_GT_OQ>(self.1, other.1);
                Halves(
                    _mm256_blendv_pd(otherwise.0, then.0, first),
                    _mm256_blendv_pd(otherwise.1, then.1, second),
                )
            }
        }
        #[inline(always)]
        fn where_missing(self, then: Self, otherwise: Self) -> Self {
            // SAFETY: see the module.
            unsafe {
                let first = _mm256_cmp_pd::<_CMP_UNORD_Q>(self.0, self.0);
                let second = _mm256_cmp_pd::<_CMP_UNORD_Q>(self.1, self.1);
                Halves(
                    _mm256_blendv_pd(otherwise.0, then.0, first),
                    _mm256_blendv_pd(otherwise.1, then.1, second),
                )
            }
        }
    }

    impl Halves {
        /// A bit of each lane on which a comparison holds.
        #[inline(always)]
        fn bits<const RELATION: i32>(self, other: Self) -> u8 {
            // SAFETY: see the module.
            unsafe {
                let first = _mm256_movemask_pd(_mm256_cmp_pd::<RELATION>(self.0, other.0));
                let second = _mm256_movemask_pd(_mm256_cmp_pd::<RELATION>(self.1, other.1));
                (first | second << 4) as u8
            }
        }
    }

    impl Vector for Halves {
        #[inline(always)]
        fn less(self, other: Self) -> u8 {
            self.bits::<_CMP_LT_OQ>(other)
        }
        #[inline(always)]
        fn less_or_equal(self, other: Self) -> u8 {
            self.bits::<_CMP_LE_OQ>(other)
        }
        #[inline(always)]
        fn equal(self, other: Self) -> u8 {
            self.bits::<_CMP_EQ_OQ>(other)
        }
        #[inline(always)]
        fn unordered(self, other: Self) -> u8 {
            self.bits::<_CMP_UNORD_Q>(other)
        }
        #[inline(always)]
        fn where_bits(self, bits: u8, otherwise: Self) -> Self {
            // SAFETY: see the module.
            unsafe {
                let bits = _mm256_set1_epi64x(i64::from(bits));
                let (first, second) = (
                    _mm256_setr_epi64x(1, 2, 4, 8),
                    _mm256_setr_epi64x(16, 32, 64, 128),
                );
                let first = _mm256_cmpeq_epi64(_mm256_and_si256(bits, first), first);
                let second = _mm256_cmpeq_epi64(_mm256_and_si256(bits, second), second);
                Halves(
                    _mm256_blendv_pd(otherwise.0, self.0, _mm256_castsi256_pd(first)),
                    _mm256_blendv_pd(otherwise.1, self.1, _mm256_castsi256_pd(second)),
                )
            }
        }
        #[inline(always)]
        fn load(from: &[f64; EIGHT]) -> Self {
            let (first, second) = from.split_at(EIGHT / 2);
            // SAFETY: see the module.
            unsafe { Halves(_mm256_loadu_pd(first.as_ptr()), _mm256_loadu_pd(second.as_ptr())) }
        }
        #[inline(always)]
        fn of([a, b, c, d, e, f, g, h]: [f64; EIGHT]) -> Self {
            // SAFETY: see the module.
            unsafe { Halves(_mm256_setr_pd(a, b, c, d), _mm256_setr_pd(e, f, g, h)) }
        }
        #[inline(always)]
        fn store(self, to: &mut [f64; EIGHT]) {
            let (first, second) = to.split_at_mut(EIGHT / 2);
            // SAFETY: see the module.
            unsafe {
                _mm256_storeu_pd(first.as_mut_ptr(), self.0);
                _mm256_storeu_pd(second.as_mut_ptr(), self.1);
            }
        }
        #[inline(always)]
        fn ago<const K: usize>(self, before: Self) -> Self {
            match K {
                // SAFETY: see the module.
                1 | 2 => unsafe {
                    Halves(
                        Self::half_ago::<K>(self.0, before.1),
                        Self::half_ago::<K>(self.1, self.0),
                    )
                },
                4 => Halves(before.1, self.0),
                _ => before,
            }
        }
        #[inline(always)]
        fn any_missing(self) -> bool {
            // SAFETY: see the module. Either of two numbers is missing where they do not compare.
            unsafe { _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_UNORD_Q>(self.0, self.1)) != 0 }
        }
        #[inline(always)]
        fn any_foreign([a, b, c, d]: [Self; 4]) -> bool {
            // SAFETY: see the module.
            unsafe {
                let mut any = _mm256_setzero_si256();
                for half in [a.0, a.1, b.0, b.1, c.0, c.1, d.0, d.1] {
                    let bits = _mm256_castpd_si256(half);
                    let size = _mm256_and_si256(bits, _mm256_set1_epi64x(i64::MAX));
                    let infinite = _mm256_cmpeq_epi64(size, _mm256_set1_epi64x(INFINITE));
                    let zero = _mm256_cmpeq_epi64(bits, _mm256_set1_epi64x(MINUS_ZERO));
                    any = _mm256_or_si256(any, _mm256_or_si256(infinite, zero));
                }
                _mm256_movemask_pd(_mm256_castsi256_pd(any)) != 0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EIGHT, Lanes, Row, Vector};
    use crate::cpu::{Cpu, Level, Work, run};

    const VALUES: [f64; 14] = [
        0.0,
        -0.0,
        -f64::INFINITY,
        1.0,
        -1.0,
        0.1,
        3.5,
        -2.25,
        1e300,
        -1e300,
        5e-324,
        1e-160,
        f64::NAN,
        f64::INFINITY,
    ];

    fn same(got: f64, expected: f64) -> bool {
        got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan()
    }

    fn every<L: Lanes>(a: L, b: L, c: L, d: L) -> [L; 12] {
        [
            a + b,
            a - b,
            a * b,
            a / b,
            a.fma(b, c),
            a.sqrt(),
            a.abs(),
            a.greater(b),
            a.lesser(b),
            a.where_greater(b, c, d),
            a.where_missing(b, c),
            a.finite(),
        ]
    }

    /// Every operation on eight rows, against the same on each by itself.
    struct Operations([[f64; EIGHT]; 4]);
    impl Work for Operations {
        type Output = ();
        #[inline(always)]
        fn work<C: Cpu>(self) {
            let [a, b, c, d] = self.0.map(|lanes| C::Eight::load(&lanes));
            for (at, found) in every(a, b, c, d).into_iter().enumerate() {
                let mut got = [0.0; EIGHT];
                found.store(&mut got);
                for lane in 0..EIGHT {
                    let [a, b, c, d] = self.0.map(|lanes| Row::<C>::new(lanes[lane]));
                    let expected = every(a, b, c, d)[at].0;
                    assert!(
                        same(got[lane], expected),
                        "{} {at}: {} {expected}",
                        C::NAME,
                        got[lane]
                    );
                }
            }
            let mut got = [[0.0; EIGHT]; 4];
            let [one, two, four, eight] = &mut got;
            b.ago::<1>(a).store(one);
            b.ago::<2>(a).store(two);
            b.ago::<4>(a).store(four);
            b.ago::<8>(a).store(eight);
            for lanes in [a, b, c, d] {
                let mut own = [0.0; EIGHT];
                lanes.store(&mut own);
                assert_eq!(
                    lanes.any_missing(),
                    own.iter().any(|value| value.is_nan()),
                    "{}",
                    C::NAME
                );
            }
            for bits in [0, 1, 2, 4, 8, 16, 32, 64, 128, 255, 0b1010_0110] {
                let mut own = [0.0; EIGHT];
                a.where_bits(bits, b).store(&mut own);
                for lane in 0..EIGHT {
                    let expected = if bits >> lane & 1 == 1 {
                        &self.0[0]
                    } else {
                        &self.0[1]
                    };
                    assert!(same(own[lane], expected[lane]), "{} {bits:b}", C::NAME);
                }
            }
            let pairs = || self.0[0].into_iter().zip(self.0[1]);
            let bits = |holds: fn((f64, f64)) -> bool| {
                pairs()
                    .rev()
                    .fold(0, |bits, pair| bits << 1 | u8::from(holds(pair)))
            };
            assert_eq!(a.less(b), bits(|(a, b)| a < b), "{}", C::NAME);
            assert_eq!(a.less_or_equal(b), bits(|(a, b)| a <= b), "{}", C::NAME);
            assert_eq!(a.equal(b), bits(|(a, b)| a == b), "{}", C::NAME);
            assert_eq!(
                a.unordered(b),
                bits(|(a, b)| a.is_nan() | b.is_nan()),
                "{}",
                C::NAME
            );
            let foreign = |value: &f64| value.is_infinite() || (*value == 0.0 && value.is_sign_negative());
            // Each by itself, beside others that are not.
            let plain = C::Eight::splat(f64::NAN);
            for at in 0..4 {
                for (lanes, own) in [a, b, c, d].into_iter().zip(&self.0) {
                    let mut four = [plain; 4];
                    four[at] = lanes;
                    let found = C::Eight::any_foreign(four);
                    assert_eq!(found, own.iter().any(foreign), "{} {own:?}", C::NAME);
                }
            }
            let rows = [self.0[0], self.0[1]].concat();
            for (got, ago) in got.into_iter().zip([1, 2, 4, 8]) {
                for lane in 0..EIGHT {
                    assert!(same(got[lane], rows[EIGHT + lane - ago]), "{} {ago}", C::NAME);
                }
            }
        }
    }

    #[test]
    fn eight_rows_have_the_bits_of_each() {
        let mut state = 88_172_645_463_325_252u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            VALUES[(state >> 11) as usize % VALUES.len()]
        };
        for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
            // Miri takes a thousand times as long.
            for _ in 0..if cfg!(miri) { 2 } else { 200 } {
                let lanes = std::array::from_fn(|_| std::array::from_fn(|_| random()));
                run(level, Operations(lanes));
            }
        }
    }
}
