//! Kernels with next to no arithmetic, from a run's columns to a column: in one pass, which looks for values that no register
//! may hold, computes, and writes missing values in their bits.
//!
//! By blocks each of these is a pass of its own, and what takes the time is to go through memory. The results have the bits of
//! the same kernel by blocks: it is the same function of a row.

use super::fused::{Fused, Tree};
use super::leaving;
use super::pointwise::{Add, Div, DivElse, Mul, Sub};
use super::stateless::{Three, Two};
use crate::cpu::lanes::{EIGHT, Vector};
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
    /// Computes `rows` of `out` from a run's whole `columns`, of which all rows before are finite or missing. Ends before a
    /// group of rows in which any column has an infinite value or a −0, and before the last ones if they are no whole
    /// group: gives how many rows are done. Nothing is written behind them.
    fn run(&self, columns: &[&[f64]], rows: Range<usize>, out: &mut [f64]) -> usize;
}

/// The kernel or superinstruction over these operands, if there is such a function: for what takes longer to compute than
/// to read, blocks are as well.
pub(crate) fn through(
    level: Level,
    kernel: Op,
    fused: Option<Fused>,
    operands: &[Operand],
) -> Option<Box<dyn Through>> {
    struct Make<'a>(Op, Option<Fused>, &'a [Operand]);
    impl Select for Make<'_> {
        type Output = Option<Box<dyn Through>>;
        fn select<C: Cpu>(self) -> Self::Output {
            let Make(kernel, fused, operands) = self;
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
    cpu::select(level, Make(kernel, fused, operands))
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

/// A tree over columns.
struct Columns<F, C, const N: usize> {
    operands: [Operand; N],
    /// Of each operand that is constant a group of it.
    constants: [[f64; GROUP]; N],
    kind: PhantomData<fn() -> (F, C)>,
}

/// The tree `F` over operands, of which there are N.
pub(super) fn made<F: Tree<N, Out = f64>, C: Cpu, const N: usize>(operands: &[Operand]) -> Box<dyn Through> {
    let operands: [Operand; N] = operands.try_into().expect("as many as the tree has leaves");
    let constants = operands.map(|operand| match operand {
        Operand::Constant(value) => [value; GROUP],
        Operand::Column { .. } => [0.0; GROUP],
    });
    Box::new(Columns::<F, C, N> {
        operands,
        constants,
        kind: PhantomData,
    })
}

impl<F: Tree<N, Out = f64>, C: Cpu, const N: usize> Through for Columns<F, C, N> {
    fn run(&self, columns: &[&[f64]], rows: Range<usize>, out: &mut [f64]) -> usize {
        let mut leaves: [&[f64]; N] = [&[]; N];
        let mut steps = [0; N];
        for leaf in 0..N {
            match self.operands[leaf] {
                Operand::Constant(_) => leaves[leaf] = &self.constants[leaf],
                Operand::Column { column, lag } => {
                    leaves[leaf] = &columns[column][rows.start - lag..rows.end - lag];
                    steps[leaf] = GROUP;
                }
            }
        }
        C::run(Groups::<F, N> {
            columns,
            leaves,
            steps,
            begin: rows.start,
            out: &mut out[rows],
            kind: PhantomData,
        })
    }
}

struct Groups<'a, F, const N: usize> {
    columns: &'a [&'a [f64]],
    /// Rows of columns, or one group of a constant.
    leaves: [&'a [f64]; N],
    /// From a leaf's group to its next one.
    steps: [usize; N],
    /// The first row in columns.
    begin: usize,
    out: &'a mut [f64],
    kind: PhantomData<fn() -> F>,
}

impl<F: Tree<N, Out = f64>, const N: usize> Work for Groups<'_, F, N> {
    type Output = usize;
    // Loops instead of functions of arrays, which are not always inlined, and then not compiled for the instruction set.
    #[inline(always)]
    fn work<C: Cpu>(self) -> usize {
        let mut at = [0; N];
        let (groups, _) = self.out.as_chunks_mut::<GROUP>();
        for (index, out) in groups.iter_mut().enumerate() {
            let done = index * GROUP;
            for column in self.columns {
                let rows = &column[self.begin + done..];
                if foreign::<C>(rows.first_chunk().expect("columns are as long as the result")) {
                    return done;
                }
            }
            let mut group: [&[f64; GROUP]; N] = [&[0.0; GROUP]; N];
            for leaf in 0..N {
                group[leaf] = self.leaves[leaf][at[leaf]..]
                    .first_chunk()
                    .expect("operands are as long as the result");
                at[leaf] += self.steps[leaf];
            }
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
