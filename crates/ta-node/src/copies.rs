//! Copies of the columns that JavaScript brings, symbol after symbol, in few large pieces of memory that later parts are
//! copied into again.
//!
//! Copying goes through memory, and most of that is waiting: values are looked through meanwhile, so that the threads that
//! compute need not.

use crate::columns::misfit;
use crate::fresh::Fresh;
use ta_engine::vm::panel::copy;
use ta_engine::{Error, Program};

/// Values of a piece: most parts of a universe fit into one or two.
const PIECE: usize = 1 << 19;

/// Symbols' columns.
#[derive(Default)]
pub struct Copies {
    pieces: Vec<Fresh>,
    /// Of each symbol in turn its piece, its first value there and its rows, and whether no value is infinite.
    symbols: Vec<Copied>,
    /// The piece that is being filled, and how much of it is.
    piece: usize,
    filled: usize,
}

#[derive(Clone, Copy)]
struct Copied {
    piece: usize,
    from: usize,
    rows: usize,
    known: bool,
}

/// One symbol's columns.
pub struct SymbolColumns<'a> {
    pub rows: usize,
    /// In the program's order.
    pub inputs: Vec<&'a [f64]>,
    /// Whether no value is infinite. None is −0.
    pub known: bool,
}

impl Copies {
    /// No symbols; the memory stays.
    pub fn clear(&mut self) {
        self.symbols.clear();
        (self.piece, self.filled) = (0, 0);
    }

    /// Copies one symbol's columns, in the program's order. TA8003 where one has not so many rows.
    pub fn add(
        &mut self,
        program: &Program,
        rows: usize,
        columns: &[impl AsRef<[f64]>],
    ) -> Result<(), Error> {
        let width = program.inputs().len();
        if columns.len() != width || columns.iter().any(|column| column.as_ref().len() != rows) {
            return Err(misfit("a symbol's columns do not have its rows"));
        }
        let values = width * rows;
        self.make_room(values)?;
        let to = &mut self.pieces[self.piece].values()[self.filled..][..values];
        let mut known = true;
        // A program of constants reads no column; nor has a symbol without rows any values.
        for (to, column) in to.chunks_exact_mut(rows.max(1)).zip(columns) {
            known &= copy(program.level(), to, column.as_ref());
        }
        self.symbols.push(Copied {
            piece: self.piece,
            from: self.filled,
            rows,
            known,
        });
        self.filled += values;
        Ok(())
    }

    /// Goes on to a piece that has room for so many values more, if this one does not.
    fn make_room(&mut self, values: usize) -> Result<(), Error> {
        loop {
            match self.pieces.get_mut(self.piece) {
                Some(piece) if piece.rows() - self.filled >= values => return Ok(()),
                // One that is too small for what comes first is of no use to what follows.
                Some(_) if self.filled == 0 => self.pieces[self.piece] = Fresh::new(values.max(PIECE))?,
                Some(_) => (self.piece, self.filled) = (self.piece + 1, 0),
                None => self.pieces.push(Fresh::new(values.max(PIECE))?),
            }
        }
    }

    /// Every symbol's columns, so many each, in the order of [`Copies::add`].
    pub fn symbols(&mut self, width: usize) -> Vec<SymbolColumns<'_>> {
        let pieces: Vec<&[f64]> = self.pieces.iter_mut().map(|piece| &*piece.values()).collect();
        let columns = |symbol: &Copied| {
            let values = &pieces[symbol.piece][symbol.from..];
            let inputs = (0..width).map(|column| &values[column * symbol.rows..][..symbol.rows]);
            SymbolColumns {
                rows: symbol.rows,
                inputs: inputs.collect(),
                known: symbol.known,
            }
        };
        self.symbols.iter().map(columns).collect()
    }
}
