//! What fuzzing found at C's door and keeps (`fuzz/corpus`, `fuzz/crashes`), run again without libFuzzer.

mod hostile;

use std::path::Path;

type Target = (&'static str, fn(&[u8]));

// One test: handles that are alive are counted for the process.
#[test]
fn what_fuzzing_found_stays_found() {
    let targets: [Target; 2] = [("arrow", hostile::arrow), ("calls", hostile::calls)];
    for (target, work) in targets {
        let mut run = 0;
        for folder in ["corpus", "crashes"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../../fuzz")
                .join(folder)
                .join(target);
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries {
                let path = entry.expect("a readable folder").path();
                work(&std::fs::read(&path).expect("a readable file"));
                run += 1;
            }
        }
        assert!(run > 0, "fuzz/corpus/{target} is empty");
    }
}
