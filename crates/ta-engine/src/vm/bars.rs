//! Bars of many symbols as columns of a block, and back. A bar's values stand side by side, as a feed brings them and its
//! reader takes them; in registers those of a column do. Eight bars by eight columns are turned at once.

use super::batch::floats_of;
use crate::cpu::{Cpu, Lanes};
use crate::kernels::across::PACK;
use crate::kernels::{BlockFile, Floats, finite};

/// Loads bars into the inputs' registers: row r of the block is the bar `order[r]` of `rows`, a value for each input.
#[inline(always)]
pub(super) fn enter<C: Cpu>(
    file: &mut BlockFile<'_>,
    registers: &[Option<u32>],
    rows: &[f64],
    order: &[u32],
) {
    let inputs = registers.len();
    let (packs, singles) = order.as_chunks::<PACK>();
    for (at, bars) in (0..).step_by(PACK).zip(packs) {
        for first in (0..inputs).step_by(PACK) {
            let mut values = [C::Lanes::splat(0.0); PACK];
            for (value, &bar) in values.iter_mut().zip(bars) {
                *value = eight::<C>(&rows[bar as usize * inputs + first..]);
            }
            let columns = C::Lanes::transposed(values);
            for (column, register) in columns.into_iter().zip(&registers[first..]) {
                if let &Some(register) = register {
                    let to = floats_of(file, register)[at..].first_chunk_mut();
                    column.finite().store(to.expect(WHOLE));
                }
            }
        }
    }
    for (at, &bar) in (packs.len() * PACK..).zip(singles) {
        for (input, register) in registers.iter().enumerate() {
            if let &Some(register) = register {
                floats_of(file, register)[at] = finite(rows[bar as usize * inputs + input]);
            }
        }
    }
}

/// The first eight values, or as many as there are and zeros.
#[inline(always)]
fn eight<C: Cpu>(values: &[f64]) -> C::Lanes {
    match values.first_chunk() {
        Some(values) => C::Lanes::load(values),
        None => {
            let mut padded = [0.0; PACK];
            padded[..values.len()].copy_from_slice(values);
            C::Lanes::load(&padded)
        }
    }
}

/// Writes the block's rows as bars, a value for each column: row r becomes the bar `order[r]` of `outputs`.
#[inline(always)]
pub(super) fn leave<C: Cpu>(columns: &[Floats], order: &[u32], outputs: &mut [f64]) {
    let width = columns.len();
    let (packs, singles) = order.as_chunks::<PACK>();
    let mut turned = 0;
    if width >= PACK {
        for (at, bars) in (0..).step_by(PACK).zip(packs) {
            for first in (0..width).step_by(PACK) {
                // The last ones with some of those before them, which are written once more as they were.
                let first = first.min(width - PACK);
                let mut values = [C::Lanes::splat(0.0); PACK];
                for (value, column) in values.iter_mut().zip(&columns[first..first + PACK]) {
                    *value = C::Lanes::load(column.0[at..].first_chunk().expect(WHOLE));
                }
                for (value, &bar) in C::Lanes::transposed(values).into_iter().zip(bars) {
                    let to = outputs[bar as usize * width + first..].first_chunk_mut();
                    value.store(to.expect("a bar has a value for each column"));
                }
            }
        }
        turned = order.len() - singles.len();
    }
    for (at, &bar) in (turned..).zip(&order[turned..]) {
        for (to, column) in outputs[bar as usize * width..][..width].iter_mut().zip(columns) {
            *to = column.0[at];
        }
    }
}

const WHOLE: &str = "a block has whole packs of rows";
