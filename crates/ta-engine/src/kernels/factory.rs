//! From a settled instruction to the code that runs it, for one instruction set.
//!
//! Lanes of one window family over the same operands become one window with shared levels, and those of one machine over
//! the same operands with the same scalars one machine; every other lane is a kernel of its own. State is written part by part, in the order of each part's first lane.

use super::across::{AcrossInstruction, PACK};
use super::adaptive::Adaptive;
use super::average::AveragePair;
use super::bank::Averages;
use super::heads::{AverageLanes, AveragePacks};
use super::held::{Held, HeldBlocks};
use super::hilbert::{Hilbert, Phase};
use super::machine::{Machine, MachineBlocks, MachinePair, Machines, spare_bytes};
use super::packs::{ShiftPacks, Singles};
use super::product::Product;
use super::stateless::{MapOne, MapThree, MapTwo};
use super::trail::{Bands, Stop};
use super::vary::Mean;
use super::window::beside::{self, Beside};
use super::window::{Shape, Window, WindowInstruction};
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, StateError, StateReader, StateWriter};
use super::{
    average, compare, cumulative, elementary, event, held, known, logic, pointwise, shift, swing, window,
};
use crate::cpu::{Cpu, Level, Select, select};
use crate::generated::kernels::{Family, Op, SIGNATURES};
use std::any::TypeId;
use std::marker::PhantomData;

/// The missing-value policy of an instruction (numerics N8).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing {
    /// The kernel has none.
    None,
    /// Strict: missing until the gap has left the window.
    Rows,
    /// The last n observed rows.
    Observed,
    /// The observed rows among the last n, if they are at least so many.
    MinSamples(usize),
}

/// One lane: a kernel with its physical registers and bound scalars.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneSpec {
    pub op: Op,
    /// Registers of the operands, each in the file of the operand's type.
    pub inputs: Vec<usize>,
    /// Bound values of the kernel's parameters, in the table's order, without min_samples' k.
    pub scalars: Vec<f64>,
    /// Register of the result, in the file of its type.
    pub output: usize,
    pub missing: Missing,
}

/// An instruction: the lanes of one group, or one lane.
#[derive(Clone, Debug, PartialEq)]
pub struct InstructionSpec {
    pub lanes: Vec<LaneSpec>,
}

/// The step executor's code for `spec`.
///
/// # Panics
/// For `splat`, `splat_bool`, `choose` and `choose_bool`, which binding settles, and for lanes that do not
/// have the operands and scalars of the kernel table, which the verifier refuses.
pub fn row_instruction(level: Level, spec: &InstructionSpec) -> Box<dyn RowInstruction> {
    struct Rows<'a>(&'a InstructionSpec);
    impl Select for Rows<'_> {
        type Output = Box<dyn RowInstruction>;
        fn select<C: Cpu>(self) -> Self::Output {
            let lanes: Vec<&LaneSpec> = self.0.lanes.iter().collect();
            let mut made: Vec<Self::Output> = if lanes.len() > 1 && averages(&lanes) {
                let sides = lanes.chunks(PACK);
                sides
                    .map(|lanes| Box::new(AverageLanes::<C>::new(lanes)) as Self::Output)
                    .collect()
            } else {
                let parts = parts(self.0).into_iter();
                parts.map(|part| RowSink.part::<C>(part)).collect()
            };
            if made.len() == 1 {
                made.remove(0)
            } else {
                Box::new(RowGroup(made))
            }
        }
    }
    select(level, Rows(spec))
}

/// Whether every lane is an exponential average, and so a part of its own.
fn averages(lanes: &[&LaneSpec]) -> bool {
    lanes.iter().all(|lane| lane.op == Op::RecAverage)
}

/// Whether a part is the machine of which two are gone through together: a row of it is one long chain.
fn waits(part: &Part<'_>) -> bool {
    matches!(
        part[0].op,
        Op::HilbertPeriod | Op::HilbertInphase | Op::HilbertQuadrature
    )
}

/// The batch executor's code for `spec`; as [`row_instruction`].
pub fn block_instruction(level: Level, spec: &InstructionSpec) -> Box<dyn BlockInstruction> {
    struct Blocks<'a>(&'a InstructionSpec);
    impl Select for Blocks<'_> {
        type Output = Box<dyn BlockInstruction>;
        fn select<C: Cpu>(self) -> Self::Output {
            let lanes: Vec<&LaneSpec> = self.0.lanes.iter().collect();
            let mut made: Vec<Self::Output> = if averages(&lanes) {
                let pairs = lanes.chunks(2);
                pairs
                    .map(|pair| match *pair {
                        [one, other] => Box::new(AveragePair::<C>::new(one, other)) as Self::Output,
                        _ => BlockSink.part::<C>(pair.to_vec()),
                    })
                    .collect()
            } else {
                let parts = parts(self.0);
                let alike = parts.chunk_by(|one, other| waits(one) && waits(other));
                let pairs = alike.flat_map(|alike| alike.chunks(2));
                pairs
                    .map(|pair| match pair {
                        [one, other] => {
                            Box::new(MachinePair::<Hilbert, C, 1, 3>::new(one, other)) as Self::Output
                        }
                        parts => BlockSink.part::<C>(parts[0].clone()),
                    })
                    .collect()
            };
            if made.len() == 1 {
                made.remove(0)
            } else {
                Box::new(BlockGroup(made))
            }
        }
    }
    select(level, Blocks(spec))
}

/// Bytes of rows that an executor's code for `spec` allocates, by row or by block, whichever takes more: levels and
/// sorted windows, which are caches, and rings. Allocates nothing of that size itself.
///
/// # Panics
/// As [`row_instruction`].
pub fn instruction_bytes(spec: &InstructionSpec) -> u64 {
    parts(spec).iter().map(|part| part_bytes(part)).sum()
}

/// Beside its rows an instruction is small: this is more than any of them has.
const FIXED: u64 = 1024;

fn part_bytes(lanes: &Part<'_>) -> u64 {
    struct Bytes<'a, 'b>(&'a Part<'b>);
    impl WindowChoice for Bytes<'_, '_> {
        type Output = u64;
        fn choose<W: Window>(self) -> u64 {
            let shapes: Vec<Shape> = self.0.iter().map(|lane| Shape::of(lane)).collect();
            window::instruction_bytes::<W>(&shapes, self.0)
        }
    }
    let lane = lanes[0];
    FIXED
        + match lane.op {
            Op::Shift => shift::Shift::bytes(lane),
            Op::ShiftBool => shift::ShiftBools::bytes(lane),
            Op::EventValueWhen => event::ValueWhen::bytes(lane),
            Op::SwingLegStart | Op::SwingLegEnd | Op::SwingLegAge => {
                swing::Leg::<{ swing::START }>::bytes(lane)
            }
            Op::SarStop | Op::SarSide => machine_bytes::<Stop, 2, 2>(lanes),
            Op::SupertrendLine | Op::SupertrendSide => machine_bytes::<Bands, 3, 2>(lanes),
            Op::RecAdaptive => machine_bytes::<Adaptive, 3, 1>(lanes),
            Op::HilbertPeriod | Op::HilbertInphase | Op::HilbertQuadrature => {
                machine_bytes::<Hilbert, 1, 3>(lanes)
            }
            Op::HilbertPhase => machine_bytes::<Phase, 2, 1>(lanes),
            Op::HeldMax => held::bytes::<true>(lanes).max(machine_bytes::<Held<true>, 1, 1>(lanes)),
            Op::HeldMin => held::bytes::<false>(lanes).max(machine_bytes::<Held<false>, 1, 1>(lanes)),
            Op::VaryMean => machine_bytes::<Mean, 2, 1>(lanes),
            Op::VaryAverage => machine_bytes::<Averages, 2, 1>(lanes),
            _ => choose_window(lanes, Bytes(lanes)).unwrap_or(0),
        }
}

fn machine_bytes<M: Machine<N, K>, const N: usize, const K: usize>(lanes: &Part<'_>) -> u64 {
    spare_bytes::<M, N, K>(lanes) + M::bytes(lanes[0])
}

/// A choice that is generic over the window family.
trait WindowChoice {
    type Output;
    fn choose<W: Window>(self) -> Self::Output;
}

/// Runs `choice` for the family of `lanes`, if it is one of windows.
fn choose_window<S: WindowChoice>(lanes: &Part<'_>, choice: S) -> Option<S::Output> {
    use window::extreme::{Ages, Extremes, Known};
    use window::moments::{Comoments, Moments};
    use window::sum::{Lines, Sums, turns};
    use window::{bell::Bells, deviation::Deviations, levels::Levels, order::Orders, ranking::Rankings};
    Some(match lanes[0].op {
        Op::WinSum | Op::WinMean | Op::WinWma | Op::WinLinreg | Op::WinSlope => {
            if lanes.iter().any(|lane| turns(lane.op)) {
                choice.choose::<Levels<Lines, 1, 2>>()
            } else {
                choice.choose::<Levels<Sums, 1, 1>>()
            }
        }
        Op::WinVariance => choice.choose::<Levels<Moments, 1, 2>>(),
        Op::WinCovariance | Op::WinCorrelation | Op::WinBeta => choice.choose::<Levels<Comoments, 2, 5>>(),
        Op::WinMax => choice.choose::<Known<Extremes<true, true>, Extremes<true, false>, 1>>(),
        Op::WinMin => choice.choose::<Known<Extremes<false, true>, Extremes<false, false>, 1>>(),
        Op::WinArgmax => choice.choose::<Known<Ages<true, false, true>, Ages<true, false, false>, 2>>(),
        Op::WinArgmin => choice.choose::<Known<Ages<false, false, true>, Ages<false, false, false>, 2>>(),
        Op::WinArgmaxOldest => choice.choose::<Known<Ages<true, true, true>, Ages<true, true, false>, 2>>(),
        Op::WinArgminOldest => choice.choose::<Known<Ages<false, true, true>, Ages<false, true, false>, 2>>(),
        Op::WinAvgdev => choice.choose::<Deviations>(),
        Op::WinBell => choice.choose::<Bells>(),
        Op::WinMedian | Op::WinQuantile | Op::WinRank | Op::WinMode | Op::WinBelow => {
            choice.choose::<Orders>()
        }
        Op::WinTrendRank => choice.choose::<Rankings>(),
        _ => return None,
    })
}

/// The code of a part of so many runs whose states stand side by side, for kernels that have one.
pub(super) fn packs_part<C: Cpu>(lanes: &Part<'_>, runs: usize) -> Option<Box<dyn AcrossInstruction>> {
    struct Packs<'a, 'b, C>(&'a Part<'b>, usize, PhantomData<C>);
    impl<C: Cpu> WindowChoice for Packs<'_, '_, C> {
        type Output = Option<Box<dyn AcrossInstruction>>;
        fn choose<W: Window>(self) -> Self::Output {
            let shapes: Vec<Shape> = self.0.iter().map(|lane| Shape::of(lane)).collect();
            window::packs_instruction::<W, C>(&shapes, self.0, self.1)
        }
    }
    let lane = lanes[0];
    Some(match lane.op {
        Op::RecAverage => Box::new(AveragePacks::<C>::new(lane, runs)),
        Op::Shift => Box::new(ShiftPacks::<f64>::new(lane, runs)),
        Op::ShiftBool => Box::new(ShiftPacks::<u8>::new(lane, runs)),
        Op::Skip => Box::new(Singles::new(lane, runs, known::Skip::new)),
        Op::CumLast => Box::new(Singles::new(lane, runs, known::Last::new)),
        Op::CumSum => Box::new(Singles::new(lane, runs, cumulative::Sum::<C>::new)),
        _ => return choose_window(lanes, Packs::<C>(lanes, runs, PhantomData)).flatten(),
    })
}

/// The step executor's code for one part.
pub(super) fn row_part<C: Cpu>(lanes: Part<'_>) -> Box<dyn RowInstruction> {
    RowSink.part::<C>(lanes)
}

/// What instructions of a row have in common that may run as one, if they may: see [`beside`].
pub(crate) fn beside_kind(spec: &InstructionSpec) -> Option<TypeId> {
    struct Kind<'a, 'b>(&'a Part<'b>);
    impl WindowChoice for Kind<'_, '_> {
        type Output = Option<TypeId>;
        fn choose<W: Window>(self) -> Self::Output {
            beside::kind::<W>(self.0)
        }
    }
    match &parts(spec)[..] {
        [part] => choose_window(part, Kind(part)).flatten(),
        _ => None,
    }
}

/// The step executor's code of two to eight instructions of one [`beside_kind`], none of which reads another's result.
pub(super) fn beside(level: Level, specs: &[&InstructionSpec]) -> Option<Box<dyn Beside>> {
    struct Make<'a>(&'a [&'a InstructionSpec]);
    impl Select for Make<'_> {
        type Output = Option<Box<dyn Beside>>;
        fn select<C: Cpu>(self) -> Self::Output {
            struct Made<'a, 'b, C>(&'a [Part<'b>], PhantomData<C>);
            impl<C: Cpu> WindowChoice for Made<'_, '_, C> {
                type Output = Option<Box<dyn Beside>>;
                fn choose<W: Window>(self) -> Self::Output {
                    beside::instruction::<W, C>(self.0)
                }
            }
            let members: Vec<Part<'_>> = self.0.iter().map(|spec| spec.lanes.iter().collect()).collect();
            choose_window(members.first()?, Made::<C>(&members, PhantomData)).flatten()
        }
    }
    select(level, Make(specs))
}

/// Lanes that one kernel computes.
pub(super) type Part<'a> = Vec<&'a LaneSpec>;

fn family(op: Op) -> Option<Family> {
    SIGNATURES
        .iter()
        .find(|signature| signature.op == op)
        .and_then(|signature| signature.family)
}

pub(super) fn parts(spec: &InstructionSpec) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for lane in &spec.lanes {
        let own = family(lane.op);
        let peer = parts.iter_mut().find(|part| {
            let first = part[0];
            own.is_some()
                && family(first.op) == own
                && first.inputs == lane.inputs
                && std::mem::discriminant(&first.missing) == std::mem::discriminant(&lane.missing)
                && (lane.missing != Missing::None || first.scalars == lane.scalars)
        });
        match peer {
            Some(part) => part.push(lane),
            None => parts.push(vec![lane]),
        }
    }
    parts
}

/// Makes the instruction of a window.
struct Windows<'a, 'b, C, S>(&'a Part<'b>, S, PhantomData<C>);

impl<C: Cpu, S: Sink> WindowChoice for Windows<'_, '_, C, S> {
    type Output = S::Boxed;
    fn choose<W: Window>(self) -> S::Boxed {
        let shapes: Vec<Shape> = self.0.iter().map(|lane| Shape::of(lane)).collect();
        self.1.window::<W, C>(&shapes, self.0)
    }
}

/// Boxes an instruction as one of the two traits.
trait Sink: Copy {
    type Boxed;
    fn put<I: RowInstruction + BlockInstruction + 'static>(self, instruction: I) -> Self::Boxed;
    fn shift(self, lane: &LaneSpec) -> Self::Boxed;
    fn shift_bools(self, lane: &LaneSpec) -> Self::Boxed;
    fn machine<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize>(
        self,
        lanes: &Part<'_>,
    ) -> Self::Boxed;
    fn held<const HIGH: bool, C: Cpu>(self, lanes: &Part<'_>) -> Self::Boxed;
    fn window<W: Window, C: Cpu>(self, shapes: &[Shape], lanes: &Part<'_>) -> Self::Boxed;

    fn part<C: Cpu>(self, lanes: Part<'_>) -> Self::Boxed {
        let lane = lanes[0];
        macro_rules! one {
            ($function:ty) => {
                self.put(MapOne::<$function, C>::new(lane))
            };
        }
        macro_rules! elementary {
            ($function:ident) => {
                self.put(elementary::Map::<elementary::$function, C>::new(lane))
            };
        }
        macro_rules! two {
            ($function:ty) => {
                self.put(MapTwo::<$function, C>::new(lane))
            };
        }
        macro_rules! three {
            ($function:ty) => {
                self.put(MapThree::<$function, C>::new(lane))
            };
        }
        match lane.op {
            Op::Splat | Op::SplatBool | Op::Choose | Op::ChooseBool => {
                unreachable!("binding settles constants and choices")
            }
            Op::Scan | Op::ScanBool => unreachable!("a state is made with its body"),
            Op::Neg => one!(pointwise::Neg),
            Op::Abs => one!(pointwise::Abs),
            Op::Sign => one!(pointwise::Sign),
            Op::Sqrt => one!(pointwise::Sqrt),
            Op::Exp => elementary!(Exp),
            Op::Log => elementary!(Log),
            Op::Floor => one!(pointwise::Floor),
            Op::Ceil => one!(pointwise::Ceil),
            Op::Round => one!(pointwise::Round),
            Op::Trunc => one!(pointwise::Trunc),
            Op::Acos => one!(pointwise::Acos),
            Op::Asin => one!(pointwise::Asin),
            Op::Atan => elementary!(Atan),
            Op::Cos => elementary!(Cos),
            Op::Cosh => elementary!(Cosh),
            Op::Log10 => elementary!(Log10),
            Op::Sin => elementary!(Sin),
            Op::Sinh => elementary!(Sinh),
            Op::Tan => elementary!(Tan),
            Op::Tanh => one!(pointwise::Tanh),
            Op::Add => two!(pointwise::Add),
            Op::Sub => two!(pointwise::Sub),
            Op::Mul => two!(pointwise::Mul),
            Op::Div => two!(pointwise::Div),
            Op::Mod => two!(pointwise::Mod),
            Op::Pow => two!(pointwise::Pow),
            Op::Lesser => two!(pointwise::Lesser),
            Op::Greater => two!(pointwise::Greater),
            Op::DivElse => three!(pointwise::DivElse),
            Op::Lt => two!(compare::Lt),
            Op::Le => two!(compare::Le),
            Op::Gt => two!(compare::Gt),
            Op::Ge => two!(compare::Ge),
            Op::Eq => two!(compare::Eq),
            Op::Ne => two!(compare::Ne),
            Op::And => two!(logic::And),
            Op::Or => two!(logic::Or),
            Op::Not => one!(logic::Not),
            Op::FloatOf => one!(logic::FloatOf),
            Op::IsMissing => one!(logic::IsMissing),
            Op::Select => three!(logic::Select),
            Op::SelectBool => three!(logic::SelectBool),
            Op::Coalesce => two!(logic::Coalesce),
            Op::CoalesceBool => two!(logic::CoalesceBool),
            Op::Shift => self.shift(lane),
            Op::ShiftBool => self.shift_bools(lane),
            Op::Skip => self.put(known::Skip::new(lane)),
            Op::RecAverage => self.put(average::Average::<C>::new(lane)),
            Op::CumSum => self.put(cumulative::Sum::<C>::new(lane)),
            Op::CumMax => self.put(cumulative::Extreme::<true>::new(lane)),
            Op::CumMin => self.put(cumulative::Extreme::<false>::new(lane)),
            Op::CumLast => self.put(known::Last::new(lane)),
            Op::SarStop | Op::SarSide => self.machine::<Stop, C, 2, 2>(&lanes),
            Op::SupertrendLine | Op::SupertrendSide => self.machine::<Bands, C, 3, 2>(&lanes),
            Op::RecAdaptive => self.machine::<Adaptive, C, 3, 1>(&lanes),
            Op::HilbertPeriod | Op::HilbertInphase | Op::HilbertQuadrature => {
                self.machine::<Hilbert, C, 1, 3>(&lanes)
            }
            Op::HilbertPhase => self.machine::<Phase, C, 2, 1>(&lanes),
            Op::HeldMax => self.held::<true, C>(&lanes),
            Op::HeldMin => self.held::<false, C>(&lanes),
            Op::VaryMean => self.machine::<Mean, C, 2, 1>(&lanes),
            Op::VaryAverage => self.machine::<Averages, C, 2, 1>(&lanes),
            Op::CumProduct => self.put(Product::<C>::new(lane)),
            Op::EventSince => self.put(event::Since::new(lane)),
            Op::EventValueWhen => self.put(event::ValueWhen::new(lane)),
            Op::EventEdge => self.put(event::Edge::new(lane)),
            Op::SwingLegStart => self.put(swing::Leg::<{ swing::START }>::new(lane)),
            Op::SwingLegEnd => self.put(swing::Leg::<{ swing::END }>::new(lane)),
            Op::SwingLegAge => self.put(swing::Leg::<{ swing::AGE }>::new(lane)),
            _ => choose_window(&lanes, Windows::<C, Self>(&lanes, self, PhantomData))
                .expect("every other kernel is a window"),
        }
    }
}

#[derive(Clone, Copy)]
struct RowSink;
impl Sink for RowSink {
    type Boxed = Box<dyn RowInstruction>;
    fn put<I: RowInstruction + BlockInstruction + 'static>(self, instruction: I) -> Self::Boxed {
        Box::new(instruction)
    }
    fn shift(self, lane: &LaneSpec) -> Self::Boxed {
        Box::new(shift::ShiftRow::<f64>::new(lane))
    }
    fn shift_bools(self, lane: &LaneSpec) -> Self::Boxed {
        Box::new(shift::ShiftRow::<u8>::new(lane))
    }
    fn machine<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize>(
        self,
        lanes: &Part<'_>,
    ) -> Self::Boxed {
        Box::new(Machines::<M, C, N, K>::new(lanes))
    }
    fn held<const HIGH: bool, C: Cpu>(self, lanes: &Part<'_>) -> Self::Boxed {
        self.machine::<Held<HIGH>, C, 1, 1>(lanes)
    }
    fn window<W: Window, C: Cpu>(self, shapes: &[Shape], lanes: &Part<'_>) -> Self::Boxed {
        window::row_instruction::<W, C>(shapes, lanes)
            .unwrap_or_else(|| Box::new(WindowInstruction::<W, C>::rows(shapes, lanes)))
    }
}

#[derive(Clone, Copy)]
struct BlockSink;
impl Sink for BlockSink {
    type Boxed = Box<dyn BlockInstruction>;
    fn put<I: RowInstruction + BlockInstruction + 'static>(self, instruction: I) -> Self::Boxed {
        Box::new(instruction)
    }
    fn shift(self, lane: &LaneSpec) -> Self::Boxed {
        Box::new(shift::Shift::new(lane))
    }
    fn shift_bools(self, lane: &LaneSpec) -> Self::Boxed {
        Box::new(shift::ShiftBools::new(lane))
    }
    fn machine<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize>(
        self,
        lanes: &Part<'_>,
    ) -> Self::Boxed {
        Box::new(MachineBlocks::<M, C, N, K>::new(lanes))
    }
    fn held<const HIGH: bool, C: Cpu>(self, lanes: &Part<'_>) -> Self::Boxed {
        Box::new(HeldBlocks::<HIGH, C>::new(lanes[0]))
    }
    fn window<W: Window, C: Cpu>(self, shapes: &[Shape], lanes: &Part<'_>) -> Self::Boxed {
        Box::new(WindowInstruction::<W, C>::blocks(shapes, lanes))
    }
}

/// The parts of a group, by row.
struct RowGroup(Vec<Box<dyn RowInstruction>>);
impl RowInstruction for RowGroup {
    fn row(&mut self, file: &mut RowFile) {
        self.0.iter_mut().for_each(|part| part.row(file));
    }
    fn peek(&mut self, file: &mut RowFile) {
        self.0.iter_mut().for_each(|part| part.peek(file));
    }
    fn save(&self, out: &mut StateWriter) {
        self.0.iter().for_each(|part| part.save(out));
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.0.iter_mut().try_for_each(|part| part.load(state))
    }
    fn reset(&mut self) {
        self.0.iter_mut().for_each(|part| part.reset());
    }
}

/// The parts of a group, by block.
struct BlockGroup(Vec<Box<dyn BlockInstruction>>);
impl BlockInstruction for BlockGroup {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        self.0.iter_mut().for_each(|part| part.block(file));
    }
    fn save(&self, out: &mut StateWriter) {
        self.0.iter().for_each(|part| part.save(out));
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.0.iter_mut().try_for_each(|part| part.load(state))
    }
    fn reset(&mut self) {
        self.0.iter_mut().for_each(|part| part.reset());
    }
}
