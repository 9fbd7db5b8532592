//! PL7: warm-up, stability, history and state size of bound scalars, recomputed from the kernel table. A
//! plan's own numbers are compared with these and never used.

use super::scalar::{Operator, Scalar, evaluate, greater, lesser};
use super::{Policy, Semantic};
use crate::generated::kernels::{ParamKind, Signature, Step};
use crate::kernels::finite;
use crate::{Code, Error};
use std::collections::HashMap;

/// The values of PL7, for bound parameters. Rows are counted from 0; NaN where a length that a bound leans
/// on is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// Of every register.
    pub valid_from: Vec<f64>,
    /// Of every register, for the ln(1/ε) that was asked for.
    pub stable_from: Vec<f64>,
    /// `None` where an output or an alert depends on where history starts.
    pub history: Option<f64>,
    pub state_bytes: f64,
    /// Every length, lag, index and count is in its range, of pruned lanes too. Where one is not, a plan's
    /// expressions for its bounds mean nothing and are not compared: ours count such a lane as 0.
    pub sound: bool,
    /// `sound`, and no stability is negative.
    pub stable_sound: bool,
}

/// Evaluates a formula of the kernel table.
fn formula(steps: &[Step], scalars: &[f64], stable: f64) -> f64 {
    let mut stack = [0.0; 8];
    let mut top = 0;
    for step in steps {
        let value = match *step {
            Step::Constant(value) => value,
            Step::Param(index) => scalars[index],
            Step::Stable => stable,
            Step::Add | Step::Sub | Step::Mul | Step::Div => {
                top -= 2;
                let (a, b) = (stack[top], stack[top + 1]);
                finite(match *step {
                    Step::Add => a + b,
                    Step::Sub => a - b,
                    Step::Mul => a * b,
                    _ => a / b,
                })
            }
        };
        stack[top] = value;
        top += 1;
    }
    stack[0]
}

/// A bound is never negative; a missing one stays missing.
fn bound(value: f64) -> f64 {
    greater(value, 0.0)
}

/// Whether a lane's scalars are in the ranges of their kinds.
fn fits(kinds: &[ParamKind], scalars: &[f64]) -> bool {
    kinds
        .iter()
        .chain([&ParamKind::Count])
        .zip(scalars)
        .all(|(kind, &value)| match kind {
            ParamKind::Number | ParamKind::Condition => true,
            ParamKind::Length => value >= 1.0,
            ParamKind::Lag | ParamKind::Index | ParamKind::Count => value >= 0.0,
        })
}

/// Rows before the current one that a lane's value depends on, of its operands' rows; `None` where it depends on where
/// history starts. Its scalars are those of a lane that runs: in the ranges of their kinds.
pub(crate) fn history_of(row: &Signature, policy: Policy, scalars: &[f64]) -> Option<usize> {
    // An `observed` window reaches back as far as the gaps in its operand are long.
    if row.anchored || policy == Policy::Observed {
        return None;
    }
    let history = bound(formula(row.history, scalars, stability_of(1e-9)));
    // A float that is no number, or beyond all rows, becomes the greatest: it looks at all of them.
    (!history.is_nan()).then_some(history.ceil() as usize)
}

/// Recomputes the bounds of a shape-checked plan: every register and scalar is defined before its use.
pub fn compute(plan: &Semantic, values: &[f64], stable: f64) -> Bounds {
    let inputs = plan.inputs.len();
    let mut valid_from = vec![0.0; inputs];
    let mut stable_from = vec![0.0; inputs];
    let mut history = vec![0.0; inputs];
    let mut anchored = vec![false; inputs];
    let mut state_bytes = 0.0;
    let (mut sound, mut stable_sound) = (true, true);
    let mut scalars = Vec::new();
    for instruction in &plan.instructions {
        let mut shared: HashMap<&[u32], f64> = HashMap::new();
        for lane in &instruction.lanes {
            let row = plan.signature(lane);
            scalars.clear();
            scalars.extend(lane.scalars.iter().map(|&at| values[at as usize]));
            // A lane that cannot run has no state and delays nothing.
            let lane_fits = fits(row.params, &scalars);
            sound &= lane_fits;
            let of_table = |steps| {
                if lane_fits {
                    bound(formula(steps, &scalars, stable))
                } else {
                    0.0
                }
            };
            let latest = |of: &[f64]| {
                lane.registers
                    .iter()
                    .fold(0.0, |best, &r| greater(best, of[r as usize]))
            };
            let warmup = of_table(row.warmup);
            // What falls back is known where any operand is.
            let known = if row.fallback {
                let valid = lane.registers.iter().map(|&r| valid_from[r as usize]);
                valid.reduce(lesser).unwrap_or(0.0)
            } else {
                latest(&valid_from)
            };
            valid_from.push(finite(known + warmup));
            let mut settled = finite(latest(&stable_from) + warmup);
            if row.anchored {
                let stability = formula(row.stability, &scalars, stable);
                stable_sound &= stability >= 0.0;
                settled = finite(settled + bound(stability));
            }
            stable_from.push(settled);
            history.push(finite(latest(&history) + of_table(row.history)));
            // An `observed` window reaches back as far as the gaps in its operand are long.
            let unbounded = row.anchored || instruction.policy == Policy::Observed;
            anchored.push(unbounded || lane.registers.iter().any(|&r| anchored[r as usize]));
            let state = of_table(row.state);
            if instruction.policy == Policy::None {
                state_bytes = finite(state_bytes + state);
            } else {
                let largest = shared.entry(&lane.registers).or_insert(0.0);
                *largest = greater(*largest, state);
            }
        }
        // Whole numbers far below 2^53: the order of the sum does not matter.
        for largest in shared.values() {
            state_bytes = finite(state_bytes + largest);
        }
    }
    let roots = || {
        plan.outputs
            .iter()
            .map(|output| output.register)
            .chain(plan.alerts.iter().map(|alert| alert.register))
    };
    // "null where any lane is anchored or observed": every lane is reached from a root.
    let history = if anchored.contains(&true) {
        None
    } else {
        Some(roots().fold(0.0, |best, r| greater(best, history[r as usize])))
    };
    Bounds {
        valid_from,
        stable_from,
        history,
        state_bytes,
        sound,
        stable_sound: sound && stable_sound,
    }
}

/// ln(1/ε) for ε.
pub fn stability_of(epsilon: f64) -> f64 {
    finite(-libm::log(epsilon))
}

fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

/// The plan's own numbers must be the recomputed ones (TA6015).
pub fn check(plan: &Semantic, params: &[f64]) -> Result<Bounds, Error> {
    // Any ε will do to compare; what is reported later is recomputed for the ε that is asked for.
    let stable = stability_of(1e-9);
    let values = evaluate(&plan.scalars, &plan.constants, params, stable);
    let bounds = compute(plan, &values, stable);
    let differs = |what: String, written: f64, computed: f64| {
        let message = format!("{what} is {written} in the plan and {computed} by its kernels");
        Err(Error::new(Code::WarmupWrong, message))
    };
    if !bounds.sound {
        return Ok(bounds);
    }
    for output in &plan.outputs {
        let written = values[output.valid_from as usize];
        let computed = bounds.valid_from[output.register as usize];
        if !same(written, computed) {
            return differs(
                format!("the first valid row of output '{}'", output.name),
                written,
                computed,
            );
        }
        let written = values[output.stable_from as usize];
        let computed = bounds.stable_from[output.register as usize];
        if bounds.stable_sound && !same(written, computed) {
            return differs(
                format!("the first stable row of output '{}'", output.name),
                written,
                computed,
            );
        }
    }
    for alert in &plan.alerts {
        let written = values[alert.valid_from as usize];
        let computed = bounds.valid_from[alert.register as usize];
        if !same(written, computed) {
            return differs(
                format!("the first valid row of alert '{}'", alert.name),
                written,
                computed,
            );
        }
    }
    match (plan.history, bounds.history) {
        (None, None) => {}
        (Some(at), Some(computed)) if same(values[at as usize], computed) => {}
        (Some(at), Some(computed)) => return differs("the history".into(), values[at as usize], computed),
        (Some(_), None) => {
            let message = "the plan states a history, and an output depends on where history starts";
            return Err(Error::new(Code::WarmupWrong, message));
        }
        (None, Some(computed)) => {
            let message = format!("the plan states no history, and it is {computed} by its kernels");
            return Err(Error::new(Code::WarmupWrong, message));
        }
    }
    let written = values[plan.state_bytes as usize];
    if !same(written, bounds.state_bytes) {
        return differs("the state's size".into(), written, bounds.state_bytes);
    }
    Ok(bounds)
}

/// Which scalars depend on ε.
pub fn depends_on_stability(scalars: &[Scalar]) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(scalars.len());
    for scalar in scalars {
        let depends = scalar.operator == Operator::Stable
            || scalar.reads().iter().any(|&operand| out[operand as usize]);
        out.push(depends);
    }
    out
}
