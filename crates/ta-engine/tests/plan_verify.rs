//! PL8: every rule of the verifier refuses a plan that breaks it, and only for that.

mod support;

use proptest::prelude::*;
use support::{Builder, Random, random_program, sample};
use ta_engine::cpu::Level;
use ta_engine::generated::kernels::{Op, Type};
use ta_engine::plan::scalar::{Operator, Range, Scalar, evaluate, ranges};
use ta_engine::plan::{Clock, Descriptive, Need, ParamType, Policy, Semantic, encode};
use ta_engine::{Code, Limits, ParamValue, Plan, Program};

fn code(semantic: &Semantic, description: &Descriptive) -> Result<(), Code> {
    Plan::load(&encode::encode(semantic, description), &Limits::default())
        .map(|_| ())
        .map_err(|error| error.code)
}

/// Breaks the sample plan in one way.
fn broken(change: impl FnOnce(&mut Semantic, &mut Descriptive)) -> Result<(), Code> {
    let (mut semantic, mut description) = sample().finish();
    assert_eq!(code(&semantic, &description), Ok(()));
    change(&mut semantic, &mut description);
    code(&semantic, &description)
}

fn position(plan: &Semantic, op: Op) -> usize {
    plan.instructions
        .iter()
        .position(|i| plan.signature(&i.lanes[0]).op == op)
        .unwrap()
}

#[test]
fn shapes_and_names() {
    assert_eq!(broken(|p, _| p.edition = 2), Err(Code::NotInThisVersion));
    assert_eq!(
        broken(|p, _| p.capabilities.push("future".into())),
        Err(Code::NotInThisVersion)
    );
    assert_eq!(
        broken(|p, _| p.clocks.push(Clock::default())),
        Err(Code::NotInThisVersion)
    );
    assert_eq!(broken(|p, _| p.clocks.clear()), Err(Code::PlanShape));
    assert_eq!(
        broken(|p, _| p.outputs[1].name = p.outputs[0].name.clone()),
        Err(Code::PlanShape)
    );
    assert_eq!(
        broken(|p, _| p.params[1].name = p.params[0].name.clone()),
        Err(Code::PlanShape)
    );
    assert_eq!(
        broken(|p, _| p.instructions[0].lanes.clear()),
        Err(Code::PlanShape)
    );
    assert_eq!(broken(|_, d| d.params.clear()), Err(Code::PlanShape));
    assert_eq!(
        broken(|_, d| d.source_map.as_mut().unwrap().truncate(1)),
        Err(Code::PlanShape)
    );
    assert_eq!(broken(|_, d| d.source_map = None), Ok(()));
}

#[test]
fn parameters() {
    assert_eq!(broken(|p, _| p.params[0].default = 99), Err(Code::PlanShape));
    // The default below the minimum.
    assert_eq!(
        broken(|p, _| p.params[0].min = p.params[0].max),
        Err(Code::PlanShape)
    );
    assert_eq!(broken(|p, _| p.params[3].choices = None), Err(Code::PlanShape));
    assert_eq!(
        broken(|p, _| p.params[3].choices = Some(vec![])),
        Err(Code::PlanShape)
    );
    assert_eq!(
        broken(|p, _| p.params[2].kind = ParamType::String),
        Err(Code::PlanShape)
    );
    assert_eq!(broken(|p, _| p.constants[0] = 5.5), Err(Code::PlanShape));
}

/// N10: a plan that needs another version of a kernel is refused; nothing is substituted.
#[test]
fn kernels() {
    let need = |change: fn(&mut Need)| broken(|p, _| change(&mut p.needs[0]));
    assert_eq!(need(|need| need.version = 9), Err(Code::KernelMissing));
    assert_eq!(need(|need| need.opcode = 9999), Err(Code::KernelMissing));
    assert_eq!(
        need(|need| need.name = "win.mode".into()),
        Err(Code::KernelMissing)
    );
    let unused = Need {
        opcode: 182,
        version: 1,
        name: "event.edge".into(),
    };
    assert_eq!(broken(|p, _| p.needs.push(unused)), Err(Code::NotCanonical));
    assert_eq!(broken(|p, _| p.needs.swap(0, 1)), Err(Code::NotCanonical));
    assert_eq!(
        broken(|p, _| p.instructions[0].lanes[0].need = 99),
        Err(Code::PlanShape)
    );
}

#[test]
fn registers() {
    assert_eq!(
        broken(|p, _| p.instructions[0].lanes[0].registers[0] = 2),
        Err(Code::RegisterInvalid)
    );
    assert_eq!(
        broken(|p, _| p.outputs[0].register = 9999),
        Err(Code::RegisterInvalid)
    );
    assert_eq!(
        broken(|p, _| p.outputs[0].kind = Type::Bool),
        Err(Code::TypeInvalid)
    );
    assert_eq!(broken(|p, _| p.alerts[0].register = 0), Err(Code::TypeInvalid));
    let edge = |p: &mut Semantic, _: &mut Descriptive| {
        let edge = position(p, Op::EventEdge);
        p.instructions[edge].lanes[0].registers[0] = 0;
    };
    assert_eq!(broken(edge), Err(Code::TypeInvalid));
    assert_eq!(
        broken(|p, _| p.instructions[0].lanes[0].registers.clear()),
        Err(Code::PlanShape)
    );
    // Once more a scalar that is needed already, so that the order stays canonical.
    let more = |p: &mut Semantic, _: &mut Descriptive| {
        let scalars = &mut p.instructions[0].lanes[0].scalars;
        scalars.push(scalars[0]);
    };
    assert_eq!(broken(more), Err(Code::PlanShape));
    assert_eq!(broken(|p, _| p.inputs.swap(0, 1)), Ok(()));
    // Inputs not in the order of the walk: the registers follow the swap.
    let swapped = |p: &mut Semantic, _: &mut Descriptive| {
        p.inputs.swap(0, 1);
        let lanes = p.instructions.iter_mut().flat_map(|i| i.lanes.iter_mut());
        for register in lanes.flat_map(|lane| lane.registers.iter_mut()) {
            if *register < 2 {
                *register = 1 - *register;
            }
        }
    };
    assert_eq!(broken(swapped), Err(Code::NotCanonical));
}

#[test]
fn scalars_and_constants() {
    assert_eq!(
        broken(|p, _| p.outputs[0].valid_from = 9999),
        Err(Code::ScalarInvalid)
    );
    let last = |p: &mut Semantic| p.scalars.len() as u32;
    assert_eq!(
        broken(|p, _| {
            let end = last(p);
            p.scalars.push(Scalar::new(Operator::Neg, &[end]));
        }),
        Err(Code::ScalarInvalid)
    );
    assert_eq!(
        broken(|p, _| p.scalars.push(Scalar::new(Operator::Param, &[99]))),
        Err(Code::ScalarInvalid)
    );
    assert_eq!(
        broken(|p, _| p.scalars.push(Scalar::new(Operator::Param, &[0]))),
        Err(Code::NotCanonical)
    );
    assert_eq!(broken(|p, _| p.constants.push(123.0)), Err(Code::NotCanonical));
    assert_eq!(
        broken(|p, _| p.constants.push(p.constants[0])),
        Err(Code::NotCanonical)
    );
    assert_eq!(
        broken(|p, _| p.constants.push(f64::INFINITY)),
        Err(Code::PlanShape)
    );
    assert_eq!(broken(|p, _| p.constants.push(-f64::NAN)), Err(Code::PlanShape));
    assert!(matches!(
        broken(|p, _| p.constants.swap(0, 1)),
        Err(Code::PlanShape | Code::NotCanonical)
    ));
}

/// A window whose length is `make`'s scalar of the parameter `n`.
fn windowed(
    kind: ParamType,
    range: Option<(f64, f64)>,
    make: impl FnOnce(&mut Builder, support::Num) -> support::Num,
) -> Result<(), Code> {
    let mut b = Builder::new();
    let n = b.param("n", kind, 5.0, range);
    let close = b.input("close");
    let length = make(&mut b, n);
    let mean = b.apply(Op::WinMean, &[close], &[length]);
    b.output("mean", mean);
    let (semantic, description) = b.finish();
    code(&semantic, &description)
}

#[test]
fn windows_are_bounded() {
    let is = |_: &mut Builder, n| n;
    assert_eq!(windowed(ParamType::Int, Some((1.0, 1_048_576.0)), is), Ok(()));
    assert_eq!(
        windowed(ParamType::Int, Some((1.0, 1_048_577.0)), is),
        Err(Code::BoundExceeded)
    );
    assert_eq!(windowed(ParamType::Int, None, is), Err(Code::WindowUnbounded));
    assert_eq!(
        windowed(ParamType::Float, Some((1.0, 9.0)), is),
        Err(Code::TypeInvalid)
    );
    let floor = |b: &mut Builder, n| b.scalar(Operator::Floor, &[n]);
    assert_eq!(windowed(ParamType::Float, Some((1.0, 9.0)), floor), Ok(()));
    let capped = |b: &mut Builder, n| {
        let cap = b.num(100.0);
        b.scalar(Operator::Min, &[n, cap])
    };
    assert_eq!(windowed(ParamType::Int, None, capped), Ok(()));
    let squared = |b: &mut Builder, n| b.scalar(Operator::Mul, &[n, n]);
    assert_eq!(windowed(ParamType::Int, Some((1.0, 1024.0)), squared), Ok(()));
    assert_eq!(
        windowed(ParamType::Int, Some((1.0, 1025.0)), squared),
        Err(Code::BoundExceeded)
    );
    let epsilon = |b: &mut Builder, _| {
        let stable = b.scalar(Operator::Stable, &[]);
        let (one, stable) = (b.num(1.0), b.scalar(Operator::Floor, &[stable]));
        b.scalar(Operator::Min, &[one, stable])
    };
    assert_eq!(
        windowed(ParamType::Int, Some((1.0, 9.0)), epsilon),
        Err(Code::ScalarInvalid)
    );
}

#[test]
fn groups() {
    let group = |first: Op, second: Op, apart: bool| {
        let mut b = Builder::new();
        let (close, volume) = (b.input("close"), b.input("volume"));
        let n = b.num(4.0);
        let lanes = [
            (first, vec![close], vec![n]),
            (second, vec![if apart { volume } else { close }], vec![n]),
        ];
        let results = b.group(Policy::Rows, None, &lanes);
        let sum = b.apply(Op::Add, &[results[0], results[1]], &[]);
        b.output("sum", sum);
        let (semantic, description) = b.finish();
        code(&semantic, &description)
    };
    assert_eq!(group(Op::WinMean, Op::WinSum, false), Ok(()));
    assert_eq!(group(Op::WinMean, Op::WinMean, true), Ok(()));
    assert_eq!(group(Op::WinMean, Op::WinSum, true), Err(Code::PlanShape));
    assert_eq!(group(Op::WinMean, Op::WinMax, false), Err(Code::PlanShape));
    assert_eq!(
        broken(|p, _| p.instructions[0].policy = Policy::Rows),
        Err(Code::PlanShape)
    );
    assert_eq!(
        broken(|p, _| {
            let windows = position(p, Op::WinSum);
            p.instructions[windows].policy = Policy::None;
        }),
        Err(Code::PlanShape)
    );
}

#[test]
fn bounds_are_recomputed() {
    assert_eq!(broken(|p, _| p.history = Some(0)), Err(Code::WarmupWrong));
    // Each bound once as another scalar that is already needed: order stays canonical, meaning does not.
    assert_eq!(
        broken(|p, _| p.outputs[2].valid_from = p.outputs[1].valid_from),
        Err(Code::WarmupWrong)
    );
    assert_eq!(
        broken(|p, _| p.outputs[2].stable_from = p.outputs[1].stable_from),
        Err(Code::WarmupWrong)
    );
}

#[test]
fn a_guard_prunes_what_nothing_live_reads() {
    // The choice turned around: it reads the branch that is pruned.
    let (mut semantic, description) = sample().finish();
    let choose = position(&semantic, Op::Choose);
    semantic.instructions[choose].lanes[0].registers.swap(0, 1);
    let bytes = encode::encode(&semantic, &description);
    let plan = Plan::load(&bytes, &Limits::default()).unwrap();
    for kind in ["ema", "sma"] {
        let params = [("kind", ParamValue::String(kind.into()))];
        let error = Program::bind(plan.clone(), &params, &Limits::default(), Level::Baseline).unwrap_err();
        assert_eq!(error.code, Code::GuardInvalid, "{error}");
    }
    let mut b = Builder::new();
    let n = b.param("n", ParamType::Int, 1.0, Some((0.0, 2.0)));
    let close = b.input("close");
    let guarded = b.group(Policy::None, Some(n), &[(Op::Neg, vec![close], vec![])]);
    b.output("out", guarded[0]);
    let (semantic, description) = b.finish();
    assert_eq!(
        code(&semantic, &description),
        Err(Code::TypeInvalid),
        "a guard that is no condition"
    );
}

#[test]
fn limits_hold_before_anything_is_made() {
    let bytes = sample().bytes();
    let refused = |limits: Limits| Plan::load(&bytes, &limits).map(|_| ()).unwrap_err().code;
    let limits = Limits::default;
    assert_eq!(
        refused(Limits {
            plan_bytes: 100,
            ..limits()
        }),
        Code::BoundExceeded
    );
    assert_eq!(
        refused(Limits {
            instructions: 3,
            ..limits()
        }),
        Code::BoundExceeded
    );
    assert_eq!(
        refused(Limits {
            operands: 3,
            ..limits()
        }),
        Code::BoundExceeded
    );
    assert_eq!(
        refused(Limits {
            scalars: 3,
            ..limits()
        }),
        Code::BoundExceeded
    );
    assert_eq!(
        refused(Limits {
            params: 3,
            ..limits()
        }),
        Code::BoundExceeded
    );
    assert_eq!(
        refused(Limits {
            outputs: 3,
            ..limits()
        }),
        Code::BoundExceeded
    );
    assert_eq!(
        refused(Limits {
            alerts: 0,
            ..limits()
        }),
        Code::BoundExceeded
    );
    assert_eq!(
        refused(Limits {
            inputs: 1,
            ..limits()
        }),
        Code::BoundExceeded
    );
}

#[test]
fn limits_hold_at_their_edges() {
    let (semantic, description) = sample().finish();
    let bytes = encode::encode(&semantic, &description);
    let level = Level::Baseline;
    let bind = |limits: &Limits| {
        let plan = Plan::load(&bytes, limits)?;
        Program::bind(plan, &[], limits, level)
    };
    let bound = bind(&Limits::default()).unwrap();
    let valid = bound.outputs().filter_map(|output| output.valid_from);
    let alerts = bound.alerts().filter_map(|alert| alert.valid_from);
    let history = valid.chain(alerts).chain(bound.history()).max().unwrap();
    assert!(history > 0 && bound.state_bytes() > 0, "the sample remembers");
    let lanes = semantic
        .instructions
        .iter()
        .flat_map(|instruction| &instruction.lanes);
    let operands: usize = lanes.map(|lane| 1 + lane.registers.len()).sum();
    // What exactly suffices, and how to allow so much and one less.
    type Allow = fn(&mut Limits, u64);
    let edges: [(u64, Allow); 10] = [
        (bytes.len() as u64, |l, n| l.plan_bytes = n as usize),
        (semantic.instructions.len() as u64, |l, n| {
            l.instructions = n as usize
        }),
        (operands as u64, |l, n| l.operands = n as usize),
        (semantic.scalars.len() as u64, |l, n| l.scalars = n as usize),
        (semantic.params.len() as u64, |l, n| l.params = n as usize),
        (semantic.outputs.len() as u64, |l, n| l.outputs = n as usize),
        (semantic.alerts.len() as u64, |l, n| l.alerts = n as usize),
        (semantic.inputs.len() as u64, |l, n| l.inputs = n as usize),
        (history, |l, n| l.history = n),
        (bound.state_bytes(), |l, n| l.state_bytes = n),
    ];
    for (index, (enough, allow)) in edges.into_iter().enumerate() {
        let mut limits = Limits::default();
        allow(&mut limits, enough);
        assert!(bind(&limits).is_ok(), "limit {index} at {enough}");
        allow(&mut limits, enough - 1);
        let refused = bind(&limits).map(|_| ()).unwrap_err();
        assert_eq!(refused.code, Code::BoundExceeded, "limit {index} below {enough}");
    }
}

#[test]
fn scalars_follow_registers_and_kleene() {
    let nan = f64::NAN;
    let of = |operator, operands: &[f64]| {
        let scalars: Vec<Scalar> = (0..operands.len() as u32)
            .map(|at| Scalar::new(Operator::Const, &[at]))
            .chain([Scalar::new(operator, &[0, 1, 2][..operands.len()])])
            .collect();
        *evaluate(&scalars, operands, &[], 0.0).last().unwrap()
    };
    use Operator::*;
    let cases: &[(Operator, &[f64], f64)] = &[
        (Neg, &[0.0], 0.0),
        (Round, &[2.5], 2.0),
        (Round, &[-0.4], 0.0),
        (Sqrt, &[-1.0], nan),
        (Log, &[0.0], nan),
        (Div, &[1.0, 0.0], nan),
        (Mul, &[1e300, 1e300], nan),
        (Pow, &[nan, 0.0], nan),
        (Pow, &[1.0, nan], nan),
        (Mod, &[-7.0, 3.0], 2.0),
        (Mod, &[7.0, -3.0], -2.0),
        (Mod, &[-6.0, 3.0], 0.0),
        (Min, &[1.0, nan], nan),
        (Max, &[nan, 1.0], nan),
        (Lt, &[1.0, nan], nan),
        (Le, &[1.0, 1.0], 1.0),
        (Ne, &[1.0, 1.0], 0.0),
        (Not, &[nan], nan),
        (Not, &[0.0], 1.0),
        (And, &[0.0, nan], 0.0),
        (And, &[nan, 0.0], 0.0),
        (And, &[1.0, nan], nan),
        (And, &[1.0, 1.0], 1.0),
        (Or, &[1.0, nan], 1.0),
        (Or, &[nan, 1.0], 1.0),
        (Or, &[0.0, nan], nan),
        (Or, &[0.0, 0.0], 0.0),
        (Select, &[nan, 1.0, 2.0], nan),
        (Select, &[1.0, 1.0, 2.0], 1.0),
        (Select, &[0.0, 1.0, 2.0], 2.0),
    ];
    for (operator, operands, due) in cases {
        let got = of(*operator, operands);
        assert!(
            got.to_bits() == due.to_bits() || (got.is_nan() && due.is_nan()),
            "{operator:?} {operands:?}: {got}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Interval analysis never says less than what a scalar can be.
    #[test]
    fn ranges_contain_values(seed: u64) {
        let mut random = Random(seed);
        let pool = [f64::NAN, 0.0, -0.0, 1.0, 2.5, -3.0, 1e308, -1e308, 5e-324, 7.0, 1e6];
        let constants: Vec<f64> = (0..4).map(|_| pool[random.below(pool.len())]).collect();
        let given: Vec<Range> = (0..3).map(|index| {
            let (a, b) = (random.below(40) as f64 - 20.0, random.below(40) as f64 - 20.0);
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            Range { low, high, integral: index < 2 }
        }).collect();
        let params: Vec<f64> = given.iter().map(|range| {
            let value = range.low + random.unit() * (range.high - range.low);
            if range.integral { value.trunc() } else { value }
        }).collect();
        let mut scalars = Vec::new();
        for index in 0..40u32 {
            let operator = Operator::ALL[random.below(Operator::ALL.len())];
            let operator = if index < 3 { Operator::Param } else { operator };
            let operands: Vec<u32> = (0..operator.arity()).map(|_| match operator {
                Operator::Const => random.below(4) as u32,
                Operator::Param => random.below(3) as u32,
                _ => random.below(index as usize) as u32,
            }).collect();
            scalars.push(Scalar::new(operator, &operands));
        }
        let values = evaluate(&scalars, &constants, &params, 20.0);
        for ((value, range), scalar) in values.iter().zip(ranges(&scalars, &constants, &given)).zip(&scalars) {
            let within = value.is_nan()
                || (range.low <= *value && *value <= range.high && (!range.integral || value.trunc() == *value));
            prop_assert!(within, "{:?}: {} not in {:?}", scalar, value, range);
        }
    }

    /// A plan with a register or scalar exchanged is refused or still sound enough to bind or be refused.
    #[test]
    fn exchanged_indexes_give_an_answer(seed: u64, at: u64) {
        let (mut semantic, description) = random_program(seed, 20).finish();
        let mut random = Random(at);
        let instruction = random.below(semantic.instructions.len());
        let lanes = &mut semantic.instructions[instruction].lanes;
        let count = lanes.len();
        let lane = &mut lanes[random.below(count)];
        let target = if random.below(2) == 0 { &mut lane.registers } else { &mut lane.scalars };
        if let Some(index) = target.get_mut(0) {
            *index = random.below(60) as u32;
        }
        if let Ok(plan) = Plan::load(&encode::encode(&semantic, &description), &Limits::default()) {
            let _ = Program::bind(plan, &[], &Limits::default(), Level::Baseline);
        }
    }
}
