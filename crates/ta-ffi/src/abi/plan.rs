//! Plans: loading and describing them.

use super::memory;
use super::pointer::{Out, check, slice, tell};
use super::{PlanHandle, pointer};
use crate::failure::{Failure, Status, answer};
use crate::program::LoadedPlan;
use crate::registry::{self, Object};
use std::ffi::c_char;
use std::sync::Arc;
use ta_engine::generated::kernels::Type;
use ta_engine::plan::ParamType;
use ta_engine::{Budget, Code, Limits, Plan, describe};

/// A number: in outputs a double, missing NaN.
pub const TA_ENGINE_TYPE_FLOAT: u32 = 0;
/// A condition: 0, 1, or 2 for unknown.
pub const TA_ENGINE_TYPE_BOOL: u32 = 1;
/// A whole number; of parameters only.
pub const TA_ENGINE_TYPE_INT: u32 = 2;
/// One of some texts; of parameters only.
pub const TA_ENGINE_TYPE_STRING: u32 = 3;

/// What the host allows. Set `size` to `sizeof(ta_engine_limits)` and every other member to 0, which stands for the
/// default, or call `ta_engine_limits_default`. Later versions of the struct grow at their end.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct EngineLimits {
    /// `sizeof(ta_engine_limits)`.
    pub size: u64,
    /// Bytes of a plan.
    pub plan_bytes: u64,
    /// Instructions of a plan.
    pub instructions: u64,
    /// Lanes of instructions and their operands.
    pub operands: u64,
    /// Scalars of a plan.
    pub scalars: u64,
    /// Parameters of a plan.
    pub params: u64,
    /// Outputs of a plan.
    pub outputs: u64,
    /// Alerts of a plan.
    pub alerts: u64,
    /// Columns that a plan reads.
    pub inputs: u64,
    /// Bytes of logical state of a bound program.
    pub state_bytes: u64,
    /// Bytes of registers of an executor.
    pub register_bytes: u64,
    /// Bytes that one executor of a bound program allocates.
    pub memory_bytes: u64,
    /// Rows that a bound program may look back on.
    pub history: u64,
    /// Rows times lanes of one run of a bound program; of a session's tick, lanes.
    pub work: u64,
    /// Milliseconds of one run, looked at every some thousand rows.
    pub milliseconds: u64,
}

/// How many of each a plan has.
#[repr(C)]
pub struct PlanCounts {
    pub params: usize,
    pub inputs: usize,
    pub outputs: usize,
    pub alerts: usize,
}

const LIMITS: usize = size_of::<EngineLimits>() / size_of::<u64>();

impl EngineLimits {
    fn values(limits: &Limits) -> [u64; LIMITS] {
        [
            size_of::<EngineLimits>() as u64,
            limits.plan_bytes as u64,
            limits.instructions as u64,
            limits.operands as u64,
            limits.scalars as u64,
            limits.params as u64,
            limits.outputs as u64,
            limits.alerts as u64,
            limits.inputs as u64,
            limits.state_bytes,
            limits.register_bytes,
            limits.memory_bytes,
            limits.history,
            Budget::default().work,
            u64::MAX,
        ]
    }
}

/// The members that the caller's struct has, `size` first: fewer than ours where an older header declared it, more where
/// a newer one did, whose members beyond ours must be 0.
///
/// # Safety
/// If `limits` is not NULL, as many bytes as its `size` says stand there while `'a` lasts.
unsafe fn members<'a>(limits: *const EngineLimits) -> Result<&'a [u64], Failure> {
    let first = limits.cast::<u64>();
    check(first, 1, "limits")?;
    // SAFETY: the caller's promise: a size stands there at least.
    let size = unsafe { first.read() };
    let words = size / size_of::<u64>() as u64;
    if size % size_of::<u64>() as u64 != 0 || !(1..=1024).contains(&words) {
        let message = format!("limits.size is {size}; it is sizeof(ta_engine_limits)");
        return Err(Failure::new(Code::Usage, message));
    }
    // SAFETY: the caller's promise.
    unsafe { slice(first, words as usize, "limits") }
}

/// # Safety
/// If `limits` is not NULL, as many bytes as its `size` says stand there.
pub(super) unsafe fn limits_of(limits: *const EngineLimits) -> Result<(Limits, Budget), Failure> {
    if limits.is_null() {
        return Ok((Limits::default(), Budget::default()));
    }
    // SAFETY: the caller's promise.
    let given = unsafe { members(limits) }?;
    if given.iter().skip(LIMITS).any(|&value| value != 0) {
        let message = "a limit that this version of the library does not know";
        return Err(Failure::new(Code::NotInThisVersion, message));
    }
    let mut values = EngineLimits::values(&Limits::default());
    for (value, &given) in values.iter_mut().zip(given) {
        if given != 0 {
            *value = given;
        }
    }
    let count = |at: usize| usize::try_from(values[at]).unwrap_or(usize::MAX);
    let budget = Budget {
        work: values[13],
        // The greatest number stands for no end.
        milliseconds: if values[14] == u64::MAX {
            f64::INFINITY
        } else {
            values[14] as f64
        },
    };
    let limits = Limits {
        plan_bytes: count(1),
        instructions: count(2),
        operands: count(3),
        scalars: count(4),
        params: count(5),
        outputs: count(6),
        alerts: count(7),
        inputs: count(8),
        state_bytes: values[9],
        register_bytes: values[10],
        memory_bytes: values[11],
        history: values[12],
    };
    Ok((limits, budget))
}

/// Fills in the defaults, as far as the caller's struct goes: `limits->size` says how far, and stays.
///
/// # Safety
/// `limits` is NULL or as many writable bytes as its `size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_limits_default(limits: *mut EngineLimits) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let words = unsafe { members(limits) }?.len();
        // SAFETY: the caller's promise: as many members as were read above may be written, and nobody else uses them.
        let given = unsafe { pointer::slice_mut(limits.cast::<u64>(), words, "limits") }?;
        let defaults = EngineLimits::values(&Limits::default());
        for (at, value) in given.iter_mut().enumerate().skip(1) {
            *value = defaults.get(at).copied().unwrap_or(0);
        }
        Ok(())
    })
}

/// Decodes and verifies a plan's bytes, which are not kept. Any bytes give a plan or an error with a code and, where a
/// byte is at fault, its offset. `limits` may be NULL. On failure `*plan` is NULL.
///
/// # Safety
/// `bytes` is NULL or `length` bytes; `limits` NULL or a struct of its `size`; `plan` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_load(
    bytes: *const u8,
    length: usize,
    limits: *const EngineLimits,
    plan: *mut *mut PlanHandle,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(plan, "plan") }?;
        out.set(std::ptr::null_mut());
        // SAFETY: the caller's promise.
        let (limits, _) = unsafe { limits_of(limits) }?;
        // SAFETY: the caller's promise.
        let bytes = unsafe { slice(bytes, length, "bytes") }?;
        let loaded = LoadedPlan::new(Plan::load(bytes, &limits)?);
        out.set(registry::add(Object::Plan(Arc::new(loaded)))? as *mut PlanHandle);
        Ok(())
    })
}

pub(super) fn loaded(plan: *const PlanHandle) -> Result<Arc<LoadedPlan>, Failure> {
    registry::find(plan as usize)
}

/// Frees a plan; programs bound from it live on. NULL is fine, a freed handle is `TA_ENGINE_INVALID_INPUT`.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_plan_free(plan: *mut PlanHandle) -> Status {
    answer(|| {
        if plan.is_null() {
            return Ok(());
        }
        registry::remove::<Arc<LoadedPlan>>(plan as usize)
    })
}

/// Everything that a plan says of itself, as JSON text in UTF-8: id, doc, params, outputs, alerts, inputs, kernels. Free it
/// with `ta_engine_buffer_free`. On failure `*json` is NULL.
///
/// # Safety
/// `json` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_describe(plan: *const PlanHandle, json: *mut *mut c_char) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(json, "json") }?;
        out.set(std::ptr::null_mut());
        out.set(memory::text(describe::plan(&loaded(plan)?.plan)));
        Ok(())
    })
}

/// A plan's identity: "sha256:" and 64 hexadecimal digits. It lives until the plan is freed.
///
/// # Safety
/// `id` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_id(plan: *const PlanHandle, id: *mut *const c_char) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(id, "id") }?;
        out.set(loaded(plan)?.id.as_ptr());
        Ok(())
    })
}

/// How many parameters, inputs, outputs and alerts a plan has.
///
/// # Safety
/// `counts` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_counts(plan: *const PlanHandle, counts: *mut PlanCounts) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(counts, "counts") }?;
        let plan = loaded(plan)?;
        out.set(PlanCounts {
            params: plan.params.len(),
            inputs: plan.inputs.len(),
            outputs: plan.outputs.len(),
            alerts: plan.alerts.len(),
        });
        Ok(())
    })
}

fn at<'a, T>(items: &'a [T], index: usize, what: &str) -> Result<&'a T, Failure> {
    items.get(index).ok_or_else(|| {
        let message = format!("there is no {what} {index}: the plan has {}", items.len());
        Failure::new(Code::Usage, message)
    })
}

/// A parameter's name, which lives until the plan is freed, and its `TA_ENGINE_TYPE_…`. NULL where one is not wanted.
///
/// # Safety
/// `name` and `type` are each NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_param(
    plan: *const PlanHandle,
    index: usize,
    name: *mut *const c_char,
    r#type: *mut u32,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let (name, kind) = unsafe { (Out::wanted(name, "name")?, Out::wanted(r#type, "type")?) };
        let plan = loaded(plan)?;
        let (text, found) = at(&plan.params, index, "parameter")?;
        tell(&name, text.as_ptr());
        let found = match found {
            ParamType::Int => TA_ENGINE_TYPE_INT,
            ParamType::Float => TA_ENGINE_TYPE_FLOAT,
            ParamType::Bool => TA_ENGINE_TYPE_BOOL,
            ParamType::String => TA_ENGINE_TYPE_STRING,
        };
        tell(&kind, found);
        Ok(())
    })
}

/// A column that runs bring: its source, as "ohlcv", and its field, as "close". Both live until the plan is freed. NULL
/// where one is not wanted.
///
/// # Safety
/// `source` and `field` are each NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_input(
    plan: *const PlanHandle,
    index: usize,
    source: *mut *const c_char,
    field: *mut *const c_char,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let (source, field) = unsafe { (Out::wanted(source, "source")?, Out::wanted(field, "field")?) };
        let plan = loaded(plan)?;
        let (of, text) = at(&plan.inputs, index, "input")?;
        tell(&source, of.as_ptr());
        tell(&field, text.as_ptr());
        Ok(())
    })
}

/// An output's name, which lives until the plan is freed, and its type: `TA_ENGINE_TYPE_FLOAT` or `TA_ENGINE_TYPE_BOOL`.
/// NULL where one is not wanted.
///
/// # Safety
/// `name` and `type` are each NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_output(
    plan: *const PlanHandle,
    index: usize,
    name: *mut *const c_char,
    r#type: *mut u32,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let (name, kind) = unsafe { (Out::wanted(name, "name")?, Out::wanted(r#type, "type")?) };
        let plan = loaded(plan)?;
        let (text, found) = at(&plan.outputs, index, "output")?;
        tell(&name, text.as_ptr());
        let found = match found {
            Type::Float => TA_ENGINE_TYPE_FLOAT,
            Type::Bool => TA_ENGINE_TYPE_BOOL,
        };
        tell(&kind, found);
        Ok(())
    })
}

/// An alert's name, which lives until the plan is freed, and whether it fires on every row of its condition (1), or where
/// it becomes true (0). NULL where one is not wanted.
///
/// # Safety
/// `name` and `every_bar` are each NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_plan_alert(
    plan: *const PlanHandle,
    index: usize,
    name: *mut *const c_char,
    every_bar: *mut u8,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let (name, every) = unsafe { (Out::wanted(name, "name")?, Out::wanted(every_bar, "every_bar")?) };
        let plan = loaded(plan)?;
        let (text, found) = at(&plan.alerts, index, "alert")?;
        tell(&name, text.as_ptr());
        tell(&every, u8::from(*found));
        Ok(())
    })
}
