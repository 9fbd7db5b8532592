//! Where the extreme of a window is, as TA-Lib finds it: an extreme is held until a row as good comes or it leaves the
//! window; then the oldest of the best remaining is taken. So which of equal rows it is depends on where history starts.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::machine::{Machine, count, known};
use super::ring::Ring;
use super::window::extreme::Marks;
use super::window::levels::Levels;
use super::window::{Shape, Window, window_bytes};
use super::{BLOCK, BlockFile, BlockInstruction, StateError, StateReader, StateWriter};
use crate::cpu::lanes::EIGHT;
use crate::cpu::{Cpu, Work};
use crate::generated::kernels::Op;
use std::marker::PhantomData;

/// `held.max` and `held.min`: rows since it, missing in the first n - 1 rows. State: the last n rows, and how long ago
/// the extreme was, n where there is none.
pub(super) struct Held<const HIGH: bool> {
    n: usize,
    ring: Ring,
    age: usize,
}

/// Whether a value takes the place of another.
#[inline(always)]
fn beats<const HIGH: bool>(a: f64, b: f64) -> bool {
    if HIGH { a > b } else { a < b }
}

/// Whether a state is one that rows leave: without an extreme, or with one of the rows remembered that no other beats.
fn holds<const HIGH: bool>(n: usize, age: usize, rows: usize, ago: impl Fn(usize) -> f64) -> bool {
    age == n || (age < rows && (1..=rows).all(|other| !beats::<HIGH>(ago(other), ago(age + 1))))
}

impl<const HIGH: bool> Held<HIGH> {
    /// The row's age, and what is kept of it.
    #[inline(always)]
    fn of(&mut self, x: f64) -> (f64, usize) {
        self.ring.put(x);
        if self.ring.rows() + 1 < self.n {
            return (f64::NAN, self.n);
        }
        let mut age = self.age + 1;
        if age >= self.n {
            let (older, newer) = self.ring.latest(self.n);
            let mut best = f64::NAN;
            for (place, &value) in older.iter().chain(newer).enumerate() {
                if place == 0 || beats::<HIGH>(value, best) {
                    (best, age) = (value, self.n - 1 - place);
                }
            }
        } else if !beats::<HIGH>(self.ring.ago(age), x) {
            age = 0;
        }
        (age as f64, age)
    }
}

impl<const HIGH: bool> Machine<1, 1> for Held<HIGH> {
    fn new(lane: &LaneSpec) -> Self {
        let n = (lane.scalars[0] as usize).max(1);
        Self {
            n,
            ring: Ring::new(n),
            age: n,
        }
    }
    fn result_of(_: Op) -> usize {
        0
    }
    fn bytes(lane: &LaneSpec) -> u64 {
        Ring::bytes((lane.scalars[0] as usize).max(1))
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x]: [f64; 1]) -> [f64; 1] {
        let (given, age) = self.of(x);
        self.age = age;
        self.ring.keep();
        [given]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, [x]: [f64; 1]) -> [f64; 1] {
        [self.of(x).0]
    }
    fn write(&self, out: &mut StateWriter) {
        self.ring.write(out);
        out.u64(self.age as u64);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.ring.read(state)?;
        let offset = state.at;
        self.age = count(state, self.n as u64)? as usize;
        if holds::<HIGH>(self.n, self.age, self.ring.rows(), |ago| self.ring.ago(ago)) {
            Ok(())
        } else {
            Err(StateError { offset })
        }
    }
    fn clear(&mut self) {
        self.ring.clear();
        self.age = self.n;
    }
}

/// A lane of it gives ages of the oldest of equal ones, negative where the newest row is one of them.
type Oldest<const HIGH: bool> = Levels<Marks<HIGH>, 1, 2>;

/// By blocks of [`Held`]. What it holds differs from the oldest of the best only from a row on that is as good as an older
/// one, until the extreme leaves the window or a better row comes: eight rows of which that is true of none are those of
/// the window.
pub(super) struct HeldBlocks<const HIGH: bool, C> {
    input: usize,
    output: usize,
    shape: Shape,
    window: Oldest<HIGH>,
    /// Rows so far, at most n.
    rows: usize,
    /// As [`Held::age`], as a number.
    age: f64,
    /// Whether the extreme is the oldest of the best.
    oldest: bool,
    /// A block's known rows, and their results.
    known: Box<[[f64; BLOCK]; 2]>,
    cpu: PhantomData<fn() -> C>,
}

/// Bytes that [`HeldBlocks::new`] allocates.
pub(super) fn bytes<const HIGH: bool>(lanes: &[&LaneSpec]) -> u64 {
    let known = size_of::<[[f64; BLOCK]; 2]>() as u64;
    known + window_bytes::<Oldest<HIGH>>(&[Shape::of(lanes[0])])
}

impl<const HIGH: bool, C: Cpu> HeldBlocks<HIGH, C> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        let shape = Shape::of(lane);
        Self {
            input: lane.inputs[0],
            output: lane.output,
            window: Oldest::<HIGH>::new(&[shape], shape.n, BLOCK),
            rows: 0,
            age: shape.n as f64,
            oldest: false,
            known: Box::new([[f64::NAN; BLOCK]; 2]),
            shape,
            cpu: PhantomData,
        }
    }

    fn clear(&mut self) {
        self.window.strip_mut().reset();
        self.rows = 0;
        self.age = self.shape.n as f64;
        self.oldest = false;
    }
}

/// Puts rows behind the history of a window, and gives their marked ages.
struct Append<'a, const HIGH: bool> {
    window: &'a mut Oldest<HIGH>,
    shape: &'a Shape,
    x: &'a [f64],
    out: &'a mut [f64; BLOCK],
}

impl<const HIGH: bool> Work for Append<'_, HIGH> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let rows = self.x.len();
        self.window.strip_mut().append([self.x, self.x], 1);
        self.window.levels::<C>(rows);
        let out = &mut self.out[..rows.next_multiple_of(EIGHT)];
        self.window.lane::<C>(self.shape, rows, out, true);
        self.window.strip_mut().commit(rows);
    }
}

/// Makes ages that are held of marked ones, of which the first `begins` mean nothing: the window is not full.
struct Hold<'a> {
    n: f64,
    begins: usize,
    age: &'a mut f64,
    oldest: &'a mut bool,
    rows: &'a mut [f64],
}

impl Work for Hold<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let (mut age, mut oldest) = (*self.age, *self.oldest);
        let (before, rows) = self.rows.split_at_mut(self.begins);
        if !before.is_empty() {
            before.fill(f64::NAN);
            (age, oldest) = (self.n, false);
        }
        for eight in rows.chunks_mut(EIGHT) {
            if oldest && !eight.iter().fold(false, |any, &marked| any | (marked < 0.0)) {
                age = eight[eight.len() - 1];
                continue;
            }
            for slot in eight {
                let marked = *slot;
                age += 1.0;
                let place = marked.abs();
                if age >= self.n {
                    age = place;
                } else if marked <= 0.0 {
                    age = 0.0;
                }
                oldest = age == place;
                *slot = age;
            }
        }
        (*self.age, *self.oldest) = (age, oldest);
    }
}

impl<const HIGH: bool, C: Cpu> BlockInstruction for HeldBlocks<HIGH, C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let rows = file.rows;
        let mut block = f64::take(file, self.output);
        let x = &f64::cells(file, self.input)[..rows];
        let [known, found] = &mut *self.known;
        let whole = !x.iter().fold(false, |any, value| any | value.is_nan());
        let observed = if whole {
            x
        } else {
            let mut count = 0;
            for &value in x.iter().filter(|value| !value.is_nan()) {
                known[count] = value;
                count += 1;
            }
            &known[..count]
        };
        let count = observed.len();
        let out = if whole { &mut block.0 } else { &mut *found };
        C::run(Append {
            window: &mut self.window,
            shape: &self.shape,
            x: observed,
            out,
        });
        C::run(Hold {
            n: self.shape.n as f64,
            begins: (self.shape.n - 1).saturating_sub(self.rows).min(count),
            age: &mut self.age,
            oldest: &mut self.oldest,
            rows: &mut out[..count],
        });
        self.rows = self.shape.n.min(self.rows + count);
        if !whole {
            let mut at = 0;
            for (slot, value) in block.0.iter_mut().zip(x) {
                *slot = if value.is_nan() { f64::NAN } else { found[at] };
                at += usize::from(!value.is_nan());
            }
        }
        f64::put(file, self.output, block);
    }
    fn save(&self, out: &mut StateWriter) {
        out.u64(self.rows as u64);
        let rows = self.window.strip().past(0, self.rows, self.rows);
        rows.iter().for_each(|&x| out.f64(x));
        for _ in self.rows..self.shape.n {
            out.f64(0.0);
        }
        out.u64(self.age as u64);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        let n = self.shape.n;
        let rows = count(state, n as u64)? as usize;
        let begin = state.at;
        for _ in 0..n {
            known(state)?;
        }
        let offset = state.at;
        let age = count(state, n as u64)? as usize;
        let (bytes, end) = (state.bytes, begin + 8 * rows);
        let row = |at: usize| known(&mut StateReader { bytes, at });
        let newest = |ago: usize| row(end - 8 * ago).unwrap_or(f64::NAN);
        if !holds::<HIGH>(n, age, rows, newest) {
            return Err(StateError { offset });
        }
        let mut at = begin;
        while at < end {
            let mut count = 0;
            while count < BLOCK && at < end {
                self.known[0][count] = row(at)?;
                (count, at) = (count + 1, at + 8);
            }
            let [known, found] = &mut *self.known;
            C::run(Append {
                window: &mut self.window,
                shape: &self.shape,
                x: &known[..count],
                out: found,
            });
        }
        (self.rows, self.age) = (rows, age as f64);
        Ok(())
    }
    fn reset(&mut self) {
        self.clear();
    }
}
