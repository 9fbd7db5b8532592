//! Our own threads. libuv's four serve the file system and must not wait behind a long run.
//!
//! Threads start as work comes, at most one for each CPU, and then wait for more. They hold no handle of
//! Node's while they wait, so a process ends as if they were not there.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    /// Threads that were started; none ever ends.
    threads: usize,
    /// Of those, the ones that wait.
    idle: usize,
}

struct Pool {
    queue: Mutex<Queue>,
    ready: Condvar,
    most: usize,
}

static POOL: LazyLock<Pool> = LazyLock::new(|| Pool {
    queue: Mutex::new(Queue::default()),
    ready: Condvar::new(),
    most: thread::available_parallelism().map_or(1, NonZero::get),
});

/// The queue is whole between statements: a panic elsewhere while it was held has broken nothing.
fn queue() -> MutexGuard<'static, Queue> {
    POOL.queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `job` on one of our threads, after those that came before it. A job must not unwind: it would end its
/// thread. An error says that not one thread could be started; the job is dropped then.
pub fn submit(job: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let mut queue = queue();
    queue.jobs.push_back(Box::new(job));
    if queue.idle < queue.jobs.len() && queue.threads < POOL.most {
        match thread::Builder::new().name("laakhay-ta".to_string()).spawn(work) {
            Ok(_) => queue.threads += 1,
            Err(error) if queue.threads == 0 => {
                queue.jobs.pop_back();
                return Err(error);
            }
            // Fewer threads than CPUs: those that there are will take it.
            Err(_) => {}
        }
    }
    POOL.ready.notify_one();
    Ok(())
}

fn work() {
    let mut waiting = queue();
    loop {
        match waiting.jobs.pop_front() {
            Some(job) => {
                drop(waiting);
                job();
                waiting = queue();
            }
            None => {
                waiting.idle += 1;
                waiting = POOL.ready.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                waiting.idle -= 1;
            }
        }
    }
}
