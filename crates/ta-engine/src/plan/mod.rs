//! A plan: decoded, verified, immutable. `spec/plan.md` is the contract; rules are cited by id.

#[doc(hidden)]
pub mod body;
#[doc(hidden)]
pub mod bounds;
#[doc(hidden)]
pub mod decode;
#[doc(hidden)]
pub mod digest;
#[doc(hidden)]
pub mod encode;
#[doc(hidden)]
pub mod reader;
#[doc(hidden)]
pub mod scalar;
#[doc(hidden)]
pub mod verify;

use crate::generated::kernels::{Op, SIGNATURES, Signature, Type};
use crate::{Code, Error};
use body::Body;
use bounds::Bounds;
use digest::Digest;
use scalar::Scalar;
use std::sync::Arc;

/// The text that begins a plan.
#[doc(hidden)]
pub const FORMAT: &str = "laakhay-ta.plan";
/// The major version that this engine reads.
#[doc(hidden)]
pub const MAJOR: u64 = 1;
/// The newest minor version that this engine reads. 1 is for scans (PL9): a plan is written in the oldest that can
/// say it.
#[doc(hidden)]
pub const MINOR: u64 = 1;
/// The capability of a plan that has a scan.
#[doc(hidden)]
pub const SCAN: &str = "scan";
/// The largest length, lag, index or count (PL8).
#[doc(hidden)]
pub const WINDOW: u64 = 1_048_576;

/// What the host allows. The defaults are the format's own (PL8): what any engine runs. A host may allow less, or more
/// to plans that it made itself.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a plan.
    pub plan_bytes: usize,
    /// Instructions, and operations of bodies.
    pub instructions: usize,
    /// Lanes and their operands.
    pub operands: usize,
    /// Scalars: constants, parameters and what is computed of them.
    pub scalars: usize,
    /// Parameters.
    pub params: usize,
    /// Outputs.
    pub outputs: usize,
    /// Alerts.
    pub alerts: usize,
    /// Columns that a run brings.
    pub inputs: usize,
    /// Rows that a bound plan may look back on: its history where it is finite, and the first valid row of every
    /// output and alert.
    pub history: u64,
    /// Bytes of logical state of a bound plan.
    pub state_bytes: u64,
    /// Bytes of registers of a batch executor.
    pub register_bytes: u64,
    /// Bytes that one executor of a bound plan allocates: its instructions' rows, caches included, and the
    /// batch executor's registers.
    pub memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            plan_bytes: 64 << 20,
            instructions: 65_536,
            operands: 1_048_576,
            scalars: 65_536,
            params: 65_536,
            outputs: 65_536,
            alerts: 65_536,
            inputs: 1_024,
            history: u64::MAX,
            state_bytes: 64 << 20,
            register_bytes: 512 << 20,
            memory_bytes: 1 << 30,
        }
    }
}

impl Limits {
    /// Whether a plan's bounds at its parameters are within what is allowed. TA6013 where they are not.
    pub fn allow(&self, plan: &Semantic, bounds: &Bounds) -> Result<(), Error> {
        let exceeded = |what: String| Err(Error::new(Code::BoundExceeded, what));
        if bounds.state_bytes > self.state_bytes as f64 {
            let message = format!(
                "{} bytes of state, the limit is {}",
                bounds.state_bytes, self.state_bytes
            );
            return exceeded(message);
        }
        let outputs = plan.outputs.iter().map(|output| output.register);
        let results = outputs.chain(plan.alerts.iter().map(|alert| alert.register));
        let rows = results
            .map(|register| bounds.valid_from[register as usize])
            .chain(bounds.history)
            // A row that is no number is never reached: the greatest passes it over.
            .filter(|rows| !rows.is_nan())
            .fold(0.0, |most: f64, rows| if rows > most { rows } else { most });
        if rows > self.history as f64 {
            return exceeded(format!("{rows} rows of history, the limit is {}", self.history));
        }
        Ok(())
    }
}

/// A kernel that a plan needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The kernel's number in `spec/kernels.toml`.
    pub opcode: u16,
    /// The version of its arithmetic: another one has other bits.
    pub version: u16,
    /// Its name.
    pub name: String,
}

/// A parameter's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ParamType {
    /// A whole number.
    Int = 0,
    /// A number.
    Float = 1,
    /// A condition.
    Bool = 2,
    /// One of the choices.
    String = 3,
}

/// A parameter as the plan holds it; numbers are indexes into the constants.
#[derive(Clone, Debug, PartialEq)]
#[doc(hidden)]
pub struct Param {
    pub name: String,
    pub kind: ParamType,
    pub default: u32,
    pub min: Option<u32>,
    pub max: Option<u32>,
    pub step: Option<u32>,
    pub choices: Option<Vec<String>>,
}

/// A clock; the ambient one is all `None`.
#[derive(Clone, Debug, Default, PartialEq)]
#[doc(hidden)]
pub struct Clock {
    pub symbol: Option<String>,
    pub period: Option<String>,
    pub source: Option<String>,
}

/// A column that a plan reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The clock that its rows tick on; 0 is the ambient one.
    pub clock: u32,
    /// Where it comes from: `ohlcv`.
    pub source: String,
    /// Its name there: `close`.
    pub field: String,
}

/// A missing-value policy (numerics N8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[doc(hidden)]
pub enum Policy {
    None = 0,
    Rows = 1,
    Observed = 2,
    MinSamples = 3,
}

/// One kernel application.
#[derive(Clone, Debug, PartialEq)]
#[doc(hidden)]
pub struct Lane {
    pub need: u32,
    pub registers: Vec<u32>,
    /// The kernel's parameters in the table's order, and under `MinSamples` k.
    pub scalars: Vec<u32>,
}

/// One dispatch: a lane, or a group of them (PL3.2).
#[derive(Clone, Debug, PartialEq)]
#[doc(hidden)]
pub struct Instruction {
    pub clock: u32,
    pub policy: Policy,
    pub guard: Option<u32>,
    pub lanes: Vec<Lane>,
    /// How the lanes move, where they are the fields of a state (PL9).
    pub body: Option<Body>,
}

/// A result. `valid_from` and `stable_from` are scalars.
#[derive(Clone, Debug, PartialEq)]
#[doc(hidden)]
pub struct Output {
    pub name: String,
    pub kind: Type,
    pub register: u32,
    pub valid_from: u32,
    pub stable_from: u32,
}

/// A condition that fires on its true rows.
#[derive(Clone, Debug, PartialEq)]
#[doc(hidden)]
pub struct Alert {
    pub name: String,
    pub register: u32,
    pub every_bar: bool,
    pub valid_from: u32,
}

/// PL3: what a plan computes.
#[derive(Clone, Debug, PartialEq)]
#[doc(hidden)]
pub struct Semantic {
    pub edition: u64,
    pub needs: Vec<Need>,
    pub params: Vec<Param>,
    pub constants: Vec<f64>,
    pub clocks: Vec<Clock>,
    pub inputs: Vec<Input>,
    pub scalars: Vec<Scalar>,
    pub instructions: Vec<Instruction>,
    pub outputs: Vec<Output>,
    pub alerts: Vec<Alert>,
    /// A scalar; `None` where an output depends on where history starts.
    pub history: Option<u32>,
    /// A scalar.
    pub state_bytes: u32,
    pub capabilities: Vec<String>,
}

impl Semantic {
    /// The row of the kernel table that a lane names. Only of a verified plan.
    pub fn signature(&self, lane: &Lane) -> &'static Signature {
        signature(self.needs[lane.need as usize].opcode)
            .expect("verified: the table has every kernel of the plan")
    }

    /// The oldest minor version that can say the plan.
    pub fn minor(&self) -> u64 {
        u64::from(
            self.instructions
                .iter()
                .any(|instruction| instruction.body.is_some()),
        )
    }

    /// A constant; only of a verified plan.
    pub fn constant(&self, index: u32) -> f64 {
        self.constants[index as usize]
    }
}

/// The kernel table's row of an opcode.
#[doc(hidden)]
pub fn signature(opcode: u16) -> Option<&'static Signature> {
    SIGNATURES
        .binary_search_by_key(&opcode, |row| row.op as u16)
        .ok()
        .map(|index| &SIGNATURES[index])
}

/// The kernel table's row of an operation.
#[doc(hidden)]
pub fn signature_of(op: Op) -> &'static Signature {
    signature(op as u16).expect("every operation has its row")
}

/// Where a lane was written: UTF-16 offsets.
#[doc(hidden)]
pub type Span = (u32, u32);
/// Documentation and drawing hints; a hint's value is its JSON text.
#[doc(hidden)]
pub type OutputDoc = (Option<String>, Vec<(String, String)>);

/// PL4: what describes a plan and changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
#[doc(hidden)]
pub struct Descriptive {
    pub doc: Option<String>,
    pub params: Vec<Option<String>>,
    pub outputs: Vec<OutputDoc>,
    pub alerts: Vec<Option<String>>,
    pub source_map: Option<Vec<Option<Span>>>,
    pub compiler: String,
    /// Entries of later minor versions: key and the item's bytes, kept as they came.
    pub unknown: Vec<(u64, Vec<u8>)>,
}

/// A parameter's value, as a caller gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// Of an int, or of a float.
    Int(i64),
    /// Of a float.
    Float(f64),
    /// Of a bool.
    Bool(bool),
    /// Of a string: one of its choices.
    String(String),
}

/// A parameter, for catalogs and forms.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamInfo<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type.
    pub kind: ParamType,
    /// Missing (NaN) where a float or a condition has no default but `na`.
    pub default: f64,
    /// The least value, included.
    pub min: Option<f64>,
    /// The greatest value, included.
    pub max: Option<f64>,
    /// What a form steps by.
    pub step: Option<f64>,
    /// The texts that it may be.
    pub choices: Option<&'a [String]>,
    /// Its documentation.
    pub doc: Option<&'a str>,
}

/// An output, for catalogs and charts.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputInfo<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it is a number or a condition.
    pub kind: Type,
    /// Its documentation.
    pub doc: Option<&'a str>,
    /// Keys and JSON texts.
    pub hints: &'a [(String, String)],
}

/// An alert.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertInfo<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it fires on every true row, or only when the condition becomes true.
    pub every_bar: bool,
    /// Its documentation.
    pub doc: Option<&'a str>,
}

/// A verified plan. Immutable; share it in its [`Arc`].
#[derive(Debug)]
pub struct Plan {
    semantic: Semantic,
    descriptive: Descriptive,
    id: Digest,
}

impl Plan {
    /// Decodes and verifies `bytes`.
    ///
    /// Any bytes give a plan or an error with a code and, where a byte is at fault, its offset. Memory is
    /// proportional to the input; nothing of what a plan asks for is allocated here.
    pub fn load(bytes: &[u8], limits: &Limits) -> Result<Arc<Plan>, Error> {
        if bytes.len() > limits.plan_bytes {
            let message = format!(
                "a plan of {} bytes, the limit is {}",
                bytes.len(),
                limits.plan_bytes
            );
            return Err(Error::new(Code::BoundExceeded, message));
        }
        let decoded = decode::decode(bytes, limits)?;
        if let Some(offset) =
            encode::difference(&encode::encode(&decoded.semantic, &decoded.descriptive), bytes)
        {
            return Err(Error::at(
                Code::PlanEncoding,
                offset,
                "encoding the plan again gives another byte here",
            ));
        }
        verify::verify(&decoded.semantic, &decoded.descriptive, limits)?;
        Ok(Arc::new(Plan {
            semantic: decoded.semantic,
            descriptive: decoded.descriptive,
            id: decoded.id,
        }))
    }

    /// A plan that the engine made of verified ones. It is run and forgotten: nothing describes it, and it is never
    /// encoded, so it has no identity of its own.
    pub(crate) fn of(semantic: Semantic) -> Arc<Plan> {
        Arc::new(Plan {
            semantic,
            descriptive: Descriptive::default(),
            id: Digest::default(),
        })
    }

    /// The plan's bytes: those that it was loaded from.
    pub fn to_bytes(&self) -> Vec<u8> {
        encode::encode(&self.semantic, &self.descriptive)
    }

    /// PL1.4: `sha256:` and the identity.
    pub fn id(&self) -> String {
        digest::text(&self.id)
    }

    /// The identity's bytes.
    pub fn identity(&self) -> &Digest {
        &self.id
    }

    #[doc(hidden)]
    pub fn semantic(&self) -> &Semantic {
        &self.semantic
    }

    #[doc(hidden)]
    pub fn descriptive(&self) -> &Descriptive {
        &self.descriptive
    }

    /// The program's documentation.
    pub fn doc(&self) -> Option<&str> {
        self.descriptive.doc.as_deref()
    }

    /// The parameters, in order.
    pub fn params(&self) -> impl ExactSizeIterator<Item = ParamInfo<'_>> {
        let docs = &self.descriptive.params;
        self.semantic
            .params
            .iter()
            .enumerate()
            .map(move |(index, param)| ParamInfo {
                name: &param.name,
                kind: param.kind,
                default: self.semantic.constant(param.default),
                min: param.min.map(|at| self.semantic.constant(at)),
                max: param.max.map(|at| self.semantic.constant(at)),
                step: param.step.map(|at| self.semantic.constant(at)),
                choices: param.choices.as_deref(),
                doc: docs[index].as_deref(),
            })
    }

    /// The outputs, in order.
    pub fn outputs(&self) -> impl ExactSizeIterator<Item = OutputInfo<'_>> {
        self.semantic
            .outputs
            .iter()
            .zip(&self.descriptive.outputs)
            .map(|(output, (doc, hints))| OutputInfo {
                name: &output.name,
                kind: output.kind,
                doc: doc.as_deref(),
                hints,
            })
    }

    /// The alerts, in order.
    pub fn alerts(&self) -> impl ExactSizeIterator<Item = AlertInfo<'_>> {
        self.semantic
            .alerts
            .iter()
            .zip(&self.descriptive.alerts)
            .map(|(alert, doc)| AlertInfo {
                name: &alert.name,
                every_bar: alert.every_bar,
                doc: doc.as_deref(),
            })
    }

    /// The columns that a run must bring, in order.
    pub fn inputs(&self) -> &[Input] {
        &self.semantic.inputs
    }

    /// The kernels that the plan needs: name and version.
    pub fn requirements(&self) -> &[Need] {
        &self.semantic.needs
    }
}
