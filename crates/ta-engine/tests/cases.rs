//! `spec/cases` through the engine alone, from plan bytes: by batch and by step.

use std::sync::Arc;
use ta_engine::kernels::BLOCK;

use serde_json::Value;
use ta_engine::cpu::{self, Level};
use ta_engine::generated::kernels::Type;
use ta_engine::{AlertColumn, Batch, Limits, OutputColumn, ParamValue, Plan, Program, Session};

fn number(value: &Value) -> f64 {
    match value {
        Value::Bool(known) => f64::from(u8::from(*known)),
        Value::Number(number) => number.as_f64().expect("a double"),
        _ => f64::NAN,
    }
}

/// A condition as the cases write it.
fn condition(value: &Value) -> u8 {
    value.as_bool().map_or(2, u8::from)
}

fn plan_bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal"))
        .collect()
}

/// Bits, with every missing value the one that leaves the engine.
fn bits(values: &[f64]) -> Vec<u64> {
    values
        .iter()
        .map(|value| {
            if value.is_nan() {
                0x7ff8_0000_0000_0000
            } else {
                value.to_bits()
            }
        })
        .collect()
}

#[test]
fn every_case_by_batch_and_by_step() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/cases/compiled.json");
    let cases: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the compiled cases")).expect("JSON");
    assert!(cases.len() > 20, "the suite is there");
    for case in &cases {
        let id = case["id"].as_str().expect("an id");
        let plan = Plan::load(
            &plan_bytes(case["plan"].as_str().expect("a plan")),
            &Limits::default(),
        )
        .unwrap_or_else(|error| panic!("{id}: {error}"));
        let params: Vec<(&str, ParamValue)> = case["params"]
            .as_object()
            .expect("params")
            .iter()
            .map(|(name, value)| {
                let given = value.as_bool().map(ParamValue::Bool);
                (name.as_str(), given.unwrap_or(ParamValue::Float(number(value))))
            })
            .collect();
        for level in [Level::Baseline, cpu::best()] {
            let program = Program::bind(plan.clone(), &params, &Limits::default(), level)
                .unwrap_or_else(|error| panic!("{id}: {error}"));
            let columns: Vec<Vec<f64>> = plan
                .inputs()
                .iter()
                .map(|input| {
                    case["columns"][&input.field]
                        .as_array()
                        .expect("a column")
                        .iter()
                        .map(number)
                        .collect()
                })
                .collect();
            let rows = case["columns"]
                .as_object()
                .expect("columns")
                .values()
                .next()
                .map_or(0, |column| column.as_array().map_or(0, Vec::len));
            check_batch(id, case, &program, &columns, rows);
            check_step(id, case, &program, &columns, rows);
        }
    }
}

fn expect_output(id: &str, case: &Value, name: &str, kind: Type, floats: &[f64], bools: &[u8]) {
    let expected = case["outputs"][name]
        .as_array()
        .unwrap_or_else(|| panic!("{id}: {name} is expected"));
    match kind {
        Type::Float => assert_eq!(
            bits(floats),
            bits(&expected.iter().map(number).collect::<Vec<_>>()),
            "{id}: {name}"
        ),
        Type::Bool => assert_eq!(
            bools,
            expected.iter().map(condition).collect::<Vec<_>>(),
            "{id}: {name}"
        ),
    }
}

fn expect_alert(id: &str, case: &Value, name: &str, fired: &[u32]) {
    let expected: Vec<u32> = case["alerts"][name].as_array().map_or(Vec::new(), |rows| {
        rows.iter()
            .map(|row| row.as_u64().expect("a row") as u32)
            .collect()
    });
    assert_eq!(fired, expected, "{id}: alert {name}");
}

fn check_batch(id: &str, case: &Value, program: &Arc<Program>, columns: &[Vec<f64>], rows: usize) {
    let kinds: Vec<(String, Type)> = program
        .outputs()
        .map(|output| (output.name.to_owned(), output.kind))
        .collect();
    let mut floats = vec![vec![0.0; rows]; kinds.len()];
    let mut bools = vec![vec![0; rows]; kinds.len()];
    let names: Vec<String> = program.alerts().map(|alert| alert.name.to_owned()).collect();
    let mut fired = vec![Vec::new(); names.len()];
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut outputs: Vec<OutputColumn<'_>> = kinds
        .iter()
        .zip(floats.iter_mut().zip(&mut bools))
        .map(|((_, kind), (float, bool))| match kind {
            Type::Float => OutputColumn::Float(float),
            Type::Bool => OutputColumn::Bool(bool),
        })
        .collect();
    let mut alerts: Vec<AlertColumn<'_>> = fired.iter_mut().map(AlertColumn::Rows).collect();
    Batch::new(program)
        .run(rows, &inputs, &mut outputs, &mut alerts, BLOCK)
        .unwrap_or_else(|error| panic!("{id}: {error}"));
    for ((name, kind), (float, bool)) in kinds.iter().zip(floats.iter().zip(&bools)) {
        expect_output(id, case, name, *kind, float, bool);
    }
    for (name, rows) in names.iter().zip(&fired) {
        expect_alert(id, case, name, rows);
    }
}

fn check_step(id: &str, case: &Value, program: &Arc<Program>, columns: &[Vec<f64>], rows: usize) {
    let kinds: Vec<(String, Type)> = program
        .outputs()
        .map(|output| (output.name.to_owned(), output.kind))
        .collect();
    let names: Vec<String> = program.alerts().map(|alert| alert.name.to_owned()).collect();
    let mut session = Session::open(program);
    let mut values = vec![Vec::new(); kinds.len()];
    let mut fired = vec![Vec::new(); names.len()];
    let (mut row_outputs, mut row_alerts) = (vec![0.0; kinds.len()], vec![0; names.len()]);
    for row in 0..rows {
        let bar: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        session
            .push(&bar, &mut row_outputs, &mut row_alerts)
            .unwrap_or_else(|error| panic!("{id}: {error}"));
        row_outputs
            .iter()
            .zip(&mut values)
            .for_each(|(value, column)| column.push(*value));
        for (alert, rows) in row_alerts.iter().zip(&mut fired) {
            if *alert == 1 {
                rows.push(row as u32);
            }
        }
    }
    for ((name, kind), column) in kinds.iter().zip(&values) {
        let bools: Vec<u8> = column
            .iter()
            .map(|value| if value.is_nan() { 2 } else { *value as u8 })
            .collect();
        expect_output(id, case, name, *kind, column, &bools);
    }
    for (name, rows) in names.iter().zip(&fired) {
        expect_alert(id, case, name, rows);
    }
}
