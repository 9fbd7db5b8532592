//! A row of a program as one loop: kernels with little state or none are steps, small functions over registers that a byte
//! names, so that none is looked for; every other instruction is called, and what names another register, too.

use super::across::PACK;
use super::cell::Cell;
use super::eight::{NAMED, named_values};
use super::factory::{InstructionSpec, LaneSpec, beside};
use super::fused::Fused;
use super::known::{Last, Skip};
use super::packs::Single;
use super::shift::ShiftRow;
use super::stateless::{One, Three, Two};
use super::window::beside::Beside;
use super::{
    MISSING, RowFile, RowInstruction, StateError, StateReader, StateWriter, compare, leaving, logic,
    pointwise,
};
use crate::cpu::lanes::{Lanes, Vector};
use crate::cpu::{Cpu, Level, Select, Work, select};
use crate::generated::kernels::Op;
use std::marker::PhantomData;
use std::ops::Range;

/// Operands that a step has at most.
pub(super) const READS: usize = 8;

/// What a step works on: those registers, and the states of all steps.
pub(super) struct Named<'a> {
    pub floats: &'a mut [f64; NAMED],
    pub bools: &'a mut [u8; NAMED],
    states: &'a mut States,
    /// Whether states advance.
    keep: bool,
}

/// The states of steps that have one.
#[derive(Default)]
struct States {
    shifts: Vec<ShiftRow<f64>>,
    skips: Vec<Skip>,
    lasts: Vec<Last>,
}

/// What a step does.
pub(super) type Does = fn(&Step, &mut Named<'_>);

/// One step: what is done, the registers that are read, and the one that is written.
#[derive(Clone, Copy)]
pub(super) struct Step {
    does: Does,
    pub reads: [u8; READS],
    /// How many are read.
    pub count: u8,
    pub to: u8,
    /// The place of its state among those of its kind.
    state: u16,
}

/// Steps, and what comes behind them.
struct Segment {
    /// The end of its steps; they begin where those of the one before it end.
    end: usize,
    then: Then,
}

enum Then {
    Nothing,
    /// Instructions, by their places among those that are called.
    Call(Range<usize>),
    /// Some that run as one.
    Beside(usize),
    Store(Store),
}

/// Where an output or an alert comes from, and which it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Store {
    Float { register: u32, output: u32 },
    Bool { register: u32, output: u32 },
    Alert { register: u32, alert: u32 },
}

/// A step's code, which is compiled for every instruction set.
pub(super) trait Body: 'static {
    /// Must be `#[inline(always)]`.
    fn step(step: &Step, named: &mut Named<'_>);
}

/// A step at work. Two references and nothing else, so that it is handed on in registers.
struct Working<'a, 'b, B> {
    step: &'a Step,
    named: &'a mut Named<'b>,
    body: PhantomData<fn() -> B>,
}

impl<B: Body> Work for Working<'_, '_, B> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        B::step(self.step, self.named);
    }
}

/// A step's code for this CPU. Single numbers are chosen between sooner by AVX2's lanes than by AVX-512's masks.
pub(super) fn does<B: Body>(level: Level) -> Does {
    fn compiled<B: Body, C: Cpu>(step: &Step, named: &mut Named<'_>) {
        C::run(Working::<B> {
            step,
            named,
            body: PhantomData,
        });
    }
    struct Chosen<B>(PhantomData<B>);
    impl<B: Body> Select for Chosen<B> {
        type Output = Does;
        fn select<C: Cpu>(self) -> Does {
            compiled::<B, C>
        }
    }
    select(level.min(Level::Avx2), Chosen::<B>(PhantomData))
}

/// Kernels of one, two or three operands.
struct OfOne<F>(PhantomData<F>);
struct OfTwo<F>(PhantomData<F>);
struct OfThree<F>(PhantomData<F>);

impl<F: One> Body for OfOne<F> {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let value = F::call(F::A::named(named, step.reads[0]));
        F::Out::name(named, step.to, value);
    }
}

impl<F: Two> Body for OfTwo<F> {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let [a, b, ..] = step.reads;
        let value = F::call(F::A::named(named, a), F::B::named(named, b));
        F::Out::name(named, step.to, value);
    }
}

impl<F: Three> Body for OfThree<F> {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let [a, b, d, ..] = step.reads;
        let value = F::call(
            F::A::named(named, a),
            F::B::named(named, b),
            F::D::named(named, d),
        );
        F::Out::name(named, step.to, value);
    }
}

impl Body for ShiftRow<f64> {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let x = f64::named(named, step.reads[0]);
        let value = named.states.shifts[usize::from(step.state)].next(x, named.keep);
        f64::name(named, step.to, value);
    }
}

impl Body for Skip {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let x = f64::named(named, step.reads[0]);
        let value = named.states.skips[usize::from(step.state)].next(x, named.keep);
        f64::name(named, step.to, value);
    }
}

impl Body for Last {
    #[inline(always)]
    fn step(step: &Step, named: &mut Named<'_>) {
        let x = f64::named(named, step.reads[0]);
        let value = named.states.lasts[usize::from(step.state)].next(x, named.keep);
        f64::name(named, step.to, value);
    }
}

/// The kernels without state that are steps.
fn stateless(op: Op) -> Option<fn(Level) -> Does> {
    fn one<F: One>(level: Level) -> Does {
        does::<OfOne<F>>(level)
    }
    fn two<F: Two>(level: Level) -> Does {
        does::<OfTwo<F>>(level)
    }
    fn three<F: Three>(level: Level) -> Does {
        does::<OfThree<F>>(level)
    }
    Some(match op {
        Op::Neg => one::<pointwise::Neg>,
        Op::Abs => one::<pointwise::Abs>,
        Op::Sign => one::<pointwise::Sign>,
        Op::Sqrt => one::<pointwise::Sqrt>,
        Op::Not => one::<logic::Not>,
        Op::FloatOf => one::<logic::FloatOf>,
        Op::IsMissing => one::<logic::IsMissing>,
        Op::Add => two::<pointwise::Add>,
        Op::Sub => two::<pointwise::Sub>,
        Op::Mul => two::<pointwise::Mul>,
        Op::Div => two::<pointwise::Div>,
        Op::Lesser => two::<pointwise::Lesser>,
        Op::Greater => two::<pointwise::Greater>,
        Op::Lt => two::<compare::Lt>,
        Op::Le => two::<compare::Le>,
        Op::Gt => two::<compare::Gt>,
        Op::Ge => two::<compare::Ge>,
        Op::Eq => two::<compare::Eq>,
        Op::Ne => two::<compare::Ne>,
        Op::And => two::<logic::And>,
        Op::Or => two::<logic::Or>,
        Op::Coalesce => two::<logic::Coalesce>,
        Op::CoalesceBool => two::<logic::CoalesceBool>,
        Op::DivElse => three::<pointwise::DivElse>,
        Op::Select => three::<logic::Select>,
        Op::SelectBool => three::<logic::SelectBool>,
        _ => return None,
    })
}

/// A program's row.
pub(crate) struct Tick {
    level: Level,
    steps: Vec<Step>,
    segments: Vec<Segment>,
    /// Behind all of them: registers that are outputs.
    behind: Vec<Store>,
    /// Of each output that is a float's register with a name that name; any of another one, which is written later. As
    /// many as the last of the first kind needs.
    floats: Vec<u8>,
    leave: Leaves,
    /// What is called.
    called: Vec<Box<dyn RowInstruction>>,
    /// Instructions that run as one.
    besides: Vec<Box<dyn Beside>>,
    states: States,
}

/// [`leave`] for this CPU.
type Leaves = fn(&[u8], &[f64; NAMED], &mut [f64]);

/// Writes the outputs of which there are names, as they leave.
fn leave<C: Cpu>(names: &[u8], named: &[f64; NAMED], outputs: &mut [f64]) {
    C::run(Leave {
        names,
        named,
        outputs,
    });
}

struct Leave<'a> {
    names: &'a [u8],
    named: &'a [f64; NAMED],
    outputs: &'a mut [f64],
}

impl Work for Leave<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Leave {
            names,
            named,
            outputs,
        } = self;
        let (eights, rest) = names.as_chunks();
        let (whole, last) = outputs[..names.len()].as_chunks_mut();
        for (names, outputs) in eights.iter().zip(whole) {
            let values: C::Eight = named_values(names, named);
            values
                .where_missing(C::Eight::splat(MISSING), values)
                .store(outputs);
        }
        for (&name, output) in rest.iter().zip(last) {
            *output = leaving(named[usize::from(name)]);
        }
    }
}

/// Where an instruction's state is: of each of its lanes, in their order.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// It has none.
    Stateless,
    Called(usize),
    /// Among those that run as one, and which of them.
    Beside(usize, usize),
    Shifts(Range<usize>),
    Skips(Range<usize>),
    Lasts(Range<usize>),
}

/// What a row writes.
pub(crate) struct Row<'a> {
    pub outputs: &'a mut [f64],
    pub alerts: &'a mut [u8],
    /// Whether states advance.
    pub keep: bool,
}

impl Row<'_> {
    fn store(&mut self, store: &Store, file: &RowFile) {
        match *store {
            Store::Float { register, output } => {
                self.outputs[output as usize] = leaving(file.floats[register as usize]);
            }
            Store::Bool { register, output } => {
                self.outputs[output as usize] = f64::from(file.bools[register as usize]);
            }
            Store::Alert { register, alert } => {
                self.alerts[alert as usize] = u8::from(file.bools[register as usize] == 1);
            }
        }
    }
}

const NAMEABLE: &str = "a tick's file has every register that a byte names";

impl Tick {
    /// Registers of each bank that steps name, and that a file has at least.
    pub(crate) const REGISTERS: usize = NAMED;

    /// Without a step.
    pub(crate) fn new(level: Level) -> Tick {
        struct Chosen;
        impl Select for Chosen {
            type Output = Leaves;
            fn select<C: Cpu>(self) -> Leaves {
                leave::<C>
            }
        }
        Tick {
            level,
            steps: Vec::new(),
            segments: Vec::new(),
            behind: Vec::new(),
            floats: Vec::new(),
            leave: select(level, Chosen),
            called: Vec::new(),
            besides: Vec::new(),
            states: States::default(),
        }
    }

    /// Adds an instruction as steps, if each of its lanes can be one.
    pub(crate) fn push(&mut self, spec: &InstructionSpec) -> Option<Place> {
        let lanes = &spec.lanes[..];
        if !lanes.iter().all(fits) {
            return None;
        }
        if let Some(all) = lanes
            .iter()
            .map(|lane| Some(stateless(lane.op)?(self.level)))
            .collect::<Option<Vec<_>>>()
        {
            for (lane, does) in lanes.iter().zip(all) {
                self.step(does, lane, 0);
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
        let states = &mut self.states;
        let (does, range, place): (Does, _, _) = match op {
            Op::Shift => {
                let range = place(states.shifts.len())?;
                states.shifts.extend(lanes.iter().map(ShiftRow::new));
                (
                    does::<ShiftRow<f64>>(self.level),
                    range.clone(),
                    Place::Shifts(range),
                )
            }
            Op::Skip => {
                let range = place(states.skips.len())?;
                states.skips.extend(lanes.iter().map(Skip::new));
                (does::<Skip>(self.level), range.clone(), Place::Skips(range))
            }
            Op::CumLast => {
                let range = place(states.lasts.len())?;
                states.lasts.extend(lanes.iter().map(Last::new));
                (does::<Last>(self.level), range.clone(), Place::Lasts(range))
            }
            _ => return None,
        };
        for (lane, state) in lanes.iter().zip(range) {
            self.step(does, lane, state as u16);
        }
        Some(place)
    }

    /// Adds a superinstruction over registers that have names.
    ///
    /// # Panics
    /// For a register without a name.
    pub(crate) fn fused(&mut self, fused: Fused, lane: &LaneSpec) {
        assert!(fits(lane), "a superinstruction's registers have names");
        self.step(fused.step(self.level), lane, 0);
    }

    fn step(&mut self, does: Does, lane: &LaneSpec, state: u16) {
        let mut reads = [0; READS];
        for (read, &input) in reads.iter_mut().zip(&lane.inputs) {
            *read = input as u8;
        }
        self.steps.push(Step {
            does,
            reads,
            count: lane.inputs.len() as u8,
            to: lane.output as u8,
            state,
        });
    }

    /// Adds an instruction that is called.
    pub(crate) fn call(&mut self, instruction: Box<dyn RowInstruction>) -> Place {
        self.called.push(instruction);
        let (at, steps) = (self.called.len() - 1, self.steps.len());
        match self.segments.last_mut() {
            // Behind the one that was added last, if nothing came between.
            Some(Segment {
                end,
                then: Then::Call(places),
            }) if *end == steps => places.end += 1,
            _ => self.close(Then::Call(at..at + 1)),
        }
        Place::Called(at)
    }

    /// Adds instructions that run as one, none of which reads another's result: the place of each. `None` where they are not
    /// of one [`beside_kind`](super::factory::beside_kind) or more than stand side by side.
    pub(crate) fn beside(&mut self, specs: &[&InstructionSpec]) -> Option<Vec<Place>> {
        if specs.len() > PACK {
            return None;
        }
        self.besides.push(beside(self.level, specs)?);
        let at = self.besides.len() - 1;
        self.close(Then::Beside(at));
        Some((0..specs.len()).map(|member| Place::Beside(at, member)).collect())
    }

    /// Adds a store at this place: what comes behind may write the register anew.
    pub(crate) fn store(&mut self, store: Store) {
        self.close(Then::Store(store));
    }

    /// Adds a store behind everything.
    pub(crate) fn store_behind(&mut self, store: Store) {
        match store {
            Store::Float { register, output } if (register as usize) < NAMED => {
                let (names, output) = (&mut self.floats, output as usize);
                names.resize(names.len().max(output + 1), 0);
                names[output] = register as u8;
            }
            _ => self.behind.push(store),
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

    /// A row over the registers of `file`, at least as many as have names.
    pub(crate) fn row(&mut self, file: &mut RowFile, mut row: Row<'_>) {
        let mut from = 0;
        for segment in &self.segments {
            if from < segment.end {
                let mut named = Named {
                    floats: file.floats.first_chunk_mut().expect(NAMEABLE),
                    bools: file.bools.first_chunk_mut().expect(NAMEABLE),
                    states: &mut self.states,
                    keep: row.keep,
                };
                for step in &self.steps[from..segment.end] {
                    (step.does)(step, &mut named);
                }
                from = segment.end;
            }
            match &segment.then {
                Then::Nothing => {}
                Then::Call(places) => {
                    let called = self.called[places.clone()].iter_mut();
                    if row.keep {
                        called.for_each(|instruction| instruction.row(file));
                    } else {
                        called.for_each(|instruction| instruction.peek(file));
                    }
                }
                &Then::Beside(at) => self.besides[at].row(file, row.keep),
                Then::Store(store) => row.store(store, file),
            }
        }
        let named = file.floats.first_chunk().expect(NAMEABLE);
        (self.leave)(&self.floats, named, row.outputs);
        self.behind.iter().for_each(|store| row.store(store, file));
    }

    /// Writes an instruction's logical state.
    pub(crate) fn save(&self, place: &Place, out: &mut StateWriter) {
        let states = &self.states;
        match place.clone() {
            Place::Stateless => {}
            Place::Called(at) => self.called[at].save(out),
            Place::Beside(at, member) => self.besides[at].save(member, out),
            Place::Shifts(range) => states.shifts[range].iter().for_each(|shift| shift.write(out)),
            Place::Skips(range) => states.skips[range].iter().for_each(|skip| skip.write(out)),
            Place::Lasts(range) => states.lasts[range].iter().for_each(|last| last.write(out)),
        }
    }

    /// Reads it back.
    pub(crate) fn load(&mut self, place: &Place, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let states = &mut self.states;
        match place.clone() {
            Place::Stateless => Ok(()),
            Place::Called(at) => self.called[at].load(state),
            Place::Beside(at, member) => self.besides[at].load(member, state),
            Place::Shifts(range) => states.shifts[range]
                .iter_mut()
                .try_for_each(|shift| shift.read(state)),
            Place::Skips(range) => states.skips[range]
                .iter_mut()
                .try_for_each(|skip| skip.read(state)),
            Place::Lasts(range) => states.lasts[range]
                .iter_mut()
                .try_for_each(|last| last.read(state)),
        }
    }

    /// Everything before the first row again.
    pub(crate) fn reset(&mut self) {
        self.called.iter_mut().for_each(|instruction| instruction.reset());
        self.besides.iter_mut().for_each(|beside| beside.reset());
        let States { shifts, skips, lasts } = &mut self.states;
        shifts.iter_mut().for_each(|shift| shift.reset());
        skips.iter_mut().for_each(|skip| skip.reset());
        lasts.iter_mut().for_each(|last| last.reset());
    }
}

/// Whether an instruction is steps, over registers that all have names.
pub(crate) fn steps(spec: &InstructionSpec) -> bool {
    let step = |op: Op| stateless(op).is_some() || matches!(op, Op::Shift | Op::Skip | Op::CumLast);
    spec.lanes.iter().all(|lane| step(lane.op))
}

/// Whether every register of a lane has a name.
fn fits(lane: &LaneSpec) -> bool {
    let mut registers = lane.inputs.iter().chain([&lane.output]);
    registers.all(|&at| at < NAMED) && lane.inputs.len() <= READS
}
