//! Memory that the library gives, and the count of what is alive.

use crate::failure::{Status, answer};
use crate::registry;
use std::ffi::{c_char, c_void};

/// Frees a text or bytes that a function of this library gave. NULL is fine; memory of anybody else, or that was freed,
/// is `TA_ENGINE_INVALID_INPUT` and stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_buffer_free(memory: *mut c_void) -> Status {
    answer(|| {
        if memory.is_null() {
            return Ok(());
        }
        registry::release(memory as usize)
    })
}

/// Handles and buffers that are alive in the process: 0 where all were freed. For a host's own tests.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_alive() -> usize {
    registry::alive()
}

/// A text as C takes it over.
pub(super) fn text(text: String) -> *mut c_char {
    registry::keep(text.into_bytes()).cast()
}
