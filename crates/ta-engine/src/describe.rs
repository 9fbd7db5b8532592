//! What a plan or a program is, as JSON text: what every door tells, read once and far from any hot path.

use crate::generated::kernels::Type;
use crate::plan::{ParamInfo, ParamType};
use crate::{Plan, Program};
use std::fmt::Write;

fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for sign in value.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            sign if u32::from(sign) < 0x20 => {
                write!(out, "\\u{:04x}", u32::from(sign)).expect("a String takes everything");
            }
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

fn optional(value: Option<&str>) -> String {
    value.map_or_else(|| "null".to_string(), text)
}

/// Rust's shortest digits are JSON's; what is not finite is null.
fn number(value: f64) -> String {
    if value.is_finite() {
        format!("{value:?}")
    } else {
        "null".to_string()
    }
}

fn bound(value: Option<f64>) -> String {
    value.map_or_else(|| "null".to_string(), number)
}

fn whole(value: Option<u64>) -> String {
    value.map_or_else(|| "null".to_string(), |value| value.to_string())
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn param(param: ParamInfo<'_>) -> String {
    let kind = match param.kind {
        ParamType::Int => "int",
        ParamType::Float => "float",
        ParamType::Bool => "bool",
        ParamType::String => "string",
    };
    let default = match (param.kind, param.choices) {
        (ParamType::Bool, _) if !param.default.is_nan() => (param.default != 0.0).to_string(),
        (ParamType::String, Some(choices)) => {
            optional(choices.get(param.default as usize).map(String::as_str))
        }
        _ => number(param.default),
    };
    let choices = param.choices.map_or_else(
        || "null".to_string(),
        |choices| list(choices.iter().map(|choice| text(choice))),
    );
    format!(
        r#"{{"name":{},"type":"{kind}","default":{default},"min":{},"max":{},"step":{},"choices":{choices},"doc":{}}}"#,
        text(param.name),
        bound(param.min),
        bound(param.max),
        bound(param.step),
        optional(param.doc)
    )
}

/// A plan: its identity, documentation, parameters, outputs, alerts, the columns that it reads and the kernels that it
/// needs: `PlanDescription` of the Node package. A number that is not finite is null, as is what is not said; an output's
/// hints are pairs of a key and its value's own JSON text, as a string.
pub fn plan(plan: &Plan) -> String {
    let outputs = plan.outputs().map(|output| {
        let kind = match output.kind {
            Type::Float => "float",
            Type::Bool => "bool",
        };
        // A hint's value is JSON already; the decoder keeps it as text, so what is not JSON stays a string.
        let hints: Vec<String> = output
            .hints
            .iter()
            .map(|(key, value)| format!("[{},{}]", text(key), text(value)))
            .collect();
        format!(
            r#"{{"name":{},"type":"{kind}","doc":{},"hints":[{}]}}"#,
            text(output.name),
            optional(output.doc),
            hints.join(",")
        )
    });
    let alerts = plan.alerts().map(|alert| {
        format!(
            r#"{{"name":{},"everyBar":{},"doc":{}}}"#,
            text(alert.name),
            alert.every_bar,
            optional(alert.doc)
        )
    });
    let inputs = plan.inputs().iter().map(|input| {
        format!(
            r#"{{"source":{},"field":{}}}"#,
            text(&input.source),
            text(&input.field)
        )
    });
    let kernels = plan
        .requirements()
        .iter()
        .map(|need| text(&format!("{}@{}", need.name, need.version)));
    format!(
        r#"{{"id":{},"doc":{},"params":{},"outputs":{},"alerts":{},"inputs":{},"kernels":{}}}"#,
        text(&plan.id()),
        optional(plan.doc()),
        list(plan.params().map(param)),
        list(outputs),
        list(alerts),
        list(inputs),
        list(kernels)
    )
}

/// A program once its parameters are settled: by output and by alert its first valid row, the rows of history, bytes of
/// state and what runs: `ProgramDescription` of the Node package. Rows are null where no count of them is enough.
pub fn program(program: &Program) -> String {
    let explain = program.explain();
    format!(
        r#"{{"validFrom":{},"alertsFrom":{},"history":{},"stateBytes":{},"instructions":{},"lanes":{},"level":{}}}"#,
        list(program.outputs().map(|output| whole(output.valid_from))),
        list(program.alerts().map(|alert| whole(alert.valid_from))),
        whole(program.history()),
        program.state_bytes(),
        explain.instructions.len(),
        program.lanes(),
        text(explain.level)
    )
}
