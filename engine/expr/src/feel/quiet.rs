//! Keeps a panic of the FEEL library inside one call, and off standard error.
//!
//! Not here: our own panics, which stay loud: only the closure's thread is quiet, only while it
//! runs. The process must unwind on panic; with `panic = "abort"` the fence would be the only wall.
//! Invariant: the hook that was set before ours is called for every other panic.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static INSTALLED: Once = Once::new();

/// What `work` gives, or none if it panicked.
pub(super) fn run<T>(work: impl FnOnce() -> T) -> Option<T> {
    INSTALLED.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                previous(panic);
            }
        }));
    });
    let before = QUIET.replace(true);
    // What `work` leaves half-done is dropped with it: the library keeps no state between calls.
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    result.ok()
}
