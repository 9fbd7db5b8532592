//! Memory for results that JavaScript is given: of large columns in pages of two megabytes, where the system has them. It
//! gives memory a page at a time as it is first written, which takes longer than all that a plan computes of them; so
//! memory whose results were collected is kept for the next ones.

use crate::columns::zeros;
use napi::bindgen_prelude::Float64Array;
use ta_engine::Error;

#[cfg(target_os = "linux")]
mod pages {
    use crate::columns::no_memory;
    use memmap2::{Advice, MmapMut, UncheckedAdvice};
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use ta_engine::Error;

    const HUGE: usize = 2 << 20;
    /// Bytes from which on a whole number of such pages wastes less than half of them.
    pub const LEAST: usize = HUGE / 2;
    /// Bytes of maps that are kept, which the system may take the memory of whenever it needs some.
    const KEPT: usize = 1 << 30;

    /// Maps that nothing uses, the last one let go of at the end.
    static SPARE: Mutex<Vec<Map>> = Mutex::new(Vec::new());

    fn spare() -> MutexGuard<'static, Vec<Map>> {
        SPARE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whole pages, `bytes` of them from `begin` on.
    struct Map {
        map: MmapMut,
        begin: usize,
        bytes: usize,
    }

    impl Map {
        fn new(rows: usize, bytes: usize) -> Result<Map, Error> {
            // Room to begin where a page does: what is never written is never given.
            let map = MmapMut::map_anon(bytes + HUGE).map_err(|_| no_memory(rows))?;
            let begin = map.as_ptr().align_offset(HUGE);
            // A system that has none gives ordinary pages.
            let _ = map.advise_range(Advice::HugePage, begin, bytes);
            Ok(Map { map, begin, bytes })
        }

        /// One that was let go of and is no more than twice as large, or none.
        fn again(bytes: usize) -> Option<Map> {
            let mut spare = spare();
            let fits = |map: &&Map| (bytes..=2 * bytes).contains(&map.bytes);
            let least = spare.iter().filter(fits).map(|map| map.bytes).min()?;
            let place = spare.iter().rposition(|map| map.bytes == least)?;
            Some(spare.remove(place))
        }

        fn keep(self) {
            // SAFETY: nothing refers to what is in the map any more, and whoever uses it next takes what it holds for
            // nothing: the system may replace it by zeros at any time until then.
            let free = unsafe {
                self.map
                    .unchecked_advise_range(UncheckedAdvice::Free, self.begin, self.bytes)
            };
            // What the system cannot take back is not kept.
            if free.is_err() || self.bytes > KEPT {
                return;
            }
            let mut spare = spare();
            spare.push(self);
            let mut kept: usize = spare.iter().map(|map| map.bytes).sum();
            // Those that were let go of first are of sizes that nobody asks for any more.
            let first = spare.iter().take_while(|map| {
                let too_many = kept > KEPT;
                kept -= map.bytes;
                too_many
            });
            let first = first.count();
            let gone: Vec<Map> = spare.drain(..first).collect();
            // Whoever waits for the lock does not wait for the system.
            drop((spare, gone));
        }
    }

    /// Numbers from the first page on that begins in the map.
    pub struct Pages {
        /// There until it is let go of.
        map: Option<Map>,
        rows: usize,
    }

    impl Pages {
        pub fn new(rows: usize) -> Result<Pages, Error> {
            let bytes = (rows * size_of::<f64>()).next_multiple_of(HUGE);
            let map = match Map::again(bytes) {
                Some(map) => map,
                None => Map::new(rows, bytes)?,
            };
            Ok(Pages { map: Some(map), rows })
        }

        pub fn rows(&self) -> usize {
            self.rows
        }

        pub fn values(&mut self) -> &mut [f64] {
            let Some(map) = &mut self.map else { return &mut [] };
            let first = map.map[map.begin..].as_mut_ptr().cast::<f64>();
            // SAFETY: `new` took a map of `rows` numbers from `begin` on, which is a multiple of a page, and any bits are a
            // number; the map is borrowed for as long as they are.
            unsafe { std::slice::from_raw_parts_mut(first, self.rows) }
        }
    }

    impl Drop for Pages {
        fn drop(&mut self) {
            if let Some(map) = self.map.take() {
                map.keep();
            }
        }
    }
}

/// So many numbers, of no meaning until they are written: an earlier result may have left them.
pub enum Fresh {
    Ordinary(Vec<f64>),
    #[cfg(target_os = "linux")]
    Huge(pages::Pages),
}

impl Fresh {
    /// An error where there is no memory: the process must not end for it.
    pub fn new(rows: usize) -> Result<Fresh, Error> {
        #[cfg(target_os = "linux")]
        if (pages::LEAST..isize::MAX as usize / 4).contains(&rows.saturating_mul(size_of::<f64>())) {
            return pages::Pages::new(rows).map(Fresh::Huge);
        }
        zeros(rows).map(Fresh::Ordinary)
    }

    pub fn values(&mut self) -> &mut [f64] {
        match self {
            Fresh::Ordinary(values) => values,
            #[cfg(target_os = "linux")]
            Fresh::Huge(pages) => pages.values(),
        }
    }

    /// How many there are.
    pub fn rows(&self) -> usize {
        match self {
            Fresh::Ordinary(values) => values.len(),
            #[cfg(target_os = "linux")]
            Fresh::Huge(pages) => pages.rows(),
        }
    }

    /// Hands the memory itself over: nothing is copied.
    pub fn into_array(self) -> Float64Array {
        match self {
            Fresh::Ordinary(values) => values.into(),
            #[cfg(target_os = "linux")]
            Fresh::Huge(mut pages) => {
                let values = pages.values();
                let (first, rows) = (values.as_mut_ptr(), values.len());
                // SAFETY: the map, and with it the numbers, is let go of when the array is collected, and nothing else of
                // ours reads or writes them until then.
                unsafe { Float64Array::with_external_data(first, rows, move |_, _| drop(pages)) }
            }
        }
    }
}
