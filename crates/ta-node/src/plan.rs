use crate::failure::{Result, failure};
use crate::program::NativeProgram;
use napi::bindgen_prelude::{Either3, Uint8Array};
use napi_derive::napi;
use std::sync::Arc;
use ta_engine::cpu::{self, Level};
use ta_engine::describe;
use ta_engine::{Limits, ParamValue, Plan, Program};

/// A verified plan.
#[napi]
pub struct NativePlan {
    pub(crate) plan: Arc<Plan>,
    pub(crate) limits: Limits,
}

/// What the host allows, in whole numbers or infinite; what it says nothing of is as the format has it.
#[napi(object, object_to_js = false)]
pub struct HostLimits {
    pub plan_bytes: Option<f64>,
    pub instructions: Option<f64>,
    pub operands: Option<f64>,
    pub scalars: Option<f64>,
    pub params: Option<f64>,
    pub outputs: Option<f64>,
    pub alerts: Option<f64>,
    pub inputs: Option<f64>,
    pub history: Option<f64>,
    pub state_bytes: Option<f64>,
    pub register_bytes: Option<f64>,
    pub memory_bytes: Option<f64>,
}

impl From<HostLimits> for Limits {
    fn from(host: HostLimits) -> Limits {
        let own = Limits::default();
        // A cast takes the nearest: infinite is the greatest there is.
        let count = |given: Option<f64>, own: usize| given.map_or(own, |value| value as usize);
        let bytes = |given: Option<f64>, own: u64| given.map_or(own, |value| value as u64);
        Limits {
            plan_bytes: count(host.plan_bytes, own.plan_bytes),
            instructions: count(host.instructions, own.instructions),
            operands: count(host.operands, own.operands),
            scalars: count(host.scalars, own.scalars),
            params: count(host.params, own.params),
            outputs: count(host.outputs, own.outputs),
            alerts: count(host.alerts, own.alerts),
            inputs: count(host.inputs, own.inputs),
            history: bytes(host.history, own.history),
            state_bytes: bytes(host.state_bytes, own.state_bytes),
            register_bytes: bytes(host.register_bytes, own.register_bytes),
            memory_bytes: bytes(host.memory_bytes, own.memory_bytes),
        }
    }
}

/// Decodes and verifies. Any bytes give a plan or an error with its offset. The limits hold for all that is done with it.
#[napi(catch_unwind)]
pub fn load(bytes: Uint8Array, limits: Option<HostLimits>) -> Result<NativePlan> {
    let limits = limits.map_or_else(Limits::default, Limits::from);
    Ok(NativePlan {
        plan: Plan::load(&bytes, &limits).map_err(failure)?,
        limits,
    })
}

#[napi]
impl NativePlan {
    #[napi(catch_unwind)]
    pub fn describe(&self) -> String {
        describe::plan(&self.plan)
    }

    /// Settles the parameters, for `level` or the best below it that this CPU has.
    #[napi(catch_unwind)]
    pub fn bind(
        &self,
        names: Vec<String>,
        values: Vec<Either3<f64, bool, String>>,
        level: String,
    ) -> Result<NativeProgram> {
        let level = level_of(&level);
        let params: Vec<(&str, ParamValue)> = names
            .iter()
            .map(String::as_str)
            .zip(values.into_iter().map(value_of))
            .collect();
        let program = Program::bind(self.plan.clone(), &params, &self.limits, level).map_err(failure)?;
        Ok(NativeProgram::from(program))
    }
}

/// JavaScript has one number: an integral one is given as an integer, which the engine takes for a float too.
pub(crate) fn value_of(value: Either3<f64, bool, String>) -> ParamValue {
    match value {
        Either3::A(number) if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 => {
            ParamValue::Int(number as i64)
        }
        Either3::A(number) => ParamValue::Float(number),
        Either3::B(condition) => ParamValue::Bool(condition),
        Either3::C(text) => ParamValue::String(text),
    }
}

/// An instruction set by its name; of any other name the best that there is.
pub(crate) fn level_of(name: &str) -> Level {
    match name {
        "baseline" => Level::Baseline,
        "avx2" => Level::Avx2,
        _ => cpu::best(),
    }
}
