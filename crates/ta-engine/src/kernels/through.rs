//! Kernels with next to no arithmetic, from a run's columns to a column: in one pass, which looks for values that no register
//! may hold, computes, and writes missing values in their bits.
//!
//! By blocks each of these is a pass of its own, and what takes the time is to go through memory. The results have the bits of
//! the same kernel by blocks: it is the same function of a row.

use super::fused::{Fused, Tree};
use super::pointwise::{Add, Div, DivElse, Mul, Sub};
use super::stateless::{Three, Two};
use super::{MISSING, leaving};
use crate::cpu::lanes::{EIGHT, Lanes, Vector};
use crate::cpu::{self, Cpu, Level, Select, Work};
use crate::generated::kernels::Op;
use std::marker::PhantomData;
use std::ops::Range;

/// Rows that are looked at, and then computed.
pub(crate) const GROUP: usize = 64;

/// Where an operand's rows are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Operand {
    /// Those of a column, so many rows before.
    Column { column: usize, lag: usize },
    /// A number on every row.
    Constant(f64),
}

/// A kernel over columns.
pub(crate) trait Through: Send {
    /// Computes `out` from `rows` of a run's whole `columns`, of which all rows before are finite or missing. Ends before a
    /// group of rows in which any column has an infinite value or a −0, and before the last ones if they are no whole
    /// group: gives how many rows are done. Nothing is written from such a value on.
    fn run(&self, columns: &[&[f64]], rows: Range<usize>, out: &mut [f64]) -> usize;
}

/// The kernel or superinstruction over these operands, if there is such a function: for what takes longer to compute than
/// to read, blocks are as well. `alone` where nothing else reads the columns, which may then go on with a −0 in them if it
/// changes no bit of the result.
pub(crate) fn through(
    level: Level,
    kernel: Op,
    fused: Option<Fused>,
    operands: &[Operand],
    alone: bool,
) -> Option<Box<dyn Through>> {
    struct Make<'a>(Op, Option<Fused>, &'a [Operand], bool);
    impl Select for Make<'_> {
        type Output = Option<Box<dyn Through>>;
        fn select<C: Cpu>(self) -> Self::Output {
            let Make(kernel, fused, operands, alone) = self;
            let opened = match (kernel, fused) {
                _ if !alone => None,
                (_, Some(fused)) => fused.open::<C>(operands),
                (Op::Add, None) => Some(open::<Alone<Add>, C, 2>(operands)),
                (Op::Sub, None) => Some(open::<Alone<Sub>, C, 2>(operands)),
                (Op::Mul, None) => Some(open::<Alone<Mul>, C, 2>(operands)),
                _ => None,
            };
            if opened.is_some() {
                return opened;
            }
            if let Some(fused) = fused {
                return fused.through::<C>(operands);
            }
            Some(match kernel {
                Op::Add => made::<Alone<Add>, C, 2>(operands),
                Op::Sub => made::<Alone<Sub>, C, 2>(operands),
                Op::Mul => made::<Alone<Mul>, C, 2>(operands),
                Op::Div => made::<Alone<Div>, C, 2>(operands),
                Op::DivElse => made::<Alone<DivElse>, C, 3>(operands),
                _ => return None,
            })
        }
    }
    cpu::select(level, Make(kernel, fused, operands, alone))
}

/// A kernel as a tree of itself.
struct Alone<F>(PhantomData<fn() -> F>);

impl<F: Two<A = f64, B = f64, Out = f64>> Tree<2> for Alone<F> {
    type Out = f64;
    #[inline(always)]
    fn row([a, b]: [f64; 2]) -> f64 {
        F::call(a, b)
    }
}

impl<F: Three<A = f64, B = f64, D = f64, Out = f64>> Tree<3> for Alone<F> {
    type Out = f64;
    #[inline(always)]
    fn row([a, b, d]: [f64; 3]) -> f64 {
        F::call(a, b, d)
    }
}

impl Open<2> for Alone<Add> {
    #[inline(always)]
    fn lanes<L: Lanes>([a, b]: [L; 2]) -> L {
        (a + b).finite()
    }
}

impl Open<2> for Alone<Sub> {
    #[inline(always)]
    fn lanes<L: Lanes>([a, b]: [L; 2]) -> L {
        (a - b).finite()
    }
}

impl Open<2> for Alone<Mul> {
    #[inline(always)]
    fn lanes<L: Lanes>([a, b]: [L; 2]) -> L {
        (a * b).finite()
    }
}

/// A tree whose result is missing where an operand is infinite, and whose result has the same bits whichever sign a zero among
/// its operands has.
pub(super) trait Open<const N: usize>: Tree<N, Out = f64> {
    /// [`Tree::row`] of rows side by side.
    fn lanes<L: Lanes>(leaves: [L; N]) -> L;
}

/// A tree over columns.
struct Columns<F, C, const N: usize> {
    operands: [Operand; N],
    /// Of each operand that is constant a group of it.
    constants: [Constant; N],
    kind: PhantomData<fn() -> (F, C)>,
}

/// A group of one number, aligned to a cache line.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Constant([f64; GROUP]);

/// A leaf's rows, and from a group to its next one.
type Leaf<'a> = (&'a [f64], usize);

impl<F, C, const N: usize> Columns<F, C, N> {
    /// Over operands, of which there are N.
    fn new(operands: &[Operand]) -> Self {
        let operands: [Operand; N] = operands.try_into().expect("as many as the tree has leaves");
        let constants = operands.map(|operand| match operand {
            Operand::Constant(value) => Constant([value; GROUP]),
            Operand::Column { .. } => Constant([0.0; GROUP]),
        });
        Columns {
            operands,
            constants,
            kind: PhantomData,
        }
    }

    fn source<'a>(&'a self, columns: &'a [&'a [f64]], rows: &Range<usize>) -> Source<'a, N> {
        let leaves = std::array::from_fn(|leaf| match self.operands[leaf] {
            Operand::Constant(_) => (&self.constants[leaf].0[..], 0),
            Operand::Column { column, lag } => (&columns[column][rows.start - lag..rows.end - lag], GROUP),
        });
        Source {
            columns,
            leaves,
            begin: rows.start,
        }
    }
}

/// What a pass goes through, by groups of rows.
struct Source<'a, const N: usize> {
    columns: &'a [&'a [f64]],
    leaves: [Leaf<'a>; N],
    /// The first row in columns.
    begin: usize,
}

impl<const N: usize> Source<'_, N> {
    /// The leaves of a group. A loop instead of a function of arrays, which is not always inlined, and then not compiled
    /// for the instruction set.
    #[inline(always)]
    fn group(&self, index: usize) -> [&[f64; GROUP]; N] {
        let mut group: [&[f64; GROUP]; N] = [&[0.0; GROUP]; N];
        for (rows, &(leaf, step)) in group.iter_mut().zip(&self.leaves) {
            *rows = leaf[index * step..]
                .first_chunk()
                .expect("operands are as long as the result");
        }
        group
    }

    /// Whether any column has a value in a group that no register holds.
    #[inline(always)]
    fn foreign<C: Cpu>(&self, index: usize) -> bool {
        for column in self.columns {
            let rows = &column[self.begin + index * GROUP..];
            if foreign::<C>(rows.first_chunk().expect("columns are as long as the result")) {
                return true;
            }
        }
        false
    }
}

/// The tree `F`, which may be the only one to read the columns, over operands, of which there are N.
pub(super) fn open<F: Open<N>, C: Cpu, const N: usize>(operands: &[Operand]) -> Box<dyn Through> {
    Box::new(OpenColumns(Columns::<F, C, N>::new(operands)))
}

/// An open tree over columns: looks through them only where a result is missing.
struct OpenColumns<F, C, const N: usize>(Columns<F, C, N>);

impl<F: Open<N>, C: Cpu, const N: usize> Through for OpenColumns<F, C, N> {
    fn run(&self, columns: &[&[f64]], rows: Range<usize>, out: &mut [f64]) -> usize {
        C::run(OpenGroups::<F, N> {
            source: self.0.source(columns, &rows),
            out,
            kind: PhantomData,
        })
    }
}

struct OpenGroups<'a, F, const N: usize> {
    source: Source<'a, N>,
    out: &'a mut [f64],
    kind: PhantomData<fn() -> F>,
}

/// Rows of an open tree whose results stay in registers until they are looked at.
const FOUR: usize = 4 * EIGHT;

impl<F: Open<N>, const N: usize> Work for OpenGroups<'_, F, N> {
    type Output = usize;
    #[inline(always)]
    fn work<C: Cpu>(self) -> usize {
        let (groups, _) = self.out.as_chunks_mut::<GROUP>();
        for (index, group) in groups.iter_mut().enumerate() {
            let leaves = self.source.group(index);
            for (part, out) in group.as_chunks_mut::<FOUR>().0.iter_mut().enumerate() {
                let mut results = [C::Eight::splat(0.0); 4];
                let mut missing = false;
                for (eight, result) in results.iter_mut().enumerate() {
                    let mut of_rows = [C::Eight::splat(0.0); N];
                    for leaf in 0..N {
                        let (eights, _) = leaves[leaf].as_chunks::<EIGHT>();
                        of_rows[leaf] = C::Eight::load(&eights[part * 4 + eight]);
                    }
                    *result = F::lanes(of_rows);
                    missing |= result.any_missing();
                }
                if missing {
                    // Rows of this group that are written already come before what is found, and once more.
                    if self.source.foreign::<C>(index) {
                        return index * GROUP;
                    }
                    for result in &mut results {
                        *result = result.where_missing(C::Eight::splat(MISSING), *result);
                    }
                }
                let (slots, _) = out.as_chunks_mut::<EIGHT>();
                for (result, slot) in results.iter().zip(slots) {
                    result.store(slot);
                }
            }
        }
        groups.len() * GROUP
    }
}

/// The tree `F` over operands, of which there are N.
pub(super) fn made<F: Tree<N, Out = f64>, C: Cpu, const N: usize>(operands: &[Operand]) -> Box<dyn Through> {
    Box::new(Columns::<F, C, N>::new(operands))
}

impl<F: Tree<N, Out = f64>, C: Cpu, const N: usize> Through for Columns<F, C, N> {
    fn run(&self, columns: &[&[f64]], rows: Range<usize>, out: &mut [f64]) -> usize {
        C::run(Groups::<F, N> {
            source: self.source(columns, &rows),
            out,
            kind: PhantomData,
        })
    }
}

struct Groups<'a, F, const N: usize> {
    source: Source<'a, N>,
    out: &'a mut [f64],
    kind: PhantomData<fn() -> F>,
}

impl<F: Tree<N, Out = f64>, const N: usize> Work for Groups<'_, F, N> {
    type Output = usize;
    #[inline(always)]
    fn work<C: Cpu>(self) -> usize {
        let (groups, _) = self.out.as_chunks_mut::<GROUP>();
        for (index, out) in groups.iter_mut().enumerate() {
            if self.source.foreign::<C>(index) {
                return index * GROUP;
            }
            let group = self.source.group(index);
            for (row, slot) in out.iter_mut().enumerate() {
                let mut of_row = [0.0; N];
                for leaf in 0..N {
                    of_row[leaf] = group[leaf][row];
                }
                *slot = leaving(F::row(of_row));
            }
        }
        groups.len() * GROUP
    }
}

/// Whether a value is one that no register holds: infinite, or −0.
#[inline(always)]
pub(crate) fn foreign<C: Cpu>(rows: &[f64; GROUP]) -> bool {
    let (eights, _) = rows.as_chunks::<EIGHT>();
    let mut any = false;
    for [a, b, c, d] in eights.as_chunks::<4>().0 {
        any |= C::Eight::any_foreign([
            C::Eight::load(a),
            C::Eight::load(b),
            C::Eight::load(c),
            C::Eight::load(d),
        ]);
    }
    any
}
