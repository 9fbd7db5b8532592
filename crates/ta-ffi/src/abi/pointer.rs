//! Pointers of C as Rust's references, with all that can be checked of them: that they are there, aligned, and of a length
//! that memory can have. That memory of that length stands behind them is the caller's promise.

use crate::failure::Failure;
use std::ffi::{CStr, c_char};
use ta_engine::Code;

fn invalid(what: &str, why: &str) -> Failure {
    Failure::new(Code::PointerInvalid, format!("{what} {why}"))
}

/// Whether `length` values of T may stand at `place`.
pub fn check<T>(place: *const T, length: usize, what: &str) -> Result<(), Failure> {
    if place.is_null() {
        return Err(invalid(what, "is NULL"));
    }
    if !place.is_aligned() {
        return Err(invalid(
            what,
            &format!("is not aligned to {} bytes", align_of::<T>()),
        ));
    }
    if length > isize::MAX as usize / size_of::<T>().max(1) {
        let message = format!("{what} has {length} values, more than memory holds");
        return Err(Failure::new(Code::ColumnLength, message));
    }
    Ok(())
}

/// As [`check`], of what may be NULL where nothing is at it.
pub fn check_if_any<T>(place: *const T, length: usize, what: &str) -> Result<(), Failure> {
    if length == 0 {
        return Ok(());
    }
    check(place, length, what)
}

/// The values that C promises to be at `place`; NULL is as good as any where there are none.
///
/// # Safety
/// If `place` is not NULL and `length` not 0, that many initialized values of T stand there while `'a` lasts, and nothing
/// writes them.
pub unsafe fn slice<'a, T>(place: *const T, length: usize, what: &str) -> Result<&'a [T], Failure> {
    if length == 0 {
        return Ok(&[]);
    }
    check(place, length, what)?;
    // SAFETY: the caller's promise; it is neither NULL nor misaligned, and no longer than memory.
    Ok(unsafe { std::slice::from_raw_parts(place, length) })
}

/// As [`slice`], to be written.
///
/// # Safety
/// As of [`slice`], and while `'a` lasts nothing else reads or writes them.
pub unsafe fn slice_mut<'a, T>(place: *mut T, length: usize, what: &str) -> Result<&'a mut [T], Failure> {
    if length == 0 {
        return Ok(&mut []);
    }
    check(place, length, what)?;
    // SAFETY: as in `slice`, and the caller promises that nothing else uses them.
    Ok(unsafe { std::slice::from_raw_parts_mut(place, length) })
}

/// A text of C in UTF-8.
///
/// # Safety
/// If `place` is not NULL, a text that ends with a zero byte stands there while `'a` lasts, and nothing writes it.
pub unsafe fn text<'a>(place: *const c_char, what: &str) -> Result<&'a str, Failure> {
    check(place, 1, what)?;
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(place) };
    text.to_str().map_err(|_| {
        let message = format!("{what} is not in UTF-8");
        Failure::new(Code::Usage, message)
    })
}

/// A place for one value of a result.
pub struct Out<T>(*mut T);

impl<T> Out<T> {
    /// # Safety
    /// If `place` is not NULL, a T may be written there until the exported function returns.
    pub unsafe fn new(place: *mut T, what: &str) -> Result<Out<T>, Failure> {
        check(place, 1, what)?;
        Ok(Out(place))
    }

    /// A place that is NULL where the caller does not want the value.
    ///
    /// # Safety
    /// As of [`Out::new`].
    pub unsafe fn wanted(place: *mut T, what: &str) -> Result<Option<Out<T>>, Failure> {
        if place.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        unsafe { Out::new(place, what) }.map(Some)
    }

    /// Writes the value; what stood there is not read.
    pub fn set(&self, value: T) {
        // SAFETY: the place was promised when this was made, and is checked; a value is written and none dropped.
        unsafe { self.0.write(value) }
    }
}

/// Writes where the caller wants the value.
pub fn tell<T>(out: &Option<Out<T>>, value: T) {
    if let Some(out) = out {
        out.set(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_checked_is() {
        let values = [1.0f64, 2.0, 3.0];
        let odd = values.as_ptr().cast::<u8>().wrapping_add(1).cast::<f64>();
        // SAFETY: every call but the first and the last is refused or reads nothing.
        unsafe {
            assert_eq!(
                slice(values.as_ptr(), 3, "values").expect("they are there"),
                values
            );
            assert!(
                slice::<f64>(std::ptr::null(), 0, "values")
                    .expect("none")
                    .is_empty()
            );
            let code = |refused: Result<&[f64], Failure>| refused.expect_err("is refused").code;
            assert_eq!(code(slice(std::ptr::null(), 3, "values")), 8030);
            assert_eq!(code(slice(odd, 2, "values")), 8030);
            assert_eq!(code(slice(values.as_ptr(), usize::MAX / 8, "values")), 7010);
            assert_eq!(text(std::ptr::null(), "name").expect_err("is refused").code, 8030);
            let latin = [0xe9u8, 0];
            assert_eq!(
                text(latin.as_ptr().cast(), "name").expect_err("is refused").code,
                8007
            );
            assert_eq!(text(c"close".as_ptr(), "name").expect("a name"), "close");
        }
    }

    #[test]
    fn results_are_written_where_they_are_wanted() {
        let mut value = 1u32;
        // SAFETY: one place is a local variable, the other is NULL.
        unsafe {
            let out = Out::new(&raw mut value, "value").expect("a place");
            out.set(7);
            assert!(Out::<u32>::new(std::ptr::null_mut(), "value").is_err());
            assert!(
                Out::<u32>::wanted(std::ptr::null_mut(), "value")
                    .expect("not wanted")
                    .is_none()
            );
        }
        assert_eq!(value, 7);
    }
}
