//! Binding parameters, what it settles and refuses, and the edges of a run.

mod support;

use std::sync::Arc;
use support::{Builder, by_blocks, forty, sample};
use ta_engine::cpu::{self, Level};
use ta_engine::generated::kernels::{Op, Type};
use ta_engine::kernels::BLOCK;
use ta_engine::plan::scalar::Operator;
use ta_engine::plan::{ParamType, Policy};
use ta_engine::vm::MISSING;
use ta_engine::{AlertColumn, Batch, Code, Error, Limits, OutputColumn, ParamValue, Program, Session};

fn bind(builder: Builder, params: &[(&str, ParamValue)]) -> Result<Arc<Program>, Error> {
    Program::bind(builder.plan(), params, &Limits::default(), cpu::best())
}

fn refused(params: &[(&str, ParamValue)]) -> Error {
    bind(sample(), params).map(|_| ()).unwrap_err()
}

#[test]
fn parameters_are_checked_by_name_type_and_range() {
    let error = refused(&[("speed", ParamValue::Int(3))]);
    assert_eq!(
        error.to_string(),
        "TA8001: the plan has no parameter 'speed'; it has n, width, smooth, kind"
    );
    let error = refused(&[("n", ParamValue::Int(1))]);
    assert_eq!(
        error.to_string(),
        "TA8002: parameter 'n' (int) is 1, which is outside its range 2..200"
    );
    let error = refused(&[("n", ParamValue::Float(2.5))]);
    assert_eq!(
        error.to_string(),
        "TA8002: parameter 'n' (int) is 2.5, which is not of its type"
    );
    let error = refused(&[("width", ParamValue::Float(f64::NAN))]);
    assert_eq!(
        error.to_string(),
        "TA8002: parameter 'width' (float) is NaN, which is a missing value"
    );
    for value in [f64::INFINITY, 10.5, -0.5] {
        assert_eq!(
            refused(&[("width", ParamValue::Float(value))]).code,
            Code::ParameterInvalid
        );
    }
    let error = refused(&[("smooth", ParamValue::Int(1))]);
    assert_eq!(
        error.to_string(),
        "TA8002: parameter 'smooth' (bool) is 1, which is not of its type"
    );
    let error = refused(&[("kind", ParamValue::String("wma".into()))]);
    assert_eq!(
        error.to_string(),
        "TA8002: parameter 'kind' is 'wma', which is none of ema, sma"
    );
    let program = bind(
        sample(),
        &[("n", ParamValue::Float(7.0)), ("width", ParamValue::Int(3))],
    )
    .unwrap();
    assert_eq!(program.params(), [7.0, 3.0, 1.0, 0.0]);
}

#[test]
fn bounds_follow_parameters() {
    let program = bind(
        sample(),
        &[
            ("n", ParamValue::Int(10)),
            ("kind", ParamValue::String("sma".into())),
        ],
    )
    .unwrap();
    let valid: Vec<_> = program
        .outputs()
        .map(|output| (output.name, output.valid_from))
        .collect();
    assert_eq!(
        valid,
        [
            ("upper", Some(9)),
            ("turnover", Some(9)),
            ("quick", Some(2)),
            ("above", Some(9))
        ]
    );
    assert_eq!(program.alerts().next().unwrap().valid_from, Some(10));
    assert_eq!(program.history(), None);
    // 64 of the average, 80 each of three windows (two of them share), 1 of the shift, 1 of the edge.
    assert_eq!(program.state_bytes(), 64 + 80 + 80 + 80 + 1 + 1);
    let stable = program.stable_from(1e-6);
    // ln(1e6) / (1 - 9 / 11) = 75.98…, after nine rows.
    assert_eq!(stable[0], Some(85));
    assert_eq!(stable[1], Some(9));
    assert!(program.stable_from(1e-12)[0] > stable[0]);
}

#[test]
fn a_program_of_windows_has_a_history() {
    let mut b = Builder::new();
    let n = b.param("n", ParamType::Int, 5.0, Some((1.0, 100.0)));
    let close = b.input("close");
    let lag = b.num(3.0);
    let mean = b.apply(Op::WinMean, &[close], &[n]);
    let shifted = b.apply(Op::Shift, &[mean], &[lag]);
    b.output("shifted", shifted);
    assert_eq!(bind(b.clone(), &[]).unwrap().history(), Some(7));
    assert_eq!(
        bind(b, &[("n", ParamValue::Int(50))]).unwrap().history(),
        Some(52)
    );
}

#[test]
fn the_branch_that_is_not_chosen_does_not_run() {
    for (kind, kernel, other) in [
        ("ema", "rec.average", "win.mean"),
        ("sma", "win.mean", "rec.average"),
    ] {
        let program = bind(sample(), &[("kind", ParamValue::String(kind.into()))]).unwrap();
        let explain = program.explain();
        let kernels: Vec<_> = explain.instructions.iter().map(|i| i.lanes[0].kernel).collect();
        assert!(
            kernels.contains(&kernel) && !kernels.contains(&other),
            "{kind}: {kernels:?}"
        );
        // The branch, a constant and two choices.
        assert_eq!(explain.settled, 4);
        assert_eq!(explain.constants, 1);
    }
}

#[test]
fn a_length_that_parameters_make_too_small_is_refused() {
    let mut b = Builder::new();
    let n = b.param("n", ParamType::Int, 5.0, Some((1.0, 100.0)));
    let (two, close) = (b.num(2.0), b.input("close"));
    let length = b.scalar(Operator::Sub, &[n, two]);
    let mean = b.apply(Op::WinMean, &[close], &[length]);
    b.output("mean", mean);
    assert!(bind(b.clone(), &[]).is_ok());
    let error = bind(b, &[("n", ParamValue::Int(2))]).map(|_| ()).unwrap_err();
    let message = "TA8002: these parameters give win.mean a length of 0, which must be at least 1 (from n)";
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_pruned_length_may_be_anything() {
    let mut b = Builder::new();
    let n = b.param("n", ParamType::Int, 0.0, Some((-5.0, 100.0)));
    let (zero, close) = (b.num(0.0), b.input("close"));
    let some = b.scalar(Operator::Gt, &[n, zero]);
    let mean = b.group(Policy::Rows, Some(some), &[(Op::WinMean, vec![close], vec![n])])[0];
    let chosen = b.apply(Op::Choose, &[mean, close], &[some]);
    b.output("chosen", chosen);
    for (value, state, valid) in [(-5, 0, 0), (0, 0, 0), (7, 56, 6)] {
        let program = bind(b.clone(), &[("n", ParamValue::Int(value))]).unwrap();
        assert_eq!(program.state_bytes(), state);
        assert_eq!(program.outputs().next().unwrap().valid_from, Some(valid));
    }
}

#[test]
fn an_unknown_choice_is_missing_and_prunes_both() {
    let mut b = Builder::new();
    let (close, nothing, n) = (b.input("close"), b.num(f64::NAN), b.num(3.0));
    let off = b.scalar(Operator::Not, &[nothing]);
    let one = b.group(
        Policy::Rows,
        Some(nothing),
        &[(Op::WinMean, vec![close], vec![n])],
    )[0];
    let other = b.group(Policy::Rows, Some(off), &[(Op::WinMax, vec![close], vec![n])])[0];
    let chosen = b.apply(Op::Choose, &[one, other], &[nothing]);
    b.output("chosen", chosen);
    let program = bind(b, &[]).unwrap();
    assert!(program.explain().instructions.is_empty());
    let (values, _) = by_blocks(&mut Batch::new(&program), &[&[1.0, 2.0]], BLOCK, 2);
    assert_eq!(values, [[MISSING.to_bits(); 2]]);
}

#[test]
fn limits_of_the_host_hold() {
    let limits = |state, registers| Limits {
        state_bytes: state,
        register_bytes: registers,
        ..Limits::default()
    };
    let bind = |limits: Limits| Program::bind(sample().plan(), &[], &limits, Level::Baseline);
    let default = bind(Limits::default()).unwrap();
    assert!(bind(limits(default.state_bytes(), 1 << 20)).is_ok());
    assert_eq!(
        bind(limits(default.state_bytes() - 1, 1 << 20)).unwrap_err().code,
        Code::BoundExceeded
    );
    assert_eq!(bind(limits(1 << 20, 100)).unwrap_err().code, Code::BoundExceeded);
}

#[test]
fn few_registers_are_live() {
    let explain = bind(forty(), &[]).unwrap().explain();
    assert_eq!(explain.instructions.len(), 40);
    assert!(
        explain.float_registers <= 24,
        "{} float registers",
        explain.float_registers
    );
    assert!(
        explain.bool_registers <= 6,
        "{} condition registers",
        explain.bool_registers
    );
}

/// A program whose outputs are its input, a constant, a condition, and the same input again.
fn plain() -> Arc<Program> {
    let mut b = Builder::new();
    let (close, open) = (b.input("close"), b.input("open"));
    let constant = b.num(-0.0);
    let constant = b.apply(Op::Splat, &[], &[constant]);
    let above = b.apply(Op::Gt, &[close, open], &[]);
    b.output("close", close);
    b.output("constant", constant);
    b.output("above", above);
    b.output("again", close);
    b.alert("above", above);
    bind(b, &[]).unwrap()
}

#[test]
fn values_enter_and_leave_in_one_form() {
    let program = plain();
    let odd_nan = f64::from_bits(0xfff8_0000_0000_1234);
    let (close, open) = ([1.0, -0.0, odd_nan], [0.0, 0.0, 1.0]);
    let due = [1f64.to_bits(), 0f64.to_bits(), 0x7ff8_0000_0000_0000];
    let (values, fired) = by_blocks(&mut Batch::new(&program), &[&close, &open], BLOCK, 3);
    assert_eq!(values[0], due);
    assert_eq!(values[1], [0f64.to_bits(); 3]);
    // Close above open: true, false, unknown; and only true fires.
    assert_eq!(values[2], [1f64.to_bits(), 0f64.to_bits(), 2f64.to_bits()]);
    assert_eq!(values[3], due);
    assert_eq!(fired, [[0]]);
    let mut session = Session::open(&program);
    let (mut outputs, mut alerts) = ([9.0; 4], [9]);
    for row in 0..3 {
        session
            .push(&[close[row], open[row]], &mut outputs, &mut alerts)
            .unwrap();
        assert_eq!(
            outputs.map(f64::to_bits),
            [values[0][row], values[1][row], values[2][row], values[3][row]]
        );
        assert_eq!(alerts, [u8::from(row == 0)]);
    }
    assert_eq!(
        session.output_types().collect::<Vec<_>>(),
        [Type::Float, Type::Float, Type::Bool, Type::Float]
    );
}

#[test]
fn an_infinite_value_ends_a_run_before_its_row() {
    let program = plain();
    let rows = 5000;
    let close = vec![1.0; rows];
    for (infinite, at) in [(f64::INFINITY, 4321), (f64::NEG_INFINITY, 0)] {
        let mut open = vec![0.0; rows];
        open[at] = infinite;
        let (mut first, mut above, mut fired) = (vec![7.0; rows], vec![7; rows], vec![]);
        let mut batch = Batch::new(&program);
        let before = batch.snapshot();
        let mut run = |open: &[f64]| {
            let mut outputs = [
                OutputColumn::Float(&mut first),
                OutputColumn::Skip,
                OutputColumn::Bool(&mut above),
                OutputColumn::Skip,
            ];
            let mut alerts = [AlertColumn::Rows(&mut fired)];
            batch.run(rows, &[&close, open], &mut outputs, &mut alerts, BLOCK)
        };
        let message = format!("TA7006: input 'open' is infinite in row {at}");
        assert_eq!(run(&open).unwrap_err().to_string(), message);
        assert_eq!(batch.snapshot(), before);
        assert!(first[at..].iter().all(|&value| value == 7.0) && above[at..].iter().all(|&value| value == 7));
        assert!(fired.iter().all(|&row| (row as usize) < at));
        let mut session = Session::open(&program);
        let (mut outputs, mut alerts) = ([7.0; 4], [7]);
        session.push(&[1.0, 2.0], &mut outputs, &mut alerts).unwrap();
        let (before, written) = (session.snapshot(), outputs);
        let error = session
            .push(&[1.0, infinite], &mut outputs, &mut alerts)
            .unwrap_err();
        assert_eq!(error.to_string(), "TA7006: input 'open' is infinite in row 1");
        assert_eq!((session.snapshot(), outputs), (before, written));
        assert_eq!(
            session
                .peek(&[infinite, 1.0], &mut outputs, &mut alerts)
                .unwrap_err()
                .code,
            Code::InfiniteValue
        );
    }
}

#[test]
fn buffers_are_checked() {
    let program = plain();
    let mut batch = Batch::new(&program);
    let two = [1.0, 2.0];
    let skip = || {
        [
            OutputColumn::Skip,
            OutputColumn::Skip,
            OutputColumn::Skip,
            OutputColumn::Skip,
        ]
    };
    let mut run =
        |inputs: &[&[f64]], outputs: &mut [OutputColumn<'_>], alerts: &mut [AlertColumn<'_>], block| {
            batch
                .run(2, inputs, outputs, alerts, block)
                .map_err(|error| error.code)
        };
    assert_eq!(
        run(&[&two, &two], &mut skip(), &mut [AlertColumn::Skip], BLOCK),
        Ok(())
    );
    assert_eq!(
        run(&[&two], &mut skip(), &mut [AlertColumn::Skip], BLOCK),
        Err(Code::ColumnLength)
    );
    assert_eq!(
        run(&[&two, &[1.0]], &mut skip(), &mut [AlertColumn::Skip], BLOCK),
        Err(Code::ColumnLength)
    );
    assert_eq!(
        run(&[&two, &two], &mut skip()[1..], &mut [AlertColumn::Skip], BLOCK),
        Err(Code::OutputBuffer)
    );
    assert_eq!(
        run(&[&two, &two], &mut skip(), &mut [], BLOCK),
        Err(Code::OutputBuffer)
    );
    let mut short = [0];
    assert_eq!(
        run(
            &[&two, &two],
            &mut skip(),
            &mut [AlertColumn::Column(&mut short)],
            BLOCK
        ),
        Err(Code::OutputBuffer)
    );
    let mut bools = [0; 2];
    let mut wrong = skip();
    wrong[0] = OutputColumn::Bool(&mut bools);
    assert_eq!(
        run(&[&two, &two], &mut wrong, &mut [AlertColumn::Skip], BLOCK),
        Err(Code::OutputBuffer)
    );
    for block in [0, BLOCK + 1] {
        assert_eq!(
            run(&[&two, &two], &mut skip(), &mut [AlertColumn::Skip], block),
            Err(Code::Usage)
        );
    }
    let mut session = Session::open(&program);
    let mut push = |row: &[f64], outputs: &mut [f64], alerts: &mut [u8]| {
        session.push(row, outputs, alerts).map_err(|error| error.code)
    };
    assert_eq!(push(&[1.0], &mut [0.0; 4], &mut [0]), Err(Code::ColumnLength));
    assert_eq!(
        push(&[1.0, 1.0], &mut [0.0; 3], &mut [0]),
        Err(Code::OutputBuffer)
    );
    assert_eq!(push(&[1.0, 1.0], &mut [0.0; 4], &mut []), Err(Code::OutputBuffer));
}

#[test]
fn alerts_come_as_rows_or_as_a_column() {
    let program = plain();
    let (close, open) = ([2.0, 0.0, 2.0, f64::NAN], [1.0; 4]);
    let mut column = [9; 4];
    let mut outputs = [
        OutputColumn::Skip,
        OutputColumn::Skip,
        OutputColumn::Skip,
        OutputColumn::Skip,
    ];
    let mut batch = Batch::new(&program);
    batch
        .run(
            4,
            &[&close, &open],
            &mut outputs,
            &mut [AlertColumn::Column(&mut column)],
            3,
        )
        .unwrap();
    assert_eq!(column, [1, 0, 1, 0]);
}

#[test]
fn programs_and_runs_move_among_threads() {
    fn shared<T: Send + Sync>() {}
    fn moved<T: Send>() {}
    shared::<Arc<Program>>();
    moved::<Batch>();
    moved::<Session>();
}
