//! A plan and bytes of a snapshot of it. The mutator alters the snapshot and seals it again.
#![no_main]

#[path = "../../crates/ta-engine/tests/hostile/mod.rs"]
#[allow(dead_code)]
mod hostile;
#[path = "../../crates/ta-engine/tests/support/mod.rs"]
mod support;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use ta_fuzz::bounded;

fuzz_target!(|bytes: &[u8]| bounded(|| hostile::snapshot(bytes)));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let (plan, state) = hostile::pair(&data[..size]);
    let (plan, mut state) = (
        plan.to_vec(),
        match hostile::unsealed(state) {
            // One in sixteen is altered as it stands.
            Some(before) if seed % 16 > 0 => before.to_vec(),
            _ => state.to_vec(),
        },
    );
    let reseal = hostile::unsealed(hostile::pair(&data[..size]).1).is_some() && seed % 16 > 0;
    let length = state.len();
    state.resize(length + 64, 0);
    let after = fuzzer_mutate(&mut state, length, length + 64);
    state.truncate(after);
    let whole = hostile::paired(&plan, &if reseal { hostile::sealed(&state) } else { state });
    if whole.len() > max_size {
        return size;
    }
    data[..whole.len()].copy_from_slice(&whole);
    whole.len()
});
