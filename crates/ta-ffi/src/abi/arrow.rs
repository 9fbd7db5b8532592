//! Runs over batches of Arrow's C data interface.

use super::ProgramHandle;
use super::interface::{Batch, unreadable};
use super::pointer::{Out, check};
use super::program::bound;
use crate::arrow::{self, Numbers};
use crate::failure::{Failure, Status, answer};
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::{Array, make_array};
use ta_engine::{Code, Program};

/// The caller's array without its release: to be read, and to be released by nobody but the caller.
///
/// # Safety
/// `array` is an Arrow array that is not released while the copy lives.
unsafe fn borrowed(array: &FFI_ArrowArray) -> FFI_ArrowArray {
    // SAFETY: the copy's release is taken away before anything can drop it, so there are not two owners.
    unsafe {
        let mut copy = std::ptr::read(array);
        copy.set_release(None);
        copy
    }
}

/// The columns that a program reads, by their fields' names, of the rows that the batch has.
///
/// # Safety
/// `schema` and `batch` agree with the Arrow C data interface, and are not released while the result lives.
unsafe fn columns(
    program: &Program,
    schema: &FFI_ArrowSchema,
    batch: &FFI_ArrowArray,
) -> Result<Vec<Numbers>, Failure> {
    // SAFETY: the caller's promise.
    let checked = unsafe { Batch::new(schema, batch) }?;
    let names = checked.names();
    let columns = program.inputs().map(|input| {
        let name = input.field;
        let mut found = (0..names.len()).filter(|&at| names[at] == Some(name));
        let Some(at) = found.next() else {
            let message = format!("the program reads '{name}', which the batch has not");
            return Err(Failure::new(Code::MissingColumn, message));
        };
        if found.next().is_some() {
            let message = format!("the batch has two columns '{name}'");
            return Err(Failure::new(Code::DuplicateColumn, message));
        }
        // SAFETY: the caller's promise.
        unsafe { checked.check_column(at, name) }?;
        let child = batch.child(at);
        if child.len() < batch.offset() + batch.len() {
            let message = format!("column '{name}' has fewer rows than its batch");
            return Err(Failure::new(Code::ColumnLength, message));
        }
        // SAFETY: the caller's promise.
        let data = unsafe { from_ffi(borrowed(child), schema.child(at)) };
        let data = data.map_err(|error| unreadable(error.to_string()))?;
        let array = make_array(data).slice(batch.offset(), batch.len());
        arrow::numbers(&array, name)
    });
    columns.collect()
}

/// Runs a batch from history's start over the Arrow C data interface. `batch` is a struct array, as a record batch is; its
/// columns are found by the names of the plan's fields, as "close", and others are not looked at. Doubles without nulls
/// are read where they are; doubles with nulls, floats, integers, and conditions as 0 and 1, are copied; null is missing.
///
/// `schema` and `batch` are borrowed: they are read, stay the caller's, and are the caller's to release. `*out_schema` and
/// `*out` are overwritten with a batch that is the caller's to release: a column for each output, then for each alert, in
/// the plan's order; outputs are doubles and conditions, null where missing or unknown. On failure their release is NULL.
///
/// # Safety
/// `schema` and `batch` are NULL or agree with the interface; `out_schema` and `out` are NULL or writable, and neither is
/// one of the others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_program_run_arrow(
    program: *const ProgramHandle,
    schema: *const FFI_ArrowSchema,
    batch: *const FFI_ArrowArray,
    out_schema: *mut FFI_ArrowSchema,
    out: *mut FFI_ArrowArray,
) -> Status {
    answer(|| {
        if std::ptr::eq(schema, out_schema) || std::ptr::eq(batch, out) {
            let message = "the batch and what comes of it are one struct";
            return Err(Failure::new(Code::PointerInvalid, message));
        }
        // Before anything else can fail, so that a caller may always look at their release.
        // SAFETY: the caller's promise.
        let (out_schema, out) = unsafe { (Out::new(out_schema, "out_schema"), Out::new(out, "out")) };
        if let Ok(out_schema) = &out_schema {
            out_schema.set(FFI_ArrowSchema::empty());
        }
        if let Ok(out) = &out {
            out.set(FFI_ArrowArray::empty());
        }
        let (out_schema, out) = (out_schema?, out?);
        check(schema, 1, "schema")?;
        check(batch, 1, "batch")?;
        // SAFETY: the caller's promise; nothing writes them while they are borrowed.
        let (schema, batch) = unsafe { (&*schema, &*batch) };
        let program = bound(program)?;
        // SAFETY: the caller's promise: they are not released before this returns.
        let inputs = unsafe { columns(&program.program, schema, batch) }?;
        let inputs: Vec<&[f64]> = inputs.iter().map(Numbers::values).collect();
        let result = arrow::run(&program, batch.len(), &inputs)?;
        let (array, described) =
            to_ffi(&result.to_data()).map_err(|error| Failure::new(Code::Internal, error.to_string()))?;
        out_schema.set(described);
        out.set(array);
        Ok(())
    })
}
