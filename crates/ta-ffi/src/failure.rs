//! What a function answers: a status, and the error that its thread may ask for.
#![forbid(unsafe_code)]

use std::any::Any;
use std::cell::RefCell;
use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use ta_engine::{Code, Error};

/// What an exported function answers.
pub type Status = i32;

/// It did what it says.
pub const TA_ENGINE_OK: Status = 0;
/// An argument is wrong: a NULL, misaligned or shared pointer, a freed handle or one of another kind, a parameter's
/// value, an infinite number, Arrow data that is no batch of numbers.
pub const TA_ENGINE_INVALID_INPUT: Status = 1;
/// A count or length of columns, rows or values that is not the program's.
pub const TA_ENGINE_SHAPE_MISMATCH: Status = 2;
/// Bytes that are no plan, or a plan that does not verify.
pub const TA_ENGINE_INVALID_PLAN: Status = 3;
/// Bytes that are no snapshot, or a snapshot of another plan or other parameters.
pub const TA_ENGINE_INVALID_SNAPSHOT: Status = 4;
/// A plan or snapshot that a later engine wrote, or a kernel that this one lacks.
pub const TA_ENGINE_UNSUPPORTED: Status = 5;
/// More than the limits allow.
pub const TA_ENGINE_LIMIT_EXCEEDED: Status = 6;
/// Work that was stopped before its end.
pub const TA_ENGINE_INTERRUPTED: Status = 7;
/// A fault of ours, or no memory for a result.
pub const TA_ENGINE_INTERNAL_ERROR: Status = 255;

/// Why a function did not do what it says.
#[derive(Debug)]
pub struct Failure {
    pub status: Status,
    /// The number of a code of `spec/errors.toml`.
    pub code: u16,
    pub message: String,
    pub offset: Option<usize>,
}

impl Failure {
    pub fn new(code: Code, message: impl Into<String>) -> Failure {
        Failure::from(Error::new(code, message))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure {
            status: status_of(error.code),
            code: error.code as u16,
            message: error.message,
            offset: error.offset,
        }
    }
}

/// The status of a code: codes are many and grow, statuses are few and stay.
fn status_of(code: Code) -> Status {
    match code {
        Code::PlanVersion
        | Code::KernelMissing
        | Code::PlanSection
        | Code::SnapshotVersion
        | Code::NotInThisVersion => TA_ENGINE_UNSUPPORTED,
        Code::BoundExceeded | Code::GridTooLarge => TA_ENGINE_LIMIT_EXCEEDED,
        Code::ColumnLength | Code::OutputBuffer | Code::MissingColumn => TA_ENGINE_SHAPE_MISMATCH,
        Code::Interrupted | Code::OverBudget => TA_ENGINE_INTERRUPTED,
        _ => match code as u16 {
            6001..=6019 => TA_ENGINE_INVALID_PLAN,
            6020..=6999 => TA_ENGINE_INVALID_SNAPSHOT,
            7000..=8999 => TA_ENGINE_INVALID_INPUT,
            _ => TA_ENGINE_INTERNAL_ERROR,
        },
    }
}

/// The last error of a thread.
#[derive(Default)]
pub struct Last {
    /// 0 where the last function did what it says.
    pub code: u32,
    pub offset: Option<usize>,
    pub message: CString,
}

thread_local! {
    static LAST: RefCell<Last> = RefCell::default();
}

/// Reads the thread's last error; `None` while the thread ends.
pub fn last<T>(read: impl FnOnce(&Last) -> T) -> Option<T> {
    LAST.try_with(|last| read(&last.borrow())).ok()
}

/// A text for C, which ends at the first zero byte: those within are shown as what they are not.
pub fn c_text(text: &str) -> CString {
    CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default()
}

/// Does the work of an exported function: what it fails of, or panics with, becomes the thread's last error and a status.
/// Nothing unwinds out of here.
pub fn answer(work: impl FnOnce() -> Result<(), Failure>) -> Status {
    let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| Err(panicked(payload)));
    let (status, last) = match done {
        Ok(()) => (TA_ENGINE_OK, Last::default()),
        Err(failure) => (
            failure.status,
            Last {
                code: u32::from(failure.code),
                offset: failure.offset,
                message: c_text(&failure.message),
            },
        ),
    };
    // A thread that ends has nobody to tell.
    let _ = LAST.try_with(|place| {
        let mut place = place.borrow_mut();
        if status != TA_ENGINE_OK || place.code != 0 {
            *place = last;
        }
    });
    status
}

fn panicked(payload: Box<dyn Any + Send>) -> Failure {
    let said = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned());
    if said.is_none() {
        // What it is is not known, so neither is whether it can be dropped without another panic.
        std::mem::forget(payload);
    }
    Failure::new(
        Code::Internal,
        format!(
            "the engine panicked: {}",
            said.as_deref().unwrap_or("without a message")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> (u32, Option<usize>, String) {
        last(|last| {
            (
                last.code,
                last.offset,
                last.message.to_string_lossy().into_owned(),
            )
        })
        .expect("the thread lives")
    }

    #[test]
    fn a_failure_is_told_until_the_next_call() {
        let failed = answer(|| Err(Failure::from(Error::at(Code::PlanDigest, 17, "not\0these bytes"))));
        assert_eq!(failed, TA_ENGINE_INVALID_PLAN);
        assert_eq!(told(), (6005, Some(17), "not\u{fffd}these bytes".to_owned()));
        assert_eq!(answer(|| Ok(())), TA_ENGINE_OK);
        assert_eq!(told(), (0, None, String::new()));
    }

    #[test]
    fn a_panic_ends_here() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        assert_eq!(answer(|| panic!("at {}", 7)), TA_ENGINE_INTERNAL_ERROR);
        assert_eq!(told(), (9001, None, "the engine panicked: at 7".to_owned()));
        assert_eq!(answer(|| std::panic::panic_any(Bomb)), TA_ENGINE_INTERNAL_ERROR);
        assert_eq!(told().2, "the engine panicked: without a message");
    }

    #[test]
    fn errors_are_of_their_own_thread() {
        answer(|| Err(Failure::new(Code::Usage, "here")));
        std::thread::spawn(|| assert_eq!(told().0, 0))
            .join()
            .expect("the other thread has no error");
        assert_eq!(told().0, 8007);
    }

    #[test]
    fn every_range_of_codes_has_its_status() {
        for (code, status) in [
            (Code::PlanTruncated, TA_ENGINE_INVALID_PLAN),
            (Code::SnapshotForeign, TA_ENGINE_INVALID_SNAPSHOT),
            (Code::PlanVersion, TA_ENGINE_UNSUPPORTED),
            (Code::BoundExceeded, TA_ENGINE_LIMIT_EXCEEDED),
            (Code::ColumnLength, TA_ENGINE_SHAPE_MISMATCH),
            (Code::InfiniteValue, TA_ENGINE_INVALID_INPUT),
            (Code::ParameterInvalid, TA_ENGINE_INVALID_INPUT),
            (Code::HandleInvalid, TA_ENGINE_INVALID_INPUT),
            (Code::Interrupted, TA_ENGINE_INTERRUPTED),
            (Code::Internal, TA_ENGINE_INTERNAL_ERROR),
        ] {
            assert_eq!(status_of(code), status, "{code:?}");
        }
    }
}
