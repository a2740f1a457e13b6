//! The memory of a component: handed out from front to back.
//!
//! An instance answers one question and is thrown away with its memory, so nothing needs to be found again and
//! used for something else; looking for room was a third of the work of a typical program. What was handed out
//! last can be given back and can grow where it is, which covers strings and lists that are built one at a time.
//! Allocators of others that never free (`lol_alloc`) copy a growing list each time instead, and keep every copy.

use core::alloc::Layout;

/// Where the memory that is not handed out yet begins and ends, in bytes from the start of the linear memory.
#[derive(Debug, Default)]
struct Rest {
    start: usize,
    end: usize,
}

impl Rest {
    /// Hands out a place for `layout`; `grow` asks for so many more bytes and says how many there are.
    fn take(&mut self, layout: Layout, grow: impl FnOnce(usize) -> Option<usize>) -> Option<usize> {
        let place = self.start.checked_next_multiple_of(layout.align())?;
        self.reach(place.checked_add(layout.size())?, grow)?;
        Some(place)
    }

    /// Takes back the `size` bytes at `place`, if nothing was handed out since.
    const fn give_back(&mut self, place: usize, size: usize) {
        if self.is_last(place, size) {
            self.start = place;
        }
    }

    /// Makes the `old` bytes at `place` so long, if nothing was handed out since.
    fn stretch(
        &mut self,
        place: usize,
        old: usize,
        new: usize,
        grow: impl FnOnce(usize) -> Option<usize>,
    ) -> Option<()> {
        if self.is_last(place, old) { self.reach(place.checked_add(new)?, grow) } else { None }
    }

    const fn is_last(&self, place: usize, size: usize) -> bool {
        place + size == self.start
    }

    fn reach(&mut self, start: usize, grow: impl FnOnce(usize) -> Option<usize>) -> Option<()> {
        if start > self.end {
            self.end += grow(start - self.end)?;
        }
        self.start = start;
        Some(())
    }
}

#[cfg(target_arch = "wasm32")]
mod component {
    use core::alloc::{GlobalAlloc, Layout};
    use core::arch::wasm32::{memory_grow, memory_size};
    use core::cell::UnsafeCell;
    use core::ptr;

    use super::Rest;

    const PAGE: usize = 64 * 1024;

    unsafe extern "C" {
        /// Where the linker's own data ends.
        safe static __heap_base: u8;
    }

    struct Memory(UnsafeCell<Rest>);

    // SAFETY: a component of the contract has one thread.
    unsafe impl Sync for Memory {}

    #[global_allocator]
    static MEMORY: Memory = Memory(UnsafeCell::new(Rest { start: 0, end: 0 }));

    impl Memory {
        /// The memory that is left; all that the module starts with beyond its own data, the first time.
        #[expect(clippy::mut_from_ref, reason = "one thread, and no caller keeps it")]
        fn rest(&self) -> &mut Rest {
            // SAFETY: there is one thread, and no method of `Rest` calls back into this one.
            let rest = unsafe { &mut *self.0.get() };
            if rest.end == 0 {
                *rest = Rest { start: (&raw const __heap_base).addr(), end: memory_size(0) * PAGE };
            }
            rest
        }
    }

    #[cold]
    fn grow(bytes: usize) -> Option<usize> {
        let pages = bytes.div_ceil(PAGE);
        (memory_grow(0, pages) != usize::MAX).then_some(pages * PAGE)
    }

    // SAFETY: places are aligned, inside the memory, and never handed out twice: `Rest` only goes back over what
    // its last owner gave back.
    unsafe impl GlobalAlloc for Memory {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            self.rest().take(layout, grow).map_or(ptr::null_mut(), ptr::with_exposed_provenance_mut)
        }

        unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
            self.rest().give_back(place.addr(), layout.size());
        }

        unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            if self.rest().stretch(place.addr(), layout.size(), size, grow).is_some() {
                return place;
            }
            if size <= layout.size() {
                return place;
            }
            // SAFETY: the caller vouches for the size; the new place is apart from the old one, which is shorter.
            unsafe {
                let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
                if !new.is_null() {
                    ptr::copy_nonoverlapping(place, new, layout.size());
                }
                new
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).unwrap()
    }

    const fn never(_: usize) -> Option<usize> {
        None
    }

    #[test]
    fn places_are_aligned_and_apart() {
        let mut rest = Rest { start: 3, end: 64 };
        assert_eq!(rest.take(layout(5, 1), never), Some(3));
        assert_eq!(rest.take(layout(8, 8), never), Some(8));
        assert_eq!(rest.take(layout(1, 1), never), Some(16));
        assert_eq!(rest.take(layout(4, 16), never), Some(32));
    }

    #[test]
    fn only_what_was_handed_out_last_comes_back_or_grows() {
        let mut rest = Rest { start: 0, end: 64 };
        let first = rest.take(layout(8, 8), never).unwrap();
        let second = rest.take(layout(8, 8), never).unwrap();
        assert_eq!(rest.stretch(first, 8, 16, never), None);
        rest.give_back(first, 8);
        assert_eq!(rest.stretch(second, 8, 32, never), Some(()));
        assert_eq!(rest.take(layout(8, 8), never), Some(40));
        rest.give_back(40, 8);
        rest.give_back(second, 32);
        assert_eq!(rest.take(layout(8, 8), never), Some(second));
    }

    #[test]
    fn memory_grows_by_what_is_missing_or_says_that_there_is_none() {
        let mut rest = Rest { start: 60, end: 64 };
        assert_eq!(rest.take(layout(8, 4), never), None);
        let mut asked = 0;
        let grow = |missing| {
            asked = missing;
            Some(64)
        };
        assert_eq!(rest.take(layout(8, 4), grow), Some(60));
        assert_eq!((asked, rest.end), (4, 128));
        assert_eq!(rest.take(layout(usize::MAX / 2, 1), never), None);
        assert_eq!(rest.take(layout(60, 1), never), Some(68), "what was refused took nothing");
    }
}
