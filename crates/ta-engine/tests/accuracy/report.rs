//! spec/reference/accuracy.md: what was measured, in shares of what is published.

use crate::bounds::bound_of;
use crate::{Tally, Worst};
use std::path::Path;
use ta_engine::plan::signature_of;

fn cell(worst: &Worst) -> String {
    if worst.share == 0.0 {
        return "0 |".into();
    }
    format!("{:.3} | {}", worst.share, worst.place)
}

fn table(tallies: &[Tally]) -> String {
    let mut text = String::from(
        "# Accuracy\n\nMeasured by `npm run test:slow` against exact and multiprecision arithmetic, and rewritten by\n\
         `npm run bless accuracy`. Do not edit. A share is the largest error found, in units of the published bound:\n\
         1 would be all of it; on ordinary data, of the tighter bound where there is one. Every kernel that is not in the table is exact, and was found to be.\n\
         Series have up to a million rows, those of a bank of averages (`vary.average`) twenty thousand.\n\n\
         | kernel | published bound | share, ordinary data | where | share, hostile data | where | values compared |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut exact = 0;
    for tally in tallies {
        let signature = signature_of(tally.op);
        let bound = bound_of(tally.op);
        if bound.text == "exact" {
            exact += tally.values;
            continue;
        }
        let published = bound.text.replace('|', "\\|");
        text += &format!(
            "| `{}@{}` | {published} | {} | {} | {} |\n",
            signature.name,
            signature.version,
            cell(&tally.ordinary),
            cell(&tally.hostile),
            tally.values
        );
    }
    text + &format!("\nOf the exact kernels {exact} values were compared.\n")
}

/// The page is what was found; with `BLESS` in the environment it is rewritten.
pub fn hold(tallies: &[Tally]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/reference/accuracy.md");
    let text = table(tallies);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).expect("the page is written");
        return;
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == text,
        "spec/reference/accuracy.md is stale (npm run bless accuracy):\n{text}"
    );
}
