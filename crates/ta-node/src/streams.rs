//! Files of any length, a chunk of rows at a time: each stream, a symbol's, goes on where its last chunk ended.

use crate::columns::{apart, misfit, read, written};
use crate::failure::{Result, failure};
use crate::program::within;
use napi::bindgen_prelude::{Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;
use rayon::ThreadPool;
use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
use std::sync::Arc;
use ta_engine::generated::kernels::Type;
use ta_engine::kernels::BLOCK;
use ta_engine::{AlertColumn, Batch, Deadline, Error, OutputColumn, Program};

/// Streams whose executor is kept ready; of others the state alone is kept, which is a small part of it.
const READY: usize = 256;

/// Runs of one program that go on from chunk to chunk.
#[napi]
pub struct NativeStreams {
    program: Arc<Program>,
    pool: Arc<ThreadPool>,
    streams: Vec<Stream>,
    chunks: u64,
}

/// Where a stream stands.
struct Stream {
    state: State,
    /// The chunk that had its last rows.
    chunk: u64,
    /// Its last row: values of the outputs, conditions 0, 1 or 2, and alerts with 1 where one fires.
    last: Vec<f64>,
    fired: Vec<f64>,
}

enum State {
    Fresh,
    Ready(Box<Batch>),
    Saved(Vec<u8>),
}

/// A stream's rows of a chunk, dense, and what they give.
struct Part {
    stream: usize,
    batch: Box<Batch>,
    rows: Vec<u32>,
    result: std::result::Result<(), Error>,
    floats: Vec<Vec<f64>>,
    bools: Vec<Vec<u8>>,
    alerts: Vec<Vec<u8>>,
    last: Vec<f64>,
    fired: Vec<f64>,
}

impl NativeStreams {
    pub fn new(program: &Arc<Program>, pool: Arc<ThreadPool>) -> NativeStreams {
        NativeStreams {
            program: program.clone(),
            pool,
            streams: Vec::new(),
            chunks: 0,
        }
    }
}

#[napi]
impl NativeStreams {
    /// Runs a chunk. `streams` has the number of each row's stream, counted from 0; where it is empty, all rows are of
    /// stream 0. Where `floats`, `bools` and `alerts` are empty, only the last row of each stream is kept. TA8014 at the next
    /// tile once it takes longer than `milliseconds`; the chunk's streams are of no use then.
    #[napi(catch_unwind)]
    #[allow(clippy::too_many_arguments)]
    pub fn run(
        &mut self,
        streams: Uint32Array,
        inputs: Vec<Float64Array>,
        mut floats: Vec<Float64Array>,
        mut bools: Vec<Uint8Array>,
        mut alerts: Vec<Uint8Array>,
        rows: u32,
        milliseconds: f64,
    ) -> Result<()> {
        let places = inputs.iter().map(|column| read(column));
        let places = places.chain(floats.iter().map(|column| written(column)));
        apart(places.chain(bools.iter().chain(&alerts).map(|column| written(column)))).map_err(failure)?;
        let rows = rows as usize;
        let inputs: Vec<&[f64]> = inputs.iter().map(|column| &column[..]).collect();
        // SAFETY: the buffers belong to this call: JavaScript runs nothing until it returns, and `apart` has
        // checked that no two of them, nor one and an input, share memory.
        let floats: Vec<&mut [f64]> = floats
            .iter_mut()
            .map(|column| unsafe { column.as_mut() })
            .collect();
        // SAFETY: as above.
        let bools: Vec<&mut [u8]> = bools
            .iter_mut()
            .map(|column| unsafe { column.as_mut() })
            .collect();
        // SAFETY: as above.
        let alerts: Vec<&mut [u8]> = alerts
            .iter_mut()
            .map(|column| unsafe { column.as_mut() })
            .collect();
        let deadline = within(milliseconds).begin();
        self.chunk(&streams, rows, &inputs, floats, bools, alerts, &deadline)
            .map_err(failure)
    }

    /// The last row of a stream: the values of its outputs and then of its alerts, 1 where one fires.
    #[napi(catch_unwind)]
    pub fn last(&self, stream: u32) -> Float64Array {
        let stream = self.streams.get(stream as usize);
        let values = stream.map(|stream| [&stream.last[..], &stream.fired[..]].concat());
        values.unwrap_or_default().into()
    }
}

impl NativeStreams {
    #[allow(clippy::too_many_arguments)]
    fn chunk(
        &mut self,
        streams: &[u32],
        rows: usize,
        inputs: &[&[f64]],
        mut floats: Vec<&mut [f64]>,
        mut bools: Vec<&mut [u8]>,
        mut alerts: Vec<&mut [u8]>,
        deadline: &Deadline,
    ) -> std::result::Result<(), Error> {
        let all = !(floats.is_empty() && bools.is_empty() && alerts.is_empty());
        if inputs.iter().any(|column| column.len() != rows)
            || floats.iter().any(|column| column.len() != rows)
            || bools.iter().chain(&alerts).any(|column| column.len() != rows)
            || !(streams.is_empty() || streams.len() == rows)
        {
            return Err(misfit("a column of another length than the chunk's"));
        }
        if rows == 0 {
            return Ok(());
        }
        self.chunks += 1;
        let mut parts = self.parts(streams, rows)?;
        let dense = parts.len() > 1;
        let program = &self.program;
        let work = |part: &mut Part| {
            let own: Vec<Vec<f64>> = if dense {
                inputs.iter().map(|column| gathered(column, &part.rows)).collect()
            } else {
                Vec::new()
            };
            let own = own.iter().map(|column| &column[..]);
            let inputs: Vec<&[f64]> = if dense { own.collect() } else { inputs.to_vec() };
            part.run(program, &inputs, all, deadline);
        };
        self.pool.install(|| parts.par_iter_mut().for_each(work));
        deadline.check()?;
        for part in parts {
            part.result?;
            for (whole, own) in floats.iter_mut().zip(&part.floats) {
                scatter(whole, own, &part.rows);
            }
            for (whole, own) in bools.iter_mut().zip(&part.bools) {
                scatter(whole, own, &part.rows);
            }
            for (whole, own) in alerts.iter_mut().zip(&part.alerts) {
                scatter(whole, own, &part.rows);
            }
            self.streams[part.stream] = Stream {
                state: State::Ready(part.batch),
                chunk: self.chunks,
                last: part.last,
                fired: part.fired,
            };
        }
        self.save();
        Ok(())
    }

    /// The chunk's rows by stream.
    fn parts(&mut self, streams: &[u32], rows: usize) -> std::result::Result<Vec<Part>, Error> {
        let mut found: Vec<(usize, Vec<u32>)> = Vec::new();
        if streams.is_empty() {
            found.push((0, (0..rows as u32).collect()));
        } else {
            let most = streams.iter().copied().max().unwrap_or_default() as usize;
            let mut places = vec![usize::MAX; most + 1];
            for (&stream, row) in streams.iter().zip(0..) {
                let place = &mut places[stream as usize];
                if *place == usize::MAX {
                    *place = found.len();
                    found.push((stream as usize, Vec::new()));
                }
                found[*place].1.push(row);
            }
        }
        found
            .into_iter()
            .map(|(stream, rows)| {
                Ok(Part {
                    stream,
                    batch: self.take(stream)?,
                    rows,
                    result: Ok(()),
                    floats: Vec::new(),
                    bools: Vec::new(),
                    alerts: Vec::new(),
                    last: Vec::new(),
                    fired: Vec::new(),
                })
            })
            .collect()
    }

    /// The executor of a stream, where its last rows left it.
    fn take(&mut self, stream: usize) -> std::result::Result<Box<Batch>, Error> {
        while self.streams.len() <= stream {
            self.streams.push(Stream {
                state: State::Fresh,
                chunk: 0,
                last: Vec::new(),
                fired: Vec::new(),
            });
        }
        match std::mem::replace(&mut self.streams[stream].state, State::Fresh) {
            State::Fresh => Ok(Box::new(Batch::new(&self.program))),
            State::Ready(batch) => Ok(batch),
            State::Saved(bytes) => Batch::restore(&self.program, &bytes).map(Box::new),
        }
    }

    /// Keeps no more executors than `READY`: those go first that had no rows for longest.
    fn save(&mut self) {
        let ready = |stream: &&mut Stream| matches!(stream.state, State::Ready(_));
        let mut ready: Vec<&mut Stream> = self.streams.iter_mut().filter(ready).collect();
        let Some(over) = ready.len().checked_sub(READY) else {
            return;
        };
        ready.sort_by_key(|stream| stream.chunk);
        for stream in ready.into_iter().take(over) {
            if let State::Ready(batch) = &stream.state {
                stream.state = State::Saved(batch.snapshot());
            }
        }
    }
}

impl Part {
    fn run(&mut self, program: &Program, inputs: &[&[f64]], all: bool, deadline: &Deadline) {
        let rows = self.rows.len();
        let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
        let count = |due: Type| kinds.iter().filter(|&&kind| kind == due).count();
        let alerts = program.alerts().len();
        if all {
            self.floats = vec![vec![0.0; rows]; count(Type::Float)];
            self.bools = vec![vec![0; rows]; count(Type::Bool)];
            self.alerts = vec![vec![0; rows]; alerts];
        }
        let mut last: Vec<(f64, u8)> = vec![(f64::NAN, 2); kinds.len()];
        let mut fired: Vec<Vec<u32>> = vec![Vec::new(); alerts];
        let (mut floats, mut bools) = (self.floats.iter_mut(), self.bools.iter_mut());
        let mut outputs: Vec<OutputColumn<'_>> = kinds
            .iter()
            .zip(&mut last)
            .map(|(kind, (float, bool))| match (all, kind) {
                (true, Type::Float) => floats
                    .next()
                    .map_or(OutputColumn::Skip, |c| OutputColumn::Float(c)),
                (true, Type::Bool) => bools.next().map_or(OutputColumn::Skip, |c| OutputColumn::Bool(c)),
                (false, Type::Float) => OutputColumn::Last(float),
                (false, Type::Bool) => OutputColumn::LastBool(bool),
            })
            .collect();
        let mut columns: Vec<AlertColumn<'_>> = if all {
            self.alerts.iter_mut().map(|c| AlertColumn::Column(c)).collect()
        } else {
            fired.iter_mut().map(AlertColumn::Rows).collect()
        };
        let mut watch = |_| deadline.lasts();
        let done = self
            .batch
            .run_watched(rows, inputs, &mut outputs, &mut columns, BLOCK, &mut watch);
        self.result = done.map(|_| ());
        drop((outputs, columns));
        if all {
            return;
        }
        let value = |(kind, (float, bool)): (&Type, (f64, u8))| match kind {
            Type::Float => float,
            Type::Bool => f64::from(bool),
        };
        self.last = kinds.iter().zip(last).map(value).collect();
        let now = |found: &Vec<u32>| f64::from(u8::from(found.last() == Some(&(rows as u32 - 1))));
        self.fired = fired.iter().map(now).collect();
    }
}

fn gathered(column: &[f64], rows: &[u32]) -> Vec<f64> {
    rows.iter().map(|&row| column[row as usize]).collect()
}

fn scatter<T: Copy>(whole: &mut [T], own: &[T], rows: &[u32]) {
    if own.len() == whole.len() {
        whole.copy_from_slice(own);
        return;
    }
    for (&row, &value) in rows.iter().zip(own) {
        whole[row as usize] = value;
    }
}
