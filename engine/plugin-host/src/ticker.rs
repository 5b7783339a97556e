//! The thread that makes wall-clock time pass for running calls.
//!
//! Not here: what a call does when its time is over. Invariant: it ends, and is waited for, when
//! its owner goes.

use std::{
    io,
    sync::mpsc::{self, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::Duration,
};

use wasmtime::Engine;

/// Length of a tick. 10 ms: one hundred wake-ups a second cost nothing measurable, and no deadline
/// is shorter.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// Advances an engine's epoch every [`TICK`] until dropped.
pub(crate) struct Ticker {
    /// Dropping it tells the thread to end.
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Starts ticking.
    pub(crate) fn start(engine: Engine) -> io::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let thread = thread::Builder::new().name("plugin-epoch".into()).spawn(move || {
            while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                engine.increment_epoch();
            }
        })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }

    /// Ticks that last at least as long as `deadline`.
    pub(crate) fn ticks(deadline: Duration) -> u64 {
        let ticks = deadline.as_millis().div_ceil(TICK.as_millis());
        // One more: the current tick may be about to end.
        u64::try_from(ticks).unwrap_or(u64::MAX / 2).saturating_add(1)
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // The thread cannot panic: it only waits and adds.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_round_up_to_ticks() {
        let rows = [(0, 1), (1, 2), (10, 2), (11, 3), (5_000, 501)];
        for (ms, ticks) in rows {
            assert_eq!(Ticker::ticks(Duration::from_millis(ms)), ticks, "{ms} ms");
        }
        assert_eq!(Ticker::ticks(Duration::MAX), u64::MAX / 2 + 1);
    }

    #[test]
    fn the_thread_ends_with_its_owner() {
        let engine = Engine::default();
        let ticker = Ticker::start(engine.clone()).expect("a thread starts");
        drop(ticker);
        // The thread owned the only other handle.
        assert!(engine.weak().upgrade().is_some());
        let weak = engine.weak();
        drop(engine);
        assert!(weak.upgrade().is_none());
    }
}
