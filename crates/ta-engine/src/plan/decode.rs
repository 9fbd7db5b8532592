//! Bytes to structures: shapes, digests and deterministic encoding. What the parts mean to one another is
//! `verify`'s. Every allocation is proportional to the bytes that are there.

use super::body::Operation;
use super::digest::{self, Digest};
use super::reader::{PLAN, Reader};
use super::scalar::{Operator, Scalar};
use super::*;

/// A plan of sound shape and digests, not verified.
#[derive(Debug)]
pub struct Decoded {
    pub semantic: Semantic,
    pub descriptive: Descriptive,
    pub id: Digest,
}

/// The canonical NaN: how missing is written (PL2).
pub const NAN_BITS: u64 = 0x7ff8_0000_0000_0000;

const SECTIONS: [&str; 12] = [
    "edition",
    "needs",
    "params",
    "constants",
    "clocks",
    "inputs",
    "scalars",
    "instructions",
    "outputs",
    "alerts",
    "bounds",
    "capabilities",
];

fn read_digest(reader: &mut Reader<'_>, what: &str) -> Result<(Digest, usize), Error> {
    let offset = reader.offset();
    let bytes = reader.bytes(what)?;
    let digest = bytes
        .try_into()
        .map_err(|_| reader.shape(offset, format!("{what} is not of 32 bytes")))?;
    Ok((digest, offset))
}

/// Reads the envelope (PL1), checks both digests, then reads both parts.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Error> {
    let mut reader = Reader::new(bytes, 0, PLAN);
    // Until the format's name stood there, wrong bytes are "no plan"; bytes that end early may be one.
    let no_plan = |error: Error| match error.code {
        Code::PlanTruncated => error,
        _ => Error::at(
            Code::NotAPlan,
            error.offset.unwrap_or(0),
            "these bytes are no plan",
        ),
    };
    if bytes.first().is_some_and(|&first| first != 0x87) {
        return Err(Error::at(Code::NotAPlan, 0, "these bytes are no plan"));
    }
    // Not `tuple`: a plan that is cut after its head is cut short, not of another shape.
    reader.list("a plan").map_err(no_plan)?;
    let name_at = reader.offset();
    let name = reader.text("the format's name").map_err(no_plan)?;
    if name != FORMAT {
        return Err(Error::at(Code::NotAPlan, name_at, "these bytes are no plan"));
    }
    let version_at = reader.offset();
    let major = reader.unsigned("the major version")?;
    let minor = reader.unsigned("the minor version")?;
    if major != MAJOR || minor > MINOR {
        let message =
            format!("a plan of format {major}.{minor}; this engine reads {MAJOR}.0 to {MAJOR}.{MINOR}");
        return Err(Error::at(Code::PlanVersion, version_at, message));
    }
    let semantic = reader.bytes("the semantic part")?;
    let semantic_base = reader.offset() - semantic.len();
    let (id, id_at) = read_digest(&mut reader, "the identity")?;
    let descriptive = reader.bytes("the descriptive part")?;
    let descriptive_base = reader.offset() - descriptive.len();
    let (envelope, envelope_at) = read_digest(&mut reader, "the envelope digest")?;
    reader.end(Code::PlanTrailing, "the plan")?;
    if digest::identity(semantic) != id {
        return Err(Error::at(
            Code::PlanDigest,
            id_at,
            "the identity does not match the semantic part",
        ));
    }
    if digest::envelope(&bytes[..envelope_at]) != envelope {
        return Err(Error::at(
            Code::PlanDigest,
            envelope_at,
            "the envelope digest does not match the plan",
        ));
    }
    let mut reader = Reader::new(semantic, semantic_base, PLAN);
    let semantic = read_semantic(&mut reader, limits)?;
    reader.end(Code::PlanShape, "the semantic part")?;
    let mut reader = Reader::new(descriptive, descriptive_base, PLAN);
    let descriptive = read_descriptive(&mut reader)?;
    reader.end(Code::PlanShape, "the descriptive part")?;
    Ok(Decoded {
        semantic,
        descriptive,
        id,
    })
}

/// A list's count, within the host's limit.
fn limited(reader: &mut Reader<'_>, what: &str, limit: usize) -> Result<usize, Error> {
    let offset = reader.offset();
    let count = reader.list(what)?;
    if count > limit {
        return Err(Error::at(
            Code::BoundExceeded,
            offset,
            format!("{what} has {count} items, the limit is {limit}"),
        ));
    }
    Ok(count)
}

fn collect<'a, T>(
    reader: &mut Reader<'a>,
    count: usize,
    mut item: impl FnMut(&mut Reader<'a>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    // Not `with_capacity(count)`: an item may be larger than the byte that stands for it in a forged list.
    let mut out = Vec::with_capacity(count.min(1024));
    for _ in 0..count {
        out.push(item(reader)?);
    }
    Ok(out)
}

fn text(reader: &mut Reader<'_>, what: &str) -> Result<String, Error> {
    reader.text(what).map(str::to_owned)
}

fn indexes(reader: &mut Reader<'_>, what: &str) -> Result<Vec<u32>, Error> {
    let count = reader.list(what)?;
    collect(reader, count, |r| r.index(what))
}

fn read_semantic(reader: &mut Reader<'_>, limits: &Limits) -> Result<Semantic, Error> {
    let start = reader.offset();
    let count = reader.map("the semantic part")?;
    let mut out = Semantic {
        edition: 0,
        needs: vec![],
        params: vec![],
        constants: vec![],
        clocks: vec![],
        inputs: vec![],
        scalars: vec![],
        instructions: vec![],
        outputs: vec![],
        alerts: vec![],
        history: None,
        state_bytes: 0,
        capabilities: vec![],
    };
    for expected in 0..count as u64 {
        let offset = reader.offset();
        let key = reader.unsigned("a section's key")?;
        if key >= SECTIONS.len() as u64 {
            return Err(Error::at(
                Code::PlanSection,
                offset,
                format!("this engine does not know section {key}"),
            ));
        }
        if key != expected {
            return Err(reader.shape(offset, format!("section {key} stands where {expected} is due")));
        }
        let what = SECTIONS[key as usize];
        match key {
            0 => out.edition = reader.unsigned(what)?,
            1 => {
                let count = limited(reader, what, SIGNATURES.len())?;
                out.needs = collect(reader, count, read_need)?;
            }
            2 => {
                let count = limited(reader, what, limits.params)?;
                out.params = collect(reader, count, read_param)?;
            }
            3 => out.constants = read_constants(reader)?,
            4 => {
                let count = limited(reader, what, limits.inputs)?;
                out.clocks = collect(reader, count, read_clock)?;
            }
            5 => {
                let count = limited(reader, what, limits.inputs)?;
                out.inputs = collect(reader, count, |r| {
                    r.tuple(3, "an input")?;
                    Ok(Input {
                        clock: r.index("a clock")?,
                        source: text(r, "a source")?,
                        field: text(r, "a field")?,
                    })
                })?;
            }
            6 => {
                let count = limited(reader, what, limits.scalars)?;
                out.scalars = collect(reader, count, read_scalar)?;
            }
            7 => {
                let count = limited(reader, what, limits.instructions)?;
                let mut operands = 0;
                out.instructions = collect(reader, count, |r| read_instruction(r, &mut operands, limits))?;
            }
            8 => {
                let count = limited(reader, what, limits.outputs)?;
                out.outputs = collect(reader, count, |r| {
                    r.tuple(5, "an output")?;
                    Ok(Output {
                        name: text(r, "an output's name")?,
                        kind: if r.below(2, "an output's type")? == 0 {
                            Type::Float
                        } else {
                            Type::Bool
                        },
                        register: r.index("an output's register")?,
                        valid_from: r.index("an output's first valid row")?,
                        stable_from: r.index("an output's first stable row")?,
                    })
                })?;
            }
            9 => {
                let count = limited(reader, what, limits.alerts)?;
                out.alerts = collect(reader, count, |r| {
                    r.tuple(4, "an alert")?;
                    Ok(Alert {
                        name: text(r, "an alert's name")?,
                        register: r.index("an alert's register")?,
                        every_bar: r.below(2, "every_bar")? == 1,
                        valid_from: r.index("an alert's first valid row")?,
                    })
                })?;
            }
            10 => {
                reader.tuple(2, what)?;
                out.history = reader.optional(|r| r.index("the history"))?;
                out.state_bytes = reader.index("the state's size")?;
            }
            _ => {
                let count = reader.list(what)?;
                out.capabilities = collect(reader, count, |r| text(r, "a capability"))?;
            }
        }
    }
    if count != SECTIONS.len() {
        return Err(reader.shape(start, format!("section {} is absent", SECTIONS[count])));
    }
    Ok(out)
}

fn read_need(reader: &mut Reader<'_>) -> Result<Need, Error> {
    reader.tuple(3, "a need")?;
    let offset = reader.offset();
    let opcode = reader.below(1 << 16, "an opcode")? as u16;
    let version = reader.below(1 << 16, "a kernel's version")? as u16;
    let name = text(reader, "a kernel's name")?;
    match signature(opcode) {
        Some(row) if row.version == version && row.name == name => Ok(Need {
            opcode,
            version,
            name,
        }),
        Some(row) => {
            let message = format!(
                "the plan needs {name}@{version}; this engine has {}@{}",
                row.name, row.version
            );
            Err(Error::at(Code::KernelMissing, offset, message))
        }
        None => {
            let message = format!("the plan needs {name}@{version}, which this engine lacks");
            Err(Error::at(Code::KernelMissing, offset, message))
        }
    }
}

fn read_param(reader: &mut Reader<'_>) -> Result<Param, Error> {
    reader.tuple(7, "a parameter")?;
    Ok(Param {
        name: text(reader, "a parameter's name")?,
        kind: match reader.below(4, "a parameter's type")? {
            0 => ParamType::Int,
            1 => ParamType::Float,
            2 => ParamType::Bool,
            _ => ParamType::String,
        },
        default: reader.index("a parameter's default")?,
        min: reader.optional(|r| r.index("a parameter's minimum"))?,
        max: reader.optional(|r| r.index("a parameter's maximum"))?,
        step: reader.optional(|r| r.index("a parameter's step"))?,
        choices: reader.optional(|r| {
            let count = r.list("a parameter's choices")?;
            collect(r, count, |r| text(r, "a choice"))
        })?,
    })
}

fn read_constants(reader: &mut Reader<'_>) -> Result<Vec<f64>, Error> {
    let bytes = reader.bytes("the constants")?;
    let start = reader.offset() - bytes.len();
    let (words, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(reader.shape(start, "the constants are not of eight bytes each"));
    }
    let mut out = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let value = f64::from_le_bytes(*word);
        if !value.is_finite() && value.to_bits() != NAN_BITS {
            return Err(reader.shape(
                start + 8 * index,
                "a constant is neither finite nor the canonical NaN",
            ));
        }
        out.push(value);
    }
    let mut bits: Vec<u64> = out.iter().map(|value| value.to_bits()).collect();
    bits.sort_unstable();
    if bits.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::at(
            Code::NotCanonical,
            start,
            "a constant stands twice in the pool",
        ));
    }
    Ok(out)
}

fn read_clock(reader: &mut Reader<'_>) -> Result<Clock, Error> {
    reader.tuple(3, "a clock")?;
    Ok(Clock {
        symbol: reader.optional(|r| text(r, "a clock's symbol"))?,
        period: reader.optional(|r| text(r, "a clock's period"))?,
        source: reader.optional(|r| text(r, "a clock's source"))?,
    })
}

fn read_scalar(reader: &mut Reader<'_>) -> Result<Scalar, Error> {
    let offset = reader.offset();
    let count = reader.list("a scalar")?;
    let code = if count == 0 {
        u64::MAX
    } else {
        reader.unsigned("a scalar's operator")?
    };
    let Some(operator) = Operator::from_code(code) else {
        return Err(reader.shape(offset, "a scalar has no operator of this format"));
    };
    if count != 1 + operator.arity() {
        return Err(reader.shape(
            offset,
            format!(
                "{operator:?} has {} operands, not {}",
                count - 1,
                operator.arity()
            ),
        ));
    }
    let mut operands = [0; 3];
    for operand in &mut operands[..operator.arity()] {
        *operand = reader.index("a scalar's operand")?;
    }
    Ok(Scalar { operator, operands })
}

fn read_instruction(
    reader: &mut Reader<'_>,
    operands: &mut usize,
    limits: &Limits,
) -> Result<Instruction, Error> {
    let at = reader.offset();
    let items = reader.list("an instruction")?;
    if items != 5 && items != 6 {
        return Err(reader.shape(at, format!("an instruction has {items} items, not 5 or 6")));
    }
    let need_at = reader.offset();
    let need = reader.index("an instruction's need")?;
    let clock = reader.index("an instruction's clock")?;
    let policy = match reader.below(4, "a missing-value policy")? {
        0 => Policy::None,
        1 => Policy::Rows,
        2 => Policy::Observed,
        _ => Policy::MinSamples,
    };
    let guard = reader.optional(|r| r.index("a guard"))?;
    let lanes_at = reader.offset();
    let count = reader.list("an instruction's lanes")?;
    let lanes = collect(reader, count, |r| {
        let lane_at = r.offset();
        r.tuple(3, "a lane")?;
        let lane = Lane {
            need: r.index("a lane's need")?,
            registers: indexes(r, "a lane's registers")?,
            scalars: indexes(r, "a lane's scalars")?,
        };
        *operands += 1 + lane.registers.len();
        if *operands > limits.operands {
            let message = format!("more than {} lanes and operands", limits.operands);
            return Err(Error::at(Code::BoundExceeded, lane_at, message));
        }
        Ok(lane)
    })?;
    let body = match items {
        6 => Some(read_body(reader, operands, limits)?),
        _ => None,
    };
    match lanes.first() {
        None => Err(reader.shape(lanes_at, "an instruction has no lane")),
        Some(first) if first.need != need => {
            Err(reader.shape(need_at, "an instruction's need is not its first lane's"))
        }
        Some(_) => Ok(Instruction {
            clock,
            policy,
            guard,
            lanes,
            body,
        }),
    }
}

fn read_body(reader: &mut Reader<'_>, operands: &mut usize, limits: &Limits) -> Result<Body, Error> {
    reader.tuple(2, "a body")?;
    let count = limited(reader, "a body's operations", limits.instructions)?;
    let operations = collect(reader, count, |r| {
        let operation_at = r.offset();
        let mut words = indexes(r, "a body's operation")?;
        if words.is_empty() {
            return Err(r.shape(operation_at, "a body's operation names no need"));
        }
        *operands += words.len();
        if *operands > limits.operands {
            let message = format!("more than {} lanes and operands", limits.operands);
            return Err(Error::at(Code::BoundExceeded, operation_at, message));
        }
        let need = words.remove(0);
        Ok(Operation { need, reads: words })
    })?;
    Ok(Body {
        operations,
        next: indexes(reader, "a body's new values")?,
    })
}

fn read_descriptive(reader: &mut Reader<'_>) -> Result<Descriptive, Error> {
    let start = reader.offset();
    let count = reader.map("the descriptive part")?;
    let mut out = Descriptive::default();
    let mut previous = None;
    let mut known = 0;
    for _ in 0..count {
        let offset = reader.offset();
        let key = reader.unsigned("a description's key")?;
        if previous.is_some_and(|before| before >= key) {
            return Err(Error::at(
                Code::PlanEncoding,
                offset,
                "the keys of the descriptive part do not ascend",
            ));
        }
        previous = Some(key);
        known += usize::from(key < 6);
        match key {
            0 => out.doc = reader.optional(|r| text(r, "the doc"))?,
            1 => out.params = read_docs(reader, "the parameters' docs")?,
            2 => {
                let count = reader.list("the outputs' docs")?;
                out.outputs = collect(reader, count, |r| {
                    r.tuple(2, "an output's doc")?;
                    let doc = r.optional(|r| text(r, "an output's doc"))?;
                    let count = r.list("an output's hints")?;
                    let hints = collect(r, count, |r| {
                        r.tuple(2, "a hint")?;
                        Ok((text(r, "a hint's key")?, text(r, "a hint's value")?))
                    })?;
                    Ok((doc, hints))
                })?;
            }
            3 => out.alerts = read_docs(reader, "the alerts' docs")?,
            4 => {
                out.source_map = reader.optional(|r| {
                    let count = r.list("the source map")?;
                    collect(r, count, |r| {
                        r.optional(|r| {
                            r.tuple(2, "a span")?;
                            Ok((r.index("a span's start")?, r.index("a span's end")?))
                        })
                    })
                })?;
            }
            5 => out.compiler = text(reader, "the compiler's version")?,
            _ => {
                let item = reader.skip("an unknown description")?;
                out.unknown.push((key, item.to_vec()));
            }
        }
    }
    if known != 6 {
        return Err(reader.shape(start, "the descriptive part lacks an entry"));
    }
    Ok(out)
}

fn read_docs(reader: &mut Reader<'_>, what: &str) -> Result<Vec<Option<String>>, Error> {
    let count = reader.list(what)?;
    collect(reader, count, |r| r.optional(|r| text(r, what)))
}
