//! Sequences of calls at C's door.
#![no_main]

#[path = "../../crates/ta-ffi/tests/hostile/mod.rs"]
#[allow(dead_code)]
mod hostile;

use libfuzzer_sys::fuzz_target;
use ta_fuzz::bounded;

fuzz_target!(|bytes: &[u8]| bounded(|| hostile::calls(bytes)));
