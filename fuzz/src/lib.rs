//! What the targets share.

use cpu_time::ThreadTime;
use std::time::Duration;

/// The processor's time that one input may take, instrumented as it is. A clock on the wall would find what else the
/// machine was doing; libFuzzer's own ends what does not end by itself.
pub const LONGEST: Duration = Duration::from_secs(1);

/// Runs `work`; panics where it took longer than [`LONGEST`].
pub fn bounded(work: impl FnOnce()) {
    let start = ThreadTime::now();
    work();
    let taken = start.elapsed();
    assert!(taken <= LONGEST, "{taken:?} for one input");
}
