//! One kernel by the whole path: a plan of that one instruction, loaded, bound and run by blocks.

use crate::support::Builder;
use ta_engine::generated::kernels::{Op, Type};
use ta_engine::kernels::BLOCK;
use ta_engine::plan::{ParamType, Policy, signature_of};
use ta_engine::{Batch, Limits, OutputColumn, ParamValue, Program, cpu};

/// What windows do with missing rows; [`Missing::Rows`] also of kernels that have no policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing {
    Rows,
    Observed,
    MinSamples(usize),
}

/// An operand.
#[derive(Clone)]
pub enum Column {
    Float(Vec<f64>),
    Bool(Vec<u8>),
}

impl Column {
    pub fn float(&self) -> &[f64] {
        match self {
            Column::Float(values) => values,
            Column::Bool(_) => unreachable!("a float operand"),
        }
    }
    pub fn bool(&self) -> &[u8] {
        match self {
            Column::Bool(values) => values,
            Column::Float(_) => unreachable!("a condition"),
        }
    }
}

/// A kernel, what it is given, and what of it is told when it fails.
pub struct Case {
    pub op: Op,
    pub scalars: Vec<f64>,
    pub missing: Missing,
    pub operands: Vec<Column>,
    pub rows: usize,
    pub series: String,
    pub ordinary: bool,
}

/// The kernel's results; of a condition 0, 1 and 2.
pub fn run(case: &Case) -> Vec<f64> {
    let mut b = Builder::new();
    // A condition that a parameter settles is one, so that the choice is made when the plan is bound.
    let settled = matches!(case.op, Op::Choose | Op::ChooseBool | Op::SplatBool);
    let mut params = Vec::new();
    let mut scalars: Vec<_> = if settled {
        params.push(("condition", ParamValue::Bool(case.scalars[0] == 1.0)));
        vec![b.param("condition", ParamType::Bool, 0.0, None)]
    } else {
        case.scalars.iter().map(|&scalar| b.num(scalar)).collect()
    };
    let names = ["a", "b", "c"];
    let mut registers = Vec::new();
    let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
    for (name, operand) in names.iter().zip(&case.operands) {
        let register = b.input(name);
        match operand {
            Column::Float(values) => {
                registers.push(register);
                columns.push(((*name).into(), values.clone()));
            }
            Column::Bool(values) => {
                let half = b.num(0.5);
                let half = b.apply(Op::Splat, &[], &[half]);
                registers.push(b.apply(Op::Gt, &[register, half], &[]));
                let coded = values.iter().map(|&value| match value {
                    2 => f64::NAN,
                    known => f64::from(known),
                });
                columns.push(((*name).into(), coded.collect()));
            }
        }
    }
    let policy = match case.missing {
        _ if !signature_of(case.op).policy => Policy::None,
        Missing::Rows => Policy::Rows,
        Missing::Observed => Policy::Observed,
        Missing::MinSamples(least) => {
            scalars.push(b.num(least as f64));
            Policy::MinSamples
        }
    };
    let result = b.group(policy, None, &[(case.op, registers, scalars)])[0];
    let kind = b.kind(result);
    b.output("result", result);
    let program = Program::bind(b.plan(), &params, &Limits::default(), cpu::best()).expect("it binds");
    let inputs: Vec<&[f64]> = program
        .inputs()
        .map(|input| {
            let found = columns.iter().find(|(name, _)| name == input.field);
            found.expect("an operand's name").1.as_slice()
        })
        .collect();
    let mut batch = Batch::new(&program);
    let mut floats = vec![0.0; case.rows];
    let mut bools = vec![0; case.rows];
    let column = match kind {
        Type::Float => OutputColumn::Float(&mut floats),
        Type::Bool => OutputColumn::Bool(&mut bools),
    };
    batch
        .run(case.rows, &inputs, &mut [column], &mut [], BLOCK)
        .expect("it runs");
    match kind {
        Type::Float => floats,
        Type::Bool => bools.into_iter().map(f64::from).collect(),
    }
}
