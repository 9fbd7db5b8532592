//! The structs of Arrow's C data interface as they stand, looked at before anything trusts them: counts, pointers and texts
//! that the interface rules out are told, never followed.

use super::pointer::{check, slice};
use crate::failure::Failure;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use std::ffi::{CStr, c_char, c_void};
use ta_engine::Code;

/// `ArrowSchema`, as the interface lays it out.
#[repr(C)]
struct Schema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *const *const Schema,
    dictionary: *const Schema,
    release: *const c_void,
    private_data: *const c_void,
}

/// `ArrowArray`, as the interface lays it out.
#[repr(C)]
struct Array {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *const *const c_void,
    children: *const *const Array,
    dictionary: *const Array,
    release: *const c_void,
    private_data: *const c_void,
}

const _: () = assert!(size_of::<Schema>() == size_of::<FFI_ArrowSchema>());
const _: () = assert!(size_of::<Array>() == size_of::<FFI_ArrowArray>());

/// Rows beyond which a column of doubles would be larger than memory can be.
const MOST_ROWS: i64 = isize::MAX as i64 / size_of::<f64>() as i64;

pub fn unreadable(why: impl Into<String>) -> Failure {
    Failure::new(Code::ArrowUnreadable, why)
}

/// # Safety
/// `text` is NULL or ends with a zero byte, and stands while `'a` lasts.
unsafe fn text_of<'a>(text: *const c_char, what: &str) -> Result<&'a str, Failure> {
    if text.is_null() {
        return Err(unreadable(format!("{what} is NULL")));
    }
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str()
        .map_err(|_| unreadable(format!("{what} is no text in UTF-8")))
}

/// The structs that `count` pointers at `pointers` lead to.
///
/// # Safety
/// `pointers` is NULL or `count` pointers, each NULL or to a struct that stands while `'a` lasts.
unsafe fn children<'a, T>(pointers: *const *const T, count: i64, what: &str) -> Result<Vec<&'a T>, Failure> {
    let wrong = |_| unreadable(format!("{what} has children that cannot be read"));
    let length = usize::try_from(count).map_err(|_| unreadable(format!("{what} has {count} children")))?;
    if length > isize::MAX as usize / size_of::<*const T>() {
        return Err(unreadable(format!("{what} has {count} children")));
    }
    // SAFETY: the caller's promise.
    let pointers = unsafe { slice(pointers, length, what) }.map_err(wrong)?;
    let each = pointers.iter().map(|&child| {
        check(child, 1, what).map_err(wrong)?;
        // SAFETY: the caller's promise, of a pointer that is aligned and not NULL.
        Ok(unsafe { &*child })
    });
    each.collect()
}

/// What of rows and buffers holds for any array.
fn check_counts(array: &Array, what: &str) -> Result<(), Failure> {
    let Array {
        length,
        offset,
        null_count,
        n_buffers,
        ..
    } = *array;
    if array.release.is_null() {
        return Err(unreadable(format!("{what} was released")));
    }
    if !(0..=MOST_ROWS).contains(&length) || !(0..=MOST_ROWS - length).contains(&offset) {
        let message = format!("{what} has a length or offset that there is not: {length} from {offset}");
        return Err(unreadable(message));
    }
    if !(-1..=length).contains(&null_count) {
        return Err(unreadable(format!(
            "{what} has {null_count} nulls of {length} rows"
        )));
    }
    if !(0..=3).contains(&n_buffers) {
        return Err(unreadable(format!("{what} has {n_buffers} buffers")));
    }
    Ok(())
}

/// The pointers of an array's buffers.
///
/// # Safety
/// The array's buffers are NULL or as many pointers as it says.
unsafe fn buffers<'a>(array: &'a Array, what: &str) -> Result<&'a [*const c_void], Failure> {
    let wrong = |_| unreadable(format!("{what} has buffers that cannot be read"));
    // SAFETY: the caller's promise; the count was checked.
    unsafe { slice(array.buffers, array.n_buffers as usize, what) }.map_err(wrong)
}

/// A batch whose structs hold what they should, as far as it can be seen without reading columns.
pub struct Batch<'a> {
    schema: Vec<&'a Schema>,
    array: Vec<&'a Array>,
    /// Of each column, where it has one.
    names: Vec<Option<&'a str>>,
}

impl<'a> Batch<'a> {
    /// Looks at a batch and its schema: TA8032 for what is none.
    ///
    /// # Safety
    /// Every pointer in the structs is NULL, or to what the interface says stands there, while `'a` lasts.
    pub unsafe fn new(schema: &'a FFI_ArrowSchema, array: &'a FFI_ArrowArray) -> Result<Batch<'a>, Failure> {
        let schema = std::ptr::from_ref(schema).cast::<Schema>();
        let array = std::ptr::from_ref(array).cast::<Array>();
        // SAFETY: the interface lays them out as ours, which are as large; they are borrowed for as long.
        let (schema, array) = unsafe { (&*schema, &*array) };
        if schema.release.is_null() || array.release.is_null() {
            return Err(unreadable("the batch or its schema was released"));
        }
        // SAFETY: the caller's promise.
        let format = unsafe { text_of(schema.format, "the batch's format") }?;
        if format != "+s" {
            let message = format!("the batch is of format '{format}', not a struct: +s");
            return Err(unreadable(message));
        }
        check_counts(array, "the batch")?;
        // SAFETY: the caller's promise.
        let (fields, columns) = unsafe {
            (
                children(schema.children, schema.n_children, "the batch's schema")?,
                children(array.children, array.n_children, "the batch")?,
            )
        };
        if fields.len() != columns.len() {
            let (columns, fields) = (columns.len(), fields.len());
            let message = format!("the batch has {columns} columns, its schema {fields}");
            return Err(unreadable(message));
        }
        if array.n_buffers > 1 {
            let message = format!("the batch has {} buffers; a struct has one", array.n_buffers);
            return Err(unreadable(message));
        }
        // SAFETY: the caller's promise.
        let buffers = unsafe { buffers(array, "the batch") }?;
        if buffers.iter().any(|buffer| !buffer.is_null()) && array.null_count != 0 {
            return Err(unreadable("the batch has rows that are null as a whole"));
        }
        let names = fields.iter().map(|field| match field.name.is_null() {
            true => Ok(None),
            // SAFETY: the caller's promise.
            false => unsafe { text_of(field.name, "a column's name") }.map(Some),
        });
        Ok(Batch {
            names: names.collect::<Result<_, _>>()?,
            schema: fields,
            array: columns,
        })
    }

    /// The names of the columns that have any.
    pub fn names(&self) -> &[Option<&'a str>] {
        &self.names
    }

    /// Looks at a column: TA8032 where it is not one of numbers that can be read where it stands.
    ///
    /// # Safety
    /// As of [`Batch::new`].
    pub unsafe fn check_column(&self, at: usize, name: &str) -> Result<(), Failure> {
        let (schema, array) = (self.schema[at], self.array[at]);
        let what = format!("column '{name}'");
        if schema.release.is_null() {
            return Err(unreadable(format!("the schema of {what} was released")));
        }
        // SAFETY: the caller's promise.
        let format = unsafe { text_of(schema.format, &format!("the format of {what}")) }?;
        // The formats of numbers, conditions and nothing, with the bytes that a value is aligned to.
        let aligned = match format {
            "n" => 0,
            "b" | "c" | "C" => 1,
            "s" | "S" => 2,
            "i" | "I" | "f" => 4,
            "l" | "L" | "g" => 8,
            _ => {
                let message = format!("{what} is of Arrow's format '{format}', which is no number");
                return Err(unreadable(message));
            }
        };
        if !schema.dictionary.is_null() || !array.dictionary.is_null() {
            return Err(unreadable(format!(
                "{what} is of a dictionary, which is no number"
            )));
        }
        if schema.n_children != 0 || array.n_children != 0 {
            return Err(unreadable(format!("{what} has columns of its own")));
        }
        check_counts(array, &what)?;
        // SAFETY: the caller's promise.
        let buffers = unsafe { buffers(array, &what) }?;
        if aligned == 0 {
            return Ok(());
        }
        // A validity bitmap and the values.
        let &[valid, values] = buffers else {
            return Err(unreadable(format!("{what} has {} buffers, not 2", buffers.len())));
        };
        if valid.is_null() && array.null_count > 0 {
            let message = format!("{what} has {} nulls and does not say where", array.null_count);
            return Err(unreadable(message));
        }
        if array.length + array.offset > 0 && (values.is_null() || values.addr() % aligned != 0) {
            let message = format!("the values of {what} are NULL, or not aligned to {aligned} bytes");
            return Err(unreadable(message));
        }
        Ok(())
    }
}
