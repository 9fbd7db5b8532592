//! Where the extreme of a window is, as TA-Lib finds it: an extreme is held until a row as good comes or it leaves the
//! window; then the oldest of the best remaining is taken. So which of equal rows it is depends on where history starts.

use super::factory::LaneSpec;
use super::machine::{Machine, count};
use super::ring::Ring;
use super::{StateError, StateReader, StateWriter};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;

/// `held.max` and `held.min`: rows since it, missing in the first n - 1 rows. State: the last n rows, and how long ago
/// the extreme was, n where there is none.
pub(super) struct Held<const HIGH: bool> {
    n: usize,
    ring: Ring,
    age: usize,
}

impl<const HIGH: bool> Held<HIGH> {
    /// The row's age, and what is kept of it.
    #[inline(always)]
    fn of(&mut self, x: f64) -> (f64, usize) {
        self.ring.put(x);
        if self.ring.rows() + 1 < self.n {
            return (f64::NAN, self.n);
        }
        let beats = |a: f64, b: f64| if HIGH { a > b } else { a < b };
        let mut age = self.age + 1;
        if age >= self.n {
            let (older, newer) = self.ring.latest(self.n);
            let mut best = f64::NAN;
            for (place, &value) in older.iter().chain(newer).enumerate() {
                if place == 0 || beats(value, best) {
                    (best, age) = (value, self.n - 1 - place);
                }
            }
        } else if !beats(self.ring.ago(age), x) {
            age = 0;
        }
        (age as f64, age)
    }
}

impl<const HIGH: bool> Machine<1, 1> for Held<HIGH> {
    fn new(lane: &LaneSpec) -> Self {
        let n = (lane.scalars[0] as usize).max(1);
        Self {
            n,
            ring: Ring::new(n),
            age: n,
        }
    }
    fn result_of(_: Op) -> usize {
        0
    }
    fn bytes(lane: &LaneSpec) -> u64 {
        Ring::bytes((lane.scalars[0] as usize).max(1))
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x]: [f64; 1]) -> [f64; 1] {
        let (given, age) = self.of(x);
        self.age = age;
        self.ring.keep();
        [given]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, [x]: [f64; 1]) -> [f64; 1] {
        [self.of(x).0]
    }
    fn write(&self, out: &mut StateWriter) {
        self.ring.write(out);
        out.u64(self.age as u64);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.ring.read(state)?;
        let offset = state.at;
        self.age = count(state, self.n as u64)? as usize;
        // An extreme is one of the rows that are remembered.
        if self.age != self.n && self.age >= self.ring.rows() {
            return Err(StateError { offset });
        }
        Ok(())
    }
    fn clear(&mut self) {
        self.ring.clear();
        self.age = self.n;
    }
}
