//! What an executor allocates is known, and bounded, before it allocates.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use support::Builder;
use ta_engine::cpu::best;
use ta_engine::generated::kernels::{Op, SIGNATURES};
use ta_engine::kernels::factory::{
    InstructionSpec, LaneSpec, Missing, block_instruction, instruction_bytes, row_instruction,
};
use ta_engine::plan::Policy;
use ta_engine::{Code, Limits, Program};

/// Counts the bytes that one thread at a time allocates.
struct Counting;
static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

// SAFETY: passes everything on to the system's allocator, and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promises about `layout` are passed on.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` is of `alloc` above, which is the system's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocated<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = ALLOCATED.load(Ordering::Relaxed);
    let result = work();
    (result, (ALLOCATED.load(Ordering::Relaxed) - before) as u64)
}

const LONGEST: usize = 1_048_576;

// One test: the counter is the process's.
#[test]
fn memory_is_known_before_it_is_allocated() {
    for signature in SIGNATURES {
        if matches!(
            signature.op,
            Op::Splat | Op::SplatBool | Op::Choose | Op::ChooseBool
        ) || signature.body
        {
            continue;
        }
        let policies: &[Missing] = match signature.policy {
            true => &[Missing::Rows, Missing::Observed, Missing::MinSamples(2)],
            false => &[Missing::None],
        };
        for &missing in policies {
            for lengths in [&[1.0, 20.0][..], &[200.0], &[5000.0, 4096.0]] {
                let lanes = lengths.iter().enumerate().map(|(lane, &n)| LaneSpec {
                    op: signature.op,
                    inputs: (0..signature.inputs.len()).collect(),
                    scalars: match signature.op {
                        Op::VaryAverage => vec![2.0, n + 2.0, 3.0, 0.0],
                        _ => [n, 0.5, 0.02, 0.02, 0.2, 0.03, 0.01, 0.1][..signature.params.len()].to_vec(),
                    },
                    output: 3 + lane,
                    missing,
                });
                let spec = InstructionSpec {
                    lanes: lanes.collect(),
                };
                let (known, asking) = allocated(|| instruction_bytes(&spec));
                let (_, rows) = allocated(|| row_instruction(best(), &spec));
                let (_, blocks) = allocated(|| block_instruction(best(), &spec));
                let name = format!("{} {missing:?} {lengths:?}", signature.name);
                assert!(
                    rows <= known && blocks <= known,
                    "{name}: {rows}, {blocks} of {known}"
                );
                // Not much more than the one takes that takes more, apart from what is fixed.
                let most = rows.max(blocks);
                assert!(known <= most + 40_000, "{name}: {known} for {most}");
                assert!(asking < 8192, "{name}: asking took {asking}");
                // A universe has one a symbol: what short windows and machines take by rows is no room for blocks.
                let least = match signature.op {
                    Op::SarStop | Op::SupertrendLine | Op::RecAdaptive | Op::HilbertPeriod => Some(0),
                    _ => (signature.policy && lengths == [1.0, 20.0]).then_some(blocks / 4),
                };
                if let Some(least) = least {
                    assert!(rows <= 4096 + least, "{name}: by rows {rows}, by blocks {blocks}");
                }
            }
        }
    }

    // The longest window there is: levels that are read far back only where a fold reads them.
    let bind = |op: Op, n: usize, policy: Policy, limits: &Limits| {
        let mut b = Builder::new();
        let (close, open) = (b.input("close"), b.input("open"));
        let length = b.num(n as f64);
        let samples = b.num(2.0);
        let mut scalars = vec![length];
        if op == Op::WinVariance {
            scalars.push(b.num(0.0));
        }
        if policy == Policy::MinSamples {
            scalars.push(samples);
        }
        let operands = if op == Op::WinCorrelation {
            vec![close, open]
        } else {
            vec![close]
        };
        let out = b.group(policy, None, &[(op, operands, scalars)])[0];
        b.output("out", out);
        let plan = b.plan();
        allocated(|| Program::bind(plan, &[], limits, best()).map(|_| ()))
    };
    let default = Limits::default();
    for op in [
        Op::WinMean,
        Op::WinVariance,
        Op::WinCorrelation,
        Op::WinMax,
        Op::WinMedian,
    ] {
        let (bound, bytes) = bind(op, LONGEST, Policy::Rows, &default);
        assert_eq!(bound, Ok(()), "{op:?}");
        assert!(bytes < 1 << 20, "{op:?}: binding took {bytes}");
    }
    // Every level of every moment is read a million rows back: more than the limit.
    let (refused, bytes) = bind(Op::WinCorrelation, LONGEST - 1, Policy::Rows, &default);
    let refused = refused.expect_err("beyond the limit");
    assert_eq!(refused.code, Code::BoundExceeded);
    assert!(refused.message.contains("bytes of memory"), "{refused}");
    assert!(bytes < 1 << 20, "refusing took {bytes}");
    let (refused, _) = bind(Op::WinCorrelation, LONGEST, Policy::MinSamples, &default);
    assert_eq!(refused.expect_err("beyond the limit").code, Code::BoundExceeded);

    let spec = InstructionSpec {
        lanes: vec![LaneSpec {
            op: Op::WinMean,
            inputs: vec![0],
            scalars: vec![LONGEST as f64],
            output: 1,
            missing: Missing::Rows,
        }],
    };
    let known = instruction_bytes(&spec);
    assert!(known < 5 * 8 * LONGEST as u64, "{known}");
    let (_, made) = allocated(|| block_instruction(best(), &spec));
    assert!(made <= known, "{made} of {known}");
    let small = Limits {
        memory_bytes: known / 2,
        ..Limits::default()
    };
    let (refused, _) = bind(Op::WinMean, LONGEST, Policy::Rows, &small);
    assert_eq!(refused.expect_err("beyond the limit").code, Code::BoundExceeded);
}
