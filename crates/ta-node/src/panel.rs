//! Universes, a part of some symbols at a time: what is in flight is bounded by whoever brings the parts.

use crate::columns::{misfit, zeros};
use crate::failure::{self, Result, failure};
use crate::fresh::Fresh;
use crate::program::within;
use crate::task::{self, NativeTask, ReportFunction, Watch};
use napi::bindgen_prelude::{ArrayBuffer, Float64Array, Float64ArraySlice, Uint8Array, Uint32Array};
use napi_derive::napi;
use rayon::ThreadPool;
use std::sync::{Arc, Mutex, PoisonError};
use ta_engine::generated::kernels::Type;
use ta_engine::vm::panel::Symbol;
use ta_engine::{AlertColumn, Code, Deadline, Error, OutputColumn, Panel, Program};

/// What all parts of a universe share.
pub struct Shared {
    panel: Panel,
    pool: Arc<ThreadPool>,
    /// Whether every row of the outputs is kept.
    all: bool,
    /// Buffers for the inputs of parts to come: as many as there were parts at once.
    spare: Mutex<Vec<Vec<f64>>>,
}

/// A program over universes. Parts run at the same time, on the panel's threads.
#[napi]
pub struct NativePanel {
    shared: Arc<Shared>,
    /// The columns and the rows of the symbols of the part that comes next.
    copies: Vec<f64>,
    rows: Vec<usize>,
}

/// A symbol that is wrong, and where: `input` and `row` of an infinite value.
#[napi(object, object_from_js = false)]
pub struct PanelFault {
    pub symbol: u32,
    pub code: String,
    pub message: String,
    pub input: Option<u32>,
    pub row: Option<u32>,
}

/// What a part gives. A symbol that is wrong has no values of a meaning.
#[napi(object, object_from_js = false)]
pub struct PanelPart {
    /// Where all is kept: symbol after symbol its outputs of numbers, one column after another, in the plan's order.
    pub floats: Float64Array,
    /// The same of conditions, by symbol.
    pub bools: Vec<Uint8Array>,
    /// Where the last row is: symbol after symbol the values of its outputs, NaN where missing, conditions 0, 1 or 2.
    pub last: Float64Array,
    /// Symbol, alert and row of each alert that fired: by symbol, then by row, then in the plan's order.
    pub alerts: Uint32Array,
    pub failures: Vec<PanelFault>,
}

/// A symbol's results.
struct Kept {
    bools: Vec<u8>,
    /// One of each is used, by the output's type, where the last row is kept.
    last: Vec<(f64, u8)>,
    alerts: Vec<Vec<u32>>,
}

struct Part {
    /// Where all is kept, of all symbols.
    floats: Fresh,
    kept: Vec<Kept>,
    results: Vec<std::result::Result<bool, Error>>,
    places: Vec<Option<(usize, usize)>>,
    shared: Arc<Shared>,
}

impl Shared {
    pub fn new(program: &Arc<Program>, pool: Arc<ThreadPool>, all: bool) -> Shared {
        Shared {
            panel: Panel::new(program),
            pool,
            all,
            spare: Mutex::new(Vec::new()),
        }
    }

    fn spare(&self) -> std::sync::MutexGuard<'_, Vec<Vec<f64>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Shared> for NativePanel {
    fn from(shared: Shared) -> Self {
        NativePanel {
            shared: Arc::new(shared),
            copies: Vec::new(),
            rows: Vec::new(),
        }
    }
}

#[napi]
impl NativePanel {
    #[napi(catch_unwind)]
    pub fn threads(&self) -> u32 {
        self.shared.pool.current_num_threads() as u32
    }

    /// Copies a symbol's columns, of so many rows and in the plan's order, for the part that is started next. The arrays are
    /// borrowed for the call: a reference to each would cost as much as to copy it.
    #[napi(catch_unwind)]
    pub fn add(&mut self, inputs: Vec<Float64ArraySlice<'_>>, rows: u32) -> Result<()> {
        let rows = rows as usize;
        let width = self.shared.panel.program().inputs().len();
        if inputs.len() != width || inputs.iter().any(|column| column.len() != rows) {
            return Err(failure(misfit("a symbol's columns do not have its rows")));
        }
        let values = width * rows;
        self.copies.try_reserve(values).map_err(|_| {
            let message = format!("there is no memory for {values} values");
            failure(Error::new(Code::Internal, message))
        })?;
        inputs
            .iter()
            .for_each(|column| self.copies.extend_from_slice(column));
        self.rows.push(rows);
        Ok(())
    }

    /// Takes back what earlier parts gave: the arrays have no rows from then on, and their memory goes to parts to come.
    #[napi(catch_unwind)]
    pub fn release(&self, memory: Vec<ArrayBuffer<'_>>) -> Result<()> {
        memory
            .into_iter()
            .try_for_each(ArrayBuffer::detach)
            .map_err(|error| failure(Error::new(Code::Internal, error.reason.clone())))
    }

    /// Runs the symbols that were added since the last start: TA8014 at the next tile once it takes longer than `milliseconds`.
    #[napi(catch_unwind)]
    pub fn start(&mut self, milliseconds: f64, report: ReportFunction<'_, PanelPart>) -> Result<NativeTask> {
        let shared = self.shared.clone();
        let mut spare = shared.spare().pop().unwrap_or_default();
        spare.clear();
        let copies = std::mem::replace(&mut self.copies, spare);
        let rows = std::mem::take(&mut self.rows);
        let pool = shared.pool.clone();
        // The panel's time goes on while the part waits for a thread.
        let deadline = within(milliseconds).begin();
        task::start(&pool, &report, part_of, move |watch| {
            let part = run(&shared, &rows, &copies, &deadline, watch);
            shared.spare().push(copies);
            part
        })
    }
}

/// Runs a part; `None` where `watch` ended it.
fn run(
    shared: &Arc<Shared>,
    rows: &[usize],
    values: &[f64],
    deadline: &Deadline,
    watch: &mut dyn Watch,
) -> std::result::Result<Option<Part>, Error> {
    let program = shared.panel.program();
    let width = program.inputs().len();
    let mut kept = rows
        .iter()
        .map(|&rows| Kept::new(program, rows, shared.all))
        .collect::<std::result::Result<Vec<_>, _>>()?;
    let floats = program.outputs().filter(|output| output.kind == Type::Float);
    let floats = if shared.all { floats.count() } else { 0 };
    let mut floats = Fresh::new(floats * rows.iter().sum::<usize>())?;
    let (mut rest, mut rest_floats) = (values, floats.values());
    let mut symbols: Vec<Symbol<'_>> = rows
        .iter()
        .zip(&mut kept)
        .map(|(&rows, kept)| {
            let inputs = (0..width)
                .map(|_| {
                    let (column, behind) = rest.split_at(rows);
                    rest = behind;
                    column
                })
                .collect();
            kept.symbol(program, rows, inputs, &mut rest_floats, shared.all)
        })
        .collect();
    let told = Mutex::new((watch, 0));
    deadline.check()?;
    let results = shared.panel.run(&mut symbols, &|more| {
        if !deadline.lasts() {
            return false;
        }
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        told.1 += more;
        let done = told.1;
        told.0.go_on(done)
    });
    deadline.check()?;
    if results.iter().any(|result| matches!(result, Ok(false))) {
        return Ok(None);
    }
    for (symbol, _) in symbols
        .iter_mut()
        .zip(&results)
        .filter(|(_, result)| result.is_err())
    {
        for output in &mut symbol.outputs {
            // What was not reached may be of an earlier result.
            if let OutputColumn::Float(column) = output {
                column.fill(f64::NAN);
            }
        }
    }
    let places = symbols
        .iter()
        .zip(&results)
        .map(|(symbol, result)| match result {
            Err(error) if error.code == Code::InfiniteValue => infinite(&symbol.inputs),
            _ => None,
        })
        .collect();
    Ok(Some(Part {
        floats,
        kept,
        results,
        places,
        shared: shared.clone(),
    }))
}

/// Where the first infinite value is: its column and row.
fn infinite(inputs: &[&[f64]]) -> Option<(usize, usize)> {
    let mut columns = inputs.iter().enumerate();
    columns.find_map(|(input, column)| {
        let row = column.iter().position(|value| value.is_infinite())?;
        Some((input, row))
    })
}

impl Kept {
    fn new(program: &Program, rows: usize, all: bool) -> std::result::Result<Kept, Error> {
        let count = |kind| program.outputs().filter(|output| output.kind == kind).count();
        let bools = if all { count(Type::Bool) } else { 0 };
        let last = if all { 0 } else { program.outputs().len() };
        Ok(Kept {
            bools: zeros(bools * rows)?,
            last: vec![(f64::NAN, 2); last],
            alerts: program.alerts().map(|_| Vec::new()).collect(),
        })
    }

    fn symbol<'a>(
        &'a mut self,
        program: &Program,
        rows: usize,
        inputs: Vec<&'a [f64]>,
        floats: &mut &'a mut [f64],
        all: bool,
    ) -> Symbol<'a> {
        let kinds = program.outputs().map(|output| output.kind);
        let outputs = if all {
            let mut bools = &mut self.bools[..];
            kinds
                .map(|kind| match kind {
                    Type::Float => OutputColumn::Float(front(floats, rows)),
                    Type::Bool => OutputColumn::Bool(front(&mut bools, rows)),
                })
                .collect()
        } else {
            kinds
                .zip(&mut self.last)
                .map(|(kind, (float, bool))| match kind {
                    Type::Float => OutputColumn::Last(float),
                    Type::Bool => OutputColumn::LastBool(bool),
                })
                .collect()
        };
        Symbol {
            rows,
            inputs,
            outputs,
            alerts: self.alerts.iter_mut().map(AlertColumn::Rows).collect(),
        }
    }
}

/// Takes a column from the front of what is left.
fn front<'a, T>(rest: &mut &'a mut [T], rows: usize) -> &'a mut [T] {
    let (column, behind) = std::mem::take(rest).split_at_mut(rows);
    *rest = behind;
    column
}

/// A part as JavaScript reads it; columns' memory is handed over as it is.
fn part_of(part: Part) -> PanelPart {
    let Part {
        floats,
        kept,
        results,
        places,
        shared,
    } = part;
    let kinds: Vec<Type> = shared
        .panel
        .program()
        .outputs()
        .map(|output| output.kind)
        .collect();
    let mut found = PanelPart {
        floats: floats.into_array(),
        bools: Vec::new(),
        last: Float64Array::new(Vec::new()),
        alerts: Uint32Array::new(Vec::new()),
        failures: Vec::new(),
    };
    let (mut last, mut alerts) = (Vec::new(), Vec::new());
    let symbols = kept.into_iter().zip(results).zip(places);
    for (symbol, ((kept, result), place)) in symbols.enumerate() {
        let symbol = symbol as u32;
        match result {
            Ok(_) => alerts.extend(fired(symbol, &kept.alerts)),
            Err(error) => found.failures.push(PanelFault {
                symbol,
                code: failure::code(&error),
                message: error.message,
                input: place.map(|(input, _)| input as u32),
                row: place.map(|(_, row)| row as u32),
            }),
        }
        if shared.all {
            found.bools.push(kept.bools.into());
        } else {
            last.extend(
                kinds
                    .iter()
                    .zip(kept.last)
                    .map(|(kind, (float, bool))| match kind {
                        Type::Float => float,
                        Type::Bool => f64::from(bool),
                    }),
            );
        }
    }
    found.last = last.into();
    found.alerts = alerts.into();
    found
}

/// The symbol, alert and row of each alert that fired, by row.
fn fired(symbol: u32, alerts: &[Vec<u32>]) -> Vec<u32> {
    let mut all: Vec<(u32, u32)> = alerts
        .iter()
        .zip(0..)
        .flat_map(|(rows, alert)| rows.iter().map(move |&row| (row, alert)))
        .collect();
    all.sort_unstable();
    all.into_iter()
        .flat_map(|(row, alert)| [symbol, alert, row])
        .collect()
}
