//! The examples run.

#[path = "../examples/history.rs"]
mod history;
#[path = "../examples/live.rs"]
mod live;

#[test]
fn history_runs() {
    history::main().expect("the example runs");
}

#[test]
fn live_runs() {
    live::main().expect("the example runs");
}
