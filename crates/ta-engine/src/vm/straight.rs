//! Programs that go straight from columns to one column: a kernel, or a superinstruction, over inputs, inputs some rows ago
//! and constants, whose result is all that the program gives.

use super::program::{Action, Program};
use crate::generated::kernels::{Op, Type};
use crate::kernels::through::{Operand, Through, through};
use std::collections::HashMap;

/// The whole of such a program.
pub(super) struct Straight {
    pub kernel: Box<dyn Through>,
    /// Rows that the program looks back.
    pub lag: usize,
}

impl Straight {
    /// The program as one pass, if it is one.
    pub fn of(program: &Program) -> Option<Straight> {
        let allotted = &program.blocks;
        let [outputs, alerts] = [program.outputs().len(), program.alerts().len()];
        let (last, shifts) = allotted.live.split_last()?;
        let stored = matches!(allotted.actions.last(), Some(Action::Float { .. }));
        if (outputs, alerts, stored) != (1, 0, true) || allotted.actions.len() != allotted.live.len() + 1 {
            return None;
        }
        // What each register holds when the last instruction reads it.
        let mut held = HashMap::new();
        for (column, register) in allotted.inputs.iter().enumerate() {
            held.extend(register.map(|register| (register as usize, Operand::Column { column, lag: 0 })));
        }
        for &(register, value) in &allotted.float_constants {
            held.insert(register as usize, Operand::Constant(value));
        }
        let (mut most, mut shifted) = (0, Vec::new());
        for live in shifts {
            let [lane] = &live.spec.lanes[..] else { return None };
            let register = *lane.inputs.first()?;
            // What a shift of a shift keeps no column has, not even where the first is by no row.
            let (Op::Shift, None, Some(&Operand::Column { column, .. }), false) = (
                lane.op,
                live.fused,
                held.get(&register),
                shifted.contains(&register),
            ) else {
                return None;
            };
            let lag = lane.scalars[0] as usize;
            most = most.max(lag);
            held.insert(lane.output, Operand::Column { column, lag });
            shifted.push(lane.output);
        }
        let ([lane], None) = (&last.spec.lanes[..], &last.scan) else {
            return None;
        };
        let signature = crate::plan::signature_of(lane.op);
        let numbers = last.fused.is_some() || signature.inputs.iter().all(|&kind| kind == Type::Float);
        if !numbers || signature.output != Type::Float {
            return None;
        }
        let operands = lane.inputs.iter().map(|register| held.get(register).copied());
        let operands: Vec<Operand> = operands.collect::<Option<_>>()?;
        // What looks at its results alone must read every column.
        let reads = |column| operands.contains(&Operand::Column { column, lag: 0 });
        let alone = most == 0 && (0..allotted.inputs.len()).all(reads);
        Some(Straight {
            kernel: through(program.level(), lane.op, last.fused, &operands, alone)?,
            lag: most,
        })
    }
}
