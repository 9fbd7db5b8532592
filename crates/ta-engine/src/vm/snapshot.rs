//! Snapshots: every instruction's logical state, the same bytes from either executor after the same rows.
//!
//! Deterministic CBOR, one array of eight items:
//!
//! | # | item | type |
//! | --- | --- | --- |
//! | 0 | `"laakhay-ta.snapshot"` | text |
//! | 1 | major version: 1 | unsigned |
//! | 2 | minor version: 0 | unsigned |
//! | 3 | the plan's identity | 32 bytes |
//! | 4 | the bound parameters: little-endian doubles, in the plan's order | bytes |
//! | 5 | rows seen | unsigned |
//! | 6 | of every live instruction \[opcode, version, state\] | array |
//! | 7 | SHA-256(`"laakhay-ta/snapshot/1\0"` ‖ every byte before this item's head) | 32 bytes |

use super::program::Program;
use crate::kernels::{StateError, StateReader, StateWriter};
use crate::plan::digest;
use crate::plan::reader::{Reader, SNAPSHOT};
use crate::{Code, Error};
use minicbor::Encoder;
use std::convert::Infallible;

/// The text that begins a snapshot.
pub const FORMAT: &str = "laakhay-ta.snapshot";
const MAJOR: u64 = 1;
const MINOR: u64 = 0;

fn params(program: &Program) -> Vec<u8> {
    program
        .params()
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

/// Writes a snapshot; `save` writes the state of the live instruction of that index.
pub(crate) fn write(program: &Program, rows: u64, mut save: impl FnMut(usize, &mut StateWriter)) -> Vec<u8> {
    let mut body = |w: &mut Encoder<Vec<u8>>| -> Result<(), minicbor::encode::Error<Infallible>> {
        w.array(8)?.str(FORMAT)?.u64(MAJOR)?.u64(MINOR)?;
        w.bytes(program.plan().identity())?
            .bytes(&params(program))?
            .u64(rows)?;
        let live = &program.allotted.live;
        w.array(live.len() as u64)?;
        let mut state = StateWriter::default();
        for (index, instruction) in live.iter().enumerate() {
            state.bytes.clear();
            save(index, &mut state);
            w.array(3)?
                .u16(instruction.opcode)?
                .u16(instruction.version)?
                .bytes(&state.bytes)?;
        }
        Ok(())
    };
    let mut writer = Encoder::new(Vec::new());
    body(&mut writer).expect("a vector takes every byte");
    let digest = digest::snapshot(writer.writer());
    writer.bytes(&digest).expect("a vector takes every byte");
    writer.into_writer()
}

/// Reads a snapshot of `program`; `load` takes the state of the live instruction of that index. Returns the
/// rows seen. After an error the instructions' states are not to be used.
///
/// TA6020 bytes that are no snapshot or a state that does not fit; TA6021 another plan's, or of other
/// parameters; TA6022 another format version; TA6023 a digest that does not match. All with the offset.
pub(crate) fn read(
    program: &Program,
    bytes: &[u8],
    mut load: impl FnMut(usize, &mut StateReader<'_>) -> Result<(), StateError>,
) -> Result<u64, Error> {
    let mut reader = Reader::new(bytes, 0, SNAPSHOT);
    reader.list("a snapshot")?;
    let at = reader.offset();
    if reader.text("the format's name")? != FORMAT {
        return Err(Error::at(
            Code::SnapshotInvalid,
            at,
            "these bytes are no snapshot",
        ));
    }
    let at = reader.offset();
    let (major, minor) = (
        reader.unsigned("the major version")?,
        reader.unsigned("the minor version")?,
    );
    if major != MAJOR || minor > MINOR {
        let message =
            format!("a snapshot of format {major}.{minor}; this engine reads {MAJOR}.0 to {MAJOR}.{MINOR}");
        return Err(Error::at(Code::SnapshotVersion, at, message));
    }
    let identity_at = reader.offset();
    let identity = reader.bytes("the plan's identity")?;
    let params_at = reader.offset();
    let bound = reader.bytes("the parameters")?;
    // More than any history has: beyond it the executors' own counts could overflow.
    let rows = reader.below(1 << 53, "the rows seen")?;
    let states_at = reader.offset();
    let mut states = Vec::new();
    for _ in 0..reader.list("the states")? {
        let at = reader.offset();
        reader.tuple(3, "a state")?;
        let tag = (
            reader.below(1 << 16, "an opcode")? as u16,
            reader.below(1 << 16, "a version")? as u16,
        );
        let state = reader.bytes("a state")?;
        states.push((at, tag, reader.offset() - state.len(), state));
    }
    let digest_at = reader.offset();
    let digest = reader.bytes("the digest")?;
    reader.end(Code::SnapshotInvalid, "the snapshot")?;
    if digest != digest::snapshot(&bytes[..digest_at]) || bytes[0] != 0x88 {
        return Err(Error::at(
            Code::SnapshotDigest,
            digest_at,
            "the digest does not match the snapshot",
        ));
    }
    if identity != program.plan().identity() {
        return Err(Error::at(
            Code::SnapshotForeign,
            identity_at,
            "a snapshot of another plan",
        ));
    }
    if bound != params(program) {
        return Err(Error::at(
            Code::SnapshotForeign,
            params_at,
            "a snapshot of other parameters",
        ));
    }
    let live = &program.allotted.live;
    if states.len() != live.len() {
        let message = format!("{} states where the program has {}", states.len(), live.len());
        return Err(Error::at(Code::SnapshotInvalid, states_at, message));
    }
    for (index, ((at, tag, base, state), instruction)) in states.iter().zip(live).enumerate() {
        if *tag != (instruction.opcode, instruction.version) {
            let message = format!(
                "the state of kernel {}@{} where {}@{} is due",
                tag.0, tag.1, instruction.opcode, instruction.version
            );
            return Err(Error::at(Code::SnapshotInvalid, *at, message));
        }
        let mut reader = StateReader { bytes: state, at: 0 };
        let unfit = |offset: usize| {
            Error::at(
                Code::SnapshotInvalid,
                base + offset,
                "a state that does not fit its kernel",
            )
        };
        load(index, &mut reader).map_err(|error| unfit(error.offset))?;
        if reader.at != state.len() {
            return Err(unfit(reader.at));
        }
    }
    Ok(rows)
}
