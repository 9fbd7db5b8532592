//! Programs: binding parameters, and runs over columns.

use super::memory;
use super::plan::{
    EngineLimits, TA_ENGINE_TYPE_BOOL, TA_ENGINE_TYPE_FLOAT, TA_ENGINE_TYPE_INT, TA_ENGINE_TYPE_STRING,
    limits_of, loaded,
};
use super::pointer::{Out, check, slice, slice_mut, text};
use super::{PlanHandle, ProgramHandle};
use crate::failure::{Failure, Status, answer};
use crate::program::BoundProgram;
use crate::registry::{self, Object};
use std::ffi::c_char;
use std::sync::Arc;
use ta_engine::generated::kernels::Type;
use ta_engine::overlap::{Place, apart, read};
use ta_engine::{AlertColumn, Code, OutputColumn, ParamValue, Program, cpu, describe};

/// A parameter's value: the member that `type` names. Parameters that are not given have their defaults.
#[repr(C)]
pub struct Param {
    pub name: *const c_char,
    /// `TA_ENGINE_TYPE_…` of the value that is given: a whole number does for a float too.
    pub r#type: u32,
    /// 0.
    pub reserved: u32,
    /// Of an int; of a bool 0 or 1.
    pub int_value: i64,
    pub float_value: f64,
    pub string_value: *const c_char,
}

/// A column that a run reads.
#[repr(C)]
pub struct InputColumn {
    /// One double a row; NaN is missing.
    pub values: *const f64,
    pub length: usize,
}

/// Where an output goes: `numbers` of a float, `conditions` of a bool. Both NULL: it is not wanted.
#[repr(C)]
pub struct OutputBuffer {
    /// One double a row; missing is NaN, always 0x7ff8000000000000.
    pub numbers: *mut f64,
    /// One byte a row: 0, 1, or 2 for unknown.
    pub conditions: *mut u8,
    pub length: usize,
}

/// Where an alert goes. NULL: it is not wanted.
#[repr(C)]
pub struct AlertBuffer {
    /// One byte a row: 1 where it fires, else 0.
    pub fired: *mut u8,
    pub length: usize,
}

/// # Safety
/// `param`'s name is NULL or a text, and so is its string if it is of that type.
unsafe fn value_of<'a>(param: &Param) -> Result<(&'a str, ParamValue), Failure> {
    // SAFETY: the caller's promise.
    let name = unsafe { text(param.name, "a parameter's name") }?;
    let value = match param.r#type {
        TA_ENGINE_TYPE_INT => ParamValue::Int(param.int_value),
        TA_ENGINE_TYPE_FLOAT => ParamValue::Float(param.float_value),
        TA_ENGINE_TYPE_BOOL if (0..=1).contains(&param.int_value) => ParamValue::Bool(param.int_value == 1),
        TA_ENGINE_TYPE_STRING => {
            // SAFETY: the caller's promise.
            let value = unsafe { text(param.string_value, "a parameter's string") }?;
            ParamValue::String(value.to_owned())
        }
        other => {
            let message = match other {
                TA_ENGINE_TYPE_BOOL => format!("parameter '{name}' is {}, neither 0 nor 1", param.int_value),
                _ => format!("parameter '{name}' is of type {other}, which there is not"),
            };
            return Err(Failure::new(Code::ParameterInvalid, message));
        }
    };
    Ok((name, value))
}

/// Binds parameters: those given, and defaults for the others. `limits` may be NULL; those of work and time hold for each run of
/// the program. On failure `*program` is NULL.
///
/// # Safety
/// `params` is NULL or `param_count` structs with their texts; `limits` NULL or a struct of its `size`; `program` NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_program_bind(
    plan: *const PlanHandle,
    params: *const Param,
    param_count: usize,
    limits: *const EngineLimits,
    program: *mut *mut ProgramHandle,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(program, "program") }?;
        out.set(std::ptr::null_mut());
        let plan = loaded(plan)?;
        // SAFETY: the caller's promise.
        let (limits, budget) = unsafe { limits_of(limits) }?;
        // SAFETY: the caller's promise.
        let params = unsafe { slice(params, param_count, "params") }?;
        // SAFETY: the caller's promise.
        let params = params.iter().map(|param| unsafe { value_of(param) });
        let params = params.collect::<Result<Vec<_>, _>>()?;
        let bound = Program::bind(plan.plan.clone(), &params, &limits, cpu::best())?;
        let bound = Arc::new(BoundProgram::new(bound, budget));
        out.set(registry::add(Object::Program(bound))? as *mut ProgramHandle);
        Ok(())
    })
}

pub(super) fn bound(program: *const ProgramHandle) -> Result<Arc<BoundProgram>, Failure> {
    registry::find(program as usize)
}

/// Frees a program; its sessions live on. NULL is fine, a freed handle is `TA_ENGINE_INVALID_INPUT`.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_program_free(program: *mut ProgramHandle) -> Status {
    answer(|| {
        if program.is_null() {
            return Ok(());
        }
        registry::remove::<Arc<BoundProgram>>(program as usize)
    })
}

/// What a program is once its parameters are settled, as JSON text in UTF-8: validFrom, alertsFrom, history, stateBytes,
/// instructions, lanes, level. Free it with `ta_engine_buffer_free`. On failure `*json` is NULL.
///
/// # Safety
/// `json` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_program_describe(
    program: *const ProgramHandle,
    json: *mut *mut c_char,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(json, "json") }?;
        out.set(std::ptr::null_mut());
        out.set(memory::text(describe::program(&bound(program)?.program)));
        Ok(())
    })
}

fn shape(message: String) -> Failure {
    Failure::new(Code::OutputBuffer, message)
}

/// The memory that a column is going to be written to; none where it is not wanted.
fn place<T>(column: *mut T, length: usize, what: &str) -> Result<Option<Place>, Failure> {
    if column.is_null() || length == 0 {
        return Ok(None);
    }
    check(column, length, what)?;
    let start = column as usize;
    Ok(Some((start..start.wrapping_add(length * size_of::<T>()), true)))
}

/// Runs `rows` rows from history's start: a column for each input, output and alert, in the plan's order, each of `rows`
/// values. Outputs, and alerts, may be NULL with a count of 0: none is wanted. The same bits as every other way to run it.
///
/// Counts, lengths and pointers are checked before anything is written, that no buffer that is written shares memory with
/// another column, and that the run is no more work than the program's limits allow (TA8014). An infinite input (TA7006), and
/// that the run takes longer than it may (TA8014), is found as rows come: outputs may then hold what came before.
///
/// # Safety
/// Each array is NULL or as long as its count says; each column in it is NULL or `length` values, and those that are
/// written are used by nobody else until this returns.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments)]
pub unsafe extern "C" fn ta_engine_program_run(
    program: *const ProgramHandle,
    rows: usize,
    inputs: *const InputColumn,
    input_count: usize,
    outputs: *const OutputBuffer,
    output_count: usize,
    alerts: *const AlertBuffer,
    alert_count: usize,
) -> Status {
    answer(|| {
        let program = bound(program)?;
        // SAFETY: the caller's promise.
        let (inputs, outputs, alerts) = unsafe {
            (
                slice(inputs, input_count, "inputs")?,
                slice(outputs, output_count, "outputs")?,
                slice(alerts, alert_count, "alerts")?,
            )
        };
        // SAFETY: the caller's promise.
        let inputs = inputs
            .iter()
            .map(|column| unsafe { slice(column.values, column.length, "an input's values") });
        let inputs = inputs.collect::<Result<Vec<&[f64]>, _>>()?;
        let mut places: Vec<Place> = inputs.iter().map(|column| read(column)).collect();
        for output in outputs {
            places.extend(place(output.numbers, output.length, "an output's numbers")?);
            places.extend(place(output.conditions, output.length, "an output's conditions")?);
        }
        for alert in alerts {
            places.extend(place(alert.fired, alert.length, "an alert's rows")?);
        }
        apart(places.into_iter())?;
        // SAFETY: the caller's promise; that they share no memory with each other or an input was checked above.
        let mut outputs = unsafe { output_columns(&program.program, outputs) }?;
        // SAFETY: as above.
        let mut alerts = unsafe { alert_columns(&program.program, alerts) }?;
        program.run(rows, &inputs, &mut outputs, &mut alerts)?;
        Ok(())
    })
}

/// # Safety
/// Each column is NULL or `length` values that nobody else uses while `'a` lasts.
unsafe fn output_columns<'a>(
    program: &Program,
    outputs: &[OutputBuffer],
) -> Result<Vec<OutputColumn<'a>>, Failure> {
    let count = program.outputs().len();
    if outputs.is_empty() {
        return Ok((0..count).map(|_| OutputColumn::Skip).collect());
    }
    if outputs.len() != count {
        return Err(shape(format!("{} outputs, the plan has {count}", outputs.len())));
    }
    let columns = program.outputs().zip(outputs).map(|(output, buffer)| {
        let &OutputBuffer {
            numbers,
            conditions,
            length,
        } = buffer;
        match output.kind {
            _ if numbers.is_null() && conditions.is_null() => Ok(OutputColumn::Skip),
            // SAFETY: the caller's promise.
            Type::Float if conditions.is_null() => {
                unsafe { slice_mut(numbers, length, "an output's numbers") }.map(OutputColumn::Float)
            }
            // SAFETY: the caller's promise.
            Type::Bool if numbers.is_null() => {
                unsafe { slice_mut(conditions, length, "an output's conditions") }.map(OutputColumn::Bool)
            }
            kind => Err(shape(format!(
                "output '{}' is a {}, and goes where those go alone",
                output.name,
                match kind {
                    Type::Float => "float",
                    Type::Bool => "bool",
                }
            ))),
        }
    });
    columns.collect()
}

/// # Safety
/// As of [`output_columns`].
unsafe fn alert_columns<'a>(
    program: &Program,
    alerts: &[AlertBuffer],
) -> Result<Vec<AlertColumn<'a>>, Failure> {
    let count = program.alerts().len();
    if alerts.is_empty() {
        return Ok((0..count).map(|_| AlertColumn::Skip).collect());
    }
    if alerts.len() != count {
        return Err(shape(format!("{} alerts, the plan has {count}", alerts.len())));
    }
    let columns = alerts.iter().map(|alert| match alert.fired.is_null() {
        true => Ok(AlertColumn::Skip),
        // SAFETY: the caller's promise.
        false => unsafe { slice_mut(alert.fired, alert.length, "an alert's rows") }.map(AlertColumn::Column),
    });
    columns.collect()
}
