//! Up to eight registers of a row that are read side by side, and those that results go to.
//!
//! Written out, as in code that is generic over vectors: a closure or an array of loaded numbers would go through memory.

use super::across::PACK;
use crate::cpu::lanes::Vector;

/// Registers that a byte names. A file of at least so many is indexed by bytes without a check of each.
pub(super) const NAMED: usize = 256;

/// Eight registers that are read together.
pub(super) struct Reads {
    registers: [usize; PACK],
    /// The same as bytes, where bytes name all of them.
    names: Option<[u8; PACK]>,
}

impl Reads {
    pub(super) fn new(registers: [usize; PACK]) -> Reads {
        let named = registers.iter().all(|&register| register < NAMED);
        Reads {
            registers,
            names: named.then(|| registers.map(|register| register as u8)),
        }
    }

    /// Their numbers.
    #[inline(always)]
    pub(super) fn read<V: Vector>(&self, floats: &[f64]) -> V {
        if let (Some(names), Some(named)) = (&self.names, floats.first_chunk()) {
            named_values(names, named)
        } else {
            V::load(&self.looked_up(floats))
        }
    }

    /// The same of registers without names. Apart, so that the two ways share no code: half of each vector would be made of
    /// either.
    #[inline(never)]
    fn looked_up(&self, floats: &[f64]) -> [f64; PACK] {
        self.registers.map(|register| floats[register])
    }
}

/// The numbers of eight registers that have names.
#[inline(always)]
pub(super) fn named_values<V: Vector>(names: &[u8; PACK], named: &[f64; NAMED]) -> V {
    let [a, b, c, d, e, f, g, h] = *names;
    V::of([
        named[usize::from(a)],
        named[usize::from(b)],
        named[usize::from(c)],
        named[usize::from(d)],
        named[usize::from(e)],
        named[usize::from(f)],
        named[usize::from(g)],
        named[usize::from(h)],
    ])
}

/// Up to eight registers that are written together.
pub(super) struct Writes {
    registers: [usize; PACK],
    count: usize,
    /// The first of them, where each is the one behind the one before.
    first: Option<usize>,
}

impl Writes {
    /// The first `count` of those registers.
    ///
    /// # Panics
    /// For more than eight, or none.
    pub(super) fn new(registers: [usize; PACK], count: usize) -> Writes {
        assert!((1..=PACK).contains(&count), "as many as stand side by side");
        let row = registers[..count].windows(2).all(|pair| pair[0] + 1 == pair[1]);
        Writes {
            registers,
            count,
            first: row.then_some(registers[0]),
        }
    }

    /// Writes the first lanes of `values`, as many as there are registers.
    #[inline(always)]
    pub(super) fn write<V: Vector>(&self, floats: &mut [f64], values: V) {
        if let Some(first) = self.first {
            let row = &mut floats[first..first + self.count];
            if let Some(eight) = row.first_chunk_mut() {
                values.store(eight);
                return;
            }
            let mut found = [0.0; PACK];
            values.store(&mut found);
            for (slot, value) in row.iter_mut().zip(found) {
                *slot = value;
            }
            return;
        }
        let mut found = [0.0; PACK];
        values.store(&mut found);
        for (&register, value) in self.registers[..self.count].iter().zip(found) {
            floats[register] = value;
        }
    }
}
