//! N1 for sweeps: a point of a grid has the results of a run bound to it alone, to the bit, whatever its neighbours.

mod support;

use std::sync::Arc;
use support::{Builder, Random, Results, by_blocks, column, random_program, sample};
use ta_engine::generated::kernels::{Op, Type};
use ta_engine::kernels::BLOCK;
use ta_engine::kernels::{RowFile, factory};
use ta_engine::{Batch, Code, Fold, Limits, ParamValue, Plan, Program, Sweep, cpu};

type Named<'a> = Vec<(&'a str, ParamValue)>;

fn columns(plan: &Plan, seed: u64, rows: usize, gaps: usize) -> Vec<Vec<f64>> {
    let mut random = Random(seed);
    plan.inputs()
        .iter()
        .map(|_| column(&mut random, rows, gaps))
        .collect()
}

fn alone(plan: &Arc<Plan>, point: &Named<'_>, inputs: &[&[f64]]) -> Results {
    let program = Program::bind(plan.clone(), point, &Limits::default(), cpu::best()).unwrap();
    let rows = inputs[0].len();
    by_blocks(&mut Batch::new(&program), inputs, BLOCK, rows)
}

/// What `op` says last over the column, by the row function alone.
fn last_of(op: Op, column: &[f64]) -> f64 {
    let lane = factory::LaneSpec {
        op,
        inputs: vec![0],
        scalars: vec![],
        output: 1,
        missing: factory::Missing::None,
    };
    let mut instruction =
        factory::row_instruction(cpu::best(), &factory::InstructionSpec { lanes: vec![lane] });
    let mut file = RowFile {
        floats: vec![f64::NAN; 2],
        bools: vec![],
    };
    let mut last = f64::NAN;
    for &value in column {
        file.floats[0] = value;
        instruction.row(&mut file);
        if !file.floats[1].is_nan() {
            last = file.floats[1];
        }
    }
    last
}

fn folded(fold: Fold, kind: Type, column: &[u64]) -> f64 {
    let values: Vec<f64> = column.iter().map(|&bits| f64::from_bits(bits)).collect();
    let known = values.iter().filter(|value| !value.is_nan()).count() as f64;
    match fold {
        Fold::Last => *values.last().unwrap(),
        Fold::Count if kind == Type::Bool => values.iter().filter(|&&value| value == 1.0).count() as f64,
        Fold::Count => known,
        Fold::Sum => last_of(Op::CumSum, &values),
        Fold::Mean => last_of(Op::CumSum, &values) / known,
        Fold::Max => last_of(Op::CumMax, &values),
        Fold::Min => last_of(Op::CumMin, &values),
    }
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

fn check(builder: Builder, points: &[Named<'_>], seed: u64, rows: usize) {
    let plan = builder.plan();
    let columns = columns(&plan, seed, rows, 10);
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let each: Vec<Results> = points.iter().map(|point| alone(&plan, point, &inputs)).collect();
    let kinds: Vec<Type> = plan.outputs().map(|output| output.kind).collect();
    for fold in [
        Fold::Last,
        Fold::Count,
        Fold::Sum,
        Fold::Mean,
        Fold::Max,
        Fold::Min,
    ] {
        let folds: Vec<Fold> = kinds
            .iter()
            .map(|kind| match kind {
                Type::Bool if fold != Fold::Last => Fold::Count,
                _ => fold,
            })
            .collect();
        let given: Vec<&[_]> = points.iter().map(Vec::as_slice).collect();
        let sweep = Sweep::new(&plan, &given, &folds, &Limits::default(), cpu::best()).unwrap();
        let found = sweep.run(rows, &inputs, &mut |_| true).unwrap().unwrap();
        assert_eq!(found.len(), points.len() * sweep.width());
        for (point, (values, (outputs, alerts))) in found.chunks(sweep.width()).zip(&each).enumerate() {
            for (at, column) in outputs.iter().enumerate() {
                let expected = folded(folds[at], kinds[at], column);
                assert!(
                    same(values[at], expected),
                    "{fold:?} of output {at} at point {point}: {} for {expected}",
                    values[at]
                );
            }
            for (value, fired) in values[outputs.len()..].iter().zip(alerts) {
                assert_eq!(*value, fired.len() as f64);
            }
        }
    }
}

#[test]
fn every_point_is_its_own_run() {
    let mut points: Vec<Named<'_>> = Vec::new();
    for n in [2, 5, 9, 30, 200] {
        for kind in ["ema", "sma"] {
            for smooth in [true, false] {
                points.push(vec![
                    ("n", ParamValue::Int(n)),
                    ("kind", ParamValue::String(kind.into())),
                    ("smooth", ParamValue::Bool(smooth)),
                ]);
            }
        }
    }
    points.push(vec![]);
    check(sample(), &points, 3, 900);
}

#[test]
fn random_programs_sweep_as_they_run() {
    for seed in 0..24 {
        let mut points: Vec<Named<'_>> = Vec::new();
        for n in [2, 7, 30] {
            for switch in [true, false] {
                points.push(vec![
                    ("n", ParamValue::Int(n)),
                    ("switch", ParamValue::Bool(switch)),
                ]);
            }
        }
        check(random_program(seed, 25), &points, seed + 100, BLOCK + 88);
    }
}

#[test]
fn what_depends_on_some_parameters_is_computed_once_for_each_choice_of_them() {
    let plan = sample().plan();
    let widths: Vec<Named<'_>> = (0..50)
        .map(|width| vec![("width", ParamValue::Float(f64::from(width) / 10.0))])
        .collect();
    let given: Vec<&[_]> = widths.iter().map(Vec::as_slice).collect();
    let folds = [Fold::Last, Fold::Last, Fold::Last, Fold::Count];
    let sweep = Sweep::new(&plan, &given, &folds, &Limits::default(), cpu::best()).unwrap();
    let (merged, alone) = sweep.lanes();
    // Only the band, what compares with it, and its constants differ.
    assert!(merged < alone / 2, "{merged} lanes of {alone}");
    let same: Vec<&[_]> = (0..50).map(|_| widths[7].as_slice()).collect();
    let sweep = Sweep::new(&plan, &same, &folds, &Limits::default(), cpu::best()).unwrap();
    assert!(
        sweep.lanes().0
            <= plan
                .semantic()
                .instructions
                .iter()
                .map(|each| each.lanes.len())
                .sum()
    );
}

#[test]
fn a_stop_gives_nothing_and_a_wrong_point_is_named() {
    let plan = sample().plan();
    let columns = columns(&plan, 1, 40_000, 0);
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let folds = [Fold::Last, Fold::Mean, Fold::Last, Fold::Last];
    let sweep = Sweep::new(&plan, &[&[]], &folds, &Limits::default(), cpu::best()).unwrap();
    let mut asked = 0;
    let stopped = sweep.run(40_000, &inputs, &mut |_| {
        asked += 1;
        asked < 2
    });
    assert!(stopped.unwrap().is_none());
    assert_eq!(asked, 2);
    let fault = |folds: &[Fold], point: &[(&str, ParamValue)]| {
        let made = Sweep::new(&plan, &[point], folds, &Limits::default(), cpu::best());
        made.err().map(|error| error.code)
    };
    assert_eq!(
        fault(&folds, &[("n", ParamValue::Int(1))]),
        Some(Code::ParameterInvalid)
    );
    assert_eq!(
        fault(&folds, &[("m", ParamValue::Int(5))]),
        Some(Code::ParameterUnknown)
    );
    assert_eq!(fault(&folds[..3], &[]), Some(Code::Usage));
    assert_eq!(
        fault(&[Fold::Last, Fold::Last, Fold::Last, Fold::Max], &[]),
        Some(Code::Usage)
    );
    let short = sweep.run(10, &inputs, &mut |_| true);
    assert_eq!(short.unwrap_err().code, Code::ColumnLength);
}
