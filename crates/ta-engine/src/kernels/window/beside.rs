//! Windows of one family, of several instructions of one row: what they read is at hand together, so their operands stand side
//! by side as the runs of a [`packs`](super::packs) do. All are at one time; each is saved as if it were alone.
//!
//! Loops stand written out as in [`rows`](super::rows).
#![allow(clippy::needless_range_loop)]

use super::family::Family;
use super::packs::{Single, Whole};
use super::rows::{Folds, single};
use super::{ByRows, Policy, Shape, Window};
use crate::cpu::lanes::{Lanes, Vector};
use crate::cpu::{Cpu, Work};
use crate::kernels::across::{PACK, Side};
use crate::kernels::eight::Reads;
use crate::kernels::factory::LaneSpec;
use crate::kernels::{RowFile, StateError, StateReader, StateWriter};
use std::any::TypeId;
use std::marker::PhantomData;

/// Slots that windows beside each other have at most.
const SLOTS: usize = 1024;

/// Instructions of a row that run as one, members by their places among them.
pub(in crate::kernels) trait Beside: Send {
    /// Computes the row of all, and advances with `keep`.
    fn row(&mut self, file: &mut RowFile, keep: bool);
    /// A member's logical state: the bytes that its own instruction would write.
    fn save(&self, member: usize, out: &mut StateWriter);
    fn load(&mut self, member: usize, state: &mut StateReader<'_>) -> Result<(), StateError>;
    fn reset(&mut self);
}

/// By which family, over how many operands, the lanes of an instruction are computed row by row, if that is all there is to
/// say of it: instructions of which it is the same may run as one.
pub(in crate::kernels) fn kind<W: Window>(lanes: &[&LaneSpec]) -> Option<TypeId> {
    struct Kind;
    impl ByRows for Kind {
        type Output = TypeId;
        fn choose<F: Family<O, N>, const O: usize, const N: usize>(self) -> TypeId {
            TypeId::of::<F>()
        }
    }
    // Under another policy who is missing does not advance, and all would not be at one time.
    if Policy::of(lanes[0]) == Policy::Rows {
        W::by_rows(Kind)
    } else {
        None
    }
}

/// The instruction of several, at most eight, of one [`kind`].
pub(in crate::kernels) fn instruction<W: Window, C: Cpu>(
    members: &[Vec<&LaneSpec>],
) -> Option<Box<dyn Beside>> {
    struct Make<'a, 'b, C>(&'a [Vec<&'b LaneSpec>], PhantomData<C>);
    impl<C: Cpu> ByRows for Make<'_, '_, C> {
        type Output = Option<Box<dyn Beside>>;
        fn choose<F: Family<O, N>, const O: usize, const N: usize>(self) -> Self::Output {
            Some(Box::new(Sides::<F, C, O, N>::new(self.0)?))
        }
    }
    W::by_rows(Make::<C>(members, PhantomData)).flatten()
}

/// A result: of which member, and its register.
struct Wire {
    side: usize,
    output: usize,
}

struct Sides<F, C, const O: usize, const N: usize> {
    /// Of each operand and member its register; where there is no member it is another's.
    reads: [Reads; O],
    /// A lane for each different shape that a member asks for.
    folds: Folds<F, O, N>,
    /// Of each lane who asks.
    wires: Vec<Vec<Wire>>,
    /// Of each member the rows that its state consists of.
    remembered: Vec<usize>,
    slots: Box<[Side]>,
    /// Rows so far, as far as rings tell them apart.
    now: usize,
    kind: PhantomData<fn() -> C>,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Sides<F, C, O, N> {
    fn new(members: &[Vec<&LaneSpec>]) -> Option<Self> {
        let mut shapes: Vec<Shape> = Vec::new();
        let (mut lanes, mut wires): (Vec<&LaneSpec>, Vec<Vec<Wire>>) = (Vec::new(), Vec::new());
        for (side, member) in members.iter().enumerate() {
            for &lane in member {
                let wire = Wire {
                    side,
                    output: lane.output,
                };
                let same = |known: &&LaneSpec| known.op == lane.op && known.scalars == lane.scalars;
                match lanes.iter().position(same) {
                    Some(at) => wires[at].push(wire),
                    None => {
                        shapes.push(Shape::of(lane));
                        lanes.push(lane);
                        wires.push(vec![wire]);
                    }
                }
            }
        }
        let folds = Folds::new(&shapes, &lanes)?;
        // Every side has as many slots as the longest needs, which the memory of each alone does not tell.
        if folds.slots > SLOTS {
            return None;
        }
        let longest = |member: &Vec<&LaneSpec>| member.iter().map(|lane| Shape::of(lane).n).max();
        Some(Self {
            reads: std::array::from_fn(|operand| {
                Reads::new(std::array::from_fn(|side| {
                    members[side % members.len()][0].inputs[operand]
                }))
            }),
            remembered: members
                .iter()
                .map(|member| longest(member).unwrap_or(1) - 1)
                .collect(),
            slots: vec![Side([f64::NAN; PACK]); folds.slots].into(),
            folds,
            wires,
            now: 0,
            kind: PhantomData,
        })
    }
}

/// One row. Nothing advances. Two references and nothing else, so that it is handed on in registers.
struct Compute<'a, F, C, const O: usize, const N: usize> {
    sides: &'a mut Sides<F, C, O, N>,
    file: &'a mut RowFile,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Compute<'_, F, C, O, N> {
    type Output = ();
    #[inline(always)]
    fn work<D: Cpu>(self) {
        let Compute { sides, file } = self;
        let floats = &mut file.floats[..];
        let mut newest = [D::Eight::splat(0.0); O];
        for operand in 0..O {
            newest[operand] = sides.reads[operand].read(floats);
        }
        let mut cells = Whole {
            slots: &mut sides.slots,
            now: sides.now,
        };
        sides.folds.append(&mut cells, newest);
        let mut found = [0.0; PACK];
        for (lane, wires) in sides.folds.lanes.iter().zip(&sides.wires) {
            sides.folds.result(&cells, newest, lane).store(&mut found);
            for wire in wires {
                floats[wire.output] = found[wire.side % PACK];
            }
        }
    }
}

/// Rows of a state as a member's history.
struct Replay<'a, 'b, F, C, const O: usize, const N: usize> {
    sides: &'a mut Sides<F, C, O, N>,
    member: usize,
    state: &'a mut StateReader<'b>,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Replay<'_, '_, F, C, O, N> {
    type Output = Result<(), StateError>;
    #[inline(always)]
    fn work<D: Cpu>(self) -> Self::Output {
        let Replay { sides, member, state } = self;
        let rows = sides.folds.read(sides.remembered[member], state)?;
        // Sides without a member are never read.
        sides.slots.iter_mut().for_each(|slot| slot.0[member] = f64::NAN);
        let mut cells = Single {
            slots: &mut sides.slots[..],
            lane: member,
            now: sides.now.wrapping_sub(rows.rows),
        };
        for row in 0..rows.rows {
            sides.folds.append(&mut cells, single::<D, O>(rows.row(row)));
            cells.now = cells.now.wrapping_add(1);
        }
        Ok(())
    }
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Beside for Sides<F, C, O, N> {
    fn row(&mut self, file: &mut RowFile, keep: bool) {
        C::run(Compute { sides: self, file });
        if keep {
            self.now = self.now.wrapping_add(1);
        }
    }
    fn save(&self, member: usize, out: &mut StateWriter) {
        let cells = Single {
            slots: &self.slots[..],
            lane: member,
            now: self.now,
        };
        self.folds.write::<C>(&cells, self.remembered[member], out);
    }
    fn load(&mut self, member: usize, state: &mut StateReader<'_>) -> Result<(), StateError> {
        C::run(Replay {
            sides: self,
            member,
            state,
        })
    }
    fn reset(&mut self) {
        self.now = 0;
        self.slots.fill(Side([f64::NAN; PACK]));
    }
}
