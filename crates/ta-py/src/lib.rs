//! The Python door of the engine. It moves bytes, columns and errors across, and decides nothing: data and options are
//! read in `python/laakhay_ta`, numbers are made in `ta-engine`.

mod arrow;
mod compiler;
mod failure;
mod params;
mod plan;
mod program;
mod session;
mod sweep;
mod work;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<plan::NativePlan>()?;
    module.add_class::<program::NativeProgram>()?;
    module.add_class::<session::NativeSession>()?;
    module.add_function(wrap_pyfunction!(compiler::compile, module)?)?;
    module.add_function(wrap_pyfunction!(plan::load, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::import_columns, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::export_stream, module)?)?;
    Ok(())
}
