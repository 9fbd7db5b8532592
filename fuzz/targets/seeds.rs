//! Writes what fuzzing starts from: the golden plans, random plans, and snapshots of both.

#[path = "../../crates/ta-engine/tests/hostile/mod.rs"]
#[allow(dead_code)]
mod hostile;
#[path = "../../crates/ta-engine/tests/support/mod.rs"]
mod support;

use std::path::Path;
use ta_engine::{Plan, Program, Session, cpu};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut plans: Vec<(String, Vec<u8>)> = std::fs::read_dir(root.join("golden/plans"))
        .expect("golden/plans is part of the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "plan"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a readable plan"))
        })
        .collect();
    plans.extend((0..24).map(|seed| (format!("random{seed}"), support::random_program(seed, 6).bytes())));
    for (name, bytes) in &plans {
        let write = |target: &str, bytes: &[u8]| {
            let folder = root.join("fuzz/corpus").join(target);
            std::fs::create_dir_all(&folder).expect("a writable folder");
            std::fs::write(folder.join(name), bytes).expect("a writable folder");
        };
        write("plan", bytes);
        write("structure", &hostile::paired(bytes, &[]));
        let plan = Plan::load(bytes, &hostile::limits()).expect("a sound plan");
        let Ok(program) = Program::bind(plan, &[], &hostile::limits(), cpu::best()) else {
            continue;
        };
        let mut session = Session::open(&program);
        let mut outputs = vec![0.0; program.outputs().len()];
        let mut alerts = vec![0; program.alerts().len()];
        for row in 0..9 {
            let bar = vec![f64::from(row); program.inputs().len()];
            session
                .push(&bar, &mut outputs, &mut alerts)
                .expect("a finite row");
        }
        write("snapshot", &hostile::paired(bytes, &session.snapshot()));
    }
}
