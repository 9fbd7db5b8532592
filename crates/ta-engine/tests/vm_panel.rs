//! N1 for panels: a symbol among others, on any number of threads, has the results that it has alone.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{Builder, Random, Reg, Results, by_blocks, column, forty, random_program, sample};
use ta_engine::cpu::Level;
use ta_engine::generated::kernels::{Op, Type};
use ta_engine::kernels::BLOCK;
use ta_engine::vm::batch::Way;
use ta_engine::vm::panel::{Symbol, copy};
use ta_engine::{AlertColumn, Batch, Code, Error, Limits, OutputColumn, Panel, Program, cpu};

/// A symbol's columns of either type, and the rows of its alerts.
type Store = (Vec<Vec<f64>>, Vec<Vec<u8>>, Vec<Vec<u32>>);

/// Every symbol's results by a panel on `threads` threads.
fn by_panel(panel: &Panel, universe: &[Vec<Vec<f64>>], threads: usize) -> Vec<Results> {
    let program = panel.program().clone();
    let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
    let mut stores: Vec<Store> = universe
        .iter()
        .map(|columns| {
            let rows = columns[0].len();
            let floats = kinds.iter().map(|_| vec![7.5; rows]).collect();
            let bools = kinds.iter().map(|_| vec![9; rows]).collect();
            (floats, bools, program.alerts().map(|_| vec![]).collect())
        })
        .collect();
    let mut symbols: Vec<Symbol<'_>> = universe
        .iter()
        .zip(&mut stores)
        .map(|(columns, (floats, bools, fired))| Symbol {
            rows: columns[0].len(),
            inputs: columns.iter().map(Vec::as_slice).collect(),
            known: false,
            outputs: kinds
                .iter()
                .zip(floats.iter_mut().zip(bools))
                .map(|(kind, (floats, bools))| match kind {
                    Type::Float => OutputColumn::Float(floats),
                    Type::Bool => OutputColumn::Bool(bools),
                })
                .collect(),
            alerts: fired.iter_mut().map(AlertColumn::Rows).collect(),
        })
        .collect();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    let done = AtomicUsize::new(0);
    let results = pool.install(|| {
        panel.run(&mut symbols, &|more| {
            done.fetch_add(more, Ordering::Relaxed);
            true
        })
    });
    assert!(results.into_iter().all(|result| result.unwrap()));
    let rows: usize = universe.iter().map(|columns| columns[0].len()).sum();
    assert_eq!(done.into_inner(), rows, "every row is told of once");
    drop(symbols);
    let bits = |kind: &Type, floats: &[f64], bools: &[u8]| -> Vec<u64> {
        match kind {
            Type::Float => floats.iter().map(|value| value.to_bits()).collect(),
            Type::Bool => bools.iter().map(|&value| f64::from(value).to_bits()).collect(),
        }
    };
    stores
        .into_iter()
        .map(|(floats, bools, fired)| {
            let values = kinds.iter().zip(floats.iter().zip(&bools));
            (values.map(|(kind, (f, b))| bits(kind, f, b)).collect(), fired)
        })
        .collect()
}

#[test]
fn company_and_threads_do_not_matter() {
    for seed in 0..8 {
        let builder = if seed == 0 {
            sample()
        } else {
            random_program(seed, 25)
        };
        let program = Program::bind(builder.plan(), &[], &Limits::default(), cpu::best()).unwrap();
        let mut random = Random(seed + 50);
        let universe: Vec<Vec<Vec<f64>>> = (0..13)
            .map(|_| {
                // Lengths differ, and one symbol has no rows.
                let rows = random.below(700);
                program.inputs().map(|_| column(&mut random, rows, 10)).collect()
            })
            .collect();
        let expected: Vec<Results> = universe
            .iter()
            .map(|columns| {
                let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                by_blocks(
                    &mut Batch::new(&program),
                    &columns,
                    BLOCK,
                    columns[0].len().max(1),
                )
            })
            .collect();
        let panel = Panel::new(&program);
        for threads in [1, 2, 5] {
            assert_eq!(
                by_panel(&panel, &universe, threads),
                expected,
                "{threads} threads"
            );
        }
    }
}

#[test]
fn a_screen_keeps_last_rows_and_a_broken_symbol_breaks_no_other() {
    let program = Program::bind(sample().plan(), &[], &Limits::default(), cpu::best()).unwrap();
    let mut random = Random(9);
    let mut universe: Vec<Vec<Vec<f64>>> = (0..5)
        .map(|_| program.inputs().map(|_| column(&mut random, 600, 10)).collect())
        .collect();
    universe[2][0][17] = f64::INFINITY;
    let expected = |columns: &[Vec<f64>]| {
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        by_blocks(&mut Batch::new(&program), &columns, BLOCK, 600)
    };
    let mut kept: Vec<([f64; 3], u8, Vec<u32>)> = vec![([0.0; 3], 9, vec![]); 5];
    let mut symbols: Vec<Symbol<'_>> = universe
        .iter()
        .zip(&mut kept)
        .map(|(columns, ([a, b, c], flag, fired))| Symbol {
            rows: 600,
            inputs: columns.iter().map(Vec::as_slice).collect(),
            known: false,
            outputs: vec![
                OutputColumn::Last(a),
                OutputColumn::Last(b),
                OutputColumn::Last(c),
                OutputColumn::LastBool(flag),
            ],
            alerts: vec![AlertColumn::Rows(fired)],
        })
        .collect();
    let results = Panel::new(&program).run(&mut symbols, &|_| true);
    drop(symbols);
    for (at, (result, (values, flag, fired))) in results.into_iter().zip(kept).enumerate() {
        if at == 2 {
            assert_eq!(result.unwrap_err().code, Code::InfiniteValue);
            continue;
        }
        assert!(result.unwrap());
        let (columns, alerts) = expected(&universe[at]);
        for (value, column) in values.iter().chain([&f64::from(flag)]).zip(&columns) {
            assert_eq!(value.to_bits(), column[599]);
        }
        assert_eq!(fired, alerts[0]);
    }
}

/// What a run over all of history gives where of each output all rows, the last, the count or nothing is wanted.
fn some_of(
    program: &Program,
    batch: &mut Batch,
    columns: &[&[f64]],
    random: &mut Random,
    expected: &Results,
) {
    let rows = columns[0].len();
    let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
    let ways: Vec<usize> = kinds.iter().map(|_| random.below(6)).collect();
    let heard: Vec<bool> = program.alerts().map(|_| random.below(2) == 0).collect();
    let mut floats: Vec<Vec<f64>> = kinds.iter().map(|_| vec![7.5; rows]).collect();
    let mut bools: Vec<Vec<u8>> = kinds.iter().map(|_| vec![9; rows]).collect();
    let mut last = vec![(7.5, 9, 0); kinds.len()];
    let mut fired: Vec<Vec<u32>> = heard.iter().map(|_| vec![]).collect();
    let mut outputs: Vec<OutputColumn<'_>> = kinds
        .iter()
        .zip(floats.iter_mut().zip(&mut bools).zip(&mut last))
        .zip(&ways)
        .map(
            |((kind, ((floats, bools), (value, flag, count))), way)| match (way, kind) {
                (0, Type::Float) => OutputColumn::Float(floats),
                (0, Type::Bool) => OutputColumn::Bool(bools),
                (1, _) => OutputColumn::Skip,
                (2, _) => OutputColumn::Count(count),
                (_, Type::Float) => OutputColumn::Last(value),
                (_, Type::Bool) => OutputColumn::LastBool(flag),
            },
        )
        .collect();
    let mut alerts: Vec<AlertColumn<'_>> = fired
        .iter_mut()
        .zip(&heard)
        .map(|(fired, &heard)| match heard {
            true => AlertColumn::Rows(fired),
            false => AlertColumn::Skip,
        })
        .collect();
    // By blocks of one row an instruction begins where it has to, and not before.
    let block_rows = [1, 1, 1 + random.below(BLOCK), BLOCK][random.below(4)];
    // Columns that are copied anyway need not be looked through by the run.
    let mut copies: Vec<Vec<f64>> = columns.iter().map(|_| vec![7.5; rows]).collect();
    let known = random.below(2) == 0;
    if known {
        for (to, from) in copies.iter_mut().zip(columns) {
            assert!(copy(program.level(), to, from));
        }
    }
    let copies: Vec<&[f64]> = copies.iter().map(Vec::as_slice).collect();
    let columns = if known { &copies } else { columns };
    let way = Way {
        block_rows,
        past: random.below(2) == 0,
        known,
    };
    let done = batch.run_whole(rows, columns, &mut outputs, &mut alerts, way, &mut |_| true);
    assert!(done.unwrap());
    drop((outputs, alerts));
    assert_eq!(batch.rows(), 0, "the next run begins anew");
    for (at, (way, column)) in ways.iter().zip(&expected.0).enumerate() {
        let (value, flag, count) = last[at];
        let found: Vec<u64> = match kinds[at] {
            Type::Float => floats[at].iter().map(|value| value.to_bits()).collect(),
            Type::Bool => bools[at].iter().map(|&flag| f64::from(flag).to_bits()).collect(),
        };
        let known = |bits: u64| match kinds[at] {
            Type::Float => !f64::from_bits(bits).is_nan(),
            Type::Bool => f64::from_bits(bits) == 1.0,
        };
        match way {
            0 => assert_eq!(&found, column),
            1 => {}
            2 => assert_eq!(count, column.iter().filter(|&&bits| known(bits)).count() as u64),
            _ if rows == 0 => assert_eq!((value, flag), (7.5, 9)),
            _ => {
                let value = if kinds[at] == Type::Float {
                    value
                } else {
                    f64::from(flag)
                };
                assert_eq!(value.to_bits(), column[rows - 1], "output {at} of {rows} rows");
            }
        }
    }
    for ((fired, heard), expected) in fired.iter().zip(heard).zip(&expected.1) {
        assert_eq!(fired, if heard { expected } else { &[] as &[u32] });
    }
}

#[test]
fn rows_that_nothing_leans_on_change_no_bit() {
    for seed in 0..60 {
        let builder = match seed {
            0 => sample(),
            1 => forty(),
            _ => random_program(seed, 25),
        };
        let program = Program::bind(builder.plan(), &[], &Limits::default(), cpu::best()).unwrap();
        let mut random = Random(seed + 70);
        let mut batch = Batch::new(&program);
        for gaps in [0, 4, 60] {
            let rows = random.below(2600);
            let columns: Vec<Vec<f64>> = program
                .inputs()
                .map(|_| column(&mut random, rows, gaps))
                .collect();
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let expected = by_blocks(&mut Batch::new(&program), &columns, BLOCK, rows.max(1));
            for _ in 0..4 {
                some_of(&program, &mut batch, &columns, &mut random, &expected);
            }
        }
    }
}

/// A symbol's last values by either type, and the rows of its alerts.
type Ends = (Vec<(f64, u8)>, Vec<Vec<u32>>);

/// The bits of the last values, and the rows of the alerts.
type Found = (Vec<u64>, Vec<Vec<u32>>);

/// Columns as a door copies them, and whether they are known to be sound.
fn copied(level: Level, columns: &[Vec<f64>]) -> (Vec<Vec<f64>>, bool) {
    let mut known = true;
    let copied = columns.iter().map(|column| {
        let mut to = vec![7.5; column.len()];
        known &= copy(level, &mut to, column);
        to
    });
    (copied.collect(), known)
}

/// What every symbol gives of a screen on so many threads; and of how many rows at most its caller was told at once, who ends
/// it when it is told of `stop` rows. Bars of symbols that `copies` has are copied before, and known to be sound.
fn screened(
    panel: &Panel,
    universe: &[Vec<Vec<f64>>],
    threads: usize,
    copies: impl Fn(usize) -> bool,
    stop: usize,
) -> (Vec<Result<Option<Found>, Error>>, usize) {
    let program = panel.program();
    let given: Vec<(Vec<Vec<f64>>, bool)> = universe
        .iter()
        .enumerate()
        .map(|(at, columns)| match copies(at) {
            true => copied(program.level(), columns),
            false => (columns.clone(), false),
        })
        .collect();
    let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
    let mut kept: Vec<Ends> = given
        .iter()
        .map(|_| {
            let alerts = program.alerts().map(|_| vec![]).collect();
            (vec![(7.5, 9); kinds.len()], alerts)
        })
        .collect();
    let mut symbols: Vec<Symbol<'_>> = given
        .iter()
        .zip(&mut kept)
        .map(|((columns, known), (last, alerts))| Symbol {
            rows: columns[0].len(),
            inputs: columns.iter().map(Vec::as_slice).collect(),
            known: *known,
            outputs: last
                .iter_mut()
                .zip(&kinds)
                .map(|((float, flag), kind)| match kind {
                    Type::Float => OutputColumn::Last(float),
                    Type::Bool => OutputColumn::LastBool(flag),
                })
                .collect(),
            alerts: alerts.iter_mut().map(AlertColumn::Rows).collect(),
        })
        .collect();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    let (done, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results = pool.install(|| {
        panel.run(&mut symbols, &|more| {
            most.fetch_max(more, Ordering::Relaxed);
            done.fetch_add(more, Ordering::Relaxed) + more < stop
        })
    });
    let rows: usize = universe.iter().map(|columns| columns[0].len()).sum();
    if results.iter().all(|result| matches!(result, Ok(true))) {
        assert_eq!(done.into_inner(), rows, "every row is told of once");
    }
    drop(symbols);
    let last = |(float, flag): (f64, u8), kind: &Type| match kind {
        Type::Float => float.to_bits(),
        Type::Bool => f64::from(flag).to_bits(),
    };
    let ends = kept.into_iter().zip(results).map(|((values, alerts), result)| {
        let values = values.into_iter().zip(&kinds);
        let values = values.map(|(value, kind)| last(value, kind)).collect();
        result.map(|done| done.then_some((values, alerts)))
    });
    (ends.collect(), most.into_inner())
}

fn applied(builder: &mut Builder, op: Op, registers: &[Reg], numbers: &[f64]) -> Reg {
    let numbers: Vec<_> = numbers.iter().map(|&number| builder.num(number)).collect();
    builder.apply(op, registers, &numbers)
}

/// What whole histories of a program may hold: averages of several lengths, one of another and one that begins late, sums,
/// the latest value, an edge and shifts.
fn recurrences() -> Builder {
    let mut builder = Builder::new();
    let (close, volume) = (builder.input("close"), builder.input("volume"));
    let fast = applied(&mut builder, Op::RecAverage, &[close], &[12.0, 11.0 / 13.0]);
    let slow = applied(&mut builder, Op::RecAverage, &[close], &[26.0, 25.0 / 27.0]);
    let apart = applied(&mut builder, Op::Sub, &[fast, slow], &[]);
    let late = applied(&mut builder, Op::Skip, &[apart], &[5.0]);
    let signal = applied(&mut builder, Op::RecAverage, &[late], &[9.0, 0.8]);
    let before = applied(&mut builder, Op::Shift, &[close], &[1.0]);
    let far = applied(&mut builder, Op::Shift, &[close], &[45.0]);
    let change = applied(&mut builder, Op::Sub, &[close, before], &[]);
    let latest = applied(&mut builder, Op::CumLast, &[change], &[]);
    let sign = applied(&mut builder, Op::Sign, &[latest], &[]);
    let flow = applied(&mut builder, Op::Mul, &[sign, volume], &[]);
    let balance = applied(&mut builder, Op::CumSum, &[flow], &[]);
    let drift = applied(&mut builder, Op::RecAverage, &[far], &[3.0, 0.5]);
    let above = applied(&mut builder, Op::Gt, &[fast, slow], &[]);
    let was = applied(&mut builder, Op::ShiftBool, &[above], &[1.0]);
    let rises = applied(&mut builder, Op::And, &[above, was], &[]);
    let edge = applied(&mut builder, Op::EventEdge, &[above], &[]);
    for (name, value) in [
        ("fast", fast),
        ("signal", signal),
        ("balance", balance),
        ("drift", drift),
        ("edge", edge),
    ] {
        builder.output(name, value);
    }
    builder.alert("edge", edge);
    builder.alert("rises", rises);
    builder
}

/// Holds a screen of copies, of bars where they lie and of some of each to each symbol's own run, and gives of how many rows
/// its caller was told at once, which is the same for all: bars where they lie run abreast as well as copies.
fn each_as_alone(program: &Arc<Program>, universe: &[Vec<Vec<f64>>], threads: usize, what: &str) -> usize {
    let expected: Vec<Result<Option<Found>, Error>> = universe
        .iter()
        .map(|columns| {
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let rows = columns[0].len();
            let mut skipped: Vec<_> = program.outputs().map(|_| OutputColumn::Skip).collect();
            let mut unheard: Vec<_> = program.alerts().map(|_| AlertColumn::Skip).collect();
            let mut batch = Batch::new(program);
            batch.run(rows, &columns, &mut skipped, &mut unheard, BLOCK)?;
            if rows == 0 {
                return Ok(None);
            }
            let (values, alerts) = by_blocks(&mut Batch::new(program), &columns, BLOCK, rows);
            Ok(Some((
                values.iter().map(|column| column[rows - 1]).collect(),
                alerts,
            )))
        })
        .collect();
    let panel = Panel::new(program);
    let ways = [|_| true, |_| false, |at| at % 3 == 0].map(|copies: fn(usize) -> bool| {
        let (found, most) = screened(&panel, universe, threads, copies, usize::MAX);
        for ((found, expected), columns) in found.into_iter().zip(&expected).zip(universe) {
            match expected {
                // Without rows there are no values.
                Ok(None) => assert!(found.is_ok()),
                Ok(_) => assert_eq!(
                    found.as_ref(),
                    Ok(expected.as_ref().unwrap()),
                    "{what}: {} rows",
                    columns[0].len()
                ),
                Err(_) => assert_eq!(&found, expected, "{what}"),
            }
        }
        most
    });
    assert_eq!(ways, [ways[0]; 3], "{what}: all run abreast as far");
    ways[0]
}

#[test]
fn symbols_abreast_have_the_bits_that_each_has_alone() {
    let mut abreast = 0;
    for seed in 0..40 {
        let builder = match seed {
            0..20 => recurrences(),
            20 => sample(),
            21 => forty(),
            _ => random_program(seed, 25),
        };
        let level = [cpu::best(), Level::Baseline, Level::Avx2.min(cpu::best())][seed as usize % 3];
        let program = Program::bind(builder.plan(), &[], &Limits::default(), level).unwrap();
        let mut random = Random(seed + 300);
        let edges = [512, 513, 575, 576, 577];
        let lengths = [
            random.below(2600),
            edges[seed as usize % 5],
            1700 + random.below(900),
        ];
        for (at, rows) in lengths.into_iter().enumerate() {
            // Whole packs and what is left of one; and a pack whose symbols are not of a length.
            let count = 1 + random.below(19);
            // Rows that all of a pack miss leave it together; rows that one misses do not.
            let together = random.below(2) == 0;
            let shared = [0, 1, 700][random.below(3)];
            let universe: Vec<Vec<Vec<f64>>> = (0..count)
                .map(|symbol| {
                    let rows = rows + usize::from(at == 0 && symbol == 3);
                    let own = [0, 0, 1, 700][random.below(4)] * random.below(2);
                    let gaps = [0, 0, 0, 4, 300][random.below(5)];
                    let (begin, gaps) = if together { (shared, 0) } else { (own, gaps) };
                    let mut made = || {
                        let mut column = column(&mut random, rows, gaps);
                        column.iter_mut().take(begin).for_each(|value| *value = f64::NAN);
                        column
                    };
                    program.inputs().map(|_| made()).collect()
                })
                .collect();
            let most = each_as_alone(
                &program,
                &universe,
                1 + (seed % 2) as usize,
                &format!("seed {seed}"),
            );
            abreast += usize::from(together && count >= 8 && most >= 8 * 512);
        }
    }
    assert!(abreast > 5, "{abreast} universes ran abreast to their end");
}

#[test]
fn what_leaves_the_numbers_leaves_them_abreast() {
    /// Changes a symbol's columns.
    type Event = fn(&mut [Vec<f64>]);
    // A sum beyond the numbers, a decay that is flushed, one of next to nothing; each of all symbols of a pack, which stay
    // together, and of one of them. And a spike that no average survives, which ends the company.
    let events: [Event; 4] = [
        |columns| columns[1][1000..1003].fill(f64::MAX),
        |columns| columns[0][700..].fill(0.0),
        |columns| columns[0].fill(1e-300),
        |columns| columns[0][900..902].copy_from_slice(&[f64::MAX, f64::MIN]),
    ];
    for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
        let level = level.min(cpu::best());
        let program = Program::bind(recurrences().plan(), &[], &Limits::default(), level).unwrap();
        for (number, event) in events.iter().enumerate() {
            for some in [8, 1] {
                let mut random = Random(5 + number as u64);
                let universe: Vec<Vec<Vec<f64>>> = (0..8)
                    .map(|symbol| {
                        let made = || column(&mut random, 4000, 0);
                        let mut columns: Vec<Vec<f64>> = std::iter::repeat_with(made)
                            .take(program.inputs().len())
                            .collect();
                        if symbol < some {
                            event(&mut columns);
                        }
                        columns
                    })
                    .collect();
                let most = each_as_alone(&program, &universe, 1, &format!("event {number} of {some}"));
                assert!(most > 4000, "rows of eight symbols are told of at once");
            }
        }
    }
}

#[test]
fn what_no_register_may_hold_is_found_abreast() {
    for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
        let level = level.min(cpu::best());
        let mut builder = recurrences();
        let (close, open) = (builder.input("close"), builder.input("open"));
        let chosen = applied(&mut builder, Op::Choose, &[close, open], &[1.0]);
        builder.output("chosen", chosen);
        let program = Program::bind(builder.plan(), &[], &Limits::default(), level).unwrap();
        let inputs = program.inputs().len();
        assert_eq!(inputs, 3, "one of which nothing reads");
        let mut random = Random(17);
        let sound: Vec<Vec<Vec<f64>>> = (0..16)
            .map(|_| (0..inputs).map(|_| column(&mut random, 2000, 0)).collect())
            .collect();
        let whole = each_as_alone(&program, &sound, 1, "sound bars");
        assert!(whole > 2000, "rows of eight symbols are told of at once");
        // −0 is 0, and ends no company.
        for row in [0, 127, 128, 1300, 1999] {
            let mut universe = sound.clone();
            for (symbol, columns) in universe.iter_mut().enumerate().step_by(3) {
                columns[symbol % inputs][row] = -0.0;
            }
            let most = each_as_alone(&program, &universe, 1, &format!("−0 in row {row}"));
            assert_eq!(most, whole, "−0 in row {row}");
        }
        // What is infinite is its symbol's own fault, wherever it is; two in a pack are two faults.
        for (number, row) in [0, 1, 127, 128, 700, 1999].into_iter().enumerate() {
            for input in 0..inputs {
                let mut universe = sound.clone();
                universe[number][input][row] = f64::INFINITY;
                universe[(number + 5) % 8][(input + 1) % inputs][row + number.min(1999 - row)] =
                    f64::NEG_INFINITY;
                universe[number + 1][input][row / 2] = -0.0;
                each_as_alone(&program, &universe, 1, &format!("input {input}, row {row}"));
            }
        }
    }
}

#[test]
fn a_stop_ends_symbols_abreast_and_leaves_nothing_behind() {
    let program = Program::bind(recurrences().plan(), &[], &Limits::default(), cpu::best()).unwrap();
    let mut random = Random(23);
    let universe: Vec<Vec<Vec<f64>>> = (0..24)
        .map(|_| program.inputs().map(|_| column(&mut random, 9000, 0)).collect())
        .collect();
    let panel = Panel::new(&program);
    let (expected, _) = screened(&panel, &universe, 1, |_| false, usize::MAX);
    for stop in [1, 8 * 9000, 8 * 9000 + 1] {
        let (found, most) = screened(&panel, &universe, 1, |_| false, stop);
        assert!(most >= 8 * 8192, "eight symbols were in work");
        let done = found.iter().filter(|found| matches!(found, Ok(Some(_)))).count();
        assert!(done <= 8, "{done} symbols were done");
        for (found, expected) in found.iter().zip(&expected) {
            assert!(found == &Ok(None) || found == expected);
        }
        let (found, _) = screened(&panel, &universe, 1, |_| false, usize::MAX);
        assert_eq!(found, expected);
    }
}

#[test]
fn a_copy_is_what_registers_hold_and_finds_what_is_infinite() {
    for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
        for rows in [0, 1, 7, 64, 129] {
            let from: Vec<f64> = (0..rows)
                .map(|row| [1.5, -0.0, f64::NAN, -3e-310, 0.0][row % 5])
                .collect();
            let mut to = vec![7.5; rows];
            assert!(copy(level, &mut to, &from));
            for (to, from) in to.iter().zip(&from) {
                assert_eq!(to.to_bits(), (from + 0.0).to_bits());
                assert_ne!(to.to_bits(), (-0.0f64).to_bits());
            }
            for row in 0..rows {
                for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
                    let mut from = from.clone();
                    from[row] = infinite;
                    assert!(!copy(level, &mut to, &from), "row {row} of {rows}");
                    assert_eq!(to[row], infinite);
                }
            }
        }
    }
}

#[test]
fn what_nobody_wants_is_of_no_earlier_run() {
    let mut builder = Builder::new();
    let close = builder.input("close");
    let latest = builder.apply(Op::CumLast, &[close], &[]);
    builder.output("latest", latest);
    let program = Program::bind(builder.plan(), &[], &Limits::default(), cpu::best()).unwrap();
    let mut batch = Batch::new(&program);
    let way = Way {
        block_rows: BLOCK,
        past: false,
        known: false,
    };
    // The first run's last block views its column far behind the end of the second's.
    for (rows, wanted) in [(600, true), (10, false)] {
        let close = column(&mut Random(1), rows, 0);
        let mut values = vec![0.0; rows];
        let mut outputs = [match wanted {
            true => OutputColumn::Float(&mut values),
            false => OutputColumn::Skip,
        }];
        let done = batch.run_whole(rows, &[&close], &mut outputs, &mut [], way, &mut |_| true);
        assert!(done.unwrap());
        assert_eq!(values == close, wanted);
    }
}

#[test]
fn a_stop_ends_the_work() {
    let program = Program::bind(sample().plan(), &[], &Limits::default(), cpu::best()).unwrap();
    let mut random = Random(4);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, 50_000, 0)).collect();
    let mut symbols: Vec<Symbol<'_>> = (0..6)
        .map(|_| Symbol {
            rows: 50_000,
            inputs: columns.iter().map(Vec::as_slice).collect(),
            known: false,
            outputs: program.outputs().map(|_| OutputColumn::Skip).collect(),
            alerts: program.alerts().map(|_| AlertColumn::Skip).collect(),
        })
        .collect();
    // Two symbols are in work at a time, so that one at least is done by then, however long a tile is.
    let told = AtomicUsize::new(0);
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let results = two.install(|| {
        Panel::new(&program).run(&mut symbols, &|rows| {
            told.fetch_add(rows, Ordering::Relaxed) + rows < 160_000
        })
    });
    let done = results
        .into_iter()
        .filter(|result| *result.as_ref().unwrap())
        .count();
    assert!((1..6).contains(&done), "{done} symbols were done");
    // Short symbols have no tile to end at: the next one is not begun.
    let mut symbols: Vec<Symbol<'_>> = (0..200)
        .map(|_| Symbol {
            rows: 100,
            inputs: columns.iter().map(|column| &column[..100]).collect(),
            known: false,
            outputs: program.outputs().map(|_| OutputColumn::Skip).collect(),
            alerts: program.alerts().map(|_| AlertColumn::Skip).collect(),
        })
        .collect();
    let asked = AtomicUsize::new(0);
    let results = Panel::new(&program).run(&mut symbols, &|_| asked.fetch_add(1, Ordering::Relaxed) < 5);
    let done = results
        .into_iter()
        .filter(|result| *result.as_ref().unwrap())
        .count();
    assert!((5..100).contains(&done), "{done} short symbols were done");
}
