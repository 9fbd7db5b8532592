use crate::describe;
use crate::failure::{Result, failure};
use crate::program::NativeProgram;
use napi::bindgen_prelude::{Either3, Uint8Array};
use napi_derive::napi;
use std::sync::Arc;
use ta_engine::cpu::{self, Level};
use ta_engine::{Limits, ParamValue, Plan, Program};

/// A verified plan.
#[napi]
pub struct NativePlan {
    pub(crate) plan: Arc<Plan>,
}

/// Decodes and verifies. Any bytes give a plan or an error with its offset.
#[napi(catch_unwind)]
pub fn load(bytes: Uint8Array) -> Result<NativePlan> {
    Ok(NativePlan {
        plan: Plan::load(&bytes, &Limits::default()).map_err(failure)?,
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
        let program =
            Program::bind(self.plan.clone(), &params, &Limits::default(), level).map_err(failure)?;
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
