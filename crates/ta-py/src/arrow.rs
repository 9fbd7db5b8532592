//! Arrow's tables in and out, through the C data interface's capsules. The one module of this crate with `unsafe`:
//! pointers that another library made, or that numpy and Arrow share.

use crate::failure::{entry, failure};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, PrimitiveArray, RecordBatch, RecordBatchIterator,
    RecordBatchReader, cast::AsArray,
};
use arrow_buffer::{Buffer, NullBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use numpy::ndarray::ArrayView1;
use numpy::{PyArray1, PyArrayMethods, PyUntypedArrayMethods};
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::ffi::CStr;
use std::panic::RefUnwindSafe;
use std::ptr::NonNull;
use std::sync::Arc;
use ta_engine::Code;

const STREAM: &CStr = c_str!("arrow_array_stream");

/// Keeps an Arrow column alive as long as a numpy array views it.
#[pyclass(frozen)]
struct ArrowOwner {
    column: Float64Array,
}

fn wrong(py: Python<'_>, error: &ArrowError) -> PyErr {
    failure(
        py,
        Code::FileUnreadable,
        format!("the Arrow stream cannot be read: {error}"),
    )
}

/// What a stream capsule held: its columns, still in the memory of whoever made them.
#[pyclass(frozen)]
pub struct ArrowColumns {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl ArrowColumns {
    /// Reads a stream to its end. TA7001 for what is no capsule of one, or fails on the way.
    #[new]
    fn new(py: Python<'_>, capsule: &Bound<'_, PyAny>) -> PyResult<ArrowColumns> {
        entry(py, || {
            let pointer = capsule
                .cast::<PyCapsule>()
                .ok()
                .and_then(|capsule| capsule.pointer_checked(Some(STREAM)).ok());
            let Some(pointer) = pointer else {
                let message = "what __arrow_c_stream__ gives is no capsule of an Arrow stream";
                return Err(failure(py, Code::FileUnreadable, message));
            };
            let pointer = pointer.cast::<FFI_ArrowArrayStream>();
            // SAFETY: a capsule of this name holds a stream by the PyCapsule interface's contract; `from_raw` moves it out and
            // leaves a released one behind, which the capsule's destructor passes over.
            let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr()) };
            let reader = reader.map_err(|error| wrong(py, &error))?;
            let schema = reader.schema();
            let batches = reader.collect::<Result<_, _>>();
            Ok(ArrowColumns {
                schema,
                batches: batches.map_err(|error| wrong(py, &error))?,
            })
        })
    }

    /// What the columns are called, in order.
    fn names(&self) -> Vec<String> {
        self.schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Columns as numbers, nulls as NaN. A column of doubles without nulls that came in one piece is viewed, everything else
    /// is copied: integers and decimals correctly rounded. TA7005 for a column of another type.
    fn numbers<'py>(&self, py: Python<'py>, names: Vec<String>) -> PyResult<Vec<Bound<'py, PyArray1<f64>>>> {
        entry(py, || names.iter().map(|name| self.column(py, name)).collect())
    }

    /// A column of time stamps: instants and days as numpy's, whole numbers and texts as they are. TA7011 for any other.
    fn stamps<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        entry(py, || {
            let pieces = self.pieces(py, name)?;
            let kind = match self.schema.field_with_name(name) {
                Ok(field) => field.data_type().clone(),
                Err(error) => return Err(wrong(py, &error)),
            };
            let mut values: Vec<i64> = Vec::with_capacity(self.rows());
            let mut texts: Vec<Option<String>> = Vec::new();
            macro_rules! whole {
                ($kind:ty) => {
                    for piece in &pieces {
                        let column = piece.as_primitive::<$kind>().iter();
                        // Numpy's word for no time is the least whole number.
                        values.extend(column.map(|value| value.map_or(i64::MIN, i64::from)));
                    }
                };
            }
            macro_rules! told {
                ($column:expr) => {
                    for piece in &pieces {
                        texts.extend($column(piece).iter().map(|value| value.map(str::to_owned)));
                    }
                };
            }
            match &kind {
                DataType::Date32 => whole!(Date32Type),
                DataType::Date64 => whole!(Date64Type),
                DataType::Timestamp(TimeUnit::Second, _) => whole!(TimestampSecondType),
                DataType::Timestamp(TimeUnit::Millisecond, _) => whole!(TimestampMillisecondType),
                DataType::Timestamp(TimeUnit::Microsecond, _) => whole!(TimestampMicrosecondType),
                DataType::Timestamp(TimeUnit::Nanosecond, _) => whole!(TimestampNanosecondType),
                DataType::Int32 => whole!(Int32Type),
                DataType::Int64 => whole!(Int64Type),
                DataType::Utf8 => told!(|piece: &ArrayRef| piece.as_string::<i32>().clone()),
                DataType::LargeUtf8 => told!(|piece: &ArrayRef| piece.as_string::<i64>().clone()),
                DataType::Utf8View => told!(|piece: &ArrayRef| piece.as_string_view().clone()),
                other => {
                    let message = format!("column \"{name}\": time stamps are due, not {other}");
                    return Err(failure(py, Code::BadTime, message));
                }
            }
            let unit = match kind {
                DataType::Date32 => "datetime64[D]",
                DataType::Timestamp(TimeUnit::Second, _) => "datetime64[s]",
                DataType::Date64 | DataType::Timestamp(TimeUnit::Millisecond, _) => "datetime64[ms]",
                DataType::Timestamp(TimeUnit::Microsecond, _) => "datetime64[us]",
                DataType::Timestamp(TimeUnit::Nanosecond, _) => "datetime64[ns]",
                DataType::Int32 | DataType::Int64 => "int64",
                _ => return Ok(PyList::new(py, texts)?.into_any()),
            };
            PyArray1::from_vec(py, values).call_method1("view", (unit,))
        })
    }
}

impl ArrowColumns {
    fn pieces(&self, py: Python<'_>, name: &str) -> PyResult<Vec<&ArrayRef>> {
        let place = self.schema.index_of(name).map_err(|error| wrong(py, &error))?;
        Ok(self.batches.iter().map(|batch| batch.column(place)).collect())
    }

    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyArray1<f64>>> {
        let pieces = self.pieces(py, name)?;
        if let [piece] = pieces[..]
            && let Some(column) = piece.as_primitive_opt::<Float64Type>()
            && column.null_count() == 0
        {
            return viewed(py, column.clone());
        }
        let mut values = Vec::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
        for piece in pieces {
            if !append(&mut values, piece) {
                let message = format!("column \"{name}\": numbers are due, not {}", piece.data_type());
                return Err(failure(py, Code::NotANumber, message));
            }
        }
        Ok(PyArray1::from_vec(py, values))
    }
}

/// A numpy array over an Arrow column's own memory, which may not be written.
fn viewed(py: Python<'_>, column: Float64Array) -> PyResult<Bound<'_, PyArray1<f64>>> {
    let owner = Bound::new(py, ArrowOwner { column })?;
    let view = ArrayView1::from(&owner.get().column.values()[..]);
    // SAFETY: the owner is the array's base, so the column lives as long as the array; it is frozen, and Arrow's memory does
    // not move.
    let array = unsafe { PyArray1::borrow_from_array(&view, owner.clone().into_any()) };
    let flags = PyDict::new(py);
    flags.set_item("write", false)?;
    array.call_method("setflags", (), Some(&flags))?;
    Ok(array)
}

fn append_numbers<T: ArrowPrimitiveType>(
    values: &mut Vec<f64>,
    column: &PrimitiveArray<T>,
    number: impl Fn(T::Native) -> f64,
) {
    values.extend(column.iter().map(|value| value.map_or(f64::NAN, &number)));
}

/// Appends a column's numbers; false where it has none.
fn append(values: &mut Vec<f64>, column: &dyn Array) -> bool {
    match column.data_type() {
        DataType::Null => values.extend(std::iter::repeat_n(f64::NAN, column.len())),
        DataType::Float64 => append_numbers(values, column.as_primitive::<Float64Type>(), |value| value),
        DataType::Float32 => append_numbers(values, column.as_primitive::<Float32Type>(), f64::from),
        DataType::Int8 => append_numbers(values, column.as_primitive::<Int8Type>(), f64::from),
        DataType::Int16 => append_numbers(values, column.as_primitive::<Int16Type>(), f64::from),
        DataType::Int32 => append_numbers(values, column.as_primitive::<Int32Type>(), f64::from),
        DataType::Int64 => append_numbers(values, column.as_primitive::<Int64Type>(), |value| value as f64),
        DataType::UInt8 => append_numbers(values, column.as_primitive::<UInt8Type>(), f64::from),
        DataType::UInt16 => append_numbers(values, column.as_primitive::<UInt16Type>(), f64::from),
        DataType::UInt32 => append_numbers(values, column.as_primitive::<UInt32Type>(), f64::from),
        DataType::UInt64 => append_numbers(values, column.as_primitive::<UInt64Type>(), |value| value as f64),
        DataType::Decimal128(..) => {
            let column = column.as_primitive::<Decimal128Type>();
            // Read as text, a decimal is rounded once, and correctly.
            let number = |row| column.value_as_string(row).parse().unwrap_or(f64::NAN);
            let rows = 0..column.len();
            values.extend(rows.map(|row| {
                if column.is_null(row) {
                    f64::NAN
                } else {
                    number(row)
                }
            }));
        }
        _ => return false,
    }
    true
}

/// Keeps a numpy array alive as long as Arrow has its memory. Python's lock is not needed to let go of it: without it, the
/// release waits until somebody has it.
struct NumpyOwner {
    _array: Py<PyAny>,
}

/// Nothing of it is ever looked at, so no panic can leave it half changed.
impl RefUnwindSafe for NumpyOwner {}

/// An Arrow column over a numpy array's own memory: NaN is null.
fn floats(array: &Bound<'_, PyArray1<f64>>) -> PyResult<ArrayRef> {
    let held = array.try_readonly()?;
    let values = held.as_slice()?;
    let valid: NullBuffer = values
        .iter()
        .map(|value| !value.is_nan())
        .collect::<Vec<_>>()
        .into();
    let buffer = if values.is_empty() {
        Buffer::from(Vec::<u8>::new())
    } else {
        let start = NonNull::from(&values[0]).cast::<u8>();
        let owner = Arc::new(NumpyOwner {
            _array: array.clone().unbind().into_any(),
        });
        // SAFETY: the owner keeps the array and so its memory, which is contiguous and aligned for f64: numpy never moves it while
        // somebody else refers to the array.
        unsafe { Buffer::from_custom_allocation(start, size_of_val(values), owner) }
    };
    let scalars = ScalarBuffer::<f64>::new(buffer, 0, array.len());
    let nulls = (valid.null_count() > 0).then_some(valid);
    Ok(Arc::new(Float64Array::new(scalars, nulls)))
}

/// Conditions of 0, 1 and 2, which is null.
fn conditions(array: &Bound<'_, PyArray1<u8>>) -> PyResult<ArrayRef> {
    let held = array.try_readonly()?;
    let values = held.as_slice()?.iter();
    let column: BooleanArray = values.map(|&value| (value != 2).then_some(value == 1)).collect();
    Ok(Arc::new(column))
}

/// Columns as a stream capsule of one batch: numbers where they are, NaN as null; conditions as booleans, unknown as null.
#[pyfunction]
pub fn export_stream<'py>(
    py: Python<'py>,
    columns: Vec<(String, Bound<'py, PyAny>)>,
) -> PyResult<Bound<'py, PyCapsule>> {
    entry(py, || {
        let mut fields = Vec::with_capacity(columns.len());
        let mut arrays = Vec::with_capacity(columns.len());
        for (name, array) in &columns {
            let column = match array.cast::<PyArray1<f64>>() {
                Ok(array) => floats(array)?,
                Err(_) => conditions(array.cast::<PyArray1<u8>>()?)?,
            };
            fields.push(Field::new(name, column.data_type().clone(), true));
            arrays.push(column);
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|error| wrong(py, &error))?;
        let reader: Box<dyn RecordBatchReader + Send> =
            Box::new(RecordBatchIterator::new([Ok(batch)], schema));
        // Dropped with the capsule, a stream that nobody took is released.
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
    })
}
