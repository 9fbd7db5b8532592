//! A plan and edits of its structure. The mutator alters the edits.
#![no_main]

#[path = "../../crates/ta-engine/tests/hostile/mod.rs"]
#[allow(dead_code)]
mod hostile;
#[path = "../../crates/ta-engine/tests/support/mod.rs"]
mod support;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use ta_fuzz::bounded;

fuzz_target!(|bytes: &[u8]| bounded(|| hostile::structure(bytes)));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, _seed: u32| {
    let start = 4 + hostile::pair(&data[..size]).0.len();
    if start > size || start + 1 > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    let after = fuzzer_mutate(&mut data[start..], size - start, (max_size - start).min(256));
    start + after
});
