//! Windows of a family by blocks: levels over a strip of rows, eight rows side by side.
//!
//! Of the first levels the halves are at most eight rows apart: one pass makes them in registers, and writes those that
//! are read again. From there on what is read lies whole vectors before what is written.

// Arrays of numbers are indexed in order to be registers: what iterates over them is not always unrolled.
#![allow(clippy::needless_range_loop)]

use super::family::{Choice, Family, Part, Statistic, depth, offsets, read};
use super::strip::Strip;
use super::{ByRows, Shape, Window};
use crate::cpu::lanes::{EIGHT, Lanes, Vector};
use crate::cpu::{Cpu, Work};
use std::marker::PhantomData;

/// Levels that are made in registers.
const BASE: usize = 4;

/// Rows before a block from which its first vector's halves are made again: every half of [`BASE`] levels.
const LEAD: usize = 2 * EIGHT;

/// Parts of a window that one pass over a block folds at most.
const PASS: usize = 4;

/// From a level to the next one that is made: two above it where nothing reads the one between.
#[derive(Clone, Copy)]
struct Step {
    level: usize,
    next: usize,
}

/// What is made of levels.
struct Layout {
    depth: usize,
    /// Of the levels from the rows themselves up which are written.
    stored: Vec<bool>,
    /// How those above [`BASE`] are made.
    steps: Vec<Step>,
    /// Rows before the new ones that each column keeps.
    halos: Vec<usize>,
}

impl Layout {
    fn new<F: Family<O, N>, const O: usize, const N: usize>(shapes: &[Shape], longest: usize) -> Self {
        let depth = depth(longest);
        let mut stored = read::<F, O, N>(shapes, longest);
        let mut halos = offsets::<F, O, N>(shapes, longest);
        let mut steps = Vec::new();
        let mut level = BASE.min(depth);
        while level < depth {
            let next = match stored[level + 1..] {
                [false, _, ..] if F::CHEAP => level + 2,
                _ => level + 1,
            };
            stored[level] = true;
            // The oldest half that the step reads.
            halos[level] = halos[level].max((1 << next) - (1 << level));
            steps.push(Step { level, next });
            level = next;
        }
        let operands = vec![longest.max(LEAD); O];
        let levels = halos[1..].iter().flat_map(|&halo| [halo; N]);
        Self {
            depth,
            stored,
            steps,
            halos: operands.into_iter().chain(levels).collect(),
        }
    }
}

/// `O` operands and `N` numbers a level. Columns: the operands; then of 2, 4, … rows the level's numbers.
pub(in crate::kernels) struct Levels<F, const O: usize, const N: usize> {
    strip: Strip,
    depth: usize,
    stored: Vec<bool>,
    steps: Vec<Step>,
    /// Of each lane its parts.
    parts: Vec<(usize, Vec<Part>)>,
    /// What is folded of a lane between two passes.
    fold: [Box<[f64]>; N],
    /// The parts of another length that min_samples asks for.
    other: Vec<Part>,
    family: PhantomData<fn() -> F>,
}

/// Rows as vectors.
type Rows = [[f64; EIGHT]];

/// Vectors of a strip's slots.
#[inline(always)]
fn rows_at(values: &[f64], slot: usize, vectors: usize) -> &Rows {
    &values[slot..slot + vectors * EIGHT].as_chunks().0[..vectors]
}

/// The vector at one place of each column.
#[inline(always)]
fn load<V: Vector, const M: usize>(columns: &[&Rows; M], at: usize) -> [V; M] {
    let mut vectors = [V::splat(0.0); M];
    for column in 0..M {
        vectors[column] = V::load(&columns[column][at]);
    }
    vectors
}

/// Slots that columns are taken out of from the front on, to be written side by side.
struct Slots<'a> {
    rest: &'a mut [f64],
    /// The slot that `rest` begins with.
    begins: usize,
}

impl<'a> Slots<'a> {
    /// Vectors that begin behind whatever was taken before.
    #[inline(always)]
    fn take(&mut self, slot: usize, vectors: usize) -> &'a mut Rows {
        let (_, from) = std::mem::take(&mut self.rest).split_at_mut(slot - self.begins);
        let (taken, rest) = from.split_at_mut(vectors * EIGHT);
        self.rest = rest;
        self.begins = slot + vectors * EIGHT;
        &mut taken.as_chunks_mut().0[..vectors]
    }
}

/// No rows, where none are written.
#[inline(always)]
fn none<'a, const N: usize>() -> [&'a mut Rows; N] {
    std::array::from_fn(|_| &mut [] as &mut Rows)
}

/// The slot of what is not written.
const NOWHERE: usize = usize::MAX;

/// The operands, and the levels below the last of those in registers, of the rows before.
#[derive(Clone, Copy)]
struct Before<V, const O: usize, const N: usize> {
    operands: [V; O],
    levels: [[V; N]; BASE],
}

/// The halves of `K` rows together.
#[inline(always)]
fn up<F: Family<O, N>, V: Vector, const O: usize, const N: usize, const K: usize>(
    operands: [[V; O]; 2],
    levels: [[V; N]; 2],
) -> [V; N] {
    let (mut half_operands, mut half) = (operands[0], levels[0]);
    for operand in 0..O {
        half_operands[operand] = operands[0][operand].ago::<K>(operands[1][operand]);
    }
    for number in 0..N {
        half[number] = levels[0][number].ago::<K>(levels[1][number]);
    }
    F::merge(K as f64, [operands[0], half_operands], [levels[0], half])
}

/// The first `D` levels above the rows themselves, and what the next eight rows need of them.
#[inline(always)]
fn base<F: Family<O, N>, V: Vector, const O: usize, const N: usize, const D: usize>(
    before: &mut Before<V, O, N>,
    operands: [V; O],
) -> [[V; N]; BASE] {
    let mut one = [V::splat(0.0); N];
    for number in 0..N {
        if let Some(operand) = F::ONE[number] {
            one[number] = operands[operand];
        }
    }
    let both = [operands, before.operands];
    let mut made = [one; BASE];
    made[0] = up::<F, V, O, N, 1>(both, [one, before.levels[0]]);
    if D > 1 {
        made[1] = up::<F, V, O, N, 2>(both, [made[0], before.levels[1]]);
    }
    if D > 2 {
        made[2] = up::<F, V, O, N, 4>(both, [made[1], before.levels[2]]);
    }
    if D > 3 {
        made[3] = up::<F, V, O, N, 8>(both, [made[2], before.levels[3]]);
    }
    *before = Before {
        operands,
        levels: [one, made[0], made[1], made[2]],
    };
    made
}

impl<F: Family<O, N>, const O: usize, const N: usize> Levels<F, O, N> {
    /// Column of a level's first number.
    #[inline(always)]
    fn column(level: usize) -> usize {
        O + (level - 1) * N
    }

    /// Makes the first `D` levels.
    #[inline(always)]
    fn base<C: Cpu, const D: usize>(&mut self, vectors: usize) {
        let mut base = Base::<F, O, N, D> {
            vectors,
            x: [0; O],
            out: [[NOWHERE; N]; D],
            values: &mut [],
            family: PhantomData,
        };
        for operand in 0..O {
            base.x[operand] = self.strip.slot(operand, LEAD);
        }
        for level in 0..D {
            if self.stored[level + 1] {
                for number in 0..N {
                    base.out[level][number] = self.strip.slot(Self::column(level + 1) + number, 0);
                }
            }
        }
        base.values = self.strip.values_mut();
        C::run(base);
    }

    /// Makes a level above, of rows in memory.
    #[inline(always)]
    fn above<C: Cpu>(&mut self, Step { level, next }: Step, vectors: usize) {
        let k = 1usize << level;
        let twice = next == level + 2;
        let mut above = Above::<F, O, N> {
            k: k as f64,
            twice,
            vectors,
            x: [[0; O]; 2],
            spans: [[0; N]; 4],
            out: [0; N],
            values: &mut [],
            family: PhantomData,
        };
        for half in 0..2 {
            for operand in 0..O {
                above.x[half][operand] = self.strip.slot(operand, half * k);
            }
        }
        for span in 0..if twice { 4 } else { 2 } {
            for number in 0..N {
                above.spans[span][number] = self.strip.slot(Self::column(level) + number, span * k);
            }
        }
        for number in 0..N {
            above.out[number] = self.strip.slot(Self::column(next) + number, 0);
        }
        above.values = self.strip.values_mut();
        C::run(above);
    }
}

/// The first `D` levels over some vectors, which the [`LEAD`] comes before. Slots of the first row of each.
struct Base<'a, F, const O: usize, const N: usize, const D: usize> {
    vectors: usize,
    x: [usize; O],
    out: [[usize; N]; D],
    values: &'a mut [f64],
    family: PhantomData<fn() -> F>,
}

impl<F: Family<O, N>, const O: usize, const N: usize, const D: usize> Work for Base<'_, F, O, N, D> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Base {
            vectors,
            x,
            out,
            values,
            ..
        } = self;
        let lead = LEAD / EIGHT;
        let mut slots = Slots {
            rest: values,
            begins: 0,
        };
        // Columns stand in the order of levels.
        let x: [&Rows; O] = x.map(|slot| &*slots.take(slot, vectors + lead));
        let out: [[&mut Rows; N]; D] = out.map(|numbers| {
            if numbers[0] == NOWHERE {
                none()
            } else {
                numbers.map(|slot| slots.take(slot, vectors))
            }
        });
        let nothing = C::Eight::splat(0.0);
        let mut before = Before {
            operands: [nothing; O],
            levels: [[nothing; N]; BASE],
        };
        for at in 0..lead {
            base::<F, C::Eight, O, N, D>(&mut before, load(&x, at));
        }
        let x = x.map(|rows| &rows[lead..][..vectors]);
        for at in 0..vectors {
            let made = base::<F, C::Eight, O, N, D>(&mut before, load(&x, at));
            for level in 0..D {
                for number in 0..N {
                    if let Some(rows) = out[level][number].get_mut(at) {
                        made[level][number].store(rows);
                    }
                }
            }
        }
    }
}

/// A level above those, or the second above where `twice`: spans of `k` rows side by side, newest first. Slots of the
/// first row of each.
struct Above<'a, F, const O: usize, const N: usize> {
    k: f64,
    twice: bool,
    vectors: usize,
    x: [[usize; O]; 2],
    spans: [[usize; N]; 4],
    out: [usize; N],
    values: &'a mut [f64],
    family: PhantomData<fn() -> F>,
}

impl<F: Family<O, N>, const O: usize, const N: usize> Work for Above<'_, F, O, N> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Above {
            k,
            twice,
            vectors,
            x,
            spans,
            out,
            values,
            ..
        } = self;
        // What is read stands before what is written.
        let (below, above) = values.split_at_mut(out[0]);
        let below = &*below;
        let mut slots = Slots {
            rest: above,
            begins: out[0],
        };
        let out = out.map(|slot| slots.take(slot, vectors));
        let x = x.map(|operands| operands.map(|slot| rows_at(below, slot, vectors)));
        let spans = spans.map(|numbers| numbers.map(|slot| rows_at(below, slot, vectors)));
        let nothing = C::Eight::splat(0.0);
        for at in 0..vectors {
            let mut operands = [[nothing; O]; 2];
            if !F::CHEAP {
                operands = [load(&x[0], at), load(&x[1], at)];
            }
            let mut made = F::merge(k, operands, [load(&spans[0], at), load(&spans[1], at)]);
            if F::CHEAP && twice {
                // A cheap merge looks at no operands.
                let older = F::merge(k, operands, [load(&spans[2], at), load(&spans[3], at)]);
                made = F::merge(2.0 * k, operands, [made, older]);
            }
            for number in 0..N {
                made[number].store(&mut out[number][at]);
            }
        }
    }
}

/// One lane's fold.
struct Fold<'a, C, const N: usize> {
    strip: &'a Strip,
    fold: &'a mut [Box<[f64]>; N],
    parts: &'a [Part],
    one: [Option<usize>; N],
    out: &'a mut [[f64; EIGHT]],
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu, const O: usize, const N: usize> Choice<O, N> for Fold<'_, C, N> {
    #[inline(always)]
    fn choose<S: Statistic<O, N>>(mut self, statistic: S) {
        match self.parts {
            [_] => self.pass::<S, O, 1, true, true>(statistic, self.parts),
            [_, _] => self.pass::<S, O, 2, true, true>(statistic, self.parts),
            [_, _, _] => self.pass::<S, O, 3, true, true>(statistic, self.parts),
            [_, _, _, _] => self.pass::<S, O, PASS, true, true>(statistic, self.parts),
            parts => {
                let (first, rest) = parts.split_at(PASS);
                self.pass::<S, O, PASS, true, false>(statistic, first);
                let (between, last) = rest.split_at(rest.len() - 1);
                for part in between.chunks(1) {
                    self.pass::<S, O, 1, false, false>(statistic, part);
                }
                self.pass::<S, O, 1, false, true>(statistic, last);
            }
        }
    }
}

impl<C: Cpu, const N: usize> Fold<'_, C, N> {
    /// Folds some parts: what came before is in `fold`, unless they are the first; the last finish it.
    #[inline(always)]
    fn pass<S: Statistic<O, N>, const O: usize, const P: usize, const FIRST: bool, const LAST: bool>(
        &mut self,
        statistic: S,
        parts: &[Part],
    ) {
        let mut pass = Pass::<S, O, N, P, FIRST, LAST> {
            statistic,
            parts: parts.try_into().expect("as many parts"),
            newest: [0; O],
            operands: [[0; O]; P],
            own: [[0; N]; P],
            values: self.strip.values(),
            fold: self.fold,
            out: self.out,
        };
        for operand in 0..O {
            pass.newest[operand] = self.strip.slot(operand, 0);
        }
        for (part, &Part { level, offset, .. }) in parts.iter().enumerate() {
            for operand in 0..O {
                pass.operands[part][operand] = self.strip.slot(operand, offset);
            }
            for number in 0..N {
                pass.own[part][number] = match (level, self.one[number]) {
                    (0, Some(operand)) => self.strip.slot(operand, offset),
                    (0, None) => self.strip.zeros(),
                    _ => self.strip.slot(O + (level - 1) * N + number, offset),
                };
            }
        }
        C::run(pass);
    }
}

/// `P` parts of a fold. Slots of the first row of each.
struct Pass<'a, S, const O: usize, const N: usize, const P: usize, const FIRST: bool, const LAST: bool> {
    statistic: S,
    parts: [Part; P],
    newest: [usize; O],
    operands: [[usize; O]; P],
    own: [[usize; N]; P],
    values: &'a [f64],
    fold: &'a mut [Box<[f64]>; N],
    out: &'a mut [[f64; EIGHT]],
}

impl<S: Statistic<O, N>, const O: usize, const N: usize, const P: usize, const FIRST: bool, const LAST: bool>
    Work for Pass<'_, S, O, N, P, FIRST, LAST>
{
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Pass {
            statistic,
            parts,
            newest,
            operands,
            own,
            values,
            fold: before,
            out,
        } = self;
        let vectors = out.len();
        let rows = |slot: usize| rows_at(values, slot, vectors);
        let (newest, own) = (newest.map(rows), own.map(|numbers| numbers.map(rows)));
        let operands = operands.map(|operands| operands.map(rows));
        let before = before
            .each_mut()
            .map(|fold| &mut fold.as_chunks_mut().0[..vectors]);
        let nothing = C::Eight::splat(0.0);
        for at in 0..vectors {
            let x = load::<C::Eight, O>(&newest, at);
            let mut fold = [nothing; N];
            if !FIRST {
                for number in 0..N {
                    fold[number] = C::Eight::load(&before[number][at]);
                }
            }
            for part in 0..P {
                let numbers = load(&own[part], at);
                if FIRST && part == 0 {
                    fold = statistic.first(&parts[part], x, numbers);
                    continue;
                }
                let part_x = if S::OPERANDS { load(&operands[part], at) } else { x };
                fold = statistic.next(&parts[part], fold, x, part_x, numbers);
            }
            if LAST {
                statistic.last(fold, x).store(&mut out[at]);
            } else {
                for number in 0..N {
                    fold[number].store(&mut before[number][at]);
                }
            }
        }
    }
}

impl<F: Family<O, N> + 'static, const O: usize, const N: usize> Window for Levels<F, O, N> {
    const BLOCKS: usize = N;
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        Layout::new::<F, O, N>(shapes, longest).halos
    }

    fn new(shapes: &[Shape], longest: usize, most: usize) -> Self {
        let Layout {
            depth,
            stored,
            steps,
            halos,
        } = Layout::new::<F, O, N>(shapes, longest);
        Self {
            strip: Strip::new(&halos, most),
            depth,
            stored,
            steps,
            parts: shapes
                .iter()
                .map(|shape| (shape.n, F::parts(shape.n).collect()))
                .collect(),
            fold: std::array::from_fn(|_| vec![0.0; most].into()),
            other: Vec::with_capacity(depth + 1),
            family: PhantomData,
        }
    }
    fn strip(&self) -> &Strip {
        &self.strip
    }
    fn strip_mut(&mut self) -> &mut Strip {
        &mut self.strip
    }

    #[inline(always)]
    fn levels<C: Cpu>(&mut self, rows: usize) {
        let vectors = rows.div_ceil(EIGHT);
        match self.depth {
            0 => return,
            1 => self.base::<C, 1>(vectors),
            2 => self.base::<C, 2>(vectors),
            3 => self.base::<C, 3>(vectors),
            _ => self.base::<C, 4>(vectors),
        }
        for at in 0..self.steps.len() {
            self.above::<C>(self.steps[at], vectors);
        }
    }

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, _: usize, out: &mut [f64], _: bool) {
        let (n, parts) = &self.parts[shape.lane];
        let parts = if *n == shape.n {
            parts
        } else {
            self.other.clear();
            self.other.extend(F::parts(shape.n));
            &self.other
        };
        let fold = Fold::<C, N> {
            strip: &self.strip,
            fold: &mut self.fold,
            parts,
            one: F::ONE,
            out: out.as_chunks_mut().0,
            cpu: PhantomData,
        };
        F::choose(shape, fold);
    }

    fn by_rows<V: ByRows>(choice: V) -> Option<V::Output> {
        Some(choice.choose::<F, O, N>())
    }
}
