//! In which order the bars of a timestamp run: whole packs of symbols first, wherever they stand.

use crate::kernels::across::PACK;

/// The order of one list of symbols.
pub(super) struct Turns {
    /// The symbols whose order it is, as they were given.
    given: Vec<u32>,
    /// Of each of them its bar.
    bars: Vec<u32>,
    /// Of each pack the symbols that are given and have no turn yet: none, but while they are arranged.
    present: Vec<u8>,
    /// The symbols and their bars as they run, and how many packs are first.
    pub symbols: Vec<u32>,
    pub order: Vec<u32>,
    pub packs: usize,
}

impl Turns {
    /// Of no symbols, with room for so many.
    pub fn new(symbols: usize) -> Turns {
        Turns {
            given: Vec::with_capacity(symbols),
            bars: vec![0; symbols],
            present: vec![0; symbols.div_ceil(PACK)],
            symbols: Vec::with_capacity(symbols),
            order: Vec::with_capacity(symbols),
            packs: 0,
        }
    }

    /// Whether it is the order of these symbols: most feeds name the same ones again and again.
    pub fn known(&self, symbols: &[u32]) -> bool {
        self.given == symbols
    }

    /// Arranges the bars of symbols that are there, none of them twice. Nothing allocates.
    pub fn arrange(&mut self, symbols: &[u32]) {
        self.given.clear();
        self.given.extend_from_slice(symbols);
        self.symbols.clear();
        self.order.clear();
        for (bar, &symbol) in symbols.iter().enumerate() {
            self.bars[symbol as usize] = bar as u32;
            self.present[symbol as usize / PACK] += 1;
        }
        for &symbol in symbols {
            let pack = symbol as usize / PACK;
            if self.present[pack] == PACK as u8 {
                self.present[pack] = 0;
                let first = pack * PACK;
                self.symbols.extend(first as u32..(first + PACK) as u32);
                self.order.extend_from_slice(&self.bars[first..first + PACK]);
            }
        }
        self.packs = self.symbols.len() / PACK;
        for (bar, &symbol) in symbols.iter().enumerate() {
            let present = &mut self.present[symbol as usize / PACK];
            if *present > 0 {
                *present -= 1;
                self.symbols.push(symbol);
                self.order.push(bar as u32);
            }
        }
    }
}
