//! Bodies of scans (PL9): what one must be before anything is made from it.
//!
//! Invariants of a body that passed:
//! 1. its lanes are the fields of one state: every one of a kernel with a body, over the same operands;
//! 2. its operations are stateless kernels, over registers that are defined before them and of the kernels' types;
//! 3. every field becomes a register of its own type;
//! 4. operations and operands stand in the order of the walk from the new values, none of them unused.

use super::{Instruction, Policy, Semantic, signature};
use crate::generated::kernels::{Signature, Step, Type};
use crate::{Code, Error};

/// Registers of a body: fields, operands and operations (PL8).
pub const REGISTERS: usize = 4096;

/// How the fields of a state move in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Body {
    pub operations: Vec<Operation>,
    /// Of each field the register of its new value.
    pub next: Vec<u32>,
}

/// A kernel over registers of its body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    pub need: u32,
    pub reads: Vec<u32>,
}

fn fail<T>(code: Code, message: String) -> Result<T, Error> {
    Err(Error::new(code, message))
}

/// Whether what a kernel gives is a function of its operands in that row alone.
pub fn stateless(row: &Signature) -> bool {
    row.state == [Step::Constant(0.0)]
        && !row.inputs.is_empty()
        && row.params.is_empty()
        && !row.policy
        && !row.anchored
        && !row.body
}

/// Checks an instruction that has a body, or whose kernels ask for one. `registers` are the types of those defined
/// before it; marks the needs that its operations use.
pub(super) fn verify(
    plan: &Semantic,
    index: usize,
    instruction: &Instruction,
    registers: &[Type],
    used: &mut [bool],
) -> Result<(), Error> {
    let Some(body) = &instruction.body else {
        return fail(
            Code::PlanShape,
            format!("instruction {index} is a scan without a body"),
        );
    };
    let lanes = &instruction.lanes;
    let first = &lanes[0];
    if instruction.policy != Policy::None {
        return fail(
            Code::PlanShape,
            format!("instruction {index}: a scan with a missing-value policy"),
        );
    }
    let mut types = Vec::new();
    for lane in lanes {
        let row = plan.signature(lane);
        if !row.body || lane.registers != first.registers {
            return fail(
                Code::PlanShape,
                format!("instruction {index}: {} is no field of its state", row.name),
            );
        }
        types.push(row.output);
    }
    let count = lanes.len() + first.registers.len() + body.operations.len();
    if count > REGISTERS {
        return fail(
            Code::BoundExceeded,
            format!("instruction {index}: a body of {count} registers, the limit is {REGISTERS}"),
        );
    }
    types.extend(
        first
            .registers
            .iter()
            .map(|&register| registers[register as usize]),
    );
    for (at, operation) in body.operations.iter().enumerate() {
        let Some(need) = plan.needs.get(operation.need as usize) else {
            return fail(
                Code::PlanShape,
                format!("instruction {index}: operation {at} names a need that is not there"),
            );
        };
        used[operation.need as usize] = true;
        let row = signature(need.opcode).expect("decoding found every need in the table");
        let name = row.name;
        if !stateless(row) || operation.reads.len() != row.inputs.len() {
            return fail(
                Code::PlanShape,
                format!("instruction {index}: {name} cannot be an operation of a body as it stands"),
            );
        }
        for (&read, &kind) in operation.reads.iter().zip(row.inputs) {
            match types.get(read as usize) {
                None => {
                    let message = format!(
                        "instruction {index}: {name} reads the body's register {read} before it is defined"
                    );
                    return fail(Code::RegisterInvalid, message);
                }
                Some(&found) if found != kind => {
                    let message = format!(
                        "instruction {index}: {name} reads the body's register {read} of the wrong type"
                    );
                    return fail(Code::TypeInvalid, message);
                }
                Some(_) => {}
            }
        }
        types.push(row.output);
    }
    if body.next.len() != lanes.len() {
        return fail(
            Code::PlanShape,
            format!(
                "instruction {index}: {} new values for {} fields",
                body.next.len(),
                lanes.len()
            ),
        );
    }
    for (field, &next) in body.next.iter().enumerate() {
        match types.get(next as usize) {
            None => {
                let message = format!("instruction {index}: field {field} becomes what is not there");
                return fail(Code::RegisterInvalid, message);
            }
            Some(&found) if found != types[field] => {
                let message = format!("instruction {index}: field {field} becomes what is not of its type");
                return fail(Code::TypeInvalid, message);
            }
            Some(_) => {}
        }
    }
    canonical(index, body, lanes.len(), first.registers.len())
}

/// Invariant 4: the walk from the new values, depth first and operands first.
fn canonical(index: usize, body: &Body, fields: usize, operands: usize) -> Result<(), Error> {
    let order = |what: &str, at: usize| {
        fail(
            Code::NotCanonical,
            format!("instruction {index}: {what} {at} of the body is not in the order of the walk"),
        )
    };
    let start = fields + operands;
    let mut seen = vec![false; body.operations.len()];
    let (mut next_operand, mut next_operation) = (0, 0);
    for &root in &body.next {
        let mut stack = vec![(root as usize, 0)];
        while let Some((register, visited)) = stack.pop() {
            if register < fields {
                continue;
            }
            if register < start {
                let operand = register - fields;
                if operand > next_operand {
                    return order("operand", operand);
                }
                next_operand += usize::from(operand == next_operand);
                continue;
            }
            let operation = register - start;
            if seen[operation] {
                continue;
            }
            if let Some(&read) = body.operations[operation].reads.get(visited) {
                stack.push((register, visited + 1));
                stack.push((read as usize, 0));
                continue;
            }
            if operation != next_operation {
                return order("operation", operation);
            }
            seen[operation] = true;
            next_operation += 1;
        }
    }
    if next_operand != operands {
        return order("operand", next_operand);
    }
    if next_operation != body.operations.len() {
        return order("operation", next_operation);
    }
    Ok(())
}
