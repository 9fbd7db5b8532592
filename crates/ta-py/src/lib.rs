//! The Python door of the engine. It moves bytes, columns and errors across, and decides nothing: data and options are
//! read in `python/laakhay_ta`, numbers are made in `ta-engine`. Every entry works within [`failure::entry`]: a fault of ours
//! is an error there too.

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
use pyo3::types::PyDict;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<plan::NativePlan>()?;
    module.add_class::<program::NativeProgram>()?;
    module.add_class::<session::NativeSession>()?;
    module.add_function(wrap_pyfunction!(compiler::compile, module)?)?;
    module.add_function(wrap_pyfunction!(plan::load, module)?)?;
    module.add_class::<arrow::ArrowColumns>()?;
    module.add_function(wrap_pyfunction!(arrow::export_stream, module)?)?;
    module.add_function(wrap_pyfunction!(failure::panic_for_tests, module)?)?;
    if let Ok(register) = module.py().import("os")?.getattr("register_at_fork") {
        let handlers = PyDict::new(module.py());
        let after = wrap_pyfunction!(compiler::after_fork, module)?;
        handlers.set_item("before", wrap_pyfunction!(compiler::before_fork, module)?)?;
        handlers.set_item("after_in_parent", &after)?;
        handlers.set_item("after_in_child", &after)?;
        register.call((), Some(&handlers))?;
    }
    Ok(())
}
