//! Rank correlation of a window with its row numbers: ranks are whole numbers, so the sums are exact and the only
//! roundings are a product's, a root's and a quotient's.

use super::strip::Strip;
use super::{Shape, Window};
use crate::cpu::Cpu;
use crate::kernels::finite;

/// Column 0 is x. `window` holds the rows of one value with their row numbers, to be sorted.
pub(in crate::kernels) struct Rankings {
    strip: Strip,
    window: Vec<(f64, u32)>,
}

/// Spearman's correlation of the values, in any order, with their row numbers 0 to n - 1.
fn correlation(window: &mut [(f64, u32)]) -> f64 {
    let last = window.len() as i64 - 1;
    // Twice the ranks and rows, less their mean: whole numbers, below 2^53 in their sums up to 100,000 rows.
    window.sort_unstable_by(|a, b| a.0.partial_cmp(&b.0).expect("known").then(a.1.cmp(&b.1)));
    let (mut ranks, mut both) = (0i64, 0i64);
    let mut first = 0;
    while first < window.len() {
        let value = window[first].0;
        let ties = window[first..].iter().take_while(|row| row.0 == value).count();
        let rank = 2 * first as i64 + ties as i64 - 1 - last;
        for &(_, row) in &window[first..first + ties] {
            ranks += rank * rank;
            both += rank * (2 * i64::from(row) - last);
        }
        first += ties;
    }
    let rows = (last + 1) * ((last + 1) * (last + 1) - 1) / 3;
    // The root of a rounded square is the number itself: a window in order gives exactly 1 or -1.
    both as f64 / (rows as f64 * ranks as f64).sqrt()
}

impl Window for Rankings {
    fn halos(_: &[Shape], longest: usize) -> Vec<usize> {
        vec![longest]
    }
    fn bytes(shapes: &[Shape], longest: usize) -> u64 {
        Strip::bytes(&Self::halos(shapes, longest)) + (longest * size_of::<(f64, u32)>()) as u64
    }
    fn new(shapes: &[Shape], longest: usize, most: usize) -> Self {
        Self {
            strip: Strip::new(&Self::halos(shapes, longest), most),
            window: Vec::with_capacity(longest),
        }
    }
    fn strip(&self) -> &Strip {
        &self.strip
    }
    fn strip_mut(&mut self) -> &mut Strip {
        &mut self.strip
    }
    #[inline(always)]
    fn levels<C: Cpu>(&mut self, _: usize) {}

    fn lane<C: Cpu>(&mut self, shape: &Shape, rows: usize, out: &mut [f64], _: bool) {
        let n = shape.n;
        for (row, slot) in out[..rows].iter_mut().enumerate() {
            self.window.clear();
            // Oldest first: row 0 of the window is n - 1 rows before this one.
            let values = self.strip.until(0, row, n).iter();
            self.window
                .extend(values.zip(0..).map(|(&value, at)| (value, at)));
            let known = self.window.iter().all(|(value, _)| !value.is_nan());
            *slot = if known {
                finite(correlation(&mut self.window))
            } else {
                f64::NAN
            };
        }
    }
}
