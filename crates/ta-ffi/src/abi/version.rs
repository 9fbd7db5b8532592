//! Versions, and the last error of a thread.

use crate::failure;
use std::ffi::c_char;

/// The version of this ABI. A later library of the same version has everything that this header declares.
pub const TA_ENGINE_ABI_VERSION: u32 = 1;

/// The version of the ABI that the library has: `TA_ENGINE_ABI_VERSION` of the header that it was built with.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_abi_version() -> u32 {
    TA_ENGINE_ABI_VERSION
}

/// The library's own version, as "0.1.0". It lives for ever.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// Why this thread's last function that answers a status did not answer `TA_ENGINE_OK`: the number of a code, 6005 of
/// TA6005; 0 if it did. Codes are listed in spec/reference/errors.md.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_last_error_code() -> u32 {
    failure::last(|last| last.code).unwrap_or(0)
}

/// The same in a sentence, in UTF-8; empty if there was no error. It lives until this thread's next function that answers
/// a status, and is never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_last_error_message() -> *const c_char {
    failure::last(|last| last.message.as_ptr()).unwrap_or(c"".as_ptr())
}

/// The offset of the byte of a plan or snapshot that is at fault; -1 where no one byte is.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_last_error_offset() -> i64 {
    failure::last(|last| last.offset)
        .flatten()
        .and_then(|offset| i64::try_from(offset).ok())
        .unwrap_or(-1)
}
