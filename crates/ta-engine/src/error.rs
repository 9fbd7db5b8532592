//! What the engine answers instead of a panic.

use crate::generated::codes::Code;
use std::fmt;

/// A code of `spec/errors.toml`, a sentence, and where bytes are concerned the offset of the offending one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong, for programs.
    pub code: Code,
    /// What is wrong, for people: one sentence.
    pub message: String,
    /// Offset into the plan's or snapshot's bytes.
    pub offset: Option<usize>,
}

impl Error {
    /// An error that no byte is to blame for.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error {
            code,
            message: message.into(),
            offset: None,
        }
    }

    /// An error at a byte.
    pub fn at(code: Code, offset: usize, message: impl Into<String>) -> Self {
        Error {
            code,
            message: message.into(),
            offset: Some(offset),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TA{}: {}", self.code as u16, self.message)?;
        match self.offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
