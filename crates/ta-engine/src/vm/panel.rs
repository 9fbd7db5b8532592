//! The panel executor: symbols over threads, each by blocks over its own dense rows (numerics N8), with the bits that
//! it has alone. One symbol at a time over contiguous columns, but for what a screen's last rows lean on all of history for:
//! that runs of eight symbols abreast (`vm/abreast.rs`).

use super::abreast::{Abreast, Reached};
use super::batch::{AlertColumn, Batch, OutputColumn, Way, floats_of_run};
use super::program::Program;
use crate::Error;
use crate::cpu::{self, Cpu, Level, Work};
use crate::kernels::BLOCK;
use crate::kernels::StateWriter;
use crate::kernels::across::PACK;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Bytes of the columns of floats of symbols that run together from which on they are written past the caches: they are a
/// part of a universe, whose other parts would drive them out before they are read.
const BEYOND_CACHE: usize = 4 << 20;

/// Is told, from any thread, that so many rows more are done; false ends the work at the next tile.
pub type Watch<'a> = &'a (dyn Fn(usize) -> bool + Sync);

/// One symbol's rows and where its results go, in the program's order.
pub struct Symbol<'a> {
    /// Its rows.
    pub rows: usize,
    /// A column of each input, in the program's order.
    pub inputs: Vec<&'a [f64]>,
    /// Whether they are known to have no infinite value and no −0, as [`copy`] finds: they are not looked through again.
    pub known: bool,
    /// Where each output goes, in the program's order.
    pub outputs: Vec<OutputColumn<'a>>,
    /// Where each alert goes, in the program's order.
    pub alerts: Vec<AlertColumn<'a>>,
}

/// Copies a column of as many rows, for the instruction set `level`, as registers hold it: a −0 as 0. Gives whether no
/// value is infinite. Where a column is copied anyway this takes next to nothing: copying waits for memory.
///
/// # Panics
/// Where the two have not the same length.
pub fn copy(level: Level, to: &mut [f64], from: &[f64]) -> bool {
    assert_eq!(to.len(), from.len(), "a copy has its column's rows");
    cpu::run(level, Copying { to, from })
}

struct Copying<'a> {
    to: &'a mut [f64],
    from: &'a [f64],
}

impl Work for Copying<'_> {
    type Output = bool;
    #[inline(always)]
    fn work<C: Cpu>(self) -> bool {
        let mut infinite = false;
        for (to, &from) in self.to.iter_mut().zip(self.from) {
            *to = from + 0.0;
            infinite |= from.is_infinite();
        }
        !infinite
    }
}

/// Executors that are kept for the next symbol: what a run allocates is allocated once a thread.
pub struct Panel {
    program: Arc<Program>,
    spare: Mutex<Vec<Worker>>,
    /// How many runs there are at the same time.
    running: AtomicUsize,
}

/// What a thread works with.
struct Worker {
    batch: Batch,
    /// Made for the first symbols that might run so; nothing inside where the program cannot.
    abreast: Option<Option<Abreast>>,
}

impl Panel {
    /// Runs of this program, one a symbol.
    pub fn new(program: &Arc<Program>) -> Panel {
        Panel {
            program: program.clone(),
            spare: Mutex::new(Vec::new()),
            running: AtomicUsize::new(0),
        }
    }

    /// What runs.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Runs every symbol, on the threads of the rayon pool that it is called in. Gives one result a symbol:
    /// `Ok(false)` where `watch` ended the work before the symbol was done, errors as [`Batch::run`]. A symbol that is
    /// wrong leaves the others as they are.
    pub fn run(&self, symbols: &mut [Symbol<'_>], watch: Watch<'_>) -> Vec<Result<bool, Error>> {
        let count = symbols.len();
        let bytes = symbols
            .iter()
            .map(|symbol| floats_of_run(symbol.rows, &symbol.outputs));
        let way = Way {
            block_rows: BLOCK,
            past: bytes.sum::<usize>() > BEYOND_CACHE,
            known: false,
        };
        let next = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        let go_on = |more: usize| {
            let on = watch(more);
            if !on {
                stopped.store(true, Ordering::Relaxed);
            }
            on && !stopped.load(Ordering::Relaxed)
        };
        // Of each pack of symbols its place to work in, and then their results: a thread takes the next one that none has.
        // Where they are few they are taken one by one, lest a thread have none that no other run has work for.
        let running = self.running.fetch_add(1, Ordering::Relaxed) + 1;
        let enough = count * running >= PACK * rayon::current_num_threads();
        let pack = if enough { PACK } else { 1 };
        let places: Vec<Mutex<Place<'_, '_>>> = symbols
            .chunks_mut(pack)
            .map(|symbols| Mutex::new(symbols.iter_mut().map(|symbol| (symbol, Ok(false))).collect()))
            .collect();
        let work = || {
            let mut worker = self.take();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(place) = places.get(at) else { break };
                let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                run(&mut worker, &mut place, way, &go_on, &stopped);
            }
            self.spare
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(worker);
        };
        let threads = rayon::current_num_threads().min(places.len());
        rayon::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(|_| work());
            }
            work();
        });
        self.running.fetch_sub(1, Ordering::Relaxed);
        places
            .into_iter()
            .flat_map(|place| place.into_inner().unwrap_or_else(PoisonError::into_inner))
            .map(|(_, result)| result)
            .collect()
    }

    fn take(&self) -> Worker {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        spare.unwrap_or_else(|| Worker {
            batch: Batch::new(&self.program),
            abreast: None,
        })
    }
}

/// Symbols that a thread runs one after the other, or together, and their results.
type Place<'a, 'b> = Vec<(&'a mut Symbol<'b>, Result<bool, Error>)>;

fn run(
    Worker { batch, abreast }: &mut Worker,
    place: &mut Place<'_, '_>,
    way: Way,
    watch: Watch<'_>,
    stopped: &AtomicBool,
) {
    let mut done = 0;
    let ends = |output: &OutputColumn<'_>| !matches!(output, OutputColumn::Float(_) | OutputColumn::Bool(_));
    let screened = |symbol: &Symbol<'_>| symbol.outputs.iter().all(ends);
    if place.len() == PACK && screened(place[0].0) {
        abreast.get_or_insert_with(|| Abreast::new(batch.program()));
    }
    let mut abreast = abreast.as_mut().and_then(Option::as_mut);
    if let Some(abreast) = &mut abreast
        && let Ok(mut symbols) = <[_; PACK]>::try_from(
            place
                .iter_mut()
                .map(|(symbol, _)| &mut **symbol)
                .collect::<Vec<_>>(),
        )
        && let Some(until) = abreast.until(&symbols)
    {
        match abreast.run(&mut symbols, until, &mut |more| watch(PACK * more)) {
            Reached::Row(row) => done = row,
            Reached::Stopped => return,
        }
    }
    for (at, (symbol, result)) in place.iter_mut().enumerate() {
        if stopped.load(Ordering::Relaxed) {
            break;
        }
        let Symbol {
            rows,
            inputs,
            known,
            outputs,
            alerts,
        } = &mut **symbol;
        let way = Way { known: *known, ..way };
        let mut told = done;
        let mut tell = |done: usize| {
            let more = done - told;
            told = done;
            watch(more)
        };
        let state = |place, out: &mut StateWriter| match &abreast {
            Some(abreast) if done > 0 => abreast.state(place, at, out),
            _ => false,
        };
        *result = batch.run_rest(done, *rows, inputs, outputs, alerts, way, state, &mut tell);
        if matches!(result, Ok(true)) {
            watch(*rows - told);
        }
    }
}
