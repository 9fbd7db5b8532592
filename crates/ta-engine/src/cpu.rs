//! One binary, every CPU: kernels are generic bodies over [`Cpu`], compiled once for each instruction set
//! and chosen once, at run time.
//!
//! Every implementation gives the same bits: the only operation whose lowering differs is `fma`, which is
//! correctly rounded on each. `#[inline(always)]` on a body is what carries the instruction set into it.

/// An instruction set that kernels are compiled for.
pub trait Cpu: Copy + Send + 'static {
    /// Its name, as `ta explain` and the benchmarks print it.
    const NAME: &'static str;
    /// Fused multiply-add, correctly rounded: `a * b + c`.
    fn fma(a: f64, b: f64, c: f64) -> f64;
    /// Runs `work` compiled for this instruction set.
    fn run<W: Work>(work: W) -> W::Output;
}

/// A piece of work compiled for every instruction set. `work` must be `#[inline(always)]`.
pub trait Work {
    type Output;
    fn work<C: Cpu>(self) -> Self::Output;
}

/// Whatever the target guarantees; without a hardware fma the pinned `libm::fma`, never the C runtime's.
#[derive(Clone, Copy)]
pub struct Baseline;

impl Cpu for Baseline {
    const NAME: &'static str = "baseline";
    #[inline(always)]
    fn fma(a: f64, b: f64, c: f64) -> f64 {
        #[cfg(any(target_feature = "fma", target_arch = "aarch64"))]
        return a.mul_add(b, c);
        #[cfg(not(any(target_feature = "fma", target_arch = "aarch64")))]
        return libm::fma(a, b, c);
    }
    #[inline(always)]
    fn run<W: Work>(work: W) -> W::Output {
        work.work::<Self>()
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Cpu, Work};

    /// AVX2 with FMA.
    #[derive(Clone, Copy)]
    pub struct Avx2;

    #[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
    fn run_avx2<W: Work>(work: W) -> W::Output {
        work.work::<Avx2>()
    }

    impl Cpu for Avx2 {
        const NAME: &'static str = "avx2+fma";
        #[inline(always)]
        fn fma(a: f64, b: f64, c: f64) -> f64 {
            a.mul_add(b, c)
        }
        #[inline(always)]
        fn run<W: Work>(work: W) -> W::Output {
            // SAFETY: `Avx2` is only reached through `select`, which checks that the CPU has these features.
            unsafe { run_avx2(work) }
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
        #[inline(always)]
        fn fma(a: f64, b: f64, c: f64) -> f64 {
            a.mul_add(b, c)
        }
        #[inline(always)]
        fn run<W: Work>(work: W) -> W::Output {
            // SAFETY: `Avx512` is only reached through `select`, which checks that the CPU has these features.
            unsafe { run_avx512(work) }
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
