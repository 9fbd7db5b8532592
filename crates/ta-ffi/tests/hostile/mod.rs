//! What fuzzing does with bytes at C's door, and what must hold of any. `fuzz/` calls these under libFuzzer and the address
//! sanitizer, `tests/corpus.rs` over what is kept. Bytes choose calls and what they are given; every pointer is NULL, a
//! handle that is alive, freed or made up, or memory that is as long as is said: what C's header asks of a caller.

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::types::{Int32Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float32Array, Float64Array, NullArray, PrimitiveArray, StringArray,
    StructArray,
};
use arrow_schema::{Field, Fields};
use laakhay_ta::abi::arrow::ta_engine_program_run_arrow;
use laakhay_ta::abi::memory::{ta_engine_alive, ta_engine_buffer_free};
use laakhay_ta::abi::plan::*;
use laakhay_ta::abi::program::*;
use laakhay_ta::abi::session::*;
use laakhay_ta::abi::version::{ta_engine_last_error_code, ta_engine_last_error_message};
use laakhay_ta::abi::{PlanHandle, ProgramHandle, SessionHandle};
use std::ffi::{CStr, CString, c_char};
use std::ptr::{null, null_mut};
use std::sync::Arc;
use ta_engine::generated::kernels::Type;
use ta_engine::{AlertColumn, Batch, Limits, OutputColumn, Plan, Program, cpu};

const PLANS: [&[u8]; 4] = [
    include_bytes!("../../../../golden/plans/bollinger.plan"),
    include_bytes!("../../../../golden/plans/cross.plan"),
    include_bytes!("../../../../golden/plans/policies.plan"),
    include_bytes!("../../../../golden/plans/scan.plan"),
];

/// What an input chooses by; behind its end all is 0.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }
    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }
    fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count.max(1)
    }
    fn word(&mut self) -> u64 {
        let mut word = [0; 8];
        let taken = self.take(8);
        word[..taken.len()].copy_from_slice(taken);
        u64::from_le_bytes(word)
    }
    /// Prices for the most part.
    fn number(&mut self) -> f64 {
        match self.byte() {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => -0.0,
            3 => f64::from_bits(self.word()),
            byte => f64::from(byte) / 4.0,
        }
    }
    fn numbers(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| self.number()).collect()
    }
}

const NAMES: [&str; 8] = ["close", "high", "low", "open", "volume", "x", "", "close"];

/// A column of one of Arrow's types, and its numbers where it is of one that is read.
fn column(bytes: &mut Bytes<'_>, rows: usize) -> (ArrayRef, Option<Vec<f64>>) {
    let kind = bytes.below(7);
    let numbers: Vec<f64> = bytes.numbers(rows);
    // Half of the columns have nulls.
    let gaps = bytes.byte();
    let known = |row: usize| gaps < 128 || !(row * usize::from(gaps)).is_multiple_of(5);
    let some = |row: usize| known(row).then_some(numbers[row]);
    let as_numbers = |number: &dyn Fn(f64) -> f64| {
        let values = (0..rows).map(|row| some(row).map_or(f64::NAN, number));
        Some(values.collect::<Vec<f64>>())
    };
    match kind {
        0 | 1 => {
            let array: Float64Array = (0..rows).map(some).collect();
            (Arc::new(array), as_numbers(&|value| value))
        }
        2 => {
            let array: Float32Array = (0..rows).map(|row| some(row).map(|value| value as f32)).collect();
            (Arc::new(array), as_numbers(&|value| f64::from(value as f32)))
        }
        3 => {
            let whole = (0..rows).map(|row| some(row).map(|value| value as i32));
            let array: PrimitiveArray<Int32Type> = whole.collect();
            (Arc::new(array), as_numbers(&|value| f64::from(value as i32)))
        }
        4 => {
            let whole = (0..rows).map(|row| some(row).map(f64::to_bits));
            let array: PrimitiveArray<UInt64Type> = whole.collect();
            (Arc::new(array), as_numbers(&|value| value.to_bits() as f64))
        }
        5 => {
            let array: BooleanArray = (0..rows).map(|row| some(row).map(|value| value > 9.0)).collect();
            (
                Arc::new(array),
                as_numbers(&|value| f64::from(u8::from(value > 9.0))),
            )
        }
        _ if gaps.is_multiple_of(2) => (Arc::new(NullArray::new(rows)), Some(vec![f64::NAN; rows])),
        _ => {
            let texts = (0..rows).map(|row| some(row).map(|value| value.to_string()));
            (Arc::new(texts.collect::<StringArray>()), None)
        }
    }
}

/// What the engine gives of the same columns, each bit of it: numbers, then conditions, then alerts.
fn plainly(plan: &[u8], inputs: &[&[f64]], rows: usize) -> Option<Vec<Vec<u64>>> {
    let plan = Plan::load(plan, &Limits::default()).expect("a golden plan");
    let program = Program::bind(plan, &[], &Limits::default(), cpu::best()).expect("it binds");
    let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
    let mut floats = vec![vec![0.0; rows]; kinds.len()];
    let mut bools = vec![vec![0u8; rows]; kinds.len()];
    let mut fired = vec![vec![0u8; rows]; program.alerts().len()];
    let columns = kinds.iter().zip(floats.iter_mut().zip(&mut bools));
    let mut outputs: Vec<OutputColumn<'_>> = columns
        .map(|(kind, (floats, bools))| match kind {
            Type::Float => OutputColumn::Float(floats),
            Type::Bool => OutputColumn::Bool(bools),
        })
        .collect();
    let mut alerts: Vec<AlertColumn<'_>> = fired.iter_mut().map(|each| AlertColumn::Column(each)).collect();
    let ran = Batch::new(&program).run(rows, inputs, &mut outputs, &mut alerts, 64);
    ran.ok()?;
    let bits = |column: &[u8]| column.iter().map(|&value| u64::from(value)).collect();
    let outputs = kinds.iter().zip(floats.iter().zip(&bools));
    let outputs = outputs.map(|(kind, (floats, bools))| match kind {
        Type::Float => floats.iter().map(|value| value.to_bits()).collect(),
        Type::Bool => bits(bools),
    });
    Some(outputs.chain(fired.iter().map(|column| bits(column))).collect())
}

/// A column of a result as bits: missing is the one NaN, unknown 2.
fn bits_of(column: &ArrayRef) -> Vec<u64> {
    let rows = 0..column.len();
    match column.as_any().downcast_ref::<Float64Array>() {
        Some(floats) => rows
            .map(|row| match floats.is_null(row) {
                true => f64::NAN.to_bits(),
                false => floats.value(row).to_bits(),
            })
            .collect(),
        None => {
            let bools = column.as_any().downcast_ref::<BooleanArray>();
            let bools = bools.expect("a result is of numbers or of conditions");
            rows.map(|row| match bools.is_null(row) {
                true => 2,
                false => u64::from(bools.value(row)),
            })
            .collect()
        }
    }
}

/// A batch of Arrow's, as bytes say: an error, or what the engine gives of the same columns.
pub fn arrow(bytes: &[u8]) {
    let alive = ta_engine_alive();
    let mut bytes = Bytes(bytes);
    let plan_bytes = PLANS[bytes.below(PLANS.len())];
    let (rows, before) = (bytes.below(65), bytes.below(9));
    let mut fields: Vec<Field> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    let mut known: Vec<(&str, Option<Vec<f64>>)> = Vec::new();
    for _ in 0..bytes.below(8) {
        let name = NAMES[bytes.below(NAMES.len())];
        let (array, numbers) = column(&mut bytes, before + rows);
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
        known.push((name, numbers.map(|numbers| numbers[before..].to_vec())));
    }
    let whole = match fields.is_empty() {
        true => StructArray::new_empty_fields(before + rows, None),
        false => StructArray::new(Fields::from(fields), arrays, None),
    };
    let (array, schema) = to_ffi(&whole.slice(before, rows).to_data()).expect("a batch of its own");

    let (mut plan, mut program) = (null_mut::<PlanHandle>(), null_mut::<ProgramHandle>());
    let (mut out, mut out_schema) = (FFI_ArrowArray::empty(), FFI_ArrowSchema::empty());
    // SAFETY: every pointer is of a value that lives here, and every length its own.
    let status = unsafe {
        assert_eq!(
            ta_engine_plan_load(plan_bytes.as_ptr(), plan_bytes.len(), null(), &mut plan),
            0
        );
        assert_eq!(ta_engine_program_bind(plan, null(), 0, null(), &mut program), 0);
        ta_engine_program_run_arrow(program, &schema, &array, &mut out_schema, &mut out)
    };
    answered(status);
    if status == 0 {
        // SAFETY: the engine gave both, and they are read once.
        let data = unsafe { from_ffi(out, &out_schema) }.expect("a batch that Arrow reads");
        let result = StructArray::from(data);
        let bound = Plan::load(plan_bytes, &Limits::default()).expect("a golden plan");
        let inputs: Vec<&[f64]> = bound
            .inputs()
            .iter()
            .map(|input| {
                let mut found = known.iter().filter(|(name, _)| *name == input.field);
                let (_, numbers) = found.next().expect("a column that was not there was read");
                assert!(found.next().is_none(), "one of two columns of a name was read");
                numbers.as_deref().expect("a column of texts was read")
            })
            .collect();
        let expected = plainly(plan_bytes, &inputs, rows).expect("what runs here runs there");
        let found: Vec<Vec<u64>> = result.columns().iter().map(bits_of).collect();
        assert_eq!(found, expected);
    } else {
        assert!(
            out.is_released() && out_schema.release().is_none(),
            "a failure gave a batch"
        );
    }
    assert_eq!(
        (ta_engine_program_free(program), ta_engine_plan_free(plan)),
        (0, 0)
    );
    assert_eq!(ta_engine_alive(), alive);
}

/// A failure has a code and a text; there is no other status than those of the header.
fn answered(status: i32) {
    assert!((0..=7).contains(&status), "status {status}");
    if status != 0 {
        assert_ne!(ta_engine_last_error_code(), 0);
        // SAFETY: the message is a text until the next call.
        let message = unsafe { CStr::from_ptr(ta_engine_last_error_message()) };
        assert!(!message.to_bytes().is_empty());
    }
}

/// Everything that was ever given, freed or not, by its kind.
#[derive(Default)]
struct Given([Vec<usize>; 4]);

const PLAN: usize = 0;
const PROGRAM: usize = 1;
const SESSION: usize = 2;
const BUFFER: usize = 3;

impl Given {
    /// A pointer for an argument of that kind: one of it for the most part.
    fn pick(&self, kind: usize, bytes: &mut Bytes<'_>) -> usize {
        let byte = bytes.byte();
        let from = |kind: usize| {
            let list = &self.0[kind];
            list.get(usize::from(byte) % list.len().max(1))
                .copied()
                .unwrap_or(0)
        };
        match byte {
            255 => bytes.word() as usize,
            254 => 0,
            253 => from((kind + 1) % 4),
            _ => from(kind),
        }
    }
    fn add(&mut self, kind: usize, status: i32, handle: usize) {
        assert_eq!(
            handle != 0,
            status == 0,
            "a handle comes where it worked, and only there"
        );
        if handle != 0 {
            self.0[kind].push(handle);
        }
    }
}

/// Calls of a session of use, as bytes say: each is answered, and nothing outlives its freeing.
pub fn calls(bytes: &[u8]) {
    let alive = ta_engine_alive();
    let mut bytes = Bytes(bytes);
    let mut given = Given::default();
    let mut state: Vec<u8> = Vec::new();
    for _ in 0..64 {
        if bytes.0.is_empty() {
            break;
        }
        let status = call(&mut bytes, &mut given, &mut state);
        answered(status);
    }
    for &session in &given.0[SESSION] {
        ta_engine_session_free(session as *mut SessionHandle);
    }
    for &program in &given.0[PROGRAM] {
        ta_engine_program_free(program as *mut ProgramHandle);
    }
    for &plan in &given.0[PLAN] {
        ta_engine_plan_free(plan as *mut PlanHandle);
    }
    for &buffer in &given.0[BUFFER] {
        ta_engine_buffer_free(buffer as *mut _);
    }
    assert_eq!(ta_engine_alive(), alive, "something outlives its freeing");
}

fn call(bytes: &mut Bytes<'_>, given: &mut Given, state: &mut Vec<u8>) -> i32 {
    let what = bytes.below(14);
    let kind = match what {
        0..=2 | 8 | 9 | 13 => PLAN,
        3 | 6 | 7 | 10 => PROGRAM,
        12 => BUFFER,
        _ => SESSION,
    };
    let handle = given.pick(kind, bytes);
    let (plan, program) = (handle as *mut PlanHandle, handle as *mut ProgramHandle);
    let session = handle as *mut SessionHandle;
    // SAFETY: memory that is pointed at lives here and is as long as is said; handles may be anything.
    unsafe {
        match what {
            0 | 1 => {
                let count = usize::from(bytes.byte()) * 8;
                let own = if what == 0 {
                    PLANS[count % PLANS.len()]
                } else {
                    bytes.take(count)
                };
                let mut limits: EngineLimits = std::mem::zeroed();
                limits.size = size_of::<EngineLimits>() as u64;
                limits.plan_bytes = 1 << 16;
                limits.memory_bytes = 4 << 20;
                let mut loaded = null_mut();
                let status = ta_engine_plan_load(own.as_ptr(), own.len(), &limits, &mut loaded);
                given.add(PLAN, status, loaded as usize);
                status
            }
            2 => {
                let texts =
                    ["n", "length", "fast", "up", ""].map(|text| CString::new(text).expect("no zero"));
                let params: Vec<Param> = (0..bytes.below(3))
                    .map(|_| Param {
                        name: match bytes.below(6) {
                            5 => null(),
                            at => texts[at].as_ptr(),
                        },
                        r#type: u32::from(bytes.byte() % 6),
                        reserved: 0,
                        int_value: i64::from(bytes.byte()) - 3,
                        float_value: bytes.number(),
                        string_value: texts[bytes.below(5)].as_ptr(),
                    })
                    .collect();
                let mut bound = null_mut();
                let status = ta_engine_program_bind(plan, params.as_ptr(), params.len(), null(), &mut bound);
                given.add(PROGRAM, status, bound as usize);
                status
            }
            3 => {
                let mut opened = null_mut();
                let status = ta_engine_session_open(program, &mut opened);
                given.add(SESSION, status, opened as usize);
                status
            }
            4 => {
                let count = bytes.below(6);
                let row = bytes.numbers(count);
                let (mut outputs, mut alerts) = (vec![0.0; bytes.below(12)], vec![0u8; bytes.below(4)]);
                let take = match bytes.below(2) {
                    0 => ta_engine_session_push,
                    _ => ta_engine_session_peek,
                };
                let (width, flags) = (outputs.len(), alerts.len());
                take(
                    session,
                    row.as_ptr(),
                    count,
                    outputs.as_mut_ptr(),
                    width,
                    alerts.as_mut_ptr(),
                    flags,
                )
            }
            5 => {
                let (mut memory, mut length) = (null_mut(), 0);
                let status = ta_engine_session_snapshot(session, &mut memory, &mut length);
                given.add(BUFFER, status, memory as usize);
                if status == 0 {
                    *state = std::slice::from_raw_parts(memory, length).to_vec();
                }
                status
            }
            6 => {
                // A snapshot, or one of which a byte is another, or whatever stands there.
                let at = bytes.below(state.len());
                let change = bytes.byte();
                let mut altered = state.clone();
                if let Some(byte) = altered.get_mut(at) {
                    *byte ^= change & 3;
                }
                let mut restored = null_mut();
                let status =
                    ta_engine_session_restore(program, altered.as_ptr(), altered.len(), &mut restored);
                given.add(SESSION, status, restored as usize);
                status
            }
            7 => run(bytes, program),
            8 => {
                let mut json: *mut c_char = null_mut();
                let status = ta_engine_plan_describe(plan, &mut json);
                given.add(BUFFER, status, json as usize);
                status
            }
            9 => ta_engine_plan_free(plan),
            10 => ta_engine_program_free(program),
            11 => ta_engine_session_free(session),
            12 => ta_engine_buffer_free(handle as *mut _),
            _ => {
                let (mut id, mut name, mut number) = (null(), null(), 0);
                let index = bytes.below(9);
                let status = ta_engine_plan_id(plan, &mut id);
                if status == 0 {
                    assert_eq!(CStr::from_ptr(id).to_bytes().len(), 71);
                    answered(ta_engine_plan_param(plan, index, &mut name, &mut number));
                }
                status
            }
        }
    }
}

/// A run over columns of whatever lengths, some of them not wanted.
fn run(bytes: &mut Bytes<'_>, program: *mut ProgramHandle) -> i32 {
    let rows = bytes.below(40);
    let length = |bytes: &mut Bytes<'_>| {
        if bytes.below(16) == 15 {
            bytes.below(50)
        } else {
            rows
        }
    };
    let columns: Vec<Vec<f64>> = (0..bytes.below(6))
        .map(|_| {
            let rows = length(bytes);
            bytes.numbers(rows)
        })
        .collect();
    let inputs: Vec<InputColumn> = columns
        .iter()
        .map(|column| InputColumn {
            values: column.as_ptr(),
            length: column.len(),
        })
        .collect();
    let mut floats: Vec<Vec<f64>> = (0..bytes.below(12)).map(|_| vec![0.0; length(bytes)]).collect();
    let mut bools: Vec<Vec<u8>> = floats.iter().map(|column| vec![0; column.len()]).collect();
    let outputs: Vec<OutputBuffer> = floats
        .iter_mut()
        .zip(&mut bools)
        .map(|(floats, bools)| {
            let wanted = bytes.below(4);
            OutputBuffer {
                numbers: if wanted & 1 == 0 {
                    floats.as_mut_ptr()
                } else {
                    null_mut()
                },
                conditions: if wanted & 2 > 0 {
                    bools.as_mut_ptr()
                } else {
                    null_mut()
                },
                length: floats.len(),
            }
        })
        .collect();
    let mut fired: Vec<Vec<u8>> = (0..bytes.below(4)).map(|_| vec![0; length(bytes)]).collect();
    let alerts: Vec<AlertBuffer> = fired
        .iter_mut()
        .map(|column| AlertBuffer {
            fired: column.as_mut_ptr(),
            length: column.len(),
        })
        .collect();
    // SAFETY: every column lives here, apart from the others, and is as long as is said.
    unsafe {
        ta_engine_program_run(
            program,
            rows,
            inputs.as_ptr(),
            inputs.len(),
            outputs.as_ptr(),
            outputs.len(),
            alerts.as_ptr(),
            alerts.len(),
        )
    }
}
