//! Long work on threads of our own, while Python's own thread looks after signals and progress.

use crate::failure::failure;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ta_engine::{Code, Error};

/// Between two looks at signals, and two reports of progress.
const LOOK: Duration = Duration::from_millis(50);

/// The threads that all work shares, and the process that started them: a fork has none of its parent's threads.
static SHARED: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

fn build(threads: usize) -> Result<Arc<ThreadPool>, Error> {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|_| "laakhay-ta".to_string())
        .build()
        .map(Arc::new)
        .map_err(|error| Error::new(Code::Internal, format!("no thread could be started: {error}")))
}

/// The shared pool, or where `threads` is not 0 so many threads of the work's own. TA9001 where none can be started.
fn pool(threads: usize) -> Result<Arc<ThreadPool>, Error> {
    if threads != 0 {
        return build(threads);
    }
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    match &*shared {
        Some((owner, pool)) if *owner == process::id() => Ok(pool.clone()),
        _ => {
            let pool = build(0)?;
            // A parent's pool is not dropped: that would wait for threads that are not there.
            std::mem::forget(shared.replace((process::id(), pool.clone())));
            Ok(pool)
        }
    }
}

/// What work and whoever waits for it share.
#[derive(Default)]
pub struct Watch {
    done: AtomicU64,
    stop: AtomicBool,
}

impl Watch {
    /// Tells that so much more is done; false where the work is to end now.
    pub fn go_on(&self, more: u64) -> bool {
        self.done.fetch_add(more, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    /// Tells that so much is done in all; false where the work is to end now.
    pub fn reached(&self, done: u64) -> bool {
        self.done.fetch_max(done, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }
}

/// Runs `work` in a pool, without the interpreter's lock. Meanwhile this thread runs signal handlers, and calls `progress` with
/// what is done; what either raises ends the work at its next tile, and is raised.
pub fn watched<T: Send>(
    py: Python<'_>,
    threads: usize,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Watch) -> Result<T, Error> + Send,
) -> PyResult<T> {
    let pool = pool(threads).map_err(|error| crate::failure::raise(py, error))?;
    let watch = Watch::default();
    let look = |py: Python<'_>| -> PyResult<()> {
        py.check_signals()?;
        if let Some(progress) = progress {
            progress.call1(py, (watch.done.load(Ordering::Relaxed),))?;
        }
        Ok(())
    };
    let (result, fault) = py.detach(|| {
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(1);
            let (watch, pool) = (&watch, &pool);
            let started = std::thread::Builder::new().spawn_scoped(scope, move || {
                let result = catch_unwind(AssertUnwindSafe(|| pool.install(|| work(watch))));
                // Whoever asked waits until it has been told.
                let _ = send.send(result);
            });
            if started.is_err() {
                let error = Error::new(Code::Internal, "no thread could be started");
                return (Ok(Err(error)), None);
            }
            let mut fault = None;
            loop {
                match receive.recv_timeout(LOOK) {
                    Ok(result) => return (result, fault),
                    Err(RecvTimeoutError::Disconnected) => {
                        let error = Error::new(Code::Internal, "the work ended without a result");
                        return (Ok(Err(error)), fault);
                    }
                    Err(RecvTimeoutError::Timeout) if fault.is_none() => {
                        fault = Python::attach(look).err();
                        if fault.is_some() {
                            watch.stop.store(true, Ordering::Relaxed);
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                }
            }
        })
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    let value = match result {
        Ok(result) => result.map_err(|error| crate::failure::raise(py, error))?,
        Err(_) => return Err(failure(py, Code::Internal, "the work panicked")),
    };
    if let Some(progress) = progress {
        progress.call1(py, (watch.done.load(Ordering::Relaxed),))?;
    }
    Ok(value)
}
