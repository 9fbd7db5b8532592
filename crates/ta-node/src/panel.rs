//! Universes, a part of some symbols at a time: what is in flight is bounded by whoever brings the parts.

use crate::columns::zeros;
use crate::copies::{Copies, SymbolColumns};
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
    /// Memory for the inputs of parts to come: of as many as there were parts at once.
    spare: Mutex<Vec<Copies>>,
}

/// A program over universes. Parts run at the same time, on the panel's threads.
#[napi]
pub struct NativePanel {
    shared: Arc<Shared>,
    /// The symbols of the part that comes next.
    copies: Copies,
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
    /// Alert and row of each alert that fired: by symbol, then by row, then in the plan's order.
    pub alerts: Uint32Array,
    /// Of each symbol how many fired up to its last.
    pub fired: Uint32Array,
    pub failures: Vec<PanelFault>,
}

/// A symbol's results.
struct Kept {
    bools: Vec<u8>,
    /// One of each is used, by the output's type, where the last row is kept.
    last: Vec<(f64, u8)>,
    alerts: Vec<Vec<u32>>,
}

/// What JavaScript is given, in memory that becomes its own: made on the thread that ran the part.
struct Part {
    floats: Fresh,
    bools: Vec<Vec<u8>>,
    last: Vec<f64>,
    alerts: Vec<u32>,
    fired: Vec<u32>,
    failures: Vec<PanelFault>,
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

    fn spare(&self) -> std::sync::MutexGuard<'_, Vec<Copies>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Shared> for NativePanel {
    fn from(shared: Shared) -> Self {
        NativePanel {
            shared: Arc::new(shared),
            copies: Copies::default(),
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
        let program = self.shared.panel.program();
        self.copies.add(program, rows as usize, &inputs).map_err(failure)
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
        let mut copies = std::mem::replace(&mut self.copies, spare);
        let pool = shared.pool.clone();
        // The panel's time goes on while the part waits for a thread.
        let deadline = within(milliseconds).begin();
        task::start(&pool, &report, part_of, move |watch| {
            let part = run(&shared, &mut copies, &deadline, watch);
            shared.spare().push(copies);
            part
        })
    }
}

/// Runs a part; `None` where `watch` ended it.
fn run(
    shared: &Shared,
    copies: &mut Copies,
    deadline: &Deadline,
    watch: &mut dyn Watch,
) -> std::result::Result<Option<Part>, Error> {
    let program = shared.panel.program();
    let given = copies.symbols(program.inputs().len());
    let mut kept = given
        .iter()
        .map(|columns| Kept::new(program, columns.rows, shared.all))
        .collect::<std::result::Result<Vec<_>, _>>()?;
    let floats = program.outputs().filter(|output| output.kind == Type::Float);
    let floats = if shared.all { floats.count() } else { 0 };
    let mut floats = Fresh::new(floats * given.iter().map(|columns| columns.rows).sum::<usize>())?;
    let mut rest = floats.values();
    let mut symbols: Vec<Symbol<'_>> = given
        .into_iter()
        .zip(&mut kept)
        .map(|(columns, kept)| kept.symbol(program, columns, &mut rest, shared.all))
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
    let places: Vec<Option<(usize, usize)>> = symbols
        .iter()
        .zip(&results)
        .map(|(symbol, result)| match result {
            Err(error) if error.code == Code::InfiniteValue => infinite(&symbol.inputs),
            _ => None,
        })
        .collect();
    let mut part = Part {
        floats,
        bools: Vec::new(),
        last: Vec::new(),
        alerts: Vec::new(),
        fired: Vec::new(),
        failures: Vec::new(),
    };
    let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
    let symbols = kept.into_iter().zip(results).zip(places);
    for (symbol, ((kept, result), place)) in symbols.enumerate() {
        match result {
            Ok(_) => fired(&kept.alerts, &mut part.alerts),
            Err(error) => part.failures.push(PanelFault {
                symbol: symbol as u32,
                code: failure::code(&error),
                message: error.message,
                input: place.map(|(input, _)| input as u32),
                row: place.map(|(_, row)| row as u32),
            }),
        }
        part.fired.push((part.alerts.len() / 2) as u32);
        if shared.all {
            part.bools.push(kept.bools);
        }
        let values = kinds.iter().zip(kept.last);
        part.last.extend(values.map(|(kind, (float, bool))| match kind {
            Type::Float => float,
            Type::Bool => f64::from(bool),
        }));
    }
    Ok(Some(part))
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
        columns: SymbolColumns<'a>,
        floats: &mut &'a mut [f64],
        all: bool,
    ) -> Symbol<'a> {
        let kinds = program.outputs().map(|output| output.kind);
        let SymbolColumns { rows, inputs, known } = columns;
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
            known,
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
    PanelPart {
        floats: part.floats.into_array(),
        bools: part.bools.into_iter().map(Uint8Array::from).collect(),
        last: part.last.into(),
        alerts: part.alerts.into(),
        fired: part.fired.into(),
        failures: part.failures,
    }
}

/// Appends alert and row of each alert that fired, by row, then in the plan's order.
fn fired(alerts: &[Vec<u32>], to: &mut Vec<u32>) {
    if let [rows] = alerts {
        return to.extend(rows.iter().flat_map(|&row| [0, row]));
    }
    let mut all: Vec<(u32, u32)> = alerts
        .iter()
        .zip(0..)
        .flat_map(|(rows, alert)| rows.iter().map(move |&row| (row, alert)))
        .collect();
    all.sort_unstable();
    to.extend(all.into_iter().flat_map(|(row, alert)| [alert, row]));
}
