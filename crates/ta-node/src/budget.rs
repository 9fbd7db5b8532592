//! The time that a run may take.

use std::time::{Duration, Instant};
use ta_engine::{Code, Error};

/// Time from its beginning on; one without an end never looks at the clock.
pub struct Budget {
    begun: Option<(Instant, Duration)>,
}

impl Budget {
    /// So many milliseconds from now; infinite or beyond any clock is without an end.
    pub fn begin(milliseconds: f64) -> Budget {
        let most = Duration::try_from_secs_f64(milliseconds / 1e3).ok();
        Budget {
            begun: most.map(|most| (Instant::now(), most)),
        }
    }

    /// Whether there is time left.
    pub fn lasts(&self) -> bool {
        self.begun.is_none_or(|(begun, most)| begun.elapsed() <= most)
    }

    /// TA8014 where there is none left.
    pub fn check(&self) -> Result<(), Error> {
        match self.begun {
            Some((begun, most)) if begun.elapsed() > most => {
                let message = format!("the run took longer than {} ms", most.as_secs_f64() * 1e3);
                Err(Error::new(Code::OverBudget, message))
            }
            _ => Ok(()),
        }
    }
}
