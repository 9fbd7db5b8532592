//! Bytes of a plan. The mutator alters its parts and seals them again, so that what is altered gets past the digests.
#![no_main]

#[path = "../../crates/ta-engine/tests/hostile/mod.rs"]
#[allow(dead_code)]
mod hostile;
#[path = "../../crates/ta-engine/tests/support/mod.rs"]
mod support;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use ta_engine::plan::encode;
use ta_fuzz::bounded;

fuzz_target!(|bytes: &[u8]| bounded(|| hostile::plan(bytes)));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // One in sixteen is altered as it stands.
    let Some((minor, mut semantic, mut descriptive)) =
        hostile::parts(&data[..size]).filter(|_| seed % 16 > 0)
    else {
        return fuzzer_mutate(data, size, max_size);
    };
    let part = if seed % 16 == 1 {
        &mut descriptive
    } else {
        &mut semantic
    };
    let length = part.len();
    part.resize(length + 64, 0);
    let after = fuzzer_mutate(part, length, length + 64);
    part.truncate(after);
    let minor = if seed % 64 == 2 { 1 - minor.min(1) } else { minor };
    let sealed = encode::seal(minor, &semantic, &descriptive);
    if sealed.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..sealed.len()].copy_from_slice(&sealed);
    sealed.len()
});
