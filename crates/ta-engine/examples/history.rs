//! Years of bars at once: three bands around an average, for two choices of their length.
//!
//! `cargo run -p ta-engine --example history`

use ta_engine::{Batch, Error, Limits, OutputColumn, ParamValue, Plan, Program, cpu};

pub fn main() -> Result<(), Error> {
    let plan = Plan::load(include_bytes!("bollinger.plan"), &Limits::default())?;
    for param in plan.params() {
        println!("{} is {} unless given", param.name, param.default);
    }
    // A price that goes up and down, one row missing.
    let mut close: Vec<f64> = (0..500).map(|row| 100.0 + f64::from(row % 50)).collect();
    close[200] = f64::NAN;
    for period in [10, 40] {
        let params = [("period", ParamValue::Int(period))];
        let program = Program::bind(plan.clone(), &params, &Limits::default(), cpu::best())?;
        let inputs: Vec<&[f64]> = program.inputs().map(|_| close.as_slice()).collect();
        let mut values = vec![vec![0.0; close.len()]; program.outputs().len()];
        let mut outputs: Vec<OutputColumn<'_>> = values
            .iter_mut()
            .map(|column| OutputColumn::Float(column))
            .collect();
        Batch::new(&program).run(close.len(), &inputs, &mut outputs, &mut [], 512)?;
        for (output, column) in program.outputs().zip(&values) {
            let known = column.iter().filter(|value| !value.is_nan()).count();
            let last = column[close.len() - 1];
            println!("{} of {period}: {known} rows, the last {last}", output.name);
            // Missing is a rule: before its first valid row an output has no value.
            assert!(
                output
                    .valid_from
                    .is_some_and(|first| column[..first as usize].iter().all(|value| value.is_nan()))
            );
            assert!(!last.is_nan());
        }
    }
    Ok(())
}
