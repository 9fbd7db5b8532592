//! A row of a program as one loop: kernels with little state or none and stores are steps that are matched in place, and
//! every other instruction is called. The registers that steps name fit a byte, so that none is looked for; what names
//! another is called, too.

use super::cell::Cell;
use super::factory::{InstructionSpec, LaneSpec};
use super::known::{Last, Skip};
use super::packs::Single;
use super::shift::ShiftRow;
use super::stateless::{One, Three, Two};
use super::{RowFile, RowInstruction, StateError, StateReader, StateWriter, compare, logic, pointwise};
use crate::cpu::{Cpu, Level, Select, Work, select};
use crate::generated::kernels::Op;
use std::ops::Range;

/// Registers of each bank that steps name.
const NAMED: usize = 256;

/// Those registers.
pub(super) struct Named<'a> {
    pub floats: &'a mut [f64; NAMED],
    pub bools: &'a mut [u8; NAMED],
}

/// One step: what is done, the registers that are read, and the one that is written, or which output or alert.
#[derive(Clone, Copy)]
struct Step {
    call: Call,
    reads: [u8; 3],
    to: u32,
}

impl Step {
    /// The place of its state among those of its kind.
    #[inline(always)]
    fn state(&self) -> usize {
        u16::from_le_bytes([self.reads[1], self.reads[2]]) as usize
    }
}

/// Steps, and what comes behind them.
struct Segment {
    /// The end of its steps; they begin where those of the one before it end.
    end: usize,
    then: Then,
}

#[derive(Clone, Copy)]
enum Then {
    Nothing,
    /// An instruction, by its place among those that are called.
    Call(usize),
    /// A store of a register that no byte names.
    Store(Store),
}

/// Where an output or an alert comes from, and which it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Store {
    Float { register: u32, output: u32 },
    Bool { register: u32, output: u32 },
    Alert { register: u32, alert: u32 },
}

macro_rules! steps {
    ($($arity:ident { $($op:ident: $function:ty,)+ })+) => {
        #[derive(Clone, Copy)]
        enum Call {
            $($($op,)+)+
            Shift,
            Skip,
            Last,
            Float,
            Bool,
            Alert,
        }

        /// The kernels that are steps.
        fn call(op: Op) -> Option<Call> {
            match op {
                $($(Op::$op => Some(Call::$op),)+)+
                _ => None,
            }
        }

        /// Runs a step of a kernel without state.
        #[inline(always)]
        fn compute(step: &Step, named: &mut Named<'_>) {
            match step.call {
                $($(Call::$op => $arity::<$function>(step, named),)+)+
                _ => {}
            }
        }
    };
}

/// A step with a state.
#[inline(always)]
fn keep<K: Single<Operand = f64, Result = f64>>(
    kernel: &mut K,
    x: u8,
    to: usize,
    keep: bool,
    named: &mut Named<'_>,
) {
    let value = kernel.next(f64::named(named, x), keep);
    f64::name(named, to as u8, value);
}

#[inline(always)]
fn one<F: One>(step: &Step, named: &mut Named<'_>) {
    let value = F::call(F::A::named(named, step.reads[0]));
    F::Out::name(named, step.to as u8, value);
}

#[inline(always)]
fn two<F: Two>(step: &Step, named: &mut Named<'_>) {
    let [a, b, _] = step.reads;
    let value = F::call(F::A::named(named, a), F::B::named(named, b));
    F::Out::name(named, step.to as u8, value);
}

#[inline(always)]
fn three<F: Three>(step: &Step, named: &mut Named<'_>) {
    let [a, b, d] = step.reads;
    let value = F::call(
        F::A::named(named, a),
        F::B::named(named, b),
        F::D::named(named, d),
    );
    F::Out::name(named, step.to as u8, value);
}

steps! {
    one {
        Neg: pointwise::Neg,
        Abs: pointwise::Abs,
        Sign: pointwise::Sign,
        Sqrt: pointwise::Sqrt,
        Not: logic::Not,
        FloatOf: logic::FloatOf,
        IsMissing: logic::IsMissing,
    }
    two {
        Add: pointwise::Add,
        Sub: pointwise::Sub,
        Mul: pointwise::Mul,
        Div: pointwise::Div,
        Lesser: pointwise::Lesser,
        Greater: pointwise::Greater,
        Lt: compare::Lt,
        Le: compare::Le,
        Gt: compare::Gt,
        Ge: compare::Ge,
        Eq: compare::Eq,
        Ne: compare::Ne,
        And: logic::And,
        Or: logic::Or,
        Coalesce: logic::Coalesce,
        CoalesceBool: logic::CoalesceBool,
    }
    three {
        DivElse: pointwise::DivElse,
        Select: logic::Select,
        SelectBool: logic::SelectBool,
    }
}

/// A program's row.
pub(crate) struct Tick {
    steps: Vec<Step>,
    segments: Vec<Segment>,
    /// What is called.
    called: Vec<Box<dyn RowInstruction>>,
    /// The states of steps that have one.
    shifts: Vec<ShiftRow<f64>>,
    skips: Vec<Skip>,
    lasts: Vec<Last>,
    run: Run,
}

/// Where an instruction's state is: of each of its lanes, in their order.
#[derive(Clone)]
pub(crate) enum Place {
    /// It has none.
    Stateless,
    Called(usize),
    Shifts(Range<usize>),
    Skips(Range<usize>),
    Lasts(Range<usize>),
}

/// A row, for one instruction set.
type Run = fn(&mut Tick, &mut RowFile, Row<'_>);

/// What a row writes.
pub(crate) struct Row<'a> {
    pub outputs: &'a mut [f64],
    pub alerts: &'a mut [u8],
    /// Whether states advance.
    pub keep: bool,
}

struct OneRow<'a> {
    tick: &'a mut Tick,
    file: &'a mut RowFile,
    row: Row<'a>,
}

impl Work for OneRow<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let OneRow { tick, file, row } = self;
        let Tick {
            steps,
            segments,
            called,
            shifts,
            skips,
            lasts,
            ..
        } = tick;
        let mut from = 0;
        for segment in &*segments {
            let mut named = Named {
                floats: file.floats.first_chunk_mut().expect(NAMEABLE),
                bools: file.bools.first_chunk_mut().expect(NAMEABLE),
            };
            for step in &steps[from..segment.end] {
                let (x, to) = (step.reads[0], step.to as usize);
                match step.call {
                    Call::Shift => keep(&mut shifts[step.state()], x, to, row.keep, &mut named),
                    Call::Skip => keep(&mut skips[step.state()], x, to, row.keep, &mut named),
                    Call::Last => keep(&mut lasts[step.state()], x, to, row.keep, &mut named),
                    Call::Float => row.outputs[to] = leaving(f64::named(&named, x)),
                    Call::Bool => row.outputs[to] = f64::from(u8::named(&named, x)),
                    Call::Alert => row.alerts[to] = u8::from(u8::named(&named, x) == 1),
                    _ => compute(step, &mut named),
                }
            }
            from = segment.end;
            match segment.then {
                Then::Call(at) if row.keep => called[at].row(file),
                Then::Call(at) => called[at].peek(file),
                Then::Nothing => {}
                Then::Store(Store::Float { register, output }) => {
                    row.outputs[output as usize] = leaving(file.floats[register as usize]);
                }
                Then::Store(Store::Bool { register, output }) => {
                    row.outputs[output as usize] = f64::from(file.bools[register as usize]);
                }
                Then::Store(Store::Alert { register, alert }) => {
                    row.alerts[alert as usize] = u8::from(file.bools[register as usize] == 1);
                }
            }
        }
    }
}

const NAMEABLE: &str = "a tick's file has every register that a byte names";

/// A missing value leaves as one pattern of bits (numerics N1), which is the constant's.
#[inline(always)]
fn leaving(value: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { value }
}

impl Tick {
    /// Nothing yet.
    pub(crate) fn new(level: Level) -> Tick {
        struct Runs;
        impl Select for Runs {
            type Output = Run;
            fn select<C: Cpu>(self) -> Run {
                |tick, file, row| C::run(OneRow { tick, file, row })
            }
        }
        Tick {
            steps: Vec::new(),
            segments: Vec::new(),
            called: Vec::new(),
            shifts: Vec::new(),
            skips: Vec::new(),
            lasts: Vec::new(),
            run: select(level, Runs),
        }
    }

    /// Registers that a file has at least.
    pub(crate) const REGISTERS: usize = NAMED;

    /// Adds an instruction as steps, if each of its lanes can be one.
    pub(crate) fn push(&mut self, spec: &InstructionSpec) -> Option<Place> {
        let fits = |lane: &LaneSpec| lane.inputs.iter().chain([&lane.output]).all(|&at| at < NAMED);
        let lanes = &spec.lanes[..];
        if !lanes.iter().all(fits) {
            return None;
        }
        if let Some(calls) = lanes.iter().map(|lane| call(lane.op)).collect::<Option<Vec<_>>>() {
            for (lane, call) in lanes.iter().zip(calls) {
                let mut reads = [0; 3];
                for (read, &input) in reads.iter_mut().zip(&lane.inputs) {
                    *read = input as u8;
                }
                self.step(call, reads, lane);
            }
            return Some(Place::Stateless);
        }
        let op = lanes[0].op;
        if lanes.iter().any(|lane| lane.op != op) {
            return None;
        }
        let place = |from: usize| {
            let until = from + lanes.len();
            (until <= usize::from(u16::MAX)).then_some(from..until)
        };
        let (call, range, place) = match op {
            Op::Shift => {
                let range = place(self.shifts.len())?;
                self.shifts.extend(lanes.iter().map(ShiftRow::new));
                (Call::Shift, range.clone(), Place::Shifts(range))
            }
            Op::Skip => {
                let range = place(self.skips.len())?;
                self.skips.extend(lanes.iter().map(Skip::new));
                (Call::Skip, range.clone(), Place::Skips(range))
            }
            Op::CumLast => {
                let range = place(self.lasts.len())?;
                self.lasts.extend(lanes.iter().map(Last::new));
                (Call::Last, range.clone(), Place::Lasts(range))
            }
            _ => return None,
        };
        for (lane, state) in lanes.iter().zip(range) {
            let [low, high] = (state as u16).to_le_bytes();
            self.step(call, [lane.inputs[0] as u8, low, high], lane);
        }
        Some(place)
    }

    fn step(&mut self, call: Call, reads: [u8; 3], lane: &LaneSpec) {
        let to = lane.output as u32;
        self.steps.push(Step { call, reads, to });
    }

    /// Adds an instruction that is called.
    pub(crate) fn call(&mut self, instruction: Box<dyn RowInstruction>) -> Place {
        self.called.push(instruction);
        let at = self.called.len() - 1;
        self.close(Then::Call(at));
        Place::Called(at)
    }

    /// Writes an instruction's logical state.
    pub(crate) fn save(&self, place: &Place, out: &mut StateWriter) {
        match place.clone() {
            Place::Stateless => {}
            Place::Called(at) => self.called[at].save(out),
            Place::Shifts(range) => self.shifts[range].iter().for_each(|shift| shift.write(out)),
            Place::Skips(range) => self.skips[range].iter().for_each(|skip| skip.write(out)),
            Place::Lasts(range) => self.lasts[range].iter().for_each(|last| last.write(out)),
        }
    }

    /// Reads it back.
    pub(crate) fn load(&mut self, place: &Place, state: &mut StateReader<'_>) -> Result<(), StateError> {
        match place.clone() {
            Place::Stateless => Ok(()),
            Place::Called(at) => self.called[at].load(state),
            Place::Shifts(range) => self.shifts[range]
                .iter_mut()
                .try_for_each(|shift| shift.read(state)),
            Place::Skips(range) => self.skips[range].iter_mut().try_for_each(|skip| skip.read(state)),
            Place::Lasts(range) => self.lasts[range].iter_mut().try_for_each(|last| last.read(state)),
        }
    }

    /// Everything before the first row again.
    pub(crate) fn reset(&mut self) {
        self.called.iter_mut().for_each(|instruction| instruction.reset());
        self.shifts.iter_mut().for_each(|shift| shift.reset());
        self.skips.iter_mut().for_each(|skip| skip.reset());
        self.lasts.iter_mut().for_each(|last| last.reset());
    }

    /// A row over the registers of `file`, at least as many as have names.
    #[inline]
    pub(crate) fn row(&mut self, file: &mut RowFile, row: Row<'_>) {
        (self.run)(self, file, row);
    }

    /// Adds a store.
    pub(crate) fn store(&mut self, store: Store) {
        let (call, register, to) = match store {
            Store::Float { register, output } => (Call::Float, register, output),
            Store::Bool { register, output } => (Call::Bool, register, output),
            Store::Alert { register, alert } => (Call::Alert, register, alert),
        };
        match u8::try_from(register) {
            Ok(register) => {
                let reads = [register, 0, 0];
                self.steps.push(Step { call, reads, to });
            }
            Err(_) => self.close(Then::Store(store)),
        }
    }

    /// Nothing is added from here on.
    pub(crate) fn end(&mut self) {
        self.close(Then::Nothing);
    }

    fn close(&mut self, then: Then) {
        let end = self.steps.len();
        self.segments.push(Segment { end, then });
    }
}
