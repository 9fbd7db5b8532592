//! One binary, every CPU: kernels are generic bodies over [`Cpu`], compiled once for each instruction set
//! and chosen once, at run time.
//!
//! Every implementation gives the same bits: the only operation whose lowering differs is `fma`, which is
//! correctly rounded on each. `#[inline(always)]` on a body is what carries the instruction set into it.

pub(crate) mod lanes;

use lanes::Vector;

/// An instruction set that kernels are compiled for.
#[doc(hidden)]
pub trait Cpu: Copy + Send + 'static {
    /// Its name, as `ta explain` and the benchmarks print it.
    const NAME: &'static str;
    /// Eight doubles side by side.
    type Lanes: Lanes;
    /// Eight rows side by side.
    type Eight: Vector;
    /// Fused multiply-add, correctly rounded: `a * b + c`.
    fn fma(a: f64, b: f64, c: f64) -> f64;
    /// Runs `work` compiled for this instruction set, as a function of its own: what is compiled as one stays small.
    fn run<W: Work>(work: W) -> W::Output;
    /// Writes a cache line past the caches, where the instruction set can.
    ///
    /// # Safety
    /// The line begins at a multiple of 64 bytes, the CPU has the instruction set, and [`Cpu::fence`] comes before
    /// another thread reads or writes the line.
    #[inline(always)]
    unsafe fn write_past(line: &mut [f64; 8], values: [f64; 8]) {
        *line = values;
    }
    /// Orders what [`Cpu::write_past`] wrote before whatever is read or written from here on.
    #[inline(always)]
    fn fence() {}
}

/// Eight doubles in the widest registers there are, for code that the compiler does not make vectors of by itself. Every
/// operation is one of each lane, rounded as the scalar one is.
#[doc(hidden)]
pub trait Lanes: Copy {
    fn load(from: &[f64; 8]) -> Self;
    fn of(values: [f64; 8]) -> Self;
    fn splat(value: f64) -> Self;
    fn store(self, to: &mut [f64; 8]);
    fn plus(self, other: Self) -> Self;
    fn less(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    /// `self * b + c`, rounded once.
    fn fma(self, b: Self, c: Self) -> Self;
    /// The last lane of `before`, then the first seven of these.
    fn after(self, before: Self) -> Self;
    /// Whether any lane of any of them is NaN.
    fn any_missing(vectors: &[Self; 8]) -> bool;
    /// Whether any lane is neither +0 nor of at least this size.
    fn any_below(self, size: f64) -> bool;
    /// Whether any lane is of greater size than the other's.
    fn any_beyond(self, other: Self) -> bool;
    /// Lane i of vector j becomes lane j of vector i.
    fn transposed(vectors: [Self; 8]) -> [Self; 8];

    /// `r` where it is finite, else missing; −0 becomes +0 (numerics N7).
    #[inline(always)]
    fn finite(self) -> Self {
        self.plus(self.less(self))
    }
}

/// Writes past the caches, and fences at its end.
pub(crate) struct Past<C: Cpu>(std::marker::PhantomData<C>);

/// Runs `work`, which may write past the caches: what it wrote is ordinary memory once this returns.
#[inline(always)]
pub(crate) fn past<C: Cpu, R>(work: impl FnOnce(&Past<C>) -> R) -> R {
    // Never handed out, so that it is dropped, by a panic too.
    work(&Past(std::marker::PhantomData))
}

/// The first values of a cache line whose others are not there yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Begun {
    values: [f64; 8],
    count: usize,
}

impl Begun {
    /// Writes what waits behind the first `end` rows of `column`, of which they are the last.
    pub fn end(&mut self, column: &mut [f64], end: usize) {
        column[end - self.count..end].copy_from_slice(&self.values[..self.count]);
        self.count = 0;
    }
}

impl<C: Cpu> Past<C> {
    /// Writes `change` of `from` to `column` from row `at` on: whole cache lines past the caches, for what is written once
    /// and not read while it would stay there. A line that is not whole yet waits in `begun` for the rows that follow, or
    /// for [`Begun::end`]: written in two parts, it would be read from memory first.
    #[inline(always)]
    pub fn write(
        &self,
        column: &mut [f64],
        at: usize,
        from: &[f64],
        change: impl Fn(f64) -> f64,
        begun: &mut Begun,
    ) {
        let (mut to, mut from) = (&mut column[at - begun.count..at + from.len()], from);
        let begins = to.as_ptr().align_offset(64).min(to.len());
        if begins > 0 {
            // Rows before the first whole line of all: nothing waits, for what waits begins a line.
            let (first, rest) = from.split_at(begins);
            let (to_first, to_rest) = to.split_at_mut(begins);
            for (slot, &value) in to_first.iter_mut().zip(first) {
                *slot = change(value);
            }
            (to, from) = (to_rest, rest);
        }
        let (mut to_lines, _) = to.as_chunks_mut::<8>();
        if begun.count > 0 {
            let (rest, behind) = from.split_at(from.len().min(8 - begun.count));
            for (slot, &value) in begun.values[begun.count..].iter_mut().zip(rest) {
                *slot = change(value);
            }
            let Some((line, others)) = to_lines.split_first_mut() else {
                begun.count += rest.len();
                return;
            };
            // SAFETY: as below.
            unsafe { C::write_past(line, begun.values) }
            (to_lines, from) = (others, behind);
        }
        let (lines, last) = from.as_chunks::<8>();
        for (line, values) in to_lines.iter_mut().zip(lines) {
            // SAFETY: the first line begins where `align_offset` found it, or where a line that waited does, the others 64
            // bytes behind each other; only code that `select` chose for this CPU names the type `C`; the fence comes when
            // this is dropped, until when no other thread is told of the line.
            unsafe { C::write_past(line, values.map(&change)) }
        }
        for (slot, &value) in begun.values.iter_mut().zip(last) {
            *slot = change(value);
        }
        begun.count = last.len();
    }
}

impl<C: Cpu> Drop for Past<C> {
    #[inline(always)]
    fn drop(&mut self) {
        C::fence();
    }
}

/// A piece of work compiled for every instruction set. `work` must be `#[inline(always)]`.
#[doc(hidden)]
pub trait Work {
    type Output;
    fn work<C: Cpu>(self) -> Self::Output;
}

/// Not inlined: its code would dwarf that of every kernel, and a call costs little beside it.
#[cfg(not(any(target_feature = "fma", target_arch = "aarch64")))]
#[inline(never)]
fn software_fma(a: f64, b: f64, c: f64) -> f64 {
    libm::fma(a, b, c)
}

/// Whatever the target guarantees; without a hardware fma the pinned `libm::fma`, never the C runtime's.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Baseline;

impl Cpu for Baseline {
    const NAME: &'static str = "baseline";
    type Lanes = Eight<Self>;
    type Eight = lanes::Plain<Self>;
    #[inline(always)]
    fn fma(a: f64, b: f64, c: f64) -> f64 {
        #[cfg(any(target_feature = "fma", target_arch = "aarch64"))]
        return a.mul_add(b, c);
        #[cfg(not(any(target_feature = "fma", target_arch = "aarch64")))]
        return software_fma(a, b, c);
    }
    #[inline(never)]
    fn run<W: Work>(work: W) -> W::Output {
        work.work::<Self>()
    }
}

/// Eight doubles as an array.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Eight<C>([f64; 8], std::marker::PhantomData<C>);

impl<C: Cpu> Eight<C> {
    #[inline(always)]
    fn made(lane: impl Fn(usize) -> f64) -> Self {
        let mut values = [0.0; 8];
        for (index, value) in values.iter_mut().enumerate() {
            *value = lane(index);
        }
        Self::of(values)
    }
}

impl<C: Cpu> Lanes for Eight<C> {
    #[inline(always)]
    fn load(from: &[f64; 8]) -> Self {
        Self::of(*from)
    }
    #[inline(always)]
    fn of(values: [f64; 8]) -> Self {
        Eight(values, std::marker::PhantomData)
    }
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self::of([value; 8])
    }
    #[inline(always)]
    fn store(self, to: &mut [f64; 8]) {
        *to = self.0;
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Self::made(|lane| self.0[lane] + other.0[lane])
    }
    #[inline(always)]
    fn less(self, other: Self) -> Self {
        Self::made(|lane| self.0[lane] - other.0[lane])
    }
    #[inline(always)]
    fn times(self, other: Self) -> Self {
        Self::made(|lane| self.0[lane] * other.0[lane])
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        Self::made(|lane| C::fma(self.0[lane], b.0[lane], c.0[lane]))
    }
    #[inline(always)]
    fn after(self, before: Self) -> Self {
        Self::made(|lane| if lane == 0 { before.0[7] } else { self.0[lane - 1] })
    }
    #[inline(always)]
    fn any_missing(vectors: &[Self; 8]) -> bool {
        let values = vectors.iter().flat_map(|vector| &vector.0);
        values.fold(false, |any, value| any | value.is_nan())
    }
    #[inline(always)]
    fn any_below(self, size: f64) -> bool {
        let below = |value: &f64| (value.to_bits() != 0) & (value.abs() < size);
        self.0.iter().fold(false, |any, value| any | below(value))
    }
    #[inline(always)]
    fn any_beyond(self, other: Self) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        pairs.fold(false, |any, (a, b)| any | (a.abs() > b.abs()))
    }
    #[inline(always)]
    fn transposed(vectors: [Self; 8]) -> [Self; 8] {
        let mut across = vectors;
        for (index, vector) in across.iter_mut().enumerate() {
            *vector = Self::made(|lane| vectors[lane].0[index]);
        }
        across
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Cpu, Lanes, Work, lanes};
    use std::arch::x86_64::*;

    /// Eight doubles in one register.
    #[derive(Clone, Copy)]
    pub struct Whole(__m512d);

    // SAFETY, of every use below: only code that `select` chose for a CPU with AVX-512 names `Avx512`, and only by it
    // `Whole`; what is read or written is eight doubles that a reference points to.
    impl Lanes for Whole {
        #[inline(always)]
        fn load(from: &[f64; 8]) -> Self {
            // SAFETY: as above.
            Whole(unsafe { _mm512_loadu_pd(from.as_ptr()) })
        }
        #[inline(always)]
        fn of([a, b, c, d, e, f, g, h]: [f64; 8]) -> Self {
            // SAFETY: as above.
            Whole(unsafe { _mm512_setr_pd(a, b, c, d, e, f, g, h) })
        }
        #[inline(always)]
        fn splat(value: f64) -> Self {
            // SAFETY: as above.
            Whole(unsafe { _mm512_set1_pd(value) })
        }
        #[inline(always)]
        fn store(self, to: &mut [f64; 8]) {
            // SAFETY: as above.
            unsafe { _mm512_storeu_pd(to.as_mut_ptr(), self.0) }
        }
        #[inline(always)]
        fn plus(self, other: Self) -> Self {
            // SAFETY: as above.
            Whole(unsafe { _mm512_add_pd(self.0, other.0) })
        }
        #[inline(always)]
        fn less(self, other: Self) -> Self {
            // SAFETY: as above.
            Whole(unsafe { _mm512_sub_pd(self.0, other.0) })
        }
        #[inline(always)]
        fn times(self, other: Self) -> Self {
            // SAFETY: as above.
            Whole(unsafe { _mm512_mul_pd(self.0, other.0) })
        }
        #[inline(always)]
        fn fma(self, b: Self, c: Self) -> Self {
            // SAFETY: as above.
            Whole(unsafe { _mm512_fmadd_pd(self.0, b.0, c.0) })
        }
        #[inline(always)]
        fn after(self, before: Self) -> Self {
            // SAFETY: as above.
            unsafe {
                let (these, before) = (_mm512_castpd_si512(self.0), _mm512_castpd_si512(before.0));
                Whole(_mm512_castsi512_pd(_mm512_alignr_epi64::<7>(these, before)))
            }
        }
        #[inline(always)]
        fn any_missing([a, b, c, d, e, f, g, h]: &[Self; 8]) -> bool {
            // SAFETY: as above.
            let either = |a: &Self, b: &Self| unsafe { _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(a.0, b.0) };
            (either(a, b) | either(c, d)) | (either(e, f) | either(g, h)) != 0
        }
        #[inline(always)]
        fn any_below(self, size: f64) -> bool {
            // SAFETY: as above.
            unsafe {
                let below = _mm512_cmp_pd_mask::<_CMP_LT_OQ>(_mm512_abs_pd(self.0), _mm512_set1_pd(size));
                let bits = _mm512_castpd_si512(self.0);
                below & _mm512_test_epi64_mask(bits, bits) != 0
            }
        }
        #[inline(always)]
        fn any_beyond(self, other: Self) -> bool {
            // SAFETY: as above.
            unsafe { _mm512_cmp_pd_mask::<_CMP_GT_OQ>(_mm512_abs_pd(self.0), _mm512_abs_pd(other.0)) != 0 }
        }
        #[inline(always)]
        fn transposed(vectors: [Self; 8]) -> [Self; 8] {
            let [a, b, c, d, e, f, g, h] = vectors.map(|vector| vector.0);
            // SAFETY: as above.
            unsafe {
                // Pairs of lanes, then pairs of 128 bits, then halves: n0 has lanes 0 and 2 (4, 6) of its two.
                let pairs = |a, b| (_mm512_unpacklo_pd(a, b), _mm512_unpackhi_pd(a, b));
                let ((ab0, ab1), (cd0, cd1)) = (pairs(a, b), pairs(c, d));
                let ((ef0, ef1), (gh0, gh1)) = (pairs(e, f), pairs(g, h));
                let quads = |a, b| {
                    (
                        _mm512_shuffle_f64x2::<0b10_00_10_00>(a, b),
                        _mm512_shuffle_f64x2::<0b11_01_11_01>(a, b),
                    )
                };
                let ((ad0, ad2), (ad1, ad3)) = (quads(ab0, cd0), quads(ab1, cd1));
                let ((eh0, eh2), (eh1, eh3)) = (quads(ef0, gh0), quads(ef1, gh1));
                let ((r0, r4), (r1, r5)) = (quads(ad0, eh0), quads(ad1, eh1));
                let ((r2, r6), (r3, r7)) = (quads(ad2, eh2), quads(ad3, eh3));
                [r0, r1, r2, r3, r4, r5, r6, r7].map(Whole)
            }
        }
    }

    /// Eight doubles in two registers.
    #[derive(Clone, Copy)]
    pub struct Halves(__m256d, __m256d);

    impl Halves {
        /// A square of four by four.
        #[inline(always)]
        fn square([a, b, c, d]: [__m256d; 4]) -> [__m256d; 4] {
            // SAFETY: as of `Halves`.
            unsafe {
                let (ab0, ab1) = (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
                let (cd0, cd1) = (_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d));
                [
                    _mm256_permute2f128_pd::<0x20>(ab0, cd0),
                    _mm256_permute2f128_pd::<0x20>(ab1, cd1),
                    _mm256_permute2f128_pd::<0x31>(ab0, cd0),
                    _mm256_permute2f128_pd::<0x31>(ab1, cd1),
                ]
            }
        }
    }

    // SAFETY, of every use above and below: only code that `select` chose for a CPU with AVX2 and FMA names `Avx2`, and
    // only by it `Halves`; what is read or written is eight doubles that a reference points to.
    impl Lanes for Halves {
        #[inline(always)]
        fn load(from: &[f64; 8]) -> Self {
            let from = from.as_ptr();
            // SAFETY: as above.
            unsafe { Halves(_mm256_loadu_pd(from), _mm256_loadu_pd(from.add(4))) }
        }
        #[inline(always)]
        fn of([a, b, c, d, e, f, g, h]: [f64; 8]) -> Self {
            // SAFETY: as above.
            unsafe { Halves(_mm256_setr_pd(a, b, c, d), _mm256_setr_pd(e, f, g, h)) }
        }
        #[inline(always)]
        fn splat(value: f64) -> Self {
            // SAFETY: as above.
            unsafe { Halves(_mm256_set1_pd(value), _mm256_set1_pd(value)) }
        }
        #[inline(always)]
        fn store(self, to: &mut [f64; 8]) {
            let to = to.as_mut_ptr();
            // SAFETY: as above.
            unsafe {
                _mm256_storeu_pd(to, self.0);
                _mm256_storeu_pd(to.add(4), self.1);
            }
        }
        #[inline(always)]
        fn plus(self, other: Self) -> Self {
            // SAFETY: as above.
            unsafe { Halves(_mm256_add_pd(self.0, other.0), _mm256_add_pd(self.1, other.1)) }
        }
        #[inline(always)]
        fn less(self, other: Self) -> Self {
            // SAFETY: as above.
            unsafe { Halves(_mm256_sub_pd(self.0, other.0), _mm256_sub_pd(self.1, other.1)) }
        }
        #[inline(always)]
        fn times(self, other: Self) -> Self {
            // SAFETY: as above.
            unsafe { Halves(_mm256_mul_pd(self.0, other.0), _mm256_mul_pd(self.1, other.1)) }
        }
        #[inline(always)]
        fn fma(self, b: Self, c: Self) -> Self {
            // SAFETY: as above.
            unsafe {
                Halves(
                    _mm256_fmadd_pd(self.0, b.0, c.0),
                    _mm256_fmadd_pd(self.1, b.1, c.1),
                )
            }
        }
        #[inline(always)]
        fn after(self, before: Self) -> Self {
            // SAFETY: as above.
            unsafe {
                // Three of the lower four with what comes before them, then shifted by one.
                let behind = |before, these| {
                    let across = _mm256_permute2f128_pd::<0x21>(before, these);
                    _mm256_shuffle_pd::<0b0101>(across, these)
                };
                Halves(behind(before.1, self.0), behind(self.0, self.1))
            }
        }
        #[inline(always)]
        fn any_missing(vectors: &[Self; 8]) -> bool {
            // SAFETY: as above.
            unsafe {
                let mut any = _mm256_setzero_pd();
                for vector in vectors {
                    any = _mm256_or_pd(any, _mm256_cmp_pd::<_CMP_UNORD_Q>(vector.0, vector.1));
                }
                _mm256_movemask_pd(any) != 0
            }
        }
        #[inline(always)]
        fn any_below(self, size: f64) -> bool {
            // SAFETY: as above.
            unsafe {
                let (sign, size) = (_mm256_set1_pd(-0.0), _mm256_set1_pd(size));
                let below = |half: __m256d| {
                    let below = _mm256_cmp_pd::<_CMP_LT_OQ>(_mm256_andnot_pd(sign, half), size);
                    let none = _mm256_cmpeq_epi64(_mm256_castpd_si256(half), _mm256_setzero_si256());
                    _mm256_andnot_pd(_mm256_castsi256_pd(none), below)
                };
                _mm256_movemask_pd(_mm256_or_pd(below(self.0), below(self.1))) != 0
            }
        }
        #[inline(always)]
        fn any_beyond(self, other: Self) -> bool {
            // SAFETY: as above.
            unsafe {
                let sign = _mm256_set1_pd(-0.0);
                let beyond = |a: __m256d, b: __m256d| {
                    _mm256_cmp_pd::<_CMP_GT_OQ>(_mm256_andnot_pd(sign, a), _mm256_andnot_pd(sign, b))
                };
                let any = _mm256_or_pd(beyond(self.0, other.0), beyond(self.1, other.1));
                _mm256_movemask_pd(any) != 0
            }
        }
        #[inline(always)]
        fn transposed(vectors: [Self; 8]) -> [Self; 8] {
            let [a, b, c, d, e, f, g, h] = vectors;
            let [a0, a1, a2, a3] = Self::square([a.0, b.0, c.0, d.0]);
            let [b0, b1, b2, b3] = Self::square([e.0, f.0, g.0, h.0]);
            let [a4, a5, a6, a7] = Self::square([a.1, b.1, c.1, d.1]);
            let [b4, b5, b6, b7] = Self::square([e.1, f.1, g.1, h.1]);
            [
                Halves(a0, b0),
                Halves(a1, b1),
                Halves(a2, b2),
                Halves(a3, b3),
                Halves(a4, b4),
                Halves(a5, b5),
                Halves(a6, b6),
                Halves(a7, b7),
            ]
        }
    }

    /// AVX2 with FMA.
    #[derive(Clone, Copy)]
    pub struct Avx2;

    #[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
    fn run_avx2<W: Work>(work: W) -> W::Output {
        work.work::<Avx2>()
    }

    impl Cpu for Avx2 {
        const NAME: &'static str = "avx2+fma";
        type Lanes = Halves;
        type Eight = lanes::x86::Halves;
        #[inline(always)]
        fn fma(a: f64, b: f64, c: f64) -> f64 {
            a.mul_add(b, c)
        }
        #[inline(always)]
        fn run<W: Work>(work: W) -> W::Output {
            // SAFETY: `Avx2` is only reached through `select`, which checks that the CPU has these features.
            unsafe { run_avx2(work) }
        }
        #[inline(always)]
        unsafe fn write_past(line: &mut [f64; 8], values: [f64; 8]) {
            let [a, b, c, d, e, f, g, h] = values;
            // SAFETY: the caller's line begins at a multiple of 64 bytes, so both halves at one of 32, and is valid for
            // writes; the CPU has AVX2.
            unsafe {
                _mm256_stream_pd(line.as_mut_ptr(), _mm256_setr_pd(a, b, c, d));
                _mm256_stream_pd(line.as_mut_ptr().add(4), _mm256_setr_pd(e, f, g, h));
            }
        }
        #[inline(always)]
        fn fence() {
            // SAFETY: every x86-64 CPU has SSE.
            unsafe { _mm_sfence() }
        }
    }

    /// AVX-512 (F, DQ, BW, VL) with FMA.
    #[derive(Clone, Copy)]
    pub struct Avx512;

    #[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
    fn run_avx512<W: Work>(work: W) -> W::Output {
        work.work::<Avx512>()
    }

    impl Cpu for Avx512 {
        const NAME: &'static str = "avx512";
        type Lanes = Whole;
        type Eight = lanes::x86::Wide;
        #[inline(always)]
        fn fma(a: f64, b: f64, c: f64) -> f64 {
            a.mul_add(b, c)
        }
        #[inline(always)]
        fn run<W: Work>(work: W) -> W::Output {
            // SAFETY: `Avx512` is only reached through `select`, which checks that the CPU has these features.
            unsafe { run_avx512(work) }
        }
        #[inline(always)]
        unsafe fn write_past(line: &mut [f64; 8], values: [f64; 8]) {
            // SAFETY: the caller's line begins at a multiple of 64 bytes and is valid for writes, `values` for reads; the
            // CPU has AVX-512.
            unsafe { _mm512_stream_pd(line.as_mut_ptr(), _mm512_loadu_pd(values.as_ptr())) }
        }
        #[inline(always)]
        fn fence() {
            // SAFETY: every x86-64 CPU has SSE.
            unsafe { _mm_sfence() }
        }
    }
}
#[doc(hidden)]
#[cfg(target_arch = "x86_64")]
pub use x86::{Avx2, Avx512};

/// The instruction sets by name, best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What every CPU of the architecture has.
    Baseline,
    /// x86-64-v3: AVX2, FMA, BMI.
    Avx2,
    /// x86-64-v4: AVX-512 F, DQ, BW and VL.
    Avx512,
}

/// The best level that this CPU has.
pub fn best() -> Level {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        let avx2 =
            has!("avx2") && has!("fma") && has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt");
        if avx2 && has!("avx512f") && has!("avx512dq") && has!("avx512bw") && has!("avx512vl") {
            return Level::Avx512;
        }
        if avx2 {
            return Level::Avx2;
        }
    }
    Level::Baseline
}

/// A choice that is generic over the instruction set, such as "make this instruction".
#[doc(hidden)]
pub trait Select {
    type Output;
    fn select<C: Cpu>(self) -> Self::Output;
}

/// Runs `choice` for `level`, or for the best level below it that this CPU has.
#[doc(hidden)]
pub fn select<S: Select>(level: Level, choice: S) -> S::Output {
    match level.min(best()) {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => choice.select::<Avx512>(),
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => choice.select::<Avx2>(),
        _ => choice.select::<Baseline>(),
    }
}

/// Runs `work` compiled for `level`, or for the best level below it that this CPU has.
#[doc(hidden)]
pub fn run<W: Work>(level: Level, work: W) -> W::Output {
    struct Run<W>(W);
    impl<W: Work> Select for Run<W> {
        type Output = W::Output;
        fn select<C: Cpu>(self) -> W::Output {
            C::run(self.0)
        }
    }
    select(level, Run(work))
}

#[cfg(test)]
mod tests {
    use super::{Begun, Cpu, Lanes, Level, Work, past, run};

    /// Writes in parts of so many rows.
    struct Write<'a>(&'a mut [f64], &'a [f64], usize);
    impl Work for Write<'_> {
        type Output = ();
        #[inline(always)]
        fn work<C: Cpu>(self) {
            let Write(to, from, part) = self;
            let mut begun = Begun::default();
            past::<C, _>(|past| {
                for (at, rows) in (0..).step_by(part).zip(from[..to.len()].chunks(part)) {
                    past.write(to, at, rows, |value| -value, &mut begun);
                }
                begun.end(to, to.len());
            });
        }
    }

    #[test]
    fn what_is_written_past_the_caches_is_written_nowhere_else() {
        let from: Vec<f64> = (1..=64).map(f64::from).collect();
        for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
            for begin in 0..if cfg!(miri) { 2 } else { 9 } {
                for rows in 0..if cfg!(miri) { 20 } else { 40 } {
                    for part in [1, 3, 8, 11, 40] {
                        let mut to = [0.5; 64];
                        run(level, Write(&mut to[begin..begin + rows], &from, part));
                        for (at, &value) in to.iter().enumerate() {
                            let within = (begin..begin + rows).contains(&at);
                            assert_eq!(
                                value,
                                if within { -from[at - begin] } else { 0.5 },
                                "{level:?} {begin} {rows} by {part}"
                            );
                        }
                    }
                }
            }
        }
    }

    /// What every operation makes of 64 numbers.
    struct Operations([[f64; 8]; 8]);
    impl Work for Operations {
        type Output = Vec<[f64; 8]>;
        #[inline(always)]
        fn work<C: Cpu>(self) -> Self::Output {
            let Operations(rows) = self;
            let vectors = rows.map(|row| C::Lanes::load(&row));
            let [a, b, c, ..] = vectors;
            let mut found = vec![
                a.plus(b),
                a.less(b),
                a.times(b),
                a.fma(b, c),
                a.after(b),
                a.finite(),
                C::Lanes::splat(rows[0][1]),
                C::Lanes::of(rows[3]),
            ];
            found.extend(C::Lanes::transposed(vectors));
            let missing = vectors.map(|vector| f64::from(u8::from(C::Lanes::any_missing(&[vector; 8]))));
            let mut found: Vec<[f64; 8]> = found
                .into_iter()
                .map(|vector| {
                    let mut to = [0.0; 8];
                    vector.store(&mut to);
                    to
                })
                .collect();
            found.extend([
                missing,
                vectors.map(|vector| f64::from(u8::from(vector.any_below(0.5)))),
                vectors.map(|vector| f64::from(u8::from(vector.any_beyond(b)))),
            ]);
            found
        }
    }

    #[test]
    fn lanes_are_as_they_are_one_by_one() {
        let mut rows = [[0.0; 8]; 8];
        for (at, value) in rows.as_flattened_mut().iter_mut().enumerate() {
            *value = (at as f64 + 1.0) / 3.0;
        }
        rows[0][2] = f64::MAX;
        rows[0][3] = f64::INFINITY;
        rows[0][4] = -0.0;
        (rows[1][6], rows[2][6], rows[3][6]) = (-0.25, 0.0, -0.75);
        (rows[4][0], rows[5][7], rows[6][3]) = (f64::NAN, f64::NAN, f64::NAN);
        let [a, b, c, ..] = rows;
        let each = |of: &dyn Fn(usize) -> f64| -> [f64; 8] { std::array::from_fn(of) };
        let mut expected = vec![
            each(&|lane| a[lane] + b[lane]),
            each(&|lane| a[lane] - b[lane]),
            each(&|lane| a[lane] * b[lane]),
            each(&|lane| libm::fma(a[lane], b[lane], c[lane])),
            each(&|lane| if lane == 0 { b[7] } else { a[lane - 1] }),
            each(&|lane| crate::kernels::finite(a[lane])),
            [a[1]; 8],
            rows[3],
        ];
        expected.extend((0..8).map(|lane| rows.map(|row| row[lane])));
        expected.push([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]);
        expected.push([1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        expected.push(rows.map(|row| {
            let beyond = (0..8).any(|lane| row[lane].abs() > b[lane].abs());
            f64::from(u8::from(beyond))
        }));
        let bits = |values: &[[f64; 8]]| -> Vec<u64> {
            let known = values
                .as_flattened()
                .iter()
                .map(|value| if value.is_nan() { f64::NAN } else { *value });
            known.map(f64::to_bits).collect()
        };
        for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
            assert_eq!(bits(&run(level, Operations(rows))), bits(&expected), "{level:?}");
        }
    }
}
