//! Kernels without state: a function of the operands of one row, looped over a block.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, StateError, StateReader, StateWriter};
use crate::cpu::{Cpu, Work};
use std::marker::PhantomData;

/// A function of one operand.
pub(super) trait One: Send + 'static {
    type A: Cell;
    type Out: Cell;
    fn call(a: Self::A) -> Self::Out;
    /// The same over a block.
    #[inline(always)]
    fn block<C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize)
    where
        Self: Sized,
    {
        map_one::<Self, C>(file, inputs, output);
    }
}

/// A function of two operands.
pub(super) trait Two: Send + 'static {
    type A: Cell;
    type B: Cell;
    type Out: Cell;
    fn call(a: Self::A, b: Self::B) -> Self::Out;
    /// The same over a block.
    #[inline(always)]
    fn block<C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize)
    where
        Self: Sized,
    {
        map_two::<Self, C>(file, inputs, output);
    }
}

/// A function of three operands.
pub(super) trait Three: Send + 'static {
    type A: Cell;
    type B: Cell;
    type D: Cell;
    type Out: Cell;
    fn call(a: Self::A, b: Self::B, d: Self::D) -> Self::Out;
    /// The same over a block.
    #[inline(always)]
    fn block<C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize)
    where
        Self: Sized,
    {
        map_three::<Self, C>(file, inputs, output);
    }
}

macro_rules! stateless {
    ($map:ident, $work:ident, $over:ident, $function:ident, $(($operand:ident, $cell:ident, $at:literal)),+) => {
        /// Maps the function over rows.
        pub(super) struct $map<F, C> {
            inputs: [usize; 3],
            output: usize,
            kind: PhantomData<fn() -> (F, C)>,
        }

        impl<F: $function, C: Cpu> $map<F, C> {
            pub(super) fn new(lane: &LaneSpec) -> Self {
                let mut inputs = [0; 3];
                inputs[..lane.inputs.len()].copy_from_slice(&lane.inputs);
                Self { inputs, output: lane.output, kind: PhantomData }
            }
        }

        struct $work<'a, F: $function> {
            $($operand: &'a [F::$cell],)+
            out: &'a mut [F::Out],
        }

        impl<F: $function> Work for $work<'_, F> {
            type Output = ();
            #[inline(always)]
            fn work<C: Cpu>(self) {
                let rows = self.out.len();
                $(let $operand = &self.$operand[..rows];)+
                for i in 0..rows {
                    self.out[i] = F::call($($operand[i]),+);
                }
            }
        }

        impl<F: $function, C: Cpu> RowInstruction for $map<F, C> {
            fn row(&mut self, file: &mut RowFile) {
                let value = F::call($(<F::$cell as Cell>::get(file, self.inputs[$at])),+);
                <F::Out as Cell>::set(file, self.output, value);
            }
            fn peek(&mut self, file: &mut RowFile) {
                self.row(file);
            }
            fn save(&self, _: &mut StateWriter) {}
            fn load(&mut self, _: &mut StateReader<'_>) -> Result<(), StateError> {
                Ok(())
            }
            fn reset(&mut self) {}
        }

        /// Row by row over a block.
        #[inline(always)]
        fn $over<F: $function, C: Cpu>(file: &mut BlockFile<'_>, inputs: [usize; 3], output: usize) {
            let mut block = <F::Out as Cell>::take(file, output);
            let rows = file.rows;
            C::run($work::<F> {
                $($operand: &<F::$cell as Cell>::cells(file, inputs[$at])[..rows],)+
                out: &mut <F::Out as Cell>::cells_mut(&mut block)[..rows],
            });
            <F::Out as Cell>::put(file, output, block);
        }

        impl<F: $function, C: Cpu> BlockInstruction for $map<F, C> {
            fn block(&mut self, file: &mut BlockFile<'_>) {
                F::block::<C>(file, self.inputs, self.output);
            }
            fn save(&self, _: &mut StateWriter) {}
            fn load(&mut self, _: &mut StateReader<'_>) -> Result<(), StateError> {
                Ok(())
            }
            fn reset(&mut self) {}
        }
    };
}

stateless!(MapOne, WorkOne, map_one, One, (a, A, 0));
stateless!(MapTwo, WorkTwo, map_two, Two, (a, A, 0), (b, B, 1));
stateless!(
    MapThree,
    WorkThree,
    map_three,
    Three,
    (a, A, 0),
    (b, B, 1),
    (d, D, 2)
);

/// Declares functions of one, two or three operands as types; one may name how it runs over a block, else that is row by
/// row.
macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident($a:ident: $A:ty) -> $O:ty = $body:expr $(, block $block:ident)?;)*) => {$(
        $(#[$doc])*
        pub(in crate::kernels) struct $name;
        impl crate::kernels::stateless::One for $name {
            type A = $A;
            type Out = $O;
            #[inline(always)]
            fn call($a: $A) -> $O { $body }
            $(
                #[inline(always)]
                fn block<C: crate::cpu::Cpu>(file: &mut crate::kernels::BlockFile<'_>, inputs: [usize; 3], output: usize) {
                    $block::<Self, C>(file, inputs, output)
                }
            )?
        }
    )*};
    ($($(#[$doc:meta])* $name:ident($a:ident: $A:ty, $b:ident: $B:ty) -> $O:ty = $body:expr $(, block $block:ident)?;)*) => {$(
        $(#[$doc])*
        pub(in crate::kernels) struct $name;
        impl crate::kernels::stateless::Two for $name {
            type A = $A;
            type B = $B;
            type Out = $O;
            #[inline(always)]
            fn call($a: $A, $b: $B) -> $O { $body }
            $(
                #[inline(always)]
                fn block<C: crate::cpu::Cpu>(file: &mut crate::kernels::BlockFile<'_>, inputs: [usize; 3], output: usize) {
                    $block::<Self, C>(file, inputs, output)
                }
            )?
        }
    )*};
    ($($(#[$doc:meta])* $name:ident($a:ident: $A:ty, $b:ident: $B:ty, $d:ident: $D:ty) -> $O:ty = $body:expr $(, block $block:ident)?;)*) => {$(
        $(#[$doc])*
        pub(in crate::kernels) struct $name;
        impl crate::kernels::stateless::Three for $name {
            type A = $A;
            type B = $B;
            type D = $D;
            type Out = $O;
            #[inline(always)]
            fn call($a: $A, $b: $B, $d: $D) -> $O { $body }
            $(
                #[inline(always)]
                fn block<C: crate::cpu::Cpu>(file: &mut crate::kernels::BlockFile<'_>, inputs: [usize; 3], output: usize) {
                    $block::<Self, C>(file, inputs, output)
                }
            )?
        }
    )*};
}
pub(super) use functions;
