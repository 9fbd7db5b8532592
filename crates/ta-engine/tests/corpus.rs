//! What fuzzing found and keeps (`fuzz/corpus`, `fuzz/crashes`), run again without libFuzzer, with what each file
//! allocates counted.

#[allow(dead_code)]
mod hostile;
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use ta_engine::{Plan, Program, Session, cpu};

/// Counts the bytes that are allocated at once.
struct Counting;
static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: passes everything on to the system's allocator, and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(held, Ordering::Relaxed);
        // SAFETY: the caller's promises about `layout` are passed on.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: `pointer` is of `alloc` above, which is the system's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most bytes that `work` holds at once, beyond what was held before.
fn most(work: impl FnOnce()) -> usize {
    let before = HELD.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    work();
    MOST.load(Ordering::Relaxed) - before
}

fn files(folder: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz")
        .join(folder)
        .join(target);
    let mut files: Vec<PathBuf> = match std::fs::read_dir(&folder) {
        Ok(entries) => entries
            .map(|entry| entry.expect("a readable folder").path())
            .collect(),
        Err(_) => Vec::new(),
    };
    files.sort();
    files
}

/// A target: its name, what it does with bytes, and which of them are a plan.
type Target = (&'static str, fn(&[u8]), fn(&[u8]) -> &[u8]);

// One test: the counter is the process's.
#[test]
fn what_fuzzing_found_stays_found() {
    let targets: [Target; 3] = [
        ("plan", hostile::plan, |bytes| bytes),
        ("snapshot", hostile::snapshot, |bytes| hostile::pair(bytes).0),
        ("structure", hostile::structure, |bytes| hostile::pair(bytes).0),
    ];
    // Whatever is allocated once.
    hostile::plan(&support::sample().bytes());
    let limits = hostile::limits();
    for (target, work, plan_of) in targets {
        let kept = files("corpus", target);
        assert!(!kept.is_empty(), "fuzz/corpus/{target} is empty");
        for path in kept.into_iter().chain(files("crashes", target)) {
            let bytes = std::fs::read(&path).expect("a readable file");
            let name = path.display();
            let plan = plan_of(&bytes);
            // Reading holds a multiple of the bytes, whatever they claim; with the error's own text.
            let reading = most(|| drop(Plan::load(plan, &limits)));
            let bound = 4096 + 64 * plan.len();
            assert!(
                reading <= bound,
                "{name}: {reading} bytes held to read {}, the bound is {bound}",
                plan.len()
            );
            // Running holds what the limits say for an executor.
            if let Ok(plan) = Plan::load(plan, &limits)
                && let Ok(program) = Program::bind(plan, &[], &limits, cpu::best())
            {
                let running = most(|| drop(Session::open(&program)));
                assert!(
                    running as u64 <= limits.memory_bytes,
                    "{name}: a session holds {running} bytes"
                );
            }
            work(&bytes);
        }
    }
}
