//! Which rows an instruction has to run over: where of an output the last row alone is wanted, what it is made of need
//! only run over the rows that this one leans on, since a finite window is anchor-free (N4).

use super::batch::{AlertColumn, OutputColumn};
use super::bind::Allotted;

/// Puts into `begins` of each live instruction of `allotted` the row, of `rows`, that it has to have seen first; `rows`
/// where nothing that is wanted leans on it. What depends on where history starts begins with it.
pub(super) fn begin(
    begins: &mut [usize],
    allotted: &Allotted,
    rows: usize,
    outputs: &[OutputColumn<'_>],
    alerts: &[AlertColumn<'_>],
) {
    // Of each instruction the first row of its result that is wanted.
    begins.fill(rows);
    let mut want = |made: Option<usize>, row: usize| {
        if let Some(made) = made {
            begins[made] = begins[made].min(row);
        }
    };
    for (output, &made) in outputs.iter().zip(&allotted.outputs) {
        match output {
            OutputColumn::Skip => {}
            OutputColumn::Last(_) | OutputColumn::LastBool(_) => want(made, rows.saturating_sub(1)),
            OutputColumn::Float(_) | OutputColumn::Bool(_) | OutputColumn::Count(_) => want(made, 0),
        }
    }
    for (alert, &made) in alerts.iter().zip(&allotted.alerts) {
        if !matches!(alert, AlertColumn::Skip) {
            want(made, 0);
        }
    }
    // Readers come after what they read: when an instruction's turn comes, all that want it have said so.
    for (place, live) in allotted.live.iter().enumerate().rev() {
        if begins[place] == rows {
            continue;
        }
        let first = match live.history {
            Some(history) => begins[place].saturating_sub(history),
            None => 0,
        };
        begins[place] = first;
        for &read in &live.reads {
            begins[read] = begins[read].min(first);
        }
    }
}
