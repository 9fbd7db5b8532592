//! The instruction around a window family: registers, missing-value policy and state.

use super::{Policy, Shape, Window, bytes_by_rows};
use crate::cpu::lanes::EIGHT;
use crate::cpu::{Cpu, Work};
use crate::kernels::cell::Cell;
use crate::kernels::event::kept_state;
use crate::kernels::factory::{LaneSpec, Missing};
use crate::kernels::{BLOCK, BlockFile, BlockInstruction, RowFile, RowInstruction};
use crate::kernels::{StateError, StateReader, StateWriter};
use std::marker::PhantomData;

/// Bytes of rows that an executor's code for `lanes` allocates, by row or by block, whichever takes more.
pub(in crate::kernels) fn instruction_bytes<W: Window>(shapes: &[Shape], lanes: &[&LaneSpec]) -> u64 {
    let longest = shapes.iter().map(|shape| shape.n).max().unwrap_or(1);
    let window = window_bytes::<W>(shapes);
    let by_blocks = 3 * COLUMN
        + match lanes[0].missing {
            Missing::MinSamples(_) => 2 * window + 16 * longest as u64,
            _ => window,
        };
    by_blocks.max(bytes_by_rows::<W>(shapes, longest) + small_bytes::<W>(shapes))
}

/// Bytes of a block's rows.
const COLUMN: u64 = size_of::<[f64; BLOCK]>() as u64;

/// Bytes that a window for blocks allocates.
pub(in crate::kernels) fn window_bytes<W: Window>(shapes: &[Shape]) -> u64 {
    let longest = shapes.iter().map(|shape| shape.n).max().unwrap_or(1);
    W::bytes(shapes, longest) + small_bytes::<W>(shapes)
}

/// Of each family what a fold needs, and its lists of columns, levels, lanes and their parts.
fn small_bytes<W: Window>(shapes: &[Shape]) -> u64 {
    let longest = shapes.iter().map(|shape| shape.n).max().unwrap_or(1);
    let columns = W::halos(shapes, longest).len();
    let parts = 256 * (longest.ilog2() as usize + 2);
    W::BLOCKS as u64 * COLUMN + (128 * columns + (256 + parts) * shapes.len()) as u64
}

/// Lanes of one family over the same operands. State: the raw rows of the longest lane's window without the
/// current row, oldest first and operand by operand; under `observed` the last n observed rows.
pub(in crate::kernels) struct WindowInstruction<W, C> {
    inputs: Vec<usize>,
    outputs: Vec<usize>,
    shapes: Vec<Shape>,
    longest: usize,
    policy: Policy,
    window: W,
    /// Under min_samples: the same family over the observed rows of one window at a time.
    dense: Option<(W, [Vec<f64>; 2])>,
    /// Under observed: each lane's result at the last observed row.
    held: Vec<f64>,
    /// Observed rows of a block, and a lane's results.
    compact: [Box<[f64]>; 3],
    /// Rows that come at once at most.
    most: usize,
    cpu: PhantomData<fn() -> C>,
}

/// Rows that come at once where an executor goes row by row: a state that is restored comes in parts of as many.
const RESTORED: usize = 64;

impl<W: Window, C: Cpu> WindowInstruction<W, C> {
    /// By blocks.
    pub(in crate::kernels) fn blocks(shapes: &[Shape], lanes: &[&LaneSpec]) -> Self {
        Self::new(shapes, lanes, BLOCK)
    }

    /// Row by row, of which there may be many, one a symbol of a universe: without room for blocks.
    pub(in crate::kernels) fn rows(shapes: &[Shape], lanes: &[&LaneSpec]) -> Self {
        Self::new(shapes, lanes, RESTORED)
    }

    fn new(shapes: &[Shape], lanes: &[&LaneSpec], most: usize) -> Self {
        let mut shapes = shapes.to_vec();
        shapes
            .iter_mut()
            .enumerate()
            .for_each(|(lane, shape)| shape.lane = lane);
        let longest = shapes.iter().map(|shape| shape.n).max().unwrap_or(1);
        let policy = Policy::of(lanes[0]);
        let dense = (policy == Policy::MinSamples).then(|| {
            let rows = || Vec::with_capacity(longest);
            (W::new(&shapes, longest, most), [rows(), rows()])
        });
        Self {
            inputs: lanes[0].inputs.clone(),
            outputs: lanes.iter().map(|lane| lane.output).collect(),
            window: W::new(&shapes, longest, most),
            held: vec![f64::NAN; shapes.len()],
            shapes,
            longest,
            policy,
            dense,
            compact: std::array::from_fn(|_| vec![f64::NAN; most].into()),
            most,
            cpu: PhantomData,
        }
    }

    fn clear(&mut self) {
        self.window.strip_mut().reset();
        self.window.clear();
        self.held.fill(f64::NAN);
    }

    /// Rows that state consists of.
    fn remembered(&self) -> usize {
        if self.policy == Policy::Observed {
            self.longest
        } else {
            self.longest - 1
        }
    }

    fn write_state(&self, out: &mut StateWriter) {
        let rows = self.remembered();
        for operand in 0..self.inputs.len() {
            self.window
                .strip()
                .past(operand, rows, rows)
                .iter()
                .for_each(|value| value.write(out));
        }
    }

    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        let rows = self.remembered();
        let bytes = rows * self.inputs.len() * 8;
        if state.bytes.len().saturating_sub(state.at) < bytes {
            return Err(StateError {
                offset: state.bytes.len(),
            });
        }
        let start = state.at;
        // Checked before anything is taken over: an error leaves the state before the first row.
        let end = start + bytes;
        while state.at < end {
            f64::read(state)?;
        }
        let operand_bytes = rows * 8;
        let mut row = 0;
        while row < rows {
            let count = (rows - row).min(self.most);
            for operand in 0..self.inputs.len() {
                let at = start + operand * operand_bytes + row * 8;
                let mut part = StateReader {
                    bytes: state.bytes,
                    at,
                };
                for slot in &mut self.compact[operand][..count] {
                    *slot = f64::read(&mut part)?;
                }
            }
            C::run(Replay {
                instruction: self,
                count,
            });
            row += count;
        }
        Ok(())
    }

    /// Results under min_samples where the strict result is missing: the family's own arithmetic over the
    /// observed rows of the window.
    #[inline(always)]
    fn sparse<D: Cpu>(&mut self, shape: &Shape, out: &mut [f64]) {
        let Some((dense, [xs, ys])) = &mut self.dense else {
            return;
        };
        let operands = self.inputs.len();
        for (i, slot) in out.iter_mut().enumerate() {
            if !slot.is_nan() {
                continue;
            }
            xs.clear();
            ys.clear();
            let strip = self.window.strip();
            // Row i and the n − 1 before it, some of them perhaps new too.
            let window = |operand: usize| strip.until(operand, i, shape.n);
            let second = window(operands - 1);
            for (&x, &y) in window(0).iter().zip(second) {
                if !x.is_nan() && !y.is_nan() {
                    xs.push(x);
                    ys.push(y);
                }
            }
            if xs.len() < shape.samples.max(1) || xs.is_empty() {
                continue;
            }
            let short = shape.of_rows(xs.len());
            dense.strip_mut().restart();
            dense.clear();
            // All rows but the last are history, so that one row's results remain to be computed.
            let mut from = 0;
            while from < xs.len() {
                let to = (from + self.most).min(xs.len());
                let to = if to == xs.len() && from + 1 < to {
                    to - 1
                } else {
                    to
                };
                dense.strip_mut().append([&xs[from..to], &ys[from..to]], operands);
                D::run(Levels {
                    window: dense,
                    rows: to - from,
                });
                // Only under observed do rows lie there.
                let results = &mut self.compact[0];
                D::run(LaneOf {
                    window: dense,
                    shape: &short,
                    rows: to - from,
                    out: results,
                    keep: true,
                });
                dense.strip_mut().commit(to - from);
                *slot = results[to - from - 1];
                from = to;
            }
        }
    }
}

/// [`Window::levels`], compiled once whoever calls it.
struct Levels<'a, W> {
    window: &'a mut W,
    rows: usize,
}

impl<W: Window> Work for Levels<'_, W> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        self.window.levels::<C>(self.rows);
    }
}

/// [`Window::lane`], compiled once whoever calls it.
struct LaneOf<'a, W> {
    window: &'a mut W,
    shape: &'a Shape,
    rows: usize,
    out: &'a mut [f64],
    keep: bool,
}

impl<W: Window> Work for LaneOf<'_, W> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let out = &mut self.out[..self.rows.next_multiple_of(EIGHT)];
        self.window.lane::<C>(self.shape, self.rows, out, self.keep);
    }
}

/// Appends the rows in `compact` as history.
struct Replay<'a, W, C> {
    instruction: &'a mut WindowInstruction<W, C>,
    count: usize,
}

impl<W: Window, D: Cpu> Work for Replay<'_, W, D> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let me = self.instruction;
        let [x, y, out] = &mut me.compact;
        let count = self.count;
        me.window
            .strip_mut()
            .append([&x[..count], &y[..count]], me.inputs.len());
        C::run(Levels {
            window: &mut me.window,
            rows: count,
        });
        for (shape, held) in me.shapes.iter().zip(&mut me.held) {
            C::run(LaneOf {
                window: &mut me.window,
                shape,
                rows: count,
                out,
                keep: true,
            });
            *held = out[count - 1];
        }
        me.window.strip_mut().commit(count);
    }
}

struct Row<'a, W, C> {
    instruction: &'a mut WindowInstruction<W, C>,
    file: &'a mut RowFile,
    keep: bool,
}

impl<W: Window, D: Cpu> Work for Row<'_, W, D> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let (me, file, keep) = (self.instruction, self.file, self.keep);
        let x = file.floats[me.inputs[0]];
        let y = if me.inputs.len() == 2 {
            file.floats[me.inputs[1]]
        } else {
            0.0
        };
        if me.policy == Policy::Observed && (x.is_nan() || y.is_nan()) {
            for (&output, &held) in me.outputs.iter().zip(&me.held) {
                file.floats[output] = held;
            }
            return;
        }
        me.window.strip_mut().append([&[x], &[y]], me.inputs.len());
        C::run(Levels {
            window: &mut me.window,
            rows: 1,
        });
        for lane in 0..me.shapes.len() {
            let shape = me.shapes[lane];
            let out = &mut me.compact[2];
            C::run(LaneOf {
                window: &mut me.window,
                shape: &shape,
                rows: 1,
                out,
                keep,
            });
            if me.policy == Policy::MinSamples {
                let mut value = [out[0]];
                me.sparse::<C>(&shape, &mut value);
                me.compact[2][0] = value[0];
            }
            let value = me.compact[2][0];
            if keep && me.policy == Policy::Observed {
                me.held[lane] = value;
            }
            file.floats[me.outputs[lane]] = value;
        }
        if keep {
            me.window.strip_mut().commit(1);
        }
    }
}

struct Rows<'a, 'b, W, C> {
    instruction: &'a mut WindowInstruction<W, C>,
    file: &'a mut BlockFile<'b>,
}

impl<W: Window, D: Cpu> Work for Rows<'_, '_, W, D> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let (me, file) = (self.instruction, self.file);
        let rows = file.rows;
        let two = me.inputs.len() == 2;
        let observed = me.policy == Policy::Observed;
        let count;
        {
            let x = &f64::cells(file, me.inputs[0])[..rows];
            let y = if two {
                &f64::cells(file, me.inputs[1])[..rows]
            } else {
                x
            };
            if observed {
                let [xs, ys, _] = &mut me.compact;
                // Of a length that is known no place is checked.
                let (xs, ys) = (&mut xs[..BLOCK], &mut ys[..BLOCK]);
                let mut at = 0;
                for i in 0..rows {
                    xs[at] = x[i];
                    ys[at] = y[i];
                    at += usize::from(!x[i].is_nan() & !y[i].is_nan());
                    if at == BLOCK {
                        break;
                    }
                }
                count = at;
                me.window
                    .strip_mut()
                    .append([&xs[..count], &ys[..count]], me.inputs.len());
            } else {
                count = rows;
                me.window.strip_mut().append([x, y], me.inputs.len());
            }
        }
        C::run(Levels {
            window: &mut me.window,
            rows: count,
        });
        for lane in 0..me.shapes.len() {
            let shape = me.shapes[lane];
            let mut block = f64::take(file, me.outputs[lane]);
            if observed {
                let x = &f64::cells(file, me.inputs[0])[..rows];
                let y = if two {
                    &f64::cells(file, me.inputs[1])[..rows]
                } else {
                    x
                };
                let results = &mut me.compact[2];
                C::run(LaneOf {
                    window: &mut me.window,
                    shape: &shape,
                    rows: count,
                    out: results,
                    keep: true,
                });
                let mut at = 0;
                let mut held = me.held[lane];
                for i in 0..rows {
                    if !x[i].is_nan() && !y[i].is_nan() {
                        held = results[at];
                        at += 1;
                    }
                    block.0[i] = held;
                }
                me.held[lane] = held;
            } else {
                C::run(LaneOf {
                    window: &mut me.window,
                    shape: &shape,
                    rows,
                    out: &mut block.0,
                    keep: true,
                });
                if me.policy == Policy::MinSamples {
                    me.sparse::<C>(&shape, &mut block.0[..rows]);
                }
            }
            f64::put(file, me.outputs[lane], block);
        }
        me.window.strip_mut().commit(count);
    }
}

impl<W: Window, C: Cpu> RowInstruction for WindowInstruction<W, C> {
    fn row(&mut self, file: &mut RowFile) {
        C::run(Row {
            instruction: self,
            file,
            keep: true,
        });
    }
    fn peek(&mut self, file: &mut RowFile) {
        C::run(Row {
            instruction: self,
            file,
            keep: false,
        });
    }
    kept_state!();
}

impl<W: Window, C: Cpu> BlockInstruction for WindowInstruction<W, C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        C::run(Rows {
            instruction: self,
            file,
        });
    }
    kept_state!();
}
