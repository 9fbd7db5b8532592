//! A block of conditions as two planes of bits: whether each surely holds, and whether it may.
//!
//! Kleene's logic is then one operation on both planes: both hold where both do, and may where both may. A block
//! of them is a quarter of what a byte a row would be.

use super::{BLOCK, UNKNOWN};

/// Words of a plane.
pub(super) const WORDS: usize = BLOCK / 64;

/// A block of conditions, each 0, 1 or 2 (unknown).
///
/// What holds also may: no bit of the first plane is set without that of the second. Bits behind the rows of a block mean
/// nothing.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Bools {
    holds: [u64; WORDS],
    may: [u64; WORDS],
}

/// Sixty-four conditions, the oldest in the lowest bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word {
    pub holds: u64,
    pub may: u64,
}

impl Word {
    /// Whether each is known.
    #[inline(always)]
    pub fn known(self) -> u64 {
        self.holds | !self.may
    }
}

/// Each bit of a byte as a byte, the lowest first.
#[inline(always)]
fn spread(bits: u8) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // The byte in each byte, and of each another bit: none but its own carries into its highest bit.
    let own = u64::from(bits).wrapping_mul(EACH) & 0x8040_2010_0804_0201;
    ((own + 0x7f * EACH) >> 7) & EACH
}

/// The lowest bit of each byte as a bit, the first byte's the lowest.
#[inline(always)]
fn gathered(bytes: u64) -> u8 {
    // Each product of two bits has a place of its own, so that none carries.
    ((bytes & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

impl Bools {
    /// The same condition on every row.
    #[inline(always)]
    pub fn filled(condition: u8) -> Self {
        let plane = |set: bool| [if set { u64::MAX } else { 0 }; WORDS];
        Bools {
            holds: plane(condition == 1),
            may: plane(condition != 0),
        }
    }

    /// Up to a block of conditions; those behind them are unknown.
    ///
    /// # Panics
    /// For more than a block of them.
    pub fn of(conditions: &[u8]) -> Self {
        let mut each = [UNKNOWN; BLOCK];
        each[..conditions.len()].copy_from_slice(conditions);
        Self::packed(&each)
    }

    /// One a byte, as [`Bools`].
    #[inline(always)]
    pub(super) fn packed(each: &[u8; BLOCK]) -> Self {
        let words = each.as_chunks::<64>().0;
        Self::made(|at| {
            let (mut holds, mut unknown) = (0, 0);
            for (eight, bytes) in words[at].as_chunks().0.iter().enumerate() {
                let bytes = u64::from_le_bytes(*bytes);
                holds |= u64::from(gathered(bytes)) << (8 * eight);
                unknown |= u64::from(gathered(bytes >> 1)) << (8 * eight);
            }
            Word {
                holds,
                may: holds | unknown,
            }
        })
    }

    /// Of each eight rows which hold, and which are unknown, none of which holds; what is behind a block's rows means nothing.
    #[inline(always)]
    pub(super) fn of_bits(holds: &[u8; BLOCK / 8], unknown: &[u8; BLOCK / 8]) -> Self {
        let (holds, unknown) = (holds.as_chunks().0, unknown.as_chunks().0);
        Self::made(|at| {
            let holds = u64::from_le_bytes(holds[at]);
            let unknown = u64::from_le_bytes(unknown[at]);
            Word {
                holds,
                may: holds | unknown,
            }
        })
    }

    /// Each row's condition, which a function of the words of the operands' gives.
    #[inline(always)]
    pub(super) fn made(word: impl Fn(usize) -> Word) -> Self {
        let mut made = Self::filled(0);
        for at in 0..WORDS {
            made.set_word(at, word(at));
        }
        made
    }

    #[inline(always)]
    pub(super) fn word(&self, at: usize) -> Word {
        Word {
            holds: self.holds[at],
            may: self.may[at],
        }
    }

    #[inline(always)]
    pub(super) fn set_word(&mut self, at: usize, word: Word) {
        (self.holds[at], self.may[at]) = (word.holds, word.may);
    }

    /// Of eight rows, the first of them eight times `eight`, which hold and which are unknown.
    #[inline(always)]
    pub(super) fn eight(&self, eight: usize) -> (u8, u8) {
        let Word { holds, may } = self.word(eight / 8);
        let shift = eight % 8 * 8;
        ((holds >> shift) as u8, ((may & !holds) >> shift) as u8)
    }

    /// The row's condition.
    ///
    /// # Panics
    /// Beyond a block.
    #[inline(always)]
    pub fn get(&self, row: usize) -> u8 {
        let bit = |plane: &[u64; WORDS]| (plane[row / 64] >> (row % 64)) as u8 & 1;
        // 0, 1 or, what may hold and does not, 2.
        let (holds, may) = (bit(&self.holds), bit(&self.may));
        holds + 2 * (may - holds)
    }

    /// Makes the row's condition 0, 1 or 2.
    ///
    /// # Panics
    /// Beyond a block.
    #[inline(always)]
    pub fn set(&mut self, row: usize, condition: u8) {
        let (word, bit) = (row / 64, row % 64);
        let put = |plane: &mut [u64; WORDS], set: bool| {
            plane[word] = plane[word] & !(1 << bit) | u64::from(set) << bit;
        };
        put(&mut self.holds, condition == 1);
        put(&mut self.may, condition != 0);
    }

    /// The first rows' conditions, one a byte.
    ///
    /// # Panics
    /// For more than a block of them.
    #[inline(always)]
    pub fn unpack(&self, each: &mut [u8]) {
        let rows = each.len();
        let (eights, rest) = each[..rows].as_chunks_mut();
        for (at, bytes) in eights.iter_mut().enumerate() {
            let (holds, unknown) = self.eight(at);
            *bytes = (spread(holds) + 2 * spread(unknown)).to_le_bytes();
        }
        let from = rows - rest.len();
        for (at, byte) in rest.iter_mut().enumerate() {
            *byte = self.get(from + at);
        }
    }

    /// Which of the first `rows` hold, by words of 64 rows, and no others.
    #[inline(always)]
    pub(crate) fn holding(&self, rows: usize) -> [u64; WORDS] {
        let mut holding = self.holds;
        for (at, word) in holding.iter_mut().enumerate() {
            *word &= first(rows.saturating_sub(64 * at));
        }
        holding
    }

    /// Those of the first `rows` that hold, in order.
    #[inline(always)]
    pub(crate) fn rows_holding(&self, rows: usize) -> impl Iterator<Item = usize> {
        self.holding(rows)
            .into_iter()
            .enumerate()
            .flat_map(|(at, mut word)| {
                std::iter::from_fn(move || {
                    let bit = word.trailing_zeros() as usize;
                    // The lowest of what is left; nothing is left of 0.
                    (word != 0).then(|| {
                        word &= word - 1;
                        64 * at + bit
                    })
                })
            })
    }

    /// Whether any of the first `rows` is unknown.
    #[inline(always)]
    pub(super) fn any_unknown(&self, rows: usize) -> bool {
        let unknown = |at: usize| !self.word(at).known() & first(rows.saturating_sub(64 * at));
        (0..WORDS).fold(0, |any, at| any | unknown(at)) != 0
    }
}

/// The lowest bits, so many.
#[inline(always)]
fn first(bits: usize) -> u64 {
    if bits < 64 { (1 << bits) - 1 } else { u64::MAX }
}

/// The last rows of a condition, as bits: what a block's result is before its own first row's.
pub(super) struct Behind {
    lag: usize,
    /// Of each plane as many words as hold the last `lag` rows, the latest in the highest bit; then room for a block, and
    /// for a word to be read beyond.
    planes: [Box<[u64]>; 2],
}

impl Behind {
    /// Rows so many before, unknown at first.
    pub fn new(lag: usize) -> Self {
        let words = lag.div_ceil(64) + WORDS + 1;
        let mut behind = Behind {
            lag,
            planes: [vec![0; words].into(), vec![0; words].into()],
        };
        behind.clear();
        behind
    }

    /// Bytes that [`Behind::new`] allocates.
    pub fn bytes(lag: usize) -> u64 {
        2 * 8 * (lag.div_ceil(64) + WORDS + 1) as u64
    }

    pub fn clear(&mut self) {
        self.planes[0].fill(0);
        self.planes[1].fill(u64::MAX);
    }

    /// The conditions so many rows before those of a block of `rows`, which become the last ones.
    #[inline(always)]
    pub fn next(&mut self, block: &Bools, rows: usize) -> Bools {
        let lag = self.lag;
        let [holds, may] = &mut self.planes;
        Bools {
            holds: pushed(holds, lag, block.holds, rows),
            may: pushed(may, lag, block.may, rows),
        }
    }

    /// The bit of the oldest row.
    fn oldest(&self) -> usize {
        self.lag.next_multiple_of(64) - self.lag
    }

    /// The oldest row first.
    pub fn each(&self) -> impl Iterator<Item = u8> + '_ {
        let bit = |plane: &[u64], at: usize| (plane[at / 64] >> (at % 64)) as u8 & 1;
        (self.oldest()..self.lag.next_multiple_of(64)).map(move |at| {
            let (holds, may) = (bit(&self.planes[0], at), bit(&self.planes[1], at));
            holds + 2 * (may - holds)
        })
    }

    /// Sets the condition of one of the last rows, of which the oldest is the 0th.
    pub fn put(&mut self, row: usize, condition: u8) {
        let at = self.oldest() + row;
        for (plane, set) in self.planes.iter_mut().zip([condition == 1, condition != 0]) {
            let word = &mut plane[at / 64];
            *word = *word & !(1 << (at % 64)) | u64::from(set) << (at % 64);
        }
    }
}

/// The word at bit `from`, below 64, of `low` and the word behind it.
#[inline(always)]
fn straddling(low: u64, high: u64, from: usize) -> u64 {
    // Twice, for a shift by 64 is none.
    low >> from | (high << 1) << (63 - from)
}

/// Puts a block's bits behind the last ones, gives the bits `lag` rows before, and keeps the last ones then.
#[inline(always)]
fn pushed(plane: &mut [u64], lag: usize, block: [u64; WORDS], rows: usize) -> [u64; WORDS] {
    let from = lag.next_multiple_of(64) - lag;
    let (word, bit) = (rows / 64, rows % 64);
    if (1..=64).contains(&lag) {
        // What most plans ask for: the last rows are one word.
        let last = plane[0];
        let before = |at: usize| if at == 0 { last } else { block[at - 1] };
        plane[0] = straddling(before(word), block.get(word).copied().unwrap_or(0), bit);
        return std::array::from_fn(|at| straddling(before(at), block[at], from));
    }
    let kept = lag.div_ceil(64);
    plane[kept..][..WORDS].copy_from_slice(&block);
    let found = std::array::from_fn(|at| straddling(plane[at], plane[at + 1], from));
    for at in 0..kept {
        plane[at] = straddling(plane[word + at], plane[word + at + 1], bit);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (*state >> 33) as usize
    }

    #[test]
    fn conditions_are_what_was_put() {
        let mut state = 7;
        let each: [u8; BLOCK] = std::array::from_fn(|_| (random(&mut state) % 3) as u8);
        let block = Bools::packed(&each);
        let mut set = Bools::filled(1);
        for (row, &condition) in each.iter().enumerate() {
            assert_eq!(block.get(row), condition);
            set.set(row, condition);
        }
        for rows in [0, 1, 8, 63, 64, 65, 130, BLOCK] {
            let mut unpacked = vec![7; rows];
            set.unpack(&mut unpacked);
            assert_eq!(unpacked, each[..rows]);
            let holding: Vec<usize> = (0..rows).filter(|&row| each[row] == 1).collect();
            assert!(block.rows_holding(rows).eq(holding.iter().copied()));
            assert_eq!(
                block.holding(rows).map(u64::count_ones).iter().sum::<u32>(),
                holding.len() as u32
            );
            assert_eq!(block.any_unknown(rows), each[..rows].contains(&UNKNOWN));
        }
        for condition in 0..3 {
            assert_eq!(Bools::filled(condition).get(100), condition);
        }
    }

    #[test]
    fn what_is_behind_comes_back_after_so_many_rows() {
        let mut state = 7;
        for lag in [0, 1, 2, 63, 64, 65, 127, 128, 200, 256, 300, 1000] {
            let mut behind = Behind::new(lag);
            let mut all = vec![UNKNOWN; lag];
            let mut at = 0;
            for turn in 0..40 {
                let rows = if turn % 3 == 0 {
                    BLOCK
                } else {
                    1 + random(&mut state) % BLOCK
                };
                let block: Vec<u8> = (0..rows).map(|_| (random(&mut state) % 3) as u8).collect();
                all.extend(&block);
                let before = behind.next(&Bools::of(&block), rows);
                for row in 0..rows {
                    assert_eq!(before.get(row), all[at + row], "lag {lag}, row {}", at + row);
                }
                at += rows;
                assert!(
                    behind.each().eq(all[at..].iter().copied()),
                    "lag {lag} after {at}"
                );
                if turn % 5 == 4 {
                    // As a snapshot brings it back.
                    let kept: Vec<u8> = behind.each().collect();
                    behind.next(&Bools::filled(1), BLOCK);
                    behind.clear();
                    assert!(behind.each().eq(vec![UNKNOWN; lag]), "lag {lag} cleared");
                    for (row, &condition) in kept.iter().enumerate() {
                        behind.put(row, condition);
                    }
                }
            }
        }
    }
}
