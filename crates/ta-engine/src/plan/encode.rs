//! Structures to bytes: RFC 8949 core-deterministic (PL1). What `decode` read, this writes again to the byte.

use super::scalar::Scalar;
use super::*;
use minicbor::Encoder;
use std::convert::Infallible;

type Writer = Encoder<Vec<u8>>;
type Written = Result<(), minicbor::encode::Error<Infallible>>;

/// Where two byte strings first differ.
pub fn difference(a: &[u8], b: &[u8]) -> Option<usize> {
    if a == b {
        return None;
    }
    Some(
        a.iter()
            .zip(b)
            .position(|(x, y)| x != y)
            .unwrap_or(a.len().min(b.len())),
    )
}

/// The plan's bytes, digests included.
pub fn encode(semantic: &Semantic, descriptive: &Descriptive) -> Vec<u8> {
    seal(
        semantic.minor(),
        &written(|w| write_semantic(w, semantic)),
        &written(|w| write_descriptive(w, descriptive)),
    )
}

/// The envelope around two encoded parts.
pub fn seal(minor: u64, semantic: &[u8], descriptive: &[u8]) -> Vec<u8> {
    let before = written(|w| {
        w.array(7)?.str(FORMAT)?.u64(MAJOR)?.u64(minor)?;
        w.bytes(semantic)?
            .bytes(&digest::identity(semantic))?
            .bytes(descriptive)?;
        Ok(())
    });
    let digest = digest::envelope(&before);
    let mut encoder = Encoder::new(before);
    encoder.bytes(&digest).expect("a vector takes every byte");
    encoder.into_writer()
}

fn written(write: impl FnOnce(&mut Writer) -> Written) -> Vec<u8> {
    let mut writer = Encoder::new(Vec::new());
    write(&mut writer).expect("a vector takes every byte");
    writer.into_writer()
}

fn optional<T: ?Sized>(
    w: &mut Writer,
    value: Option<&T>,
    write: impl FnOnce(&mut Writer, &T) -> Written,
) -> Written {
    match value {
        Some(value) => write(w, value),
        None => w.null().map(|_| ()),
    }
}

fn optional_text(w: &mut Writer, value: Option<&String>) -> Written {
    optional(w, value, |w, text| w.str(text).map(|_| ()))
}

fn optional_index(w: &mut Writer, value: Option<u32>) -> Written {
    optional(w, value.as_ref(), |w, index| w.u32(*index).map(|_| ()))
}

fn indexes(w: &mut Writer, values: &[u32]) -> Written {
    w.array(values.len() as u64)?;
    for value in values {
        w.u32(*value)?;
    }
    Ok(())
}

fn docs(w: &mut Writer, values: &[Option<String>]) -> Written {
    w.array(values.len() as u64)?;
    for value in values {
        optional_text(w, value.as_ref())?;
    }
    Ok(())
}

fn write_scalar(w: &mut Writer, scalar: &Scalar) -> Written {
    let arity = scalar.operator.arity();
    w.array(1 + arity as u64)?.u8(scalar.operator as u8)?;
    for operand in &scalar.operands[..arity] {
        w.u32(*operand)?;
    }
    Ok(())
}

fn write_semantic(w: &mut Writer, plan: &Semantic) -> Written {
    w.map(12)?;
    w.u8(0)?.u64(plan.edition)?;
    w.u8(1)?.array(plan.needs.len() as u64)?;
    for need in &plan.needs {
        w.array(3)?.u16(need.opcode)?.u16(need.version)?.str(&need.name)?;
    }
    w.u8(2)?.array(plan.params.len() as u64)?;
    for param in &plan.params {
        w.array(7)?
            .str(&param.name)?
            .u8(param.kind as u8)?
            .u32(param.default)?;
        optional_index(w, param.min)?;
        optional_index(w, param.max)?;
        optional_index(w, param.step)?;
        optional(w, param.choices.as_deref(), |w, choices: &[String]| {
            w.array(choices.len() as u64)?;
            for choice in choices {
                w.str(choice)?;
            }
            Ok(())
        })?;
    }
    let constants: Vec<u8> = plan
        .constants
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    w.u8(3)?.bytes(&constants)?;
    w.u8(4)?.array(plan.clocks.len() as u64)?;
    for clock in &plan.clocks {
        w.array(3)?;
        optional_text(w, clock.symbol.as_ref())?;
        optional_text(w, clock.period.as_ref())?;
        optional_text(w, clock.source.as_ref())?;
    }
    w.u8(5)?.array(plan.inputs.len() as u64)?;
    for input in &plan.inputs {
        w.array(3)?
            .u32(input.clock)?
            .str(&input.source)?
            .str(&input.field)?;
    }
    w.u8(6)?.array(plan.scalars.len() as u64)?;
    for scalar in &plan.scalars {
        write_scalar(w, scalar)?;
    }
    w.u8(7)?.array(plan.instructions.len() as u64)?;
    for instruction in &plan.instructions {
        let need = instruction.lanes.first().map_or(0, |lane| lane.need);
        w.array(5 + u64::from(instruction.body.is_some()))?
            .u32(need)?
            .u32(instruction.clock)?
            .u8(instruction.policy as u8)?;
        optional_index(w, instruction.guard)?;
        w.array(instruction.lanes.len() as u64)?;
        for lane in &instruction.lanes {
            w.array(3)?.u32(lane.need)?;
            indexes(w, &lane.registers)?;
            indexes(w, &lane.scalars)?;
        }
        if let Some(body) = &instruction.body {
            w.array(2)?.array(body.operations.len() as u64)?;
            for operation in &body.operations {
                w.array(1 + operation.reads.len() as u64)?.u32(operation.need)?;
                for read in &operation.reads {
                    w.u32(*read)?;
                }
            }
            indexes(w, &body.next)?;
        }
    }
    w.u8(8)?.array(plan.outputs.len() as u64)?;
    for output in &plan.outputs {
        w.array(5)?
            .str(&output.name)?
            .u8(u8::from(output.kind == Type::Bool))?
            .u32(output.register)?;
        w.u32(output.valid_from)?.u32(output.stable_from)?;
    }
    w.u8(9)?.array(plan.alerts.len() as u64)?;
    for alert in &plan.alerts {
        w.array(4)?
            .str(&alert.name)?
            .u32(alert.register)?
            .u8(u8::from(alert.every_bar))?
            .u32(alert.valid_from)?;
    }
    w.u8(10)?.array(2)?;
    optional_index(w, plan.history)?;
    w.u32(plan.state_bytes)?;
    w.u8(11)?.array(plan.capabilities.len() as u64)?;
    for capability in &plan.capabilities {
        w.str(capability)?;
    }
    Ok(())
}

fn write_descriptive(w: &mut Writer, description: &Descriptive) -> Written {
    w.map(6 + description.unknown.len() as u64)?;
    w.u8(0)?;
    optional_text(w, description.doc.as_ref())?;
    w.u8(1)?;
    docs(w, &description.params)?;
    w.u8(2)?.array(description.outputs.len() as u64)?;
    for (doc, hints) in &description.outputs {
        w.array(2)?;
        optional_text(w, doc.as_ref())?;
        w.array(hints.len() as u64)?;
        for (key, value) in hints {
            w.array(2)?.str(key)?.str(value)?;
        }
    }
    w.u8(3)?;
    docs(w, &description.alerts)?;
    w.u8(4)?;
    optional(
        w,
        description.source_map.as_deref(),
        |w, spans: &[Option<Span>]| {
            w.array(spans.len() as u64)?;
            for span in spans {
                optional(w, span.as_ref(), |w, (start, end)| {
                    w.array(2)?.u32(*start)?.u32(*end).map(|_| ())
                })?;
            }
            Ok(())
        },
    )?;
    w.u8(5)?.str(&description.compiler)?;
    for (key, item) in &description.unknown {
        w.u64(*key)?;
        // The item's own bytes, as they came.
        w.writer_mut().extend_from_slice(item);
    }
    Ok(())
}
