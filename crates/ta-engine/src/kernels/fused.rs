//! Superinstructions of the batch executor: several stateless kernels in one pass over a block.
//!
//! Each is a tree of kernels, from which come both the pattern that binding looks for and the function that
//! runs, by the kernels' own functions: so a fused result has the bits of the instructions that it stands for.
//! No plan knows them. A session's row has them as steps, by the same functions.

use super::cell::Cell;
use super::compare::{Gt, Le, Lt};
use super::logic::{And, Coalesce, IsMissing, Not, Or, Select, TwoWords};
use super::pointwise::{DivElse, Greater, Neg, Sign, Sqrt};
use super::stateless::{One, Three, Two};
use super::through::{self, Open, Operand, Through};
use super::tick::{Body, Does, Named, Step, does};
use super::{BlockFile, BlockInstruction, Bools, StateError, StateReader, StateWriter, UNKNOWN, finite};
use crate::cpu::lanes::Lanes;
use crate::cpu::{self, Cpu, Level, Select as Choice, Work};
use crate::generated::kernels::{Op, Type};
use std::marker::PhantomData;

/// A tree of kernels over floats.
#[derive(Debug)]
pub(crate) enum Pattern {
    /// An operand: the same value wherever its number occurs.
    Leaf(usize),
    Apply(Op, &'static [Pattern]),
}

/// A tree as a function of its leaves, of one row.
pub(super) trait Tree<const N: usize>: Send + 'static {
    type Out: Cell;
    fn row(leaves: [f64; N]) -> Self::Out;
}

/// The same of rows.
trait Rowwise<const N: usize>: Tree<N> {
    /// Each leaf has as many rows as there are results.
    fn rows(leaves: [&[f64]; N], out: &mut [Self::Out]);
}

/// Numbers of the leaves.
#[allow(non_upper_case_globals)]
mod leaf {
    pub const a: usize = 0;
    pub const b: usize = 1;
    pub const c: usize = 2;
    pub const d: usize = 3;
    pub const e: usize = 4;
    pub const f: usize = 5;
}

macro_rules! pattern {
    ($leaf:ident) => { Pattern::Leaf(leaf::$leaf) };
    (($kernel:ident $($operand:tt)+)) => { Pattern::Apply(Op::$kernel, &[$(pattern!($operand)),+]) };
}

/// A tree's value: what its kernels give one after the other. That −0 becomes 0 and what is not finite becomes missing is done
/// once for what an operand passes on to a result that does it, too: see [`raw`] and [`magnitude`].
macro_rules! value {
    ($leaf:ident) => {
        $leaf
    };
    ((Abs $x:tt)) => {
        finite(magnitude!((Abs $x)))
    };
    ((Greater $x:tt $y:tt)) => {
        finite(magnitude!((Greater $x $y)))
    };
    ((DivElse $x:tt $y:tt $z:tt)) => {
        finite(raw!((DivElse $x $y $z)))
    };
    ((Add $x:tt $y:tt)) => {
        finite(raw!((Add $x $y)))
    };
    ((Sub $x:tt $y:tt)) => {
        finite(raw!((Sub $x $y)))
    };
    ((Mul $x:tt $y:tt)) => {
        finite(raw!((Mul $x $y)))
    };
    ((Div $x:tt $y:tt)) => {
        finite(raw!((Div $x $y)))
    };
    (($kernel:ident $x:tt)) => {
        <$kernel as One>::call(value!($x))
    };
    (($kernel:ident $x:tt $y:tt)) => {
        <$kernel as Two>::call(value!($x), value!($y))
    };
    (($kernel:ident $x:tt $y:tt $z:tt)) => {
        <$kernel as Three>::call(value!($x), value!($y), value!($z))
    };
}

/// The value, or one that is not finite in place of a missing one, or −0 in place of 0: for an operand of a sum, a difference
/// or a product, or a dividend, whose result is then not finite or missing either, and has the same bits but for a zero's sign.
/// Not for a divisor, which may be infinite of a finite quotient; not for what is compared.
macro_rules! raw {
    ((Add $x:tt $y:tt)) => {
        (raw!($x) + raw!($y))
    };
    ((Sub $x:tt $y:tt)) => {
        (raw!($x) - raw!($y))
    };
    ((Mul $x:tt $y:tt)) => {
        (raw!($x) * raw!($y))
    };
    ((Div $x:tt $y:tt)) => {
        (raw!($x) / value!($y))
    };
    ((DivElse $x:tt $y:tt $z:tt)) => {
        DivElse::quotient(value!($x), value!($y), value!($z))
    };
    ($other:tt) => {
        value!($other)
    };
}

/// As [`raw`], and never less than 0 where it is not finite: for what the greater of two is found of, which is then not finite
/// where either is not.
macro_rules! magnitude {
    ((Abs $x:tt)) => {
        raw!($x).abs()
    };
    ((Greater $x:tt $y:tt)) => {
        Greater::choice(magnitude!($x), magnitude!($y))
    };
    ($other:tt) => {
        value!($other)
    };
}

macro_rules! fused {
    ($($(#[$doc:meta])* $name:ident($($leaf:ident)+) -> $out:ty = $tree:tt;)*) => {
        /// The superinstructions.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) enum Fused {
            $($(#[$doc])* $name,)*
            /// Whether all of two to [`MOST`] conditions hold.
            All,
            /// Whether any of as many does.
            Any,
        }

        $(
            struct $name;
            impl Tree<{ [$(leaf::$leaf),+].len() }> for $name {
                type Out = $out;
                #[inline(always)]
                fn row([$($leaf),+]: [f64; [$(leaf::$leaf),+].len()]) -> $out {
                    value!($tree)
                }
            }
            impl Rowwise<{ [$(leaf::$leaf),+].len() }> for $name {
                // The leaves by name: arrays of them would be mapped by functions of the standard library, which are
                // not always inlined, and then not compiled for the instruction set.
                #[inline(always)]
                fn rows([$($leaf),+]: [&[f64]; [$(leaf::$leaf),+].len()], out: &mut [$out]) {
                    let rows = out.len();
                    $(let $leaf = &$leaf[..rows];)+
                    for i in 0..rows {
                        $(let $leaf = $leaf[i];)+
                        out[i] = value!($tree);
                    }
                }
            }
        )*

        impl Fused {
            /// Those that are a tree, whatever contains another before it.
            pub(crate) const TREES: &'static [(Fused, Pattern)] = &[$((Fused::$name, pattern!($tree))),*];

            /// The instruction, whose operands are the leaves in order.
            pub(crate) fn instruction(self, level: Level, inputs: &[usize], output: usize) -> Box<dyn BlockInstruction> {
                struct Make<'a>(Fused, &'a [usize], usize);
                impl Choice for Make<'_> {
                    type Output = Box<dyn BlockInstruction>;
                    fn select<C: Cpu>(self) -> Self::Output {
                        match self.0 {
                            $(Fused::$name => Box::new(Map::<$name, C, { [$(leaf::$leaf),+].len() }>::new(self.1, self.2)),)*
                            Fused::All => fold::<true>(self.1, self.2),
                            Fused::Any => fold::<false>(self.1, self.2),
                        }
                    }
                }
                cpu::select(level, Make(self, inputs, output))
            }

            /// The same from columns to a column, where the result is a number.
            pub(super) fn through<C: Cpu>(self, operands: &[Operand]) -> Option<Box<dyn Through>> {
                match self {
                    $(Fused::$name => <$out as Leaves>::through::<$name, C, { [$(leaf::$leaf),+].len() }>(operands),)*
                    Fused::All | Fused::Any => None,
                }
            }

            /// The same as a step of a session's row.
            pub(super) fn step(self, level: Level) -> Does {
                match self {
                    $(Fused::$name => does::<OfLeaves<$name, { [$(leaf::$leaf),+].len() }>>(level),)*
                    Fused::All => does::<OfConditions<true>>(level),
                    Fused::Any => does::<OfConditions<false>>(level),
                }
            }
        }
    };
}

/// Trees of sums, differences and products: where an operand is infinite their result is missing, and
/// it has the same bits whichever sign a zero among the operands has.
macro_rules! open {
    ($($name:ident($($leaf:ident)+) = $tree:tt;)*) => {
        $(
            impl Open<{ [$(leaf::$leaf),+].len() }> for $name {
                #[inline(always)]
                fn lanes<L: Lanes>([$($leaf),+]: [L; [$(leaf::$leaf),+].len()]) -> L {
                    lanes!($tree).finite()
                }
            }
        )*

        impl Fused {
            /// The same where nothing but the result is of interest; `None` of a tree that is not open.
            pub(super) fn open<C: Cpu>(self, operands: &[Operand]) -> Option<Box<dyn Through>> {
                match self {
                    $(Fused::$name => Some(through::open::<$name, C, { [$(leaf::$leaf),+].len() }>(operands)),)*
                    _ => None,
                }
            }
        }
    };
}

macro_rules! lanes {
    ($leaf:ident) => {
        $leaf
    };
    ((Add $x:tt $y:tt)) => {
        (lanes!($x) + lanes!($y))
    };
    ((Sub $x:tt $y:tt)) => {
        (lanes!($x) - lanes!($y))
    };
    ((Mul $x:tt $y:tt)) => {
        (lanes!($x) * lanes!($y))
    };
}

open! {
    Fourth(a b c d e) = (Mul (Add a (Add b (Add c d))) e);
    Weighted(a b c d e) = (Mul (Add (Add a b) (Mul c d)) e);
    ScaledSum(a b c) = (Mul (Add a b) c);
    ScaledDifference(a b c) = (Mul (Sub a b) c);
    ProductPlus(a b c) = (Add (Mul a b) c);
    ProductLess(a b c) = (Sub (Mul a b) c);
    LessProduct(a b c) = (Sub c (Mul a b));
}

/// A result's type, by which a tree goes through columns or does not.
trait Leaves: Cell {
    fn through<F: Tree<N, Out = Self>, C: Cpu, const N: usize>(_: &[Operand]) -> Option<Box<dyn Through>> {
        None
    }
}

impl Leaves for f64 {
    fn through<F: Tree<N, Out = f64>, C: Cpu, const N: usize>(
        operands: &[Operand],
    ) -> Option<Box<dyn Through>> {
        Some(through::made::<F, C, N>(operands))
    }
}

impl Leaves for u8 {}

fused! {
    /// A step of an average that adapts: the square of a share of what moved, between two speeds.
    Adapting(a b c d e f) -> f64 =
        (Mul (Add (Mul (DivElse (Abs (Sub a b)) c d) e) f) (Add (Mul (DivElse (Abs (Sub a b)) c d) e) f));
    /// What a body is of a range, where there is one.
    Power(a b c d e) -> f64 =
        (Select (Gt (Sub a b) c) (Div (Sub d e) (Sub a b)) (Mul (Add (Sub a b) (Sub d e)) c));
    /// One of two numbers, by whether a change is small.
    Small(a b c d e) -> f64 = (Select (Le (Abs (Sub a b)) c) d e);
    /// A mean of four.
    Fourth(a b c d e) -> f64 = (Mul (Add a (Add b (Add c d))) e);
    /// A mean of which one counts more.
    Weighted(a b c d e) -> f64 = (Mul (Add (Add a b) (Mul c d)) e);
    /// The true range, or high less low where nothing was before.
    RangeFrom(a b c) -> f64 =
        (Greater (Sub a b) (Coalesce (Greater (Abs (Sub a c)) (Abs (Sub b c))) (Sub a b)));
    /// The true range.
    Range(a b c) -> f64 = (Greater (Sub a b) (Greater (Abs (Sub a c)) (Abs (Sub b c))));
    /// 0 where the range is missing on a known row.
    RangeKnown(a b c d e) -> f64 = (Coalesce a (Mul (Add (Sub b c) d) e));
    /// A directional move up: of high a after b, low c after d.
    MoveUp(a b c d e) -> f64 =
        (Select (Gt (Sub a (Coalesce b a)) (Sub (Coalesce d c) c))
            (Greater (Sub a (Coalesce b a)) e) (Mul (Sub (Coalesce d c) c) e));
    /// A directional move down.
    MoveDown(a b c d e) -> f64 =
        (Select (Gt (Sub (Coalesce d c) c) (Sub a (Coalesce b a)))
            (Greater (Sub (Coalesce d c) c) e) (Mul (Sub a (Coalesce b a)) e));
    /// The directional index of two lines.
    Directional(a b c d) -> f64 = (Mul (DivElse (Abs (Sub a b)) (Add a b) c) d);
    /// Volume by the sign of a change that may be the first.
    Signed(a b c d e) -> f64 = (Mul (Coalesce (Sign (Sub a b)) (Add (Mul a c) d)) e);
    /// Volume by where the close stands between low and high.
    Placed(a b c d e) -> f64 = (Mul a (DivElse (Sub (Sub b c) (Sub d b)) (Sub d c) e));
    /// A share of gains, in percent, where enough moved.
    ShareMoved(a b c d e) -> f64 =
        (Select (Lt (Add a b) c) (Mul (Add a b) d) (Mul (Div a (Add a b)) e));
    /// A place between two levels.
    Between(a b c d e) -> f64 = (Mul (DivElse (Sub a b) (Sub c b) d) e);
    /// A place below a level.
    Below(a b c d e) -> f64 = (Mul (DivElse (Sub a b) (Sub a c) d) e);
    /// A balance of gains and losses.
    Balance(a b c d) -> f64 = (Mul (DivElse (Sub a b) (Add a b) c) d);
    /// A share of gains.
    Share(a b c d) -> f64 = (Mul (DivElse a (Add a b) c) d);
    /// A change in proportion to what was.
    RateElse(a b c d) -> f64 = (Mul (Sub (DivElse a b c) c) d);
    /// A change in proportion to what was.
    Rate(a b c d) -> f64 = (Mul (Sub (Div a b) c) d);
    /// A distance in units of a width.
    Apart(a b c d e) -> f64 = (DivElse (Sub a b) (Mul c d) e);
    /// A mean of three.
    Third(a b c d) -> f64 = (Div (Add (Add a b) c) d);
    /// A flow that went up, else 0.
    FlowUp(a b c d) -> f64 = (Select (Gt a b) c (Mul c d));
    /// A flow that went down, else 0.
    FlowDown(a b c d) -> f64 = (Select (Lt a b) c (Mul c d));
    /// A gain.
    Gain(a b c) -> f64 = (Greater (Sub a b) c);
    /// A loss.
    Loss(a b c) -> f64 = (Greater (Neg (Sub a b)) c);
    ScaledElse(a b c d) -> f64 = (Mul (DivElse a b c) d);
    Scaled(a b c) -> f64 = (Mul (Div a b) c);
    ScaledRoot(a b) -> f64 = (Mul (Sqrt a) b);
    ScaledDifferencePlus(a b c d) -> f64 = (Add (Mul (Sub a b) c) d);
    CoalesceScaled(a b c) -> f64 = (Coalesce a (Mul b c));
    ScaledSum(a b c) -> f64 = (Mul (Add a b) c);
    ScaledDifference(a b c) -> f64 = (Mul (Sub a b) c);
    ProductPlus(a b c) -> f64 = (Add (Mul a b) c);
    ProductLess(a b c) -> f64 = (Sub (Mul a b) c);
    LessProduct(a b c) -> f64 = (Sub c (Mul a b));
    /// The size of a change.
    Change(a b) -> f64 = (Abs (Sub a b));
    Known(a) -> u8 = (Not (IsMissing a));
}

impl Fused {
    /// What its operands are.
    pub(crate) fn operands(self) -> Type {
        match self {
            Fused::All | Fused::Any => Type::Bool,
            _ => Type::Float,
        }
    }
}

/// The operands of a tree.
fn leaves(pattern: &Pattern) -> usize {
    match pattern {
        Pattern::Leaf(leaf) => leaf + 1,
        Pattern::Apply(_, operands) => operands.iter().map(leaves).max().unwrap_or(0),
    }
}

/// Every superinstruction, for whoever measures them: its name, how many operands it has, in registers from 0 on, and its
/// code, which puts the result behind them.
pub fn superinstructions(level: Level) -> Vec<(String, usize, Box<dyn BlockInstruction>)> {
    let trees = Fused::TREES.iter().map(|(fused, tree)| (*fused, leaves(tree)));
    let folds = [Fused::All, Fused::Any].into_iter().map(|fused| (fused, MOST));
    let each = trees.chain(folds).map(|(fused, operands)| {
        let inputs: Vec<usize> = (0..operands).collect();
        let instruction = fused.instruction(level, &inputs, operands);
        (format!("{fused:?}"), operands, instruction)
    });
    each.collect()
}

/// A tree over the rows of a block.
struct Map<F, C, const N: usize> {
    inputs: [usize; N],
    output: usize,
    kind: PhantomData<fn() -> (F, C)>,
}

impl<F, C, const N: usize> Map<F, C, N> {
    fn new(inputs: &[usize], output: usize) -> Self {
        Self {
            inputs: std::array::from_fn(|leaf| inputs[leaf]),
            output,
            kind: PhantomData,
        }
    }
}

struct Rows<'a, F: Rowwise<N>, const N: usize> {
    leaves: [&'a [f64]; N],
    out: &'a mut [F::Out],
}

impl<F: Rowwise<N>, const N: usize> Work for Rows<'_, F, N> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        F::rows(self.leaves, self.out);
    }
}

impl<F: Rowwise<N>, C: Cpu, const N: usize> BlockInstruction for Map<F, C, N> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let mut block = F::Out::take(file, self.output);
        let rows = file.rows;
        let mut leaves: [&[f64]; N] = [&[]; N];
        for (leaf, &register) in leaves.iter_mut().zip(&self.inputs) {
            *leaf = f64::cells(file, register);
        }
        C::run(Rows::<F, N> {
            leaves,
            out: &mut F::Out::cells_mut(&mut block)[..rows],
        });
        F::Out::put(file, self.output, block);
    }
    fn save(&self, _: &mut StateWriter) {}
    fn load(&mut self, _: &mut StateReader<'_>) -> Result<(), StateError> {
        Ok(())
    }
    fn reset(&mut self) {}
}

/// A tree over the leaves of one row.
struct OfLeaves<F, const N: usize>(PhantomData<F>);

impl<F: Tree<N>, const N: usize> Body for OfLeaves<F, N> {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let mut leaves = [0.0; N];
        for (leaf, &read) in leaves.iter_mut().zip(&step.reads) {
            *leaf = named.floats[usize::from(read)];
        }
        F::Out::name(named, step.to, F::row(leaves));
    }
}

/// Whether all conditions of one row hold, or any does: 0, 2 and 1 (false, unknown and true) from 0 on downwards are
/// in Kleene's order, in which all is the least and any the greatest.
struct OfConditions<const ALL: bool>;

impl<const ALL: bool> Body for OfConditions<ALL> {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let each = step.reads[..usize::from(step.count)].iter();
        let each = each.map(|&read| named.bools[usize::from(read)].wrapping_neg());
        let found = if ALL { each.min() } else { each.max() };
        u8::name(named, step.to, found.map_or(UNKNOWN, u8::wrapping_neg));
    }
}

/// Conditions that one superinstruction takes at most.
pub(crate) const MOST: usize = 8;

/// Whether all conditions hold, or any does.
struct Fold<const ALL: bool, const N: usize> {
    inputs: [usize; N],
    output: usize,
}

fn fold<const ALL: bool>(inputs: &[usize], output: usize) -> Box<dyn BlockInstruction> {
    fn made<const ALL: bool, const N: usize>(inputs: &[usize], output: usize) -> Box<dyn BlockInstruction> {
        Box::new(Fold::<ALL, N> {
            inputs: inputs.try_into().expect("as many as were counted"),
            output,
        })
    }
    match inputs.len() {
        2 => made::<ALL, 2>(inputs, output),
        3 => made::<ALL, 3>(inputs, output),
        4 => made::<ALL, 4>(inputs, output),
        5 => made::<ALL, 5>(inputs, output),
        6 => made::<ALL, 6>(inputs, output),
        7 => made::<ALL, 7>(inputs, output),
        8 => made::<ALL, 8>(inputs, output),
        count => unreachable!("{count} conditions are none of 2 to {MOST}"),
    }
}

impl<const ALL: bool, const N: usize> BlockInstruction for Fold<ALL, N> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let operands = self.inputs.map(|register| &file.bools[register]);
        file.bools[self.output] = Bools::made(|at| {
            let words = operands.map(|operand| operand.word(at));
            let kernel = if ALL {
                <And as TwoWords>::words
            } else {
                <Or as TwoWords>::words
            };
            words[1..]
                .iter()
                .fold(words[0], |found, &word| kernel(found, word))
        });
    }
    fn save(&self, _: &mut StateWriter) {}
    fn load(&mut self, _: &mut StateReader<'_>) -> Result<(), StateError> {
        Ok(())
    }
    fn reset(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::best;
    use crate::generated::kernels::{SIGNATURES, Type};
    use crate::kernels::factory::{InstructionSpec, LaneSpec, Missing, row_instruction};
    use crate::kernels::{BLOCK, Floats, RowFile};

    #[derive(Clone, Copy)]
    enum Value {
        Float(f64),
        Bool(u8),
    }

    /// A tree's value by the step executor's instructions, one for each of its kernels.
    fn by_rows(pattern: &Pattern, leaves: &[f64]) -> Value {
        let (op, operands) = match *pattern {
            Pattern::Leaf(leaf) => return Value::Float(leaves[leaf]),
            Pattern::Apply(op, operands) => (op, operands),
        };
        let mut file = RowFile {
            floats: vec![0.0; 4],
            bools: vec![0; 4],
        };
        for (register, operand) in operands.iter().enumerate() {
            match by_rows(operand, leaves) {
                Value::Float(value) => file.floats[register] = value,
                Value::Bool(value) => file.bools[register] = value,
            }
        }
        let lane = LaneSpec {
            op,
            inputs: (0..operands.len()).collect(),
            scalars: Vec::new(),
            output: 3,
            missing: Missing::None,
        };
        row_instruction(Level::Baseline, &InstructionSpec { lanes: vec![lane] }).row(&mut file);
        let signature = SIGNATURES.iter().find(|row| row.op == op).expect("in the table");
        match signature.output {
            Type::Float => Value::Float(file.floats[3]),
            Type::Bool => Value::Bool(file.bools[3]),
        }
    }

    #[test]
    fn a_superinstruction_has_the_bits_of_its_kernels() {
        const VALUES: [f64; 9] = [0.0, 1.0, -1.0, 0.5, 100.25, -3.75, 1.7e308, -1.7e308, f64::NAN];
        let mut state = 88_172_645_463_325_252u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state >> 11
        };
        for (fused, tree) in Fused::TREES {
            let count = leaves(tree);
            let columns: Vec<[f64; BLOCK]> = (0..count)
                .map(|_| std::array::from_fn(|_| VALUES[(random() % VALUES.len() as u64) as usize]))
                .collect();
            for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
                let mut file = BlockFile {
                    rows: BLOCK - 3,
                    ..BlockFile::default()
                };
                for column in columns.iter().chain([&[0.0; BLOCK]]) {
                    file.floats.push(Some(Box::new(Floats(*column))));
                    file.bools.push(Bools::filled(0));
                }
                let inputs: Vec<usize> = (0..count).collect();
                fused
                    .instruction(level.min(best()), &inputs, count)
                    .block(&mut file);
                for row in 0..file.rows {
                    let of_row: Vec<f64> = columns.iter().map(|column| column[row]).collect();
                    match by_rows(tree, &of_row) {
                        Value::Float(expected) => {
                            let got = file.values(count)[row];
                            let same =
                                got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan();
                            assert!(same, "{fused:?} of {of_row:?} is {got}, not {expected}");
                        }
                        Value::Bool(expected) => {
                            assert_eq!(file.bools[count].get(row), expected, "{fused:?}")
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_fold_of_conditions_is_the_kernels_one_after_the_other() {
        let mut state = 88_172_645_463_325_252u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize
        };
        for count in 2..=MOST {
            // Mostly one value, for as many as eight to be all of it on some rows.
            let columns: Vec<[u8; BLOCK]> = (0..count)
                .map(|_| std::array::from_fn(|row| [0, 1, 2, row as u8 % 3][random() % 32 / 10]))
                .collect();
            for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
                for (fused, kernel) in [
                    (Fused::All, (|a, b| <And as Two>::call(a, b)) as fn(u8, u8) -> u8),
                    (Fused::Any, |a, b| <Or as Two>::call(a, b)),
                ] {
                    let mut file = BlockFile {
                        rows: BLOCK - 3,
                        ..BlockFile::default()
                    };
                    for column in columns.iter().chain([&[0; BLOCK]]) {
                        file.bools.push(Bools::of(column));
                    }
                    let inputs: Vec<usize> = (0..count).collect();
                    fused
                        .instruction(level.min(best()), &inputs, count)
                        .block(&mut file);
                    for row in 0..file.rows {
                        let of_row: Vec<u8> = columns.iter().map(|column| column[row]).collect();
                        let expected = of_row.iter().copied().reduce(kernel).expect("two or more");
                        assert_eq!(file.bools[count].get(row), expected, "{fused:?} of {of_row:?}");
                    }
                }
            }
        }
    }
}
