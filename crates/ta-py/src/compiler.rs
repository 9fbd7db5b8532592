//! The compiler: one script in an embedded JavaScript engine, which runs on a thread of its own. There its stack is as deep as
//! the deepest program needs, whatever thread asks; it is started by the first program and kept for the next.

use crate::failure::{entry, failure};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use rquickjs::{CatchResultExt, Context, Ctx, Function, Object, Runtime};
use std::cell::RefCell;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use ta_engine::Code;

/// `npm run generate` writes it from `compiler/src/embedded.ts`.
const SCRIPT: &str = include_str!("generated/compiler.js");
/// Programs nest 256 deep at most; the parser has some twenty calls for each level.
const STACK: usize = 256 << 20;
/// What the engine may use of it: the rest is Rust's.
const SCRIPT_STACK: usize = STACK - (1 << 20);
const LOOK: Duration = Duration::from_millis(50);

/// A plan's bytes, or none where the program is wrong, and the diagnostics as JSON; or a fault of ours.
type Answer = Result<(Option<Vec<u8>>, String), String>;

struct Request {
    source: String,
    name: String,
    optimize: bool,
    cancelled: Arc<AtomicBool>,
    answer: Sender<Answer>,
}

/// The way to the thread that compiles, and the process that started it.
type Worker = Option<(u32, Sender<Request>)>;

/// The thread that compiles: a fork has none of its parent's threads. Whoever forks has the
/// lock meanwhile: a child of a process whose other thread had it would wait for that thread for ever.
static WORKER: Mutex<Worker> = Mutex::new(None);

thread_local! {
    /// The lock, while this thread forks.
    static FORKING: RefCell<Option<MutexGuard<'static, Worker>>> = const { RefCell::new(None) };
}

/// Waits until no other thread is about to hand a program over: for `os.register_at_fork`.
#[pyfunction]
pub fn before_fork() {
    // Whoever has the lock does not wait for Python's, which this thread has.
    let worker = worker();
    FORKING.with_borrow_mut(|held| *held = Some(worker));
}

/// The other end of it, in the parent and in the child.
#[pyfunction]
pub fn after_fork() {
    FORKING.with_borrow_mut(Option::take);
}

fn worker() -> MutexGuard<'static, Worker> {
    WORKER.lock().unwrap_or_else(PoisonError::into_inner)
}

fn start() -> Result<Sender<Request>, String> {
    let (sender, receiver) = channel();
    std::thread::Builder::new()
        .name("laakhay-ta-compiler".to_string())
        .stack_size(STACK)
        .spawn(move || serve(&receiver))
        .map_err(|error| format!("no thread could be started: {error}"))?;
    Ok(sender)
}

/// Answers until nobody asks any more. Where the engine cannot start, every request is answered with the reason.
fn serve(requests: &Receiver<Request>) {
    let current: Arc<Mutex<Arc<AtomicBool>>> = Arc::default();
    let begun = Runtime::new().and_then(|runtime| {
        runtime.set_max_stack_size(SCRIPT_STACK);
        let current = current.clone();
        runtime.set_interrupt_handler(Some(Box::new(move || {
            let current = current.lock().unwrap_or_else(PoisonError::into_inner);
            current.load(Ordering::Relaxed)
        })));
        let context = Context::full(&runtime)?;
        Ok((runtime, context))
    });
    let (_runtime, context) = match begun {
        Ok(begun) => begun,
        Err(error) => {
            for request in requests {
                let _ = request.answer.send(Err(error.to_string()));
            }
            return;
        }
    };
    context.with(|ctx| {
        let compile = script(&ctx);
        for request in requests {
            *current.lock().unwrap_or_else(PoisonError::into_inner) = request.cancelled.clone();
            let answer = match &compile {
                Ok(compile) => answer(&ctx, compile, &request),
                Err(reason) => Err(reason.clone()),
            };
            // Whoever was interrupted does not wait for it.
            let _ = request.answer.send(answer);
        }
    });
}

fn script<'js>(ctx: &Ctx<'js>) -> Result<Function<'js>, String> {
    let found = || {
        ctx.eval::<(), _>(SCRIPT)?;
        ctx.globals().get::<_, Object<'js>>("laakhayTa")?.get("compile")
    };
    found().catch(ctx).map_err(|error| error.to_string())
}

fn answer<'js>(ctx: &Ctx<'js>, compile: &Function<'js>, request: &Request) -> Answer {
    let call = || {
        let Request {
            source,
            name,
            optimize,
            ..
        } = request;
        let answer: Object<'js> = compile.call((source.as_str(), name.as_str(), *optimize))?;
        Ok((answer.get("bytes")?, answer.get("text")?))
    };
    call().catch(ctx).map_err(|error| error.to_string())
}

fn send(request: Request) -> Result<(), String> {
    let mut worker = worker();
    let sender = match &*worker {
        Some((owner, sender)) if *owner == process::id() => sender.clone(),
        _ => {
            let sender = start()?;
            // A parent's end is not dropped: that would tell its thread, which is not there, and may have been waiting.
            std::mem::forget(worker.replace((process::id(), sender.clone())));
            sender
        }
    };
    sender.send(request).map_err(|_| {
        *worker = None;
        "the compiler's thread has ended".to_string()
    })
}

/// Compiles a program: the plan's bytes, or `None` where it is wrong, and what is to be told of it as JSON. Ctrl-C ends it.
/// TA9001 where the compiler itself fails.
#[pyfunction]
pub fn compile<'py>(
    py: Python<'py>,
    source: String,
    name: String,
    optimize: bool,
) -> PyResult<(Option<Bound<'py, PyBytes>>, String)> {
    entry(py, || {
        let (answer, answered) = channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let request = Request {
            source,
            name,
            optimize,
            cancelled: cancelled.clone(),
            answer,
        };
        let told = py.detach(move || -> PyResult<Answer> {
            if let Err(reason) = send(request) {
                return Ok(Err(reason));
            }
            loop {
                match answered.recv_timeout(LOOK) {
                    Ok(answer) => return Ok(answer),
                    Err(RecvTimeoutError::Disconnected) => {
                        return Ok(Err("the compiler's thread has ended".to_string()));
                    }
                    Err(RecvTimeoutError::Timeout) => {
                        if let Err(signal) = Python::attach(|py| py.check_signals()) {
                            cancelled.store(true, Ordering::Relaxed);
                            return Err(signal);
                        }
                    }
                }
            }
        })?;
        let (bytes, text) =
            told.map_err(|reason| failure(py, Code::Internal, format!("the compiler failed: {reason}")))?;
        Ok((bytes.map(|bytes| PyBytes::new(py, &bytes)), text))
    })
}
