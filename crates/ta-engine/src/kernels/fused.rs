//! Superinstructions of the batch executor: several stateless kernels in one pass over a block.
//!
//! Each is a tree of kernels, from which come both the pattern that binding looks for and the function that
//! runs, by the kernels' own functions: so a fused result has the bits of the instructions that it stands for.
//! No plan knows them, and the step executor does not use them.

use super::cell::Cell;
use super::compare::{Gt, Lt};
use super::logic::{Coalesce, IsMissing, Not, Select};
use super::pointwise::{Abs, Add, Div, DivElse, Greater, Mul, Neg, Sign, Sqrt, Sub};
use super::stateless::{One, Three, Two};
use super::{BlockFile, BlockInstruction, StateError, StateReader, StateWriter};
use crate::cpu::{self, Cpu, Level, Select as Choice, Work};
use crate::generated::kernels::Op;
use std::marker::PhantomData;

/// A tree of kernels over floats.
#[derive(Debug)]
pub(crate) enum Pattern {
    /// An operand: the same value wherever its number occurs.
    Leaf(usize),
    Apply(Op, &'static [Pattern]),
}

/// A tree as a function of its leaves.
trait Tree<const N: usize>: Send + 'static {
    type Out: Cell;
    fn call(leaves: [f64; N]) -> Self::Out;
}

/// Numbers of the leaves.
#[allow(non_upper_case_globals)]
mod leaf {
    pub const a: usize = 0;
    pub const b: usize = 1;
    pub const c: usize = 2;
    pub const d: usize = 3;
    pub const e: usize = 4;
}

macro_rules! pattern {
    ($leaf:ident) => { Pattern::Leaf(leaf::$leaf) };
    (($kernel:ident $($operand:tt)+)) => { Pattern::Apply(Op::$kernel, &[$(pattern!($operand)),+]) };
}

macro_rules! value {
    ($leaf:ident) => {
        $leaf
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

macro_rules! fused {
    ($($(#[$doc:meta])* $name:ident($($leaf:ident)+) -> $out:ty = $tree:tt;)*) => {
        /// The superinstructions, whatever contains another before it.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) enum Fused {
            $($(#[$doc])* $name,)*
        }

        $(
            struct $name;
            impl Tree<{ [$(leaf::$leaf),+].len() }> for $name {
                type Out = $out;
                #[inline(always)]
                fn call([$($leaf),+]: [f64; [$(leaf::$leaf),+].len()]) -> $out {
                    value!($tree)
                }
            }
        )*

        impl Fused {
            pub(crate) const ALL: &'static [Fused] = &[$(Fused::$name),*];

            pub(crate) fn pattern(self) -> &'static Pattern {
                match self {
                    $(Fused::$name => const { &pattern!($tree) },)*
                }
            }

            /// The instruction, whose operands are the leaves in order.
            pub(crate) fn instruction(self, level: Level, inputs: &[usize], output: usize) -> Box<dyn BlockInstruction> {
                struct Make<'a>(Fused, &'a [usize], usize);
                impl Choice for Make<'_> {
                    type Output = Box<dyn BlockInstruction>;
                    fn select<C: Cpu>(self) -> Self::Output {
                        match self.0 {
                            $(Fused::$name => Box::new(Map::<$name, C, { [$(leaf::$leaf),+].len() }>::new(self.1, self.2)),)*
                        }
                    }
                }
                cpu::select(level, Make(self, inputs, output))
            }
        }
    };
}

fused! {
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
    Known(a) -> u8 = (Not (IsMissing a));
}

/// The operands of a tree.
fn leaves(pattern: &Pattern) -> usize {
    match pattern {
        Pattern::Leaf(leaf) => leaf + 1,
        Pattern::Apply(_, operands) => operands.iter().map(leaves).max().unwrap_or(0),
    }
}

/// Every superinstruction, for whoever measures them: its name, how many operands it has, in registers of floats from
/// 0 on, and its code, which puts the result behind them.
pub fn superinstructions(level: Level) -> Vec<(String, usize, Box<dyn BlockInstruction>)> {
    let each = Fused::ALL.iter().map(|fused| {
        let operands = leaves(fused.pattern());
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

struct Rows<'a, F: Tree<N>, const N: usize> {
    leaves: [&'a [f64]; N],
    out: &'a mut [F::Out],
}

impl<F: Tree<N>, const N: usize> Work for Rows<'_, F, N> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let rows = self.out.len();
        let leaves = self.leaves.map(|leaf| &leaf[..rows]);
        for (i, out) in self.out.iter_mut().enumerate() {
            *out = F::call(std::array::from_fn(
                #[inline(always)]
                |leaf| leaves[leaf][i],
            ));
        }
    }
}

impl<F: Tree<N>, C: Cpu, const N: usize> BlockInstruction for Map<F, C, N> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let mut block = F::Out::take(file, self.output);
        let rows = file.rows;
        C::run(Rows::<F, N> {
            leaves: self.inputs.map(|register| f64::cells(file, register)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::best;
    use crate::generated::kernels::{SIGNATURES, Type};
    use crate::kernels::factory::{InstructionSpec, LaneSpec, Missing, row_instruction};
    use crate::kernels::{BLOCK, Bools, Floats, RowFile};

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
        for &fused in Fused::ALL {
            let count = leaves(fused.pattern());
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
                    file.bools.push(Some(Box::new(Bools([0; BLOCK]))));
                }
                let inputs: Vec<usize> = (0..count).collect();
                fused
                    .instruction(level.min(best()), &inputs, count)
                    .block(&mut file);
                for row in 0..file.rows {
                    let of_row: Vec<f64> = columns.iter().map(|column| column[row]).collect();
                    match by_rows(fused.pattern(), &of_row) {
                        Value::Float(expected) => {
                            let got = file.values(count)[row];
                            let same =
                                got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan();
                            assert!(same, "{fused:?} of {of_row:?} is {got}, not {expected}");
                        }
                        Value::Bool(expected) => {
                            assert_eq!(u8::cells(&file, count)[row], expected, "{fused:?}")
                        }
                    }
                }
            }
        }
    }
}
