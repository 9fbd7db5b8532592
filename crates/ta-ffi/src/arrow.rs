//! Arrow's columns as the engine's, and the engine's as Arrow's.
#![forbid(unsafe_code)]

use crate::failure::Failure;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, StructArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Fields};
use std::sync::Arc;
use ta_engine::generated::kernels::Type;
use ta_engine::{AlertColumn, Code, Error, OutputColumn, Program};

use crate::program::BoundProgram;

/// A column's numbers, missing ones as NaN.
pub enum Numbers {
    /// As they stand in Arrow's memory.
    There(ScalarBuffer<f64>),
    Copied(Vec<f64>),
}

impl Numbers {
    pub fn values(&self) -> &[f64] {
        match self {
            Numbers::There(values) => values,
            Numbers::Copied(values) => values,
        }
    }
}

fn no_memory(rows: usize) -> Failure {
    Failure::new(
        Code::Internal,
        format!("there is no memory for a column of {rows} rows"),
    )
}

/// Room for a column, or an error: the process must not end for it.
fn room<T>(rows: usize) -> Result<Vec<T>, Failure> {
    let mut column = Vec::new();
    column.try_reserve_exact(rows).map_err(|_| no_memory(rows))?;
    Ok(column)
}

/// Numbers by row, and NaN where the bitmap says null, whatever value stands below it.
fn copied(
    rows: usize,
    nulls: Option<&NullBuffer>,
    number: impl Fn(usize) -> f64,
) -> Result<Numbers, Failure> {
    let mut column = room(rows)?;
    let known = |row: usize| nulls.is_none_or(|nulls| nulls.is_valid(row));
    column.extend((0..rows).map(|row| if known(row) { number(row) } else { f64::NAN }));
    Ok(Numbers::Copied(column))
}

fn no_number(kind: &DataType, name: &str) -> Failure {
    let message = format!("column '{name}' is of Arrow's type {kind}, which is no number");
    Failure::new(Code::ArrowUnreadable, message)
}

/// The numbers of an array: those of doubles without nulls where they are, others copied. Integers are rounded to the
/// nearest double, conditions are 0 and 1. TA8032 for every other type.
pub fn numbers(array: &ArrayRef, name: &str) -> Result<Numbers, Failure> {
    let (rows, nulls) = (array.len(), array.nulls().filter(|nulls| nulls.null_count() > 0));
    macro_rules! whole {
        ($kind:ty) => {{
            let values = array.as_primitive::<$kind>().values();
            copied(rows, nulls, |row| values[row] as f64)
        }};
    }
    match array.data_type() {
        DataType::Float64 => {
            let values = array.as_primitive::<Float64Type>().values();
            match nulls {
                None => Ok(Numbers::There(values.clone())),
                Some(_) => copied(rows, nulls, |row| values[row]),
            }
        }
        DataType::Float32 => {
            let values = array.as_primitive::<Float32Type>().values();
            copied(rows, nulls, |row| f64::from(values[row]))
        }
        DataType::Int8 => whole!(Int8Type),
        DataType::Int16 => whole!(Int16Type),
        DataType::Int32 => whole!(Int32Type),
        DataType::Int64 => whole!(Int64Type),
        DataType::UInt8 => whole!(UInt8Type),
        DataType::UInt16 => whole!(UInt16Type),
        DataType::UInt32 => whole!(UInt32Type),
        DataType::UInt64 => whole!(UInt64Type),
        DataType::Boolean => {
            let values = array.as_boolean().values();
            copied(rows, nulls, |row| f64::from(u8::from(values.value(row))))
        }
        DataType::Null => copied(rows, None, |_| f64::NAN),
        other => Err(no_number(other, name)),
    }
}

/// An output's or alert's column as the engine fills it.
enum Filled {
    Floats(Vec<f64>),
    Bools(Vec<u8>),
    Fired(Vec<u8>),
}

/// Runs a program and gives its outputs, then its alerts, in the plan's order: doubles and conditions that are null where
/// they are missing or unknown, and for each alert whether it fires.
pub fn run(program: &BoundProgram, rows: usize, inputs: &[&[f64]]) -> Result<StructArray, Failure> {
    let bound = &program.program;
    let outputs = bound.outputs().map(|output| match output.kind {
        Type::Float => zeros(rows).map(Filled::Floats),
        Type::Bool => zeros(rows).map(Filled::Bools),
    });
    let alerts = bound.alerts().map(|_| zeros(rows).map(Filled::Fired));
    let mut outputs = outputs.collect::<Result<Vec<_>, _>>()?;
    let mut alerts = alerts.collect::<Result<Vec<_>, _>>()?;
    fill(program, rows, inputs, &mut outputs, &mut alerts)?;
    let columns: Vec<ArrayRef> = outputs.into_iter().chain(alerts).map(array).collect();
    StructArray::try_new(fields(bound), columns, None)
        .map_err(|error| Failure::new(Code::Internal, error.to_string()))
}

fn zeros<T: Clone + Default>(rows: usize) -> Result<Vec<T>, Failure> {
    let mut column = room(rows)?;
    column.resize(rows, T::default());
    Ok(column)
}

fn fill(
    program: &BoundProgram,
    rows: usize,
    inputs: &[&[f64]],
    outputs: &mut [Filled],
    alerts: &mut [Filled],
) -> Result<(), Error> {
    let mut columns: Vec<OutputColumn<'_>> = outputs
        .iter_mut()
        .map(|column| match column {
            Filled::Floats(values) => OutputColumn::Float(values),
            Filled::Bools(values) | Filled::Fired(values) => OutputColumn::Bool(values),
        })
        .collect();
    let mut fired: Vec<AlertColumn<'_>> = alerts
        .iter_mut()
        .map(|column| match column {
            Filled::Fired(values) | Filled::Bools(values) => AlertColumn::Column(values),
            Filled::Floats(_) => AlertColumn::Skip,
        })
        .collect();
    program.run(rows, inputs, &mut columns, &mut fired)
}

/// The fields of [`run`]'s columns.
fn fields(program: &Program) -> Fields {
    let outputs = program.outputs().map(|output| {
        let kind = match output.kind {
            Type::Float => DataType::Float64,
            Type::Bool => DataType::Boolean,
        };
        Field::new(output.name, kind, true)
    });
    let alerts = program
        .alerts()
        .map(|alert| Field::new(alert.name, DataType::Boolean, false));
    outputs.chain(alerts).collect()
}

/// What is not missing; nothing where all is there.
fn known(rows: usize, known: impl Fn(usize) -> bool) -> Option<NullBuffer> {
    let nulls = NullBuffer::new(BooleanBuffer::collect_bool(rows, known));
    (nulls.null_count() > 0).then_some(nulls)
}

fn array(column: Filled) -> ArrayRef {
    match column {
        Filled::Floats(values) => {
            let nulls = known(values.len(), |row| !values[row].is_nan());
            Arc::new(Float64Array::new(ScalarBuffer::from(values), nulls))
        }
        Filled::Bools(values) => {
            let nulls = known(values.len(), |row| values[row] != 2);
            let bits = BooleanBuffer::collect_bool(values.len(), |row| values[row] == 1);
            Arc::new(BooleanArray::new(bits, nulls))
        }
        Filled::Fired(values) => {
            let bits = BooleanBuffer::collect_bool(values.len(), |row| values[row] == 1);
            Arc::new(BooleanArray::new(bits, None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Float32Array, Int64Array, StringArray, UInt8Array};

    fn read(array: impl Array + 'static) -> Vec<f64> {
        let array: ArrayRef = Arc::new(array);
        numbers(&array, "x").expect("numbers").values().to_vec()
    }

    #[test]
    fn columns_of_every_type_become_numbers() {
        let doubles: ArrayRef = Arc::new(Float64Array::from(vec![1.0, f64::NAN, -0.0]));
        let at = doubles.as_primitive::<Float64Type>().values().as_ptr();
        let found = numbers(&doubles, "x").expect("numbers");
        assert_eq!(
            found.values().as_ptr(),
            at,
            "doubles without nulls are not copied"
        );
        let sliced = numbers(&doubles.slice(1, 2), "x").expect("numbers");
        assert_eq!(sliced.values().as_ptr(), at.wrapping_add(1));

        assert_eq!(read(Float32Array::from(vec![0.1f32])), [f64::from(0.1f32)]);
        assert_eq!(
            read(Int64Array::from(vec![-3, (1 << 53) + 1])),
            [-3.0, 9_007_199_254_740_992.0]
        );
        assert_eq!(read(UInt8Array::from(vec![255])), [255.0]);
        assert_eq!(read(BooleanArray::from(vec![true, false])), [1.0, 0.0]);
        let gaps = read(Float64Array::from(vec![Some(2.0), None, Some(4.0)]));
        assert_eq!((gaps[0], gaps[1].is_nan(), gaps[2]), (2.0, true, 4.0));
        let gaps = read(BooleanArray::from(vec![None, Some(true)]));
        assert_eq!((gaps[0].is_nan(), gaps[1]), (true, 1.0));
    }

    #[test]
    fn text_is_no_number() {
        let text: ArrayRef = Arc::new(StringArray::from(vec!["7"]));
        let refused = numbers(&text, "close").err().expect("text is refused");
        assert_eq!(refused.code, 8032);
        assert!(refused.message.contains("'close'"), "{}", refused.message);
    }
}
