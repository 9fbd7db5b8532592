//! Long work on our own threads, with its progress and its end told to JavaScript.
//!
//! A task owns whatever it works on: it is given copies and gives back buffers that it made. No memory is shared
//! with JavaScript while both run, so a caller may change, transfer or drop any array at any time.

use napi::Status;
use napi::bindgen_prelude::{FnArgs, Function, ToNapiValue};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use rayon::ThreadPool;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use ta_engine::{Code, Error};

/// Between two reports of progress: more often than anyone looks is only work for JavaScript.
const REPORT: Duration = Duration::from_millis(50);

/// What JavaScript is told, by one callback: `(kind, rows, result, error)`. Kinds are "progress", any number of
/// times, and then once "done", "stopped" or "failed".
pub type Report<R> = FnArgs<(&'static str, f64, Option<R>, Option<Fault>)>;

/// The callback, as JavaScript passes it.
pub type ReportFunction<'a, R> = Function<'a, Report<R>, ()>;

/// An error, as the runtime reads it.
#[napi(object, object_from_js = false)]
pub struct Fault {
    pub code: String,
    pub message: String,
}

enum Message<T> {
    Progress(usize),
    Done(usize, T),
    Stopped(usize),
    Failed(Error),
}

type Caller<T, R> = ThreadsafeFunction<Message<T>, (), Report<R>, Status, false>;

/// A task's side that JavaScript holds.
#[napi]
pub struct NativeTask {
    cancelled: Arc<AtomicBool>,
}

#[napi]
impl NativeTask {
    /// Asks the work to end at its next tile; its callback is then told "stopped".
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// What the work asks between tiles.
pub trait Watch: Send {
    /// Tells that `rows` rows are done; false where the work is to end now.
    fn go_on(&mut self, rows: usize) -> bool;
}

struct Watcher<T: 'static, R: ToNapiValue + 'static> {
    cancelled: Arc<AtomicBool>,
    caller: Caller<T, R>,
    reported: Option<Instant>,
    rows: usize,
}

impl<T: 'static, R: ToNapiValue + 'static> Watch for Watcher<T, R> {
    fn go_on(&mut self, rows: usize) -> bool {
        self.rows = rows;
        if self.reported.is_none_or(|then| then.elapsed() >= REPORT) {
            self.reported = Some(Instant::now());
            // Whoever would hear it may be gone: a worker that has ended.
            if self.tell(Message::Progress(rows)) == Status::Closing {
                return false;
            }
        }
        !self.cancelled.load(Ordering::Relaxed)
    }
}

impl<T: 'static, R: ToNapiValue + 'static> Watcher<T, R> {
    fn tell(&self, message: Message<T>) -> Status {
        self.caller.call(message, ThreadsafeFunctionCallMode::NonBlocking)
    }
}

/// Starts `work` on one of the pool's threads, and what it spawns on the others. It gives its result, or `None` where
/// `go_on` told it to end. `into_js` makes JavaScript's value of a result, on JavaScript's thread. The event loop lives
/// until the callback has been told the end.
pub fn start<T, R>(
    pool: &ThreadPool,
    report: &ReportFunction<'_, R>,
    mut into_js: impl FnMut(T) -> R + 'static,
    work: impl FnOnce(&mut dyn Watch) -> Result<Option<T>, Error> + Send + 'static,
) -> crate::failure::Result<NativeTask>
where
    T: Send + 'static,
    R: ToNapiValue + 'static,
{
    let internal = |message: String| crate::failure::failure(Error::new(Code::Internal, message));
    let caller = report
        .build_threadsafe_function::<Message<T>>()
        .build_callback(move |context| {
            Ok(FnArgs::from(match context.value {
                Message::Progress(rows) => ("progress", rows as f64, None, None),
                Message::Done(rows, result) => ("done", rows as f64, Some(into_js(result)), None),
                Message::Stopped(rows) => ("stopped", rows as f64, None, None),
                Message::Failed(error) => {
                    let fault = Fault {
                        code: crate::failure::code(&error),
                        message: error.message,
                    };
                    ("failed", 0.0, None, Some(fault))
                }
            }))
        })
        .map_err(|error| internal(format!("the task's callback: {}", error.reason)))?;
    let cancelled = Arc::new(AtomicBool::new(false));
    let mut watcher = Watcher {
        cancelled: cancelled.clone(),
        caller,
        reported: None,
        rows: 0,
    };
    pool.spawn_fifo(move || {
        let end = if watcher.cancelled.load(Ordering::Relaxed) {
            Message::Stopped(0)
        } else {
            // A fault of ours must reach the caller and leave the thread alive. What the work held is dropped.
            match catch_unwind(AssertUnwindSafe(|| work(&mut watcher))) {
                Ok(Ok(Some(result))) => Message::Done(watcher.rows, result),
                Ok(Ok(None)) => Message::Stopped(watcher.rows),
                Ok(Err(error)) => Message::Failed(error),
                Err(_) => Message::Failed(Error::new(Code::Internal, "the task panicked")),
            }
        };
        watcher.tell(end);
    });
    Ok(NativeTask { cancelled })
}
