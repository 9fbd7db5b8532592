//! Our own threads. libuv's four serve the file system and must not wait behind a long run.
//!
//! The shared pool has a thread for each CPU and is built by the first work that needs it. Its threads hold no handle
//! of Node's while they wait, so a process ends as if they were not there.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, LazyLock};
use ta_engine::{Code, Error};

static SHARED: LazyLock<Result<Arc<ThreadPool>, String>> = LazyLock::new(|| build(0));

/// A pool of so many threads; 0 is one for each CPU.
fn build(threads: usize) -> Result<Arc<ThreadPool>, String> {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|_| "laakhay-ta".to_string())
        .build()
        .map(Arc::new)
        .map_err(|error| error.to_string())
}

/// The threads that all work shares, or, where `threads` is not 0, so many of their own: those end with the last of
/// the work that holds the pool. TA9001 where threads cannot be started.
pub fn pool(threads: usize) -> Result<Arc<ThreadPool>, Error> {
    let pool = if threads == 0 {
        SHARED.clone()
    } else {
        build(threads)
    };
    pool.map_err(|reason| Error::new(Code::Internal, format!("no thread could be started: {reason}")))
}
