//! What one call may cost a host: work, which does not depend on the machine, and time. Whoever calls an executor holds
//! it to them: work before anything runs, time between tiles of rows.

use crate::{Code, Error};
use std::time::{Duration, Instant};

/// What a call may cost. The default is without an end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Rows times lanes: of a panel its symbols' together, of a sweep its points' as if each ran alone.
    pub work: u64,
    /// Milliseconds from the call's beginning on.
    pub milliseconds: f64,
}

impl Default for Budget {
    fn default() -> Self {
        Budget {
            work: u64::MAX,
            milliseconds: f64::INFINITY,
        }
    }
}

impl Budget {
    /// TA8014 where so many rows of so many lanes are more work than the call may be.
    pub fn allow(&self, rows: usize, lanes: usize) -> Result<(), Error> {
        // Of 128 bits neither product nor sum overflows.
        if rows as u128 * lanes as u128 <= u128::from(self.work) {
            return Ok(());
        }
        let message = format!("{rows} rows of {lanes} lanes, the limit is {} of work", self.work);
        Err(Error::new(Code::OverBudget, message))
    }

    /// The call's time, from now on. Without an end it never looks at the clock, and so it is where the milliseconds are
    /// infinite, negative, not a number or beyond any clock.
    pub fn begin(&self) -> Deadline {
        let most = Duration::try_from_secs_f64(self.milliseconds / 1e3).ok();
        Deadline {
            begun: most.map(|most| (Instant::now(), most)),
        }
    }
}

/// When a call's time is over.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    begun: Option<(Instant, Duration)>,
}

impl Deadline {
    /// Whether there is time left.
    pub fn lasts(&self) -> bool {
        self.begun.is_none_or(|(begun, most)| begun.elapsed() <= most)
    }

    /// TA8014 where there is none left.
    pub fn check(&self) -> Result<(), Error> {
        match self.begun {
            Some((_, most)) if !self.lasts() => {
                let message = format!("the run took longer than {} ms", most.as_secs_f64() * 1e3);
                Err(Error::new(Code::OverBudget, message))
            }
            _ => Ok(()),
        }
    }
}
