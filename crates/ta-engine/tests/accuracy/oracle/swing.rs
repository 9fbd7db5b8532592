//! Legs between swings, drawn anew at every row from all the swings so far.

use super::Due;
use crate::run::Case;
use ta_engine::generated::kernels::Op;

#[derive(Clone, Copy, PartialEq)]
struct Swing {
    high: bool,
    price: f64,
    row: usize,
}

/// What the chosen leg gives at `row`.
pub(super) fn leg(case: &Case, row: usize) -> Due {
    let &[leg, min_size, falling, alternating, follows] = &case.scalars[..] else {
        unreachable!("five scalars")
    };
    let [falling, alternating, follows] = [falling, alternating, follows].map(|flag| flag == 1.0);
    let swings = swings(case, row);
    let starts = |swing: &Swing| swing.high == falling;
    let farther = |a: f64, b: f64, high: bool| if high { a >= b } else { a <= b };

    // Pairs of a start and an end: neighbours among swings that alternate, or every end with the latest start.
    let pairs: Vec<(Swing, Swing)> = if alternating {
        let mut turns: Vec<Swing> = Vec::new();
        for swing in &swings {
            match turns.last_mut() {
                Some(last) if last.high == swing.high => {
                    if farther(swing.price, last.price, swing.high) {
                        *last = *swing;
                    }
                }
                _ => turns.push(*swing),
            }
        }
        turns.windows(2).map(|pair| (pair[0], pair[1])).collect()
    } else {
        let latest_start = |at: usize| swings[..at].iter().rfind(|swing| starts(swing));
        let ends = swings.iter().enumerate().filter(|(_, swing)| !starts(swing));
        ends.filter_map(|(at, end)| Some((*latest_start(at)?, *end)))
            .collect()
    };
    let latest = pairs.last().copied();
    let legs = pairs.into_iter().filter(|(start, end)| {
        let ahead = if falling {
            end.price < start.price
        } else {
            end.price > start.price
        };
        let small = 100.0 * (end.price - start.price).abs() < min_size * start.price.abs();
        starts(start) && end.row > start.row && ahead && !small
    });
    let legs: Vec<(Swing, Swing)> = legs.collect();
    let Some((start, mut end)) = legs.iter().rev().nth(leg as usize).copied() else {
        return Due::Missing;
    };
    // The latest leg runs on until another swing is paired, or begins another leg.
    let after = |swing: &Swing| (swing.row, !swing.high) > (end.row, !end.high);
    let runs = latest == Some((start, end)) && !swings.iter().any(|swing| starts(swing) && after(swing));
    if follows && runs {
        let prices = case.operands[2].float()[end.row + 1..=row].iter();
        let beyond = prices
            .copied()
            .filter(|price| farther(*price, end.price, !falling));
        let farthest = beyond.reduce(|a, b| if farther(b, a, !falling) { b } else { a });
        end.price = farthest.unwrap_or(end.price);
    }
    Due::same(match case.op {
        Op::SwingLegStart => start.price,
        Op::SwingLegEnd => end.price,
        _ => (row - end.row) as f64,
    })
}

/// Every swing up to `row`; of one row the high first.
fn swings(case: &Case, row: usize) -> Vec<Swing> {
    let mut swings = Vec::new();
    for row in 0..=row {
        for (high, operand) in [(true, 0), (false, 1)] {
            let price = case.operands[operand].float()[row];
            if !price.is_nan() {
                swings.push(Swing { high, price, row });
            }
        }
    }
    swings
}
