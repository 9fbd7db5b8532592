//! Highest and lowest of a window and their ages. Exact: two overlapping levels cover any length.

use super::strip::{Strip, ZEROS};
use super::{Shape, Step, Window, depth, steps};
use crate::cpu::Cpu;
use crate::kernels::finite;

/// Column 0 is x; then the extremes of 2, 4, … rows; with `AGE`, then the ages of those.
pub(in crate::kernels) struct Extremes<const HIGH: bool, const AGE: bool> {
    strip: Strip,
    depth: usize,
    /// Which levels anything reads, a level above included.
    kept: Vec<bool>,
}

/// Which levels lanes read: the others are only on the way. Ages need every one, and so does min_samples, which
/// folds any length.
fn kept(shapes: &[Shape], depth: usize, age: bool) -> Vec<bool> {
    let all = age || shapes.iter().any(|shape| shape.samples < shape.n);
    let read = |level| shapes.iter().any(|shape| depth_of(shape) == level);
    (0..=depth).map(|level| all || read(level)).collect()
}

/// Whether the older value replaces the newer: ties stay with the newest, and missing wins.
#[inline(always)]
fn replaces<const HIGH: bool>(older: f64, newer: f64) -> bool {
    let beats = if HIGH { older > newer } else { older < newer };
    beats | older.is_nan()
}

/// The one of two that stays by `replaces`.
#[inline(always)]
fn of_two<const HIGH: bool>(newer: f64, older: f64) -> f64 {
    let beats = if HIGH { older > newer } else { older < newer };
    let known = if beats { older } else { newer };
    if older.is_nan() { older } else { known }
}

/// The extreme of two overlapping spans, newer and older.
#[inline(always)]
fn extreme<const HIGH: bool>(out: &mut [f64], [new, old]: [&[f64]; 2]) {
    for ((out, &new), &old) in out.iter_mut().zip(new).zip(old) {
        *out = of_two::<HIGH>(new, old);
    }
}

/// The extreme of four spans side by side, newest first: two levels at once.
#[inline(always)]
fn extreme_of_four<const HIGH: bool>(out: &mut [f64], spans: [&[f64]; 4]) {
    let rows = out.len();
    let [a, b, c, d] = spans.map(|span| &span[..rows]);
    for i in 0..rows {
        let (new, old) = (of_two::<HIGH>(a[i], b[i]), of_two::<HIGH>(c[i], d[i]));
        out[i] = of_two::<HIGH>(new, old);
    }
}

/// The age of that extreme, of which the older span's begin `ago` rows before.
#[inline(always)]
fn age<const HIGH: bool>(ago: f64, out: &mut [f64], extremes: [&[f64]; 2], ages: [&[f64]; 2]) {
    let rows = out.len();
    let ([new, old], [age_new, age_old]) = (extremes.map(|s| &s[..rows]), ages.map(|s| &s[..rows]));
    for i in 0..rows {
        let older = age_old[i] + ago;
        out[i] = if replaces::<HIGH>(old[i], new[i]) {
            older
        } else {
            age_new[i]
        };
    }
}

impl<const HIGH: bool, const AGE: bool> Window for Extremes<HIGH, AGE> {
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        let depth = depth(longest);
        let mut levels: Vec<usize> = (0..=depth)
            .map(|level| if level < depth { 1 << level } else { 0 })
            .collect();
        // A lane reads one level, at an offset of at most that level's own rows; under min_samples any.
        for shape in shapes {
            let level = depth_of(shape);
            levels[level] = levels[level].max(shape.n - (1 << level));
            if shape.samples < shape.n {
                for (level, rows) in levels.iter_mut().enumerate() {
                    *rows = (*rows).max(1 << level);
                }
            }
        }
        let kept = kept(shapes, depth, AGE);
        steps(&kept).for_each(|step| step.reach(&mut levels));
        let mut halos = vec![longest];
        halos.extend_from_slice(&levels[1..]);
        if AGE {
            halos.extend_from_slice(&levels[1..]);
        }
        halos
    }

    fn new(shapes: &[Shape], longest: usize) -> Self {
        Self {
            strip: Strip::new(&Self::halos(shapes, longest)),
            depth: depth(longest),
            kept: kept(shapes, depth(longest), AGE),
        }
    }
    fn strip(&self) -> &Strip {
        &self.strip
    }
    fn strip_mut(&mut self) -> &mut Strip {
        &mut self.strip
    }

    #[inline(always)]
    fn levels<C: Cpu>(&mut self, rows: usize) {
        let now = self.strip.now;
        for Step { level, next } in steps(&self.kept) {
            let k = 1usize << level;
            if next == level + 2 {
                let (below, above) = self.strip.columns.split_at_mut(next);
                let spans = [0, k, 2 * k, 3 * k].map(|ago| below[level].past(now, ago, rows));
                extreme_of_four::<HIGH>(above[0].fresh(now, rows), spans);
                continue;
            }
            if AGE {
                let (below, above) = self.strip.columns.split_at_mut(self.depth + level + 1);
                let extremes = [0, k].map(|ago| below[level].past(now, ago, rows));
                let ages = match level {
                    0 => [&ZEROS[..rows]; 2],
                    _ => [0, k].map(|ago| below[self.depth + level].past(now, ago, rows)),
                };
                age::<HIGH>(k as f64, above[0].fresh(now, rows), extremes, ages);
            }
            let (below, above) = self.strip.columns.split_at_mut(level + 1);
            let extremes = [0, k].map(|ago| below[level].past(now, ago, rows));
            extreme::<HIGH>(above[0].fresh(now, rows), extremes);
        }
    }

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, out: &mut [f64], _: bool) {
        let rows = out.len();
        let level = depth_of(shape);
        let offset = shape.n - (1 << level);
        let extremes = [0, offset].map(|ago| self.strip.past(level, ago, rows));
        if !AGE {
            let [new, old] = extremes;
            for ((out, &new), &old) in out.iter_mut().zip(new).zip(old) {
                *out = finite(of_two::<HIGH>(new, old));
            }
            return;
        }
        let ages = match level {
            0 => [&ZEROS[..rows]; 2],
            _ => [0, offset].map(|ago| self.strip.past(self.depth + level, ago, rows)),
        };
        age::<HIGH>(offset as f64, out, extremes, ages);
        let [new, old] = extremes;
        for ((out, new), old) in out.iter_mut().zip(new).zip(old) {
            *out = if new.is_nan() | old.is_nan() {
                f64::NAN
            } else {
                *out
            };
        }
    }
}

/// The level that a lane reads.
fn depth_of(shape: &Shape) -> usize {
    depth(shape.n)
}
