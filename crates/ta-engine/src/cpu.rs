//! One binary, every CPU: kernels are generic bodies over [`Cpu`], compiled once for each instruction set
//! and chosen once, at run time.
//!
//! Every implementation gives the same bits: the only operation whose lowering differs is `fma`, which is
//! correctly rounded on each. `#[inline(always)]` on a body is what carries the instruction set into it.

pub(crate) mod lanes;

use lanes::Vector;

/// An instruction set that kernels are compiled for.
pub trait Cpu: Copy + Send + 'static {
    /// Its name, as `ta explain` and the benchmarks print it.
    const NAME: &'static str;
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

/// Writes past the caches, and fences at its end.
pub(crate) struct Past<C: Cpu>(std::marker::PhantomData<C>);

/// Runs `work`, which may write past the caches: what it wrote is ordinary memory once this returns.
#[inline(always)]
pub(crate) fn past<C: Cpu, R>(work: impl FnOnce(&Past<C>) -> R) -> R {
    // Never handed out, so that it is dropped, by a panic too.
    work(&Past(std::marker::PhantomData))
}

impl<C: Cpu> Past<C> {
    /// Writes `change` of `from` to `to`, which is no longer: whole cache lines past the caches, for what is written once
    /// and not read while it would stay there.
    #[inline(always)]
    pub fn write(&self, to: &mut [f64], from: &[f64], change: impl Fn(f64) -> f64) {
        let begins = to.as_ptr().align_offset(64).min(to.len());
        let (first, rest) = from[..to.len()].split_at(begins);
        let (to_first, to_rest) = to.split_at_mut(begins);
        let ((to_lines, to_last), (lines, last)) = (to_rest.as_chunks_mut::<8>(), rest.as_chunks::<8>());
        for (slot, &value) in to_first.iter_mut().zip(first).chain(to_last.iter_mut().zip(last)) {
            *slot = change(value);
        }
        for (line, values) in to_lines.iter_mut().zip(lines) {
            // SAFETY: the first line begins where `align_offset` found it, the others 64 bytes behind each other; only
            // code that `select` chose for this CPU names the type `C`; the fence comes when this is dropped, until
            // when no other thread is told of the line.
            unsafe { C::write_past(line, values.map(&change)) }
        }
    }
}

impl<C: Cpu> Drop for Past<C> {
    #[inline(always)]
    fn drop(&mut self) {
        C::fence();
    }
}

/// A piece of work compiled for every instruction set. `work` must be `#[inline(always)]`.
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
pub struct Baseline;

impl Cpu for Baseline {
    const NAME: &'static str = "baseline";
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

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::lanes::x86::{Halves, Wide};
    use super::{Cpu, Work};
    use std::arch::x86_64::{
        _mm_sfence, _mm256_setr_pd, _mm256_stream_pd, _mm512_loadu_pd, _mm512_stream_pd,
    };

    /// AVX2 with FMA.
    #[derive(Clone, Copy)]
    pub struct Avx2;

    #[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
    fn run_avx2<W: Work>(work: W) -> W::Output {
        work.work::<Avx2>()
    }

    impl Cpu for Avx2 {
        const NAME: &'static str = "avx2+fma";
        type Eight = Halves;
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
        type Eight = Wide;
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
#[cfg(target_arch = "x86_64")]
pub use x86::{Avx2, Avx512};

/// The instruction sets by name, best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Baseline,
    Avx2,
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
pub trait Select {
    type Output;
    fn select<C: Cpu>(self) -> Self::Output;
}

/// Runs `choice` for `level`, or for the best level below it that this CPU has.
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
    use super::{Cpu, Level, Work, past, run};

    struct Write<'a>(&'a mut [f64], &'a [f64]);
    impl Work for Write<'_> {
        type Output = ();
        #[inline(always)]
        fn work<C: Cpu>(self) {
            past::<C, _>(|past| past.write(self.0, self.1, |value| -value));
        }
    }

    #[test]
    fn what_is_written_past_the_caches_is_written_nowhere_else() {
        let from: Vec<f64> = (1..=64).map(f64::from).collect();
        for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
            for begin in 0..9 {
                for rows in 0..40 {
                    let mut to = [0.5; 64];
                    run(level, Write(&mut to[begin..begin + rows], &from));
                    for (at, &value) in to.iter().enumerate() {
                        let within = (begin..begin + rows).contains(&at);
                        assert_eq!(
                            value,
                            if within { -from[at - begin] } else { 0.5 },
                            "{level:?} {begin} {rows}"
                        );
                    }
                }
            }
        }
    }
}
