//! What a session runs: the batch executor's instructions, superinstructions among them, each result in a register of its
//! own. So they may come in any order in which operands are before their readers: steps of a row that are known together,
//! then what is called, and a row's outputs together at the end.

use super::bind::Allotted;
use super::program::{Action, Live};
use crate::generated::kernels::Type;
use crate::kernels::factory::beside_kind;
use crate::kernels::scan::Operand;
use crate::kernels::tick::steps;
use crate::plan::signature_of;
use std::any::TypeId;

/// The registers of one bank.
struct Bank {
    /// Of each of the batch executor's registers the one that has its value now.
    now: Vec<usize>,
    count: usize,
}

impl Bank {
    fn new(registers: usize) -> Bank {
        Bank {
            now: vec![usize::MAX; registers],
            count: 0,
        }
    }

    /// A register of its own for what is written there.
    fn write(&mut self, register: usize) -> usize {
        self.now[register] = self.count;
        self.count += 1;
        self.count - 1
    }
}

/// An instruction over registers of its own.
struct Own {
    /// Its place among the batch executor's.
    index: u32,
    live: Live,
    reads: Vec<(Type, usize)>,
    writes: Vec<(Type, usize)>,
    /// How many calls one after the other wait for its results at most, its own among them.
    height: usize,
}

impl Own {
    /// Whether it is steps of a row, and not called.
    fn steps(&self) -> bool {
        self.live.fused.is_some() || steps(&self.live.spec)
    }

    /// What it has in common with those that it may run as one with.
    fn kind(&self) -> Option<TypeId> {
        if self.live.scan.is_some() {
            None
        } else {
            beside_kind(&self.live.spec)
        }
    }
}

struct Banks {
    floats: Bank,
    bools: Bank,
}

impl Banks {
    fn of(&mut self, kind: Type) -> &mut Bank {
        match kind {
            Type::Float => &mut self.floats,
            Type::Bool => &mut self.bools,
        }
    }

    fn spread(&mut self, index: u32, live: &Live) -> Own {
        let mut live = live.clone();
        let (mut reads, mut writes) = (Vec::new(), Vec::new());
        let mut read = |banks: &mut Banks, kind: Type, register: &mut usize| {
            *register = banks.of(kind).now[*register];
            reads.push((kind, *register));
        };
        let mut write = |banks: &mut Banks, kind: Type, register: &mut usize| {
            *register = banks.of(kind).write(*register);
            writes.push((kind, *register));
        };
        if let Some(scan) = &mut live.scan {
            for operand in &mut scan.operands {
                match operand {
                    Operand::Float(register) => read(self, Type::Float, register),
                    Operand::Bool(register) => read(self, Type::Bool, register),
                    Operand::Constant(_) => {}
                }
            }
            for field in &mut scan.fields {
                write(self, field.kind, &mut field.output);
            }
        } else {
            // Operands of all lanes before the first result.
            for lane in &mut live.spec.lanes {
                let kinds = signature_of(lane.op).inputs;
                for (operand, input) in lane.inputs.iter_mut().enumerate() {
                    let kind = live
                        .fused
                        .map_or_else(|| kinds[operand], |fused| fused.operands());
                    read(self, kind, input);
                }
            }
            for lane in &mut live.spec.lanes {
                write(self, signature_of(lane.op).output, &mut lane.output);
            }
        }
        Own {
            index,
            live,
            reads,
            writes,
            height: 0,
        }
    }
}

/// A row of a session.
pub(super) struct Spread {
    /// Its actions are the stores, which come behind all instructions.
    pub allotted: Allotted,
    /// The instructions in their order, steps and calls in turn. Of those that are called together none reads another's result.
    pub turns: Vec<Vec<u32>>,
}

/// The same instructions over registers of which none is written twice in a row; `None` where a bank would have more than
/// `most` registers.
pub(super) fn spread(blocks: &Allotted, most: usize) -> Option<Spread> {
    let mut banks = Banks {
        floats: Bank::new(blocks.floats),
        bools: Bank::new(blocks.bools),
    };
    let mut out = Allotted::default();
    for &(register, value) in &blocks.float_constants {
        let own = banks.floats.write(register as usize) as u32;
        out.float_constants.push((own, value));
    }
    for &(register, value) in &blocks.bool_constants {
        let own = banks.bools.write(register as usize) as u32;
        out.bool_constants.push((own, value));
    }
    for input in &blocks.inputs {
        let own = input.map(|register| banks.floats.write(register as usize) as u32);
        out.inputs.push(own);
    }
    let before = [banks.floats.count, banks.bools.count];
    let (mut each, mut stores) = (Vec::new(), Vec::new());
    for action in &blocks.actions {
        match *action {
            Action::Run(index) => {
                each.push(banks.spread(index, &blocks.live[index as usize]));
                if banks.floats.count.max(banks.bools.count) > most {
                    return None;
                }
            }
            Action::Float { register, output } => {
                let register = banks.floats.now[register as usize] as u32;
                stores.push(Action::Float { register, output });
            }
            Action::Bool { register, output } => {
                let register = banks.bools.now[register as usize] as u32;
                stores.push(Action::Bool { register, output });
            }
            Action::Alert { register, alert } => {
                let register = banks.bools.now[register as usize] as u32;
                stores.push(Action::Alert { register, alert });
            }
        }
    }
    (out.floats, out.bools) = (banks.floats.count, banks.bools.count);
    if out.floats.max(out.bools) > most {
        return None;
    }
    out.live = each.iter().map(|own| own.live.clone()).collect();
    out.actions = stores;
    let turns = ordered(each, before, [out.floats, out.bools]);
    Some(Spread { allotted: out, turns })
}

/// Which registers of each bank are known.
struct Known([Vec<bool>; 2]);

impl Known {
    fn all(&self, registers: &[(Type, usize)]) -> bool {
        registers
            .iter()
            .all(|&(kind, register)| self.0[usize::from(kind == Type::Bool)][register])
    }

    fn write(&mut self, own: &Own) {
        for &(kind, register) in &own.writes {
            self.0[usize::from(kind == Type::Bool)][register] = true;
        }
    }
}

/// Sets the instructions' heights.
fn measure(each: &mut [Own], count: [usize; 2]) {
    // Of each register, the most of who reads it.
    let mut waiting = count.map(|registers| vec![0; registers]);
    let bank = |kind: Type| usize::from(kind == Type::Bool);
    for own in each.iter_mut().rev() {
        let behind = own
            .writes
            .iter()
            .map(|&(kind, register)| waiting[bank(kind)][register]);
        own.height = behind.max().unwrap_or(0) + usize::from(!own.steps());
        for &(kind, register) in &own.reads {
            let most = &mut waiting[bank(kind)][register];
            *most = (*most).max(own.height);
        }
    }
}

/// The instructions in an order of few changes between steps and calls. Of each bank so many registers are known before
/// the first of them. A turn of calls is those that most others wait for, then a share of whatever is ready: a chain of calls
/// takes longer than its instructions, and what hangs on none of them fills the time.
fn ordered(mut left: Vec<Own>, before: [usize; 2], count: [usize; 2]) -> Vec<Vec<u32>> {
    let mut known = Known([0, 1].map(|bank| (0..count[bank]).map(|at| at < before[bank]).collect()));
    measure(&mut left, count);
    let mut turns = Vec::new();
    while !left.is_empty() {
        // Steps, each of which may make others ready.
        let mut turn = Vec::new();
        left.retain(|own| {
            let runs = own.steps() && known.all(&own.reads);
            if runs {
                known.write(own);
                turn.push(own.index);
            }
            !runs
        });
        turns.push(turn);
        let (ready, waiting): (Vec<Own>, Vec<Own>) = left
            .into_iter()
            .partition(|own| !own.steps() && known.all(&own.reads));
        left = waiting;
        let highest = ready.iter().map(|own| own.height).max().unwrap_or(0);
        let (mut turn, others): (Vec<Own>, Vec<Own>) =
            ready.into_iter().partition(|own| own.height == highest);
        // What may run as one stays together.
        let mut groups: Vec<(Option<TypeId>, Vec<Own>)> = Vec::new();
        for own in others {
            let kind = own.kind();
            match groups
                .iter_mut()
                .find(|(known, _)| kind.is_some() && *known == kind)
            {
                Some((_, group)) => group.push(own),
                None => groups.push((kind, vec![own])),
            }
        }
        let share = groups.len().div_ceil(highest.max(1));
        for (at, (_, group)) in groups.into_iter().enumerate() {
            if at < share {
                turn.extend(group);
            } else {
                left.extend(group);
            }
        }
        left.sort_by_key(|own| own.index);
        turn.iter().for_each(|own| known.write(own));
        turns.push(turn.iter().map(|own| own.index).collect());
    }
    turns
}
