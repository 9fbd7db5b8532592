//! PL8: what a plan must be before anything is made from it. The engine trusts no plan.
//!
//! Invariants of a plan that passed, in the order in which they are checked:
//! 1. names are unique; parameters' constants exist, defaults are of their type, range and choices;
//! 2. there is the ambient clock alone, and no capability (this edition); no input stands twice;
//! 3. scalars and constants are defined before their use, all needed, and in canonical order (PL6);
//! 4. every lane fits its kernel: operands' count and types, scalars' count and kinds, policy; registers are
//!    defined by an earlier instruction, so no lane of a group reads another's result (PL3.2);
//! 5. lengths, lags, indexes and counts are integral and bounded by 1,048,576 for all parameters in their
//!    ranges; conditions are conditions; only `stable_from` depends on ε;
//! 6. a group of several kernels is of one family over the same operands, or the fields of a state, whose body is
//!    what `body` says;
//! 7. `needs` are exactly the kernels used; inputs stand in the order of the walk (PL6); every instruction is
//!    reached by an output or an alert;
//! 8. the plan's bounds are those of its kernels (PL7), checked for the default parameters here and for the
//!    bound ones in `Program::bind`, which also checks guards: they are settled then, and exactly.

use super::scalar::{Operator, Range, ranges};
use super::*;
use crate::generated::kernels::ParamKind;
use std::collections::HashSet;

/// Verifies a decoded plan.
pub fn verify(plan: &Semantic, description: &Descriptive, limits: &Limits) -> Result<(), Error> {
    names(plan)?;
    params(plan)?;
    described(plan, description)?;
    edition(plan)?;
    canonical_scalars(plan)?;
    let registers = lanes(plan, limits)?;
    roots(plan, &registers)?;
    canonical_order(plan, &registers)?;
    let defaults: Vec<f64> = plan
        .params
        .iter()
        .map(|param| plan.constant(param.default))
        .collect();
    bounds::check(plan, &defaults)?;
    Ok(())
}

fn fail<T>(code: Code, message: impl Into<String>) -> Result<T, Error> {
    Err(Error::new(code, message))
}

fn unique<'a>(names: impl Iterator<Item = &'a str>, what: &str) -> Result<(), Error> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return fail(Code::PlanShape, format!("{what} '{name}' stands twice"));
        }
    }
    Ok(())
}

fn names(plan: &Semantic) -> Result<(), Error> {
    unique(plan.params.iter().map(|param| param.name.as_str()), "parameter")?;
    unique(plan.outputs.iter().map(|output| output.name.as_str()), "output")?;
    unique(plan.alerts.iter().map(|alert| alert.name.as_str()), "alert")?;
    if plan.outputs.is_empty() && plan.alerts.is_empty() {
        return fail(Code::PlanShape, "the plan has neither output nor alert");
    }
    Ok(())
}

/// Why a value is none of a parameter's, or `None` if it is. `value` may be missing where `missing` says so.
pub(crate) fn unfit(param: &Param, constants: &[f64], value: f64, missing: bool) -> Option<String> {
    let bound = |at: Option<u32>| at.map(|at| constants[at as usize]);
    if value.is_nan() {
        return (!missing).then(|| "a missing value".to_owned());
    }
    if let Some(choices) = &param.choices {
        return (value < 0.0 || value >= choices.len() as f64 || value.trunc() != value)
            .then(|| "none of its choices".to_owned());
    }
    let fits = match param.kind {
        ParamType::Int => value.trunc() == value && value.abs() <= 9_007_199_254_740_992.0,
        ParamType::Bool => value == 0.0 || value == 1.0,
        ParamType::Float => value.is_finite(),
        ParamType::String => false,
    };
    if !fits {
        return Some("not of its type".to_owned());
    }
    let (min, max) = (bound(param.min), bound(param.max));
    if min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max) {
        let side = |bound: Option<f64>| bound.map_or_else(String::new, |bound| bound.to_string());
        return Some(format!("outside its range {}..{}", side(min), side(max)));
    }
    None
}

fn params(plan: &Semantic) -> Result<(), Error> {
    for param in &plan.params {
        let name = &param.name;
        for at in [Some(param.default), param.min, param.max, param.step]
            .into_iter()
            .flatten()
        {
            if at as usize >= plan.constants.len() {
                return fail(
                    Code::PlanShape,
                    format!("parameter '{name}' refers to constant {at}, which is not there"),
                );
            }
        }
        if (param.kind == ParamType::String) != param.choices.is_some() {
            return fail(
                Code::PlanShape,
                format!("parameter '{name}' has choices where strings alone do"),
            );
        }
        if let Some(choices) = &param.choices {
            unique(choices.iter().map(String::as_str), "choice")?;
        }
        for at in [param.min, param.max, param.step].into_iter().flatten() {
            if plan.constant(at).is_nan() {
                return fail(
                    Code::PlanShape,
                    format!("a bound of parameter '{name}' is missing"),
                );
            }
        }
        let missing = matches!(param.kind, ParamType::Float | ParamType::Bool);
        if let Some(why) = unfit(param, &plan.constants, plan.constant(param.default), missing) {
            return fail(
                Code::PlanShape,
                format!("the default of parameter '{name}' is {why}"),
            );
        }
    }
    Ok(())
}

fn described(plan: &Semantic, description: &Descriptive) -> Result<(), Error> {
    let lanes: usize = plan
        .instructions
        .iter()
        .map(|instruction| instruction.lanes.len())
        .sum();
    let counts = [
        ("parameters' docs", description.params.len(), plan.params.len()),
        ("outputs' docs", description.outputs.len(), plan.outputs.len()),
        ("alerts' docs", description.alerts.len(), plan.alerts.len()),
        (
            "source map",
            description.source_map.as_ref().map_or(lanes, Vec::len),
            lanes,
        ),
    ];
    for (what, found, due) in counts {
        if found != due {
            return fail(
                Code::PlanShape,
                format!("the {what} has {found} items, not {due}"),
            );
        }
    }
    Ok(())
}

fn edition(plan: &Semantic) -> Result<(), Error> {
    if plan.edition != 1 {
        return fail(
            Code::NotInThisVersion,
            format!("edition {} is not in this version", plan.edition),
        );
    }
    if plan.clocks.first() != Some(&Clock::default()) {
        return fail(Code::PlanShape, "the first clock is not the ambient one");
    }
    if plan.clocks.len() > 1 || plan.inputs.iter().any(|input| input.clock != 0) {
        return fail(Code::NotInThisVersion, "another clock is not in this version");
    }
    let mut inputs: Vec<(&str, &str)> = plan
        .inputs
        .iter()
        .map(|input| (&*input.source, &*input.field))
        .collect();
    inputs.sort_unstable();
    if let Some(pair) = inputs.windows(2).find(|pair| pair[0] == pair[1]) {
        return fail(Code::NotCanonical, format!("input '{}' stands twice", pair[0].1));
    }
    if let Some(capability) = plan.capabilities.iter().find(|capability| *capability != SCAN) {
        return fail(
            Code::NotInThisVersion,
            format!("capability '{capability}' is not in this version"),
        );
    }
    let due: &[&str] = if plan.minor() == 0 { &[] } else { &[SCAN] };
    match plan.capabilities == due {
        true => Ok(()),
        false => fail(
            Code::NotCanonical,
            "the capabilities are not those that the instructions need",
        ),
    }
}

/// Invariant 3. The order in which a walk first needs constants and scalars must be the order they have.
fn canonical_scalars(plan: &Semantic) -> Result<(), Error> {
    let count = plan.scalars.len();
    for (index, scalar) in plan.scalars.iter().enumerate() {
        if let Some(operand) = scalar.reads().iter().find(|&&operand| operand as usize >= index) {
            return fail(
                Code::ScalarInvalid,
                format!("scalar {index} reads scalar {operand} before it is defined"),
            );
        }
        let at = scalar.operands[0] as usize;
        let end = match scalar.operator {
            Operator::Const => plan.constants.len(),
            Operator::Param => plan.params.len(),
            _ => usize::MAX,
        };
        if at >= end {
            return fail(
                Code::ScalarInvalid,
                format!("scalar {index} refers to {at}, which is not there"),
            );
        }
    }
    let mut order = Order {
        seen: vec![false; count],
        next: 0,
    };
    for instruction in &plan.instructions {
        for &root in instruction
            .guard
            .iter()
            .chain(instruction.lanes.iter().flat_map(|lane| &lane.scalars))
        {
            order.need(plan, root)?;
        }
    }
    for output in &plan.outputs {
        order.need(plan, output.valid_from)?;
        order.need(plan, output.stable_from)?;
    }
    for alert in &plan.alerts {
        order.need(plan, alert.valid_from)?;
    }
    for root in plan.history.into_iter().chain([plan.state_bytes]) {
        order.need(plan, root)?;
    }
    if order.next != count {
        return fail(Code::NotCanonical, format!("nothing needs scalar {}", order.next));
    }
    let of_params = plan
        .params
        .iter()
        .flat_map(|p| [Some(p.default), p.min, p.max, p.step])
        .flatten();
    let of_scalars = plan
        .scalars
        .iter()
        .filter(|s| s.operator == Operator::Const)
        .map(|s| s.operands[0]);
    let mut next = 0;
    for constant in of_params.chain(of_scalars) {
        if constant > next {
            return fail(
                Code::NotCanonical,
                format!("constant {constant} is needed before constant {next}"),
            );
        }
        next += u32::from(constant == next);
    }
    if next as usize != plan.constants.len() {
        return fail(Code::NotCanonical, format!("nothing needs constant {next}"));
    }
    Ok(())
}

/// The walk of PL6 over scalars. Its stack is a vector: a chain may be as long as the plan.
struct Order {
    seen: Vec<bool>,
    next: usize,
}

impl Order {
    fn need(&mut self, plan: &Semantic, root: u32) -> Result<(), Error> {
        if root as usize >= plan.scalars.len() {
            return fail(Code::ScalarInvalid, format!("scalar {root} is not there"));
        }
        // (scalar, operands already visited)
        let mut stack = vec![(root as usize, 0)];
        while let Some((scalar, visited)) = stack.pop() {
            if self.seen[scalar] {
                continue;
            }
            let reads = plan.scalars[scalar].reads();
            if let Some(&operand) = reads.get(visited) {
                stack.push((scalar, visited + 1));
                stack.push((operand as usize, 0));
                continue;
            }
            if scalar != self.next {
                return fail(
                    Code::NotCanonical,
                    format!("scalar {scalar} is needed before scalar {}", self.next),
                );
            }
            self.seen[scalar] = true;
            self.next += 1;
        }
        Ok(())
    }
}

/// What a parameter may be when bound.
fn param_range(plan: &Semantic, param: &Param) -> Range {
    let end = |at: Option<u32>, otherwise: f64| at.map_or(otherwise, |at| plan.constant(at));
    match (param.kind, &param.choices) {
        (_, Some(choices)) => Range {
            low: 0.0,
            high: choices.len() as f64 - 1.0,
            integral: true,
        },
        (ParamType::Bool, _) => Range::CONDITION,
        (kind, _) => Range {
            low: end(param.min, f64::NEG_INFINITY),
            high: end(param.max, f64::INFINITY),
            integral: kind == ParamType::Int,
        },
    }
}

/// Invariants 4 to 6, and the kernels used. Returns the registers' types.
fn lanes(plan: &Semantic, limits: &Limits) -> Result<Vec<Type>, Error> {
    let given: Vec<Range> = plan.params.iter().map(|param| param_range(plan, param)).collect();
    let ranges = ranges(&plan.scalars, &plan.constants, &given);
    let epsilon = bounds::depends_on_stability(&plan.scalars);
    let mut registers = vec![Type::Float; plan.inputs.len()];
    let mut used = vec![false; plan.needs.len()];
    for (index, pair) in plan.needs.windows(2).enumerate() {
        if pair[0].opcode >= pair[1].opcode {
            return fail(
                Code::NotCanonical,
                format!("needs {index} and {} do not ascend", index + 1),
            );
        }
    }
    let operations = plan.instructions.iter().flat_map(|instruction| &instruction.body);
    let dispatched: usize = operations.map(|body| body.operations.len()).sum();
    if plan.instructions.len() + dispatched > limits.instructions {
        let message = format!(
            "{} instructions and {dispatched} operations of bodies, the limit is {}",
            plan.instructions.len(),
            limits.instructions
        );
        return fail(Code::BoundExceeded, message);
    }
    let mut operands = 0;
    for (index, instruction) in plan.instructions.iter().enumerate() {
        if instruction.clock as usize >= plan.clocks.len() {
            return fail(
                Code::PlanShape,
                format!("instruction {index} ticks on a clock that is not there"),
            );
        }
        if let Some(guard) = instruction.guard
            && (!ranges[guard as usize].is_condition() || epsilon[guard as usize])
        {
            return fail(
                Code::TypeInvalid,
                format!("the guard of instruction {index} is no condition"),
            );
        }
        let defined = registers.len();
        for lane in &instruction.lanes {
            operands += 1 + lane.registers.len();
            if operands > limits.operands {
                return fail(
                    Code::BoundExceeded,
                    format!("more than {} lanes and operands", limits.operands),
                );
            }
            let Some(used) = used.get_mut(lane.need as usize) else {
                return fail(
                    Code::PlanShape,
                    format!("instruction {index} names need {}, which is not there", lane.need),
                );
            };
            *used = true;
            let row = plan.signature(lane);
            let name = row.name;
            if row.policy != (instruction.policy != Policy::None) {
                return fail(
                    Code::PlanShape,
                    format!("instruction {index}: {name} has the wrong missing-value policy"),
                );
            }
            if !row.body && lane.registers.len() != row.inputs.len() {
                return fail(
                    Code::PlanShape,
                    format!(
                        "instruction {index}: {name} with {} operands",
                        lane.registers.len()
                    ),
                );
            }
            for (at, &register) in lane.registers.iter().enumerate() {
                if register as usize >= defined {
                    let message =
                        format!("instruction {index}: {name} reads register {register} before it is defined");
                    return fail(Code::RegisterInvalid, message);
                }
                // A body says of what type it reads.
                if !row.body && registers[register as usize] != row.inputs[at] {
                    let message =
                        format!("instruction {index}: {name} reads register {register} of the wrong type");
                    return fail(Code::TypeInvalid, message);
                }
            }
            let min_samples = instruction.policy == Policy::MinSamples;
            if lane.scalars.len() != row.params.len() + usize::from(min_samples) {
                return fail(
                    Code::PlanShape,
                    format!("instruction {index}: {name} with {} scalars", lane.scalars.len()),
                );
            }
            for (&scalar, &kind) in lane
                .scalars
                .iter()
                .zip(row.params.iter().chain([&ParamKind::Count]))
            {
                if epsilon[scalar as usize] {
                    return fail(
                        Code::ScalarInvalid,
                        format!("instruction {index}: {name} depends on epsilon"),
                    );
                }
                operand(index, name, kind, ranges[scalar as usize])?;
            }
            let first = &instruction.lanes[0];
            if lane.need != first.need && instruction.body.is_none() {
                let family = plan.signature(first).family;
                if family.is_none() || row.family != family || lane.registers != first.registers {
                    return fail(
                        Code::PlanShape,
                        format!("instruction {index} groups kernels of different families"),
                    );
                }
            }
        }
        let scans = instruction.lanes.iter().any(|lane| plan.signature(lane).body);
        if scans || instruction.body.is_some() {
            body::verify(plan, index, instruction, &registers, &mut used)?;
        }
        for lane in &instruction.lanes {
            registers.push(plan.signature(lane).output);
        }
    }
    match used.iter().position(|used| !used) {
        Some(unused) => fail(
            Code::NotCanonical,
            format!("no instruction uses {}", plan.needs[unused].name),
        ),
        None => Ok(registers),
    }
}

/// Invariant 5 for one scalar operand.
fn operand(index: usize, name: &str, kind: ParamKind, range: Range) -> Result<(), Error> {
    match kind {
        ParamKind::Number => Ok(()),
        ParamKind::Condition if range.is_condition() => Ok(()),
        ParamKind::Condition => fail(
            Code::TypeInvalid,
            format!("instruction {index}: {name} by what is no condition"),
        ),
        ParamKind::Length | ParamKind::Lag | ParamKind::Index | ParamKind::Count => {
            let what = format!(
                "instruction {index}: {name}: a {}",
                format!("{kind:?}").to_lowercase()
            );
            if !range.integral {
                return fail(Code::TypeInvalid, format!("{what} that is not whole"));
            }
            if range.high == f64::INFINITY {
                return fail(Code::WindowUnbounded, format!("{what} without a finite bound"));
            }
            if range.high > WINDOW as f64 {
                return fail(
                    Code::BoundExceeded,
                    format!("{what} of up to {}, the limit is {WINDOW}", range.high),
                );
            }
            Ok(())
        }
    }
}

fn roots(plan: &Semantic, registers: &[Type]) -> Result<(), Error> {
    let of_outputs = plan
        .outputs
        .iter()
        .map(|output| (&output.name, output.register, output.kind));
    let of_alerts = plan
        .alerts
        .iter()
        .map(|alert| (&alert.name, alert.register, Type::Bool));
    for (name, register, kind) in of_outputs.chain(of_alerts) {
        match registers.get(register as usize) {
            None => {
                return fail(
                    Code::RegisterInvalid,
                    format!("'{name}' is register {register}, which is not there"),
                );
            }
            Some(found) if *found != kind => {
                return fail(Code::TypeInvalid, format!("'{name}' is of the wrong type"));
            }
            Some(_) => {}
        }
    }
    let epsilon = bounds::depends_on_stability(&plan.scalars);
    let others = plan.outputs.iter().map(|output| output.valid_from);
    let others = others.chain(plan.alerts.iter().map(|alert| alert.valid_from));
    if others
        .chain(plan.history)
        .chain([plan.state_bytes])
        .any(|scalar| epsilon[scalar as usize])
    {
        return fail(
            Code::ScalarInvalid,
            "a bound other than stable_from depends on epsilon",
        );
    }
    Ok(())
}

/// Invariant 7: the walk of PL6 over registers.
fn canonical_order(plan: &Semantic, registers: &[Type]) -> Result<(), Error> {
    let inputs = plan.inputs.len();
    let mut owner = Vec::with_capacity(registers.len() - inputs);
    for (index, instruction) in plan.instructions.iter().enumerate() {
        owner.extend(std::iter::repeat_n(index, instruction.lanes.len()));
    }
    let operands: Vec<Vec<u32>> = plan
        .instructions
        .iter()
        .map(|instruction| {
            instruction
                .lanes
                .iter()
                .flat_map(|lane| lane.registers.iter().copied())
                .collect()
        })
        .collect();
    let mut next = 0;
    let mut entered = vec![false; plan.instructions.len()];
    for root in plan
        .outputs
        .iter()
        .map(|output| output.register)
        .chain(plan.alerts.iter().map(|a| a.register))
    {
        let mut stack: Vec<(usize, usize)> = Vec::new();
        let mut pending = Some(root as usize);
        loop {
            if let Some(register) = pending.take() {
                if register >= inputs {
                    let instruction = owner[register - inputs];
                    if !entered[instruction] {
                        entered[instruction] = true;
                        stack.push((instruction, 0));
                    }
                } else if register > next {
                    let field = &plan.inputs[register].field;
                    return fail(
                        Code::NotCanonical,
                        format!("input '{field}' is not in the order of the walk"),
                    );
                } else if register == next {
                    next += 1;
                }
            }
            let Some((instruction, visited)) = stack.pop() else {
                break;
            };
            if let Some(&operand) = operands[instruction].get(visited) {
                stack.push((instruction, visited + 1));
                pending = Some(operand as usize);
            }
        }
    }
    if next != inputs {
        return fail(
            Code::NotCanonical,
            format!("nothing reads input '{}'", plan.inputs[next].field),
        );
    }
    if let Some(index) = entered.iter().position(|entered| !entered) {
        return fail(Code::NotCanonical, format!("nothing reads instruction {index}"));
    }
    Ok(())
}
