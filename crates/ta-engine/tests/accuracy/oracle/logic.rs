//! Logic of three values, and choices.

use super::Due;
use crate::run::Case;
use ta_engine::generated::kernels::Op;

pub(super) fn logic(case: &Case, row: usize) -> Due {
    let float = |operand: usize| case.operands[operand].float()[row];
    let bool = |operand: usize| match case.operands[operand].bool()[row] {
        2 => None,
        known => Some(known == 1),
    };
    let coded = |condition: Option<bool>| Due::Condition(condition.map_or(2, u8::from));
    let settled = || case.scalars[0] == 1.0;
    match case.op {
        Op::And => coded(match (bool(0), bool(1)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }),
        Op::Or => coded(match (bool(0), bool(1)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }),
        Op::Not => coded(bool(0).map(|condition| !condition)),
        Op::FloatOf => Due::same(bool(0).map_or(f64::NAN, f64::from)),
        Op::IsMissing => coded(Some(float(0).is_nan())),
        Op::Select => match bool(0) {
            None => Due::Missing,
            Some(first) => Due::same(float(if first { 1 } else { 2 })),
        },
        Op::SelectBool => coded(bool(0).and_then(|first| bool(if first { 1 } else { 2 }))),
        Op::Coalesce => Due::same(if float(0).is_nan() { float(1) } else { float(0) }),
        Op::CoalesceBool => coded(bool(0).or(bool(1))),
        Op::Choose => Due::same(float(if settled() { 0 } else { 1 })),
        Op::ChooseBool => coded(bool(if settled() { 0 } else { 1 })),
        op => unreachable!("{op:?} is no logic"),
    }
}
