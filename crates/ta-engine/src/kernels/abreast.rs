//! Instructions of eight runs abreast, over many rows of each: a block's rows are the runs' first row, then their second.
//!
//! What has no state runs over such a block as over any other. An average of one run waits for itself, row after row, and is
//! turned within registers so that it need not; of eight runs nothing waits and nothing is turned. Each computes what the
//! kernel's row function computes, to the bit; blocks with rows that are none of the usual go through that.

use super::across::{PACK, Side};
use super::average::{self, FLUSH, Shape};
use super::cell::Cell;
use super::conditions::{Bools, WORDS, Word};
use super::cumulative::{self, Sum};
use super::event::Edge;
use super::factory::{InstructionSpec, LaneSpec, block_instruction};
use super::fused::Fused;
use super::known::{Last, Skip};
use super::packs::Single;
use super::shift::{Shift, ShiftBools};
use super::{BLOCK, BlockFile, BlockInstruction, StateWriter, UNKNOWN};
use crate::cpu::lanes::Vector;
use crate::cpu::{Cpu, Lanes, Level, Select, Work, select};
use crate::generated::kernels::{Op, SIGNATURES, Step};
use std::marker::PhantomData;

/// Rows of each run in a block.
pub const ROWS: usize = BLOCK / PACK;

/// An instruction of eight runs, from their first row on.
pub trait AbreastInstruction: Send {
    /// A whole block. `false` where the runs are not at the same row of what the instruction observed, and will not be
    /// again: what follows is computed sooner one by one.
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool;
    /// One run's logical state: the bytes that its own instruction would write after the same rows.
    fn save(&self, run: usize, out: &mut StateWriter);
    /// Back to the state before the first row.
    fn reset(&mut self);
}

/// The code of `spec`, or of the superinstruction that stands for it, if it is of kernels that gain by this or have no state.
pub(crate) fn abreast_instruction(
    level: Level,
    spec: &InstructionSpec,
    fused: Option<Fused>,
) -> Option<Box<dyn AbreastInstruction>> {
    struct Make<'a>(Level, &'a LaneSpec);
    impl Select for Make<'_> {
        type Output = Option<Box<dyn AbreastInstruction>>;
        fn select<C: Cpu>(self) -> Self::Output {
            let Make(level, lane) = self;
            Some(match lane.op {
                Op::RecAverage => Box::new(Averages::<C>::new(lane)),
                Op::CumSum => Box::new(Sums::<C>::new(lane)),
                Op::Shift => Box::new(Shifts::new(lane, size_of::<f64>(), Shift::new)),
                Op::ShiftBool => Box::new(Shifts::new(lane, size_of::<u8>(), ShiftBools::new)),
                Op::Skip => Box::new(Skips::new(lane)),
                Op::CumLast => Box::new(Lasts::new(lane)),
                Op::EventEdge => Box::new(Edges::new(lane)),
                op => {
                    let signature = SIGNATURES.iter().find(|signature| signature.op == op)?;
                    let kept = !matches!(signature.state, [Step::Constant(0.0)]) || signature.body;
                    let lanes = vec![lane.clone()];
                    let same = || Plain(block_instruction(level, &InstructionSpec { lanes }));
                    return (!kept).then(|| Box::new(same()) as Box<dyn AbreastInstruction>);
                }
            })
        }
    }
    if let (Some(fused), [lane]) = (fused, &spec.lanes[..]) {
        return Some(Box::new(Plain(fused.instruction(
            level,
            &lane.inputs,
            lane.output,
        ))));
    }
    let lanes: Option<Vec<_>> = spec
        .lanes
        .iter()
        .map(|lane| select(level, Make(level, lane)))
        .collect();
    let mut lanes = lanes?;
    match lanes.len() {
        1 => lanes.pop(),
        _ => Some(Box::new(Group(lanes))),
    }
}

/// The lanes of an instruction, each of which is a part of it.
struct Group(Vec<Box<dyn AbreastInstruction>>);

impl AbreastInstruction for Group {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        // Every lane has to run.
        self.0.iter_mut().fold(true, |same, lane| lane.block(file) & same)
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.0.iter().for_each(|lane| lane.save(run, out));
    }
    fn reset(&mut self) {
        self.0.iter_mut().for_each(|lane| lane.reset());
    }
}

/// A kernel without state.
struct Plain(Box<dyn BlockInstruction>);

impl AbreastInstruction for Plain {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        self.0.block(file);
        true
    }
    fn save(&self, _: usize, _: &mut StateWriter) {}
    fn reset(&mut self) {}
}

/// The rows of a block, each of eight runs.
type Rows = [[f64; PACK]; ROWS];

fn rows_of<'a>(file: &'a BlockFile<'_>, register: usize) -> &'a Rows {
    let (rows, _) = f64::cells(file, register).as_chunks::<PACK>();
    rows.first_chunk().expect("a block is whole")
}

fn rows_mut(block: &mut [f64; BLOCK]) -> &mut Rows {
    let (rows, _) = block.as_chunks_mut::<PACK>();
    rows.first_chunk_mut().expect("a block is whole")
}

/// Turns rows of eight columns, from row `from` on, into a block, as registers hold them: a −0 as 0. Gives whether none is
/// infinite; the block means nothing where one is. Columns that are `known` to hold neither are not looked through.
pub(crate) fn turn(
    level: Level,
    columns: [&[f64]; PACK],
    from: usize,
    known: bool,
    out: &mut [f64; BLOCK],
) -> bool {
    struct Turn<'a> {
        columns: [&'a [f64]; PACK],
        known: bool,
        out: &'a mut Rows,
    }
    impl Work for Turn<'_> {
        type Output = bool;
        #[inline(always)]
        fn work<C: Cpu>(self) -> bool {
            let Turn { columns, known, out } = self;
            let mut infinite = false;
            for (at, out) in out.as_chunks_mut::<PACK>().0.iter_mut().enumerate() {
                let eights = columns.map(|column| &column.as_chunks::<PACK>().0[at]);
                let mut rows = eights.map(<C::Lanes as Lanes>::load);
                let [a, b, c, d, e, f, g, h] = eights.map(<C::Eight as Vector>::load);
                if !known && (C::Eight::any_foreign([a, b, c, d]) | C::Eight::any_foreign([e, f, g, h])) {
                    for row in &mut rows {
                        *row = row.plus(C::Lanes::splat(0.0));
                        infinite |= row.any_beyond(C::Lanes::splat(f64::MAX));
                    }
                }
                for (row, out) in C::Lanes::transposed(rows).into_iter().zip(out) {
                    row.store(out);
                }
            }
            !infinite
        }
    }
    let columns = columns.map(|column| &column[from..from + ROWS]);
    let out = rows_mut(out);
    crate::cpu::run(level, Turn { columns, known, out })
}

/// `rec.average` of eight runs.
struct Averages<C> {
    input: usize,
    output: usize,
    shape: Shape,
    heads: [average::Head; PACK],
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu> Averages<C> {
    fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            shape: Shape::of(lane),
            heads: [average::START; PACK],
            cpu: PhantomData,
        }
    }
}

/// A block of averages.
struct AverageRows<'a> {
    heads: &'a mut [average::Head; PACK],
    shape: &'a Shape,
    x: &'a Rows,
    out: &'a mut Rows,
}

impl AverageRows<'_> {
    /// All rows side by side, behind the seeds. `false`, and nothing is kept, where the row function might treat one
    /// otherwise: where one is missing or out of the finite numbers, or a base may have to be flushed.
    #[inline(always)]
    fn usual<C: Cpu>(&mut self) -> bool {
        let beta = C::Lanes::splat(self.shape.beta);
        let side = |value: fn(&average::Head) -> f64| C::Lanes::of(self.heads.map(|head| value(&head)));
        let (mut last, mut base, mut q) = (
            side(|head| head.last),
            side(|head| head.base),
            side(|head| head.q),
        );
        let (mut rows, mut power) = (self.heads[0].rows, self.heads[0].power);
        // Missing once any result is.
        let mut known = C::Lanes::splat(0.0);
        let mut flushes = false;
        for (x, out) in self.x.iter().zip(self.out.iter_mut()) {
            let x = C::Lanes::load(x);
            q = q.fma(beta, last.less(x));
            let v = C::Lanes::splat(power).fma(base, q);
            let y = beta.fma(v, x).finite();
            y.store(out);
            known = known.plus(y);
            power *= self.shape.beta;
            last = x;
            rows += 1;
            if rows % 8 == 0 {
                base = beta.times(v);
                (q, power) = (C::Lanes::splat(0.0), 1.0);
                flushes |= rows % 64 == 0 && base.any_below(FLUSH);
            }
        }
        if flushes || C::Lanes::any_missing(&[known; 8]) {
            return false;
        }
        let [mut lasts, mut bases, mut qs] = [[0.0; PACK]; 3];
        last.store(&mut lasts);
        base.store(&mut bases);
        q.store(&mut qs);
        for (run, head) in self.heads.iter_mut().enumerate() {
            *head = average::Head {
                last: lasts[run],
                base: bases[run],
                q: qs[run],
                power,
                rows,
                ..*head
            };
        }
        true
    }
}

impl Work for AverageRows<'_> {
    type Output = bool;
    #[inline(always)]
    fn work<C: Cpu>(mut self) -> bool {
        let rows = self.heads[0].rows;
        let together = self.heads.iter().all(|head| head.rows == rows);
        if together && rows >= self.shape.n && self.usual::<C>() {
            return true;
        }
        for (x, out) in self.x.iter().zip(self.out.iter_mut()) {
            for run in 0..PACK {
                out[run] = self.heads[run].row::<C>(x[run], self.shape);
            }
        }
        let rows = self.heads[0].rows;
        self.heads.iter().all(|head| head.rows == rows)
    }
}

impl<C: Cpu> AbreastInstruction for Averages<C> {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        let mut block = f64::take(file, self.output);
        let same = C::run(AverageRows {
            heads: &mut self.heads,
            shape: &self.shape,
            x: rows_of(file, self.input),
            out: rows_mut(&mut block.0),
        });
        f64::put(file, self.output, block);
        same
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.heads[run].write(&self.shape, out);
    }
    fn reset(&mut self) {
        self.heads = [average::START; PACK];
    }
}

/// `cum.sum` of eight runs.
struct Sums<C> {
    input: usize,
    output: usize,
    each: [Sum<C>; PACK],
}

impl<C: Cpu> Sums<C> {
    fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            each: std::array::from_fn(|_| Sum::new(lane)),
        }
    }
}

/// A block of sums.
struct SumRows<'a, C> {
    each: &'a mut [Sum<C>; PACK],
    x: &'a Rows,
    out: &'a mut Rows,
}

impl<D: Cpu> SumRows<'_, D> {
    /// All rows side by side. `false`, and nothing is kept, where one is missing or out of the finite numbers.
    #[inline(always)]
    fn usual<C: Cpu>(&mut self) -> bool {
        let heads = self.each.each_ref().map(|sum| sum.head);
        let [mut hi, mut lo, mut partial] = [
            C::Lanes::of(heads.map(|head| head.hi)),
            C::Lanes::of(heads.map(|head| head.lo)),
            C::Lanes::of(heads.map(|head| head.partial)),
        ];
        let mut rows = heads[0].rows;
        let mut known = C::Lanes::splat(0.0);
        for (x, out) in self.x.iter().zip(self.out.iter_mut()) {
            partial = partial.plus(C::Lanes::load(x));
            let tail = lo.plus(partial);
            let y = hi.plus(tail).finite();
            y.store(out);
            known = known.plus(y);
            rows += 1;
            if rows % 8 == 0 {
                let sum = hi.plus(tail);
                let virtual_tail = sum.less(hi);
                lo = hi.less(sum.less(virtual_tail)).plus(tail.less(virtual_tail));
                hi = sum;
                partial = C::Lanes::splat(0.0);
            }
        }
        if C::Lanes::any_missing(&[known; 8]) {
            return false;
        }
        let [mut his, mut los, mut partials] = [[0.0; PACK]; 3];
        hi.store(&mut his);
        lo.store(&mut los);
        partial.store(&mut partials);
        for (run, sum) in self.each.iter_mut().enumerate() {
            sum.head = cumulative::Head {
                hi: his[run],
                lo: los[run],
                partial: partials[run],
                rows,
            };
        }
        true
    }
}

impl<D: Cpu> Work for SumRows<'_, D> {
    type Output = bool;
    #[inline(always)]
    fn work<C: Cpu>(mut self) -> bool {
        let together = |each: &[Sum<D>; PACK]| {
            let rows = each[0].head.rows;
            each.iter().all(|sum| sum.head.rows == rows)
        };
        if together(self.each) && self.usual::<C>() {
            return true;
        }
        for (x, out) in self.x.iter().zip(self.out.iter_mut()) {
            for run in 0..PACK {
                out[run] = self.each[run].next(x[run], true);
            }
        }
        together(self.each)
    }
}

impl<C: Cpu> AbreastInstruction for Sums<C> {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        let mut block = f64::take(file, self.output);
        let same = C::run(SumRows {
            each: &mut self.each,
            x: rows_of(file, self.input),
            out: rows_mut(&mut block.0),
        });
        f64::put(file, self.output, block);
        same
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.each[run].write(out);
    }
    fn reset(&mut self) {
        self.each.iter_mut().for_each(BlockInstruction::reset);
    }
}

/// A shift of eight runs: one of eight times as many rows.
struct Shifts<S> {
    shift: S,
    /// Bytes of a row's value in the state.
    bytes: usize,
}

impl<S: BlockInstruction> Shifts<S> {
    fn new(lane: &LaneSpec, bytes: usize, of: impl Fn(&LaneSpec) -> S) -> Self {
        let mut lane = lane.clone();
        lane.scalars[0] *= PACK as f64;
        let shift = of(&lane);
        Self { shift, bytes }
    }
}

impl<S: BlockInstruction> AbreastInstruction for Shifts<S> {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        self.shift.block(file);
        true
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        let mut all = StateWriter::default();
        self.shift.save(&mut all);
        for values in all.bytes.chunks_exact(PACK * self.bytes) {
            out.bytes
                .extend_from_slice(&values[run * self.bytes..][..self.bytes]);
        }
    }
    fn reset(&mut self) {
        self.shift.reset();
    }
}

/// `skip` of eight runs.
struct Skips {
    input: usize,
    output: usize,
    each: [Skip; PACK],
}

impl Skips {
    fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            each: std::array::from_fn(|_| Skip::new(lane)),
        }
    }
}

impl AbreastInstruction for Skips {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        let mut block = f64::take(file, self.output);
        let x = rows_of(file, self.input);
        let out = rows_mut(&mut block.0);
        if self.each.iter().all(Skip::passes) {
            *out = *x;
        } else {
            for (x, out) in x.iter().zip(out) {
                for run in 0..PACK {
                    out[run] = self.each[run].next(x[run], true);
                }
            }
        }
        f64::put(file, self.output, block);
        true
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        Single::write(&self.each[run], out);
    }
    fn reset(&mut self) {
        self.each.iter_mut().for_each(BlockInstruction::reset);
    }
}

/// `cum.last` of eight runs.
struct Lasts {
    input: usize,
    output: usize,
    last: Side,
}

impl Lasts {
    fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            last: Side([f64::NAN; PACK]),
        }
    }
}

impl AbreastInstruction for Lasts {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        let mut block = f64::take(file, self.output);
        let out = rows_mut(&mut block.0);
        for (x, out) in rows_of(file, self.input).iter().zip(out) {
            for (last, &x) in self.last.0.iter_mut().zip(x) {
                *last = Last::latest(*last, x);
            }
            *out = self.last.0;
        }
        f64::put(file, self.output, block);
        true
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.last.0[run].write(out);
    }
    fn reset(&mut self) {
        self.last.0 = [f64::NAN; PACK];
    }
}

/// `event.edge` of eight runs.
struct Edges {
    input: usize,
    output: usize,
    last: [u8; PACK],
}

impl Edges {
    fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            last: [UNKNOWN; PACK],
        }
    }
}

impl AbreastInstruction for Edges {
    fn block(&mut self, file: &mut BlockFile<'_>) -> bool {
        let conditions = file.bools[self.input];
        let mut fires = Bools::filled(0);
        if conditions.any_unknown(BLOCK) {
            for row in 0..BLOCK {
                fires.set(row, Edge::next(&mut self.last[row % PACK], conditions.get(row)));
            }
        } else {
            // The eight rows before each word's first.
            let mut before = 0;
            for (run, &last) in self.last.iter().enumerate() {
                before |= u64::from(last == 1) << run;
            }
            for at in 0..WORDS {
                let holds = conditions.word(at).holds;
                let now = holds & !(holds << PACK | before);
                fires.set_word(at, Word { holds: now, may: now });
                before = holds >> (64 - PACK);
            }
            for (run, last) in self.last.iter_mut().enumerate() {
                *last = conditions.get(BLOCK - PACK + run);
            }
        }
        file.bools[self.output] = fires;
        true
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.last[run].write(out);
    }
    fn reset(&mut self) {
        self.last = [UNKNOWN; PACK];
    }
}
