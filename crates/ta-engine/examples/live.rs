//! Bars as they come: an alert when one average crosses another, a look at a bar that is still forming, and a restart
//! from a snapshot that goes on to the bit.
//!
//! `cargo run -p ta-engine --example live`

use ta_engine::{Error, Limits, Plan, Program, Session, cpu};

pub fn main() -> Result<(), Error> {
    let plan = Plan::load(include_bytes!("cross.plan"), &Limits::default())?;
    let program = Program::bind(plan, &[], &Limits::default(), cpu::best())?;
    let mut session = Session::open(&program);
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    let price = |row: u32| 100.0 + f64::from(row % 120) - 2.0 * f64::from((row % 120).saturating_sub(60));
    let mut fired = 0;
    for row in 0..600 {
        session.push(&[price(row)], &mut outputs, &mut alerts)?;
        for (alert, fires) in program.alerts().zip(&alerts) {
            if *fires == 1 {
                fired += 1;
                println!("{} at row {row}", alert.name);
            }
        }
    }
    assert!(fired > 0);

    // What the next bar would say, if it closed here. Nothing advances.
    session.peek(&[price(600)], &mut outputs, &mut alerts)?;
    let peeked = outputs.clone();

    let bytes = session.snapshot();
    let mut restored = Session::restore(&program, &bytes)?;
    restored.push(&[price(600)], &mut outputs, &mut alerts)?;
    assert_eq!(outputs, peeked);
    println!(
        "a snapshot of {} bytes after {} rows",
        bytes.len(),
        session.rows()
    );
    Ok(())
}
