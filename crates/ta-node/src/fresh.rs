//! Memory for results that JavaScript is given: of large columns in pages of two megabytes, where the system has them. It
//! gives memory a page at a time as it is first written, which for ordinary pages takes longer than all that a plan
//! computes of them.

use crate::columns::zeros;
use napi::bindgen_prelude::Float64Array;
use ta_engine::Error;

#[cfg(target_os = "linux")]
mod pages {
    use crate::columns::no_memory;
    use memmap2::{Advice, MmapMut};
    use ta_engine::Error;

    const HUGE: usize = 2 << 20;
    /// Bytes from which on a whole number of such pages wastes less than half of them.
    pub const LEAST: usize = HUGE / 2;

    /// Numbers from the first page on that begins in the map.
    pub struct Pages {
        map: MmapMut,
        begin: usize,
        rows: usize,
    }

    impl Pages {
        pub fn new(rows: usize) -> Result<Pages, Error> {
            let whole = (rows * size_of::<f64>()).next_multiple_of(HUGE);
            // Room to begin where a page does: what is never written is never given.
            let map = MmapMut::map_anon(whole + HUGE).map_err(|_| no_memory(rows))?;
            let begin = map.as_ptr().align_offset(HUGE);
            // A system that has none gives ordinary pages.
            let _ = map.advise_range(Advice::HugePage, begin, whole);
            Ok(Pages { map, begin, rows })
        }

        pub fn values(&mut self) -> &mut [f64] {
            let first = self.map[self.begin..].as_mut_ptr().cast::<f64>();
            // SAFETY: `new` mapped `rows` numbers from `begin` on, which is a multiple of a page, and zero bits are a
            // number; the map is borrowed for as long as they are.
            unsafe { std::slice::from_raw_parts_mut(first, self.rows) }
        }
    }
}

/// So many numbers, 0 at first.
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

    /// Hands the memory itself over: nothing is copied.
    pub fn into_array(self) -> Float64Array {
        match self {
            Fresh::Ordinary(values) => values.into(),
            #[cfg(target_os = "linux")]
            Fresh::Huge(mut pages) => {
                let values = pages.values();
                let (first, rows) = (values.as_mut_ptr(), values.len());
                // SAFETY: the map, and with it the numbers, lives until the array is collected, and nothing else of ours
                // reads or writes them.
                unsafe { Float64Array::with_external_data(first, rows, move |_, _| drop(pages)) }
            }
        }
    }
}
