//! The engine's errors as JavaScript's: the code is `TA6005`, or `TA6005@17` where bytes are at fault at 17.

use napi::Error;

pub type Result<T> = std::result::Result<T, Error<String>>;

/// An error's code, as the runtime reads it.
pub fn code(error: &ta_engine::Error) -> String {
    let code = format!("TA{}", error.code as u16);
    match error.offset {
        Some(offset) => format!("{code}@{offset}"),
        None => code,
    }
}

pub fn failure(error: ta_engine::Error) -> Error<String> {
    Error::new(code(&error), error.message)
}
