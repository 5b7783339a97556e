//! The one injected clock.
//!
//! Not here: calendars. Invariant: it never runs backwards within a store: it begins at the last
//! record, and machine time that is set back stands still until it has caught up.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use tongban_core::Moment;

use crate::config::Time;

/// The clock of one engine.
pub(crate) struct Clock {
    real: bool,
    latest: AtomicI64,
}

impl Clock {
    /// A clock that shows no moment before `floor`.
    pub(crate) fn new(time: Time, floor: Moment) -> Self {
        let (real, start) = match time {
            Time::Real => (true, floor),
            Time::Virtual(start) => (false, start.max(floor)),
            Time::Standing => (false, floor.max(Moment(0))),
        };
        Self { real, latest: AtomicI64::new(start.0) }
    }

    pub(crate) fn is_real(&self) -> bool {
        self.real
    }

    pub(crate) fn now(&self) -> Moment {
        if !self.real {
            return Moment(self.latest.load(Ordering::SeqCst));
        }
        let machine = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let machine = i64::try_from(machine.as_millis()).unwrap_or(i64::MAX);
        Moment(machine.max(self.latest.fetch_max(machine, Ordering::SeqCst)))
    }

    /// Moves a virtual clock forward; never back.
    pub(crate) fn set(&self, to: Moment) {
        assert!(!self.real, "only a virtual clock is set");
        self.latest.fetch_max(to.0, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_clock_runs_backwards() {
        let clock = Clock::new(Time::Virtual(Moment(10)), Moment(20));
        assert_eq!(clock.now(), Moment(20));
        clock.set(Moment(15));
        assert_eq!(clock.now(), Moment(20));
        let ahead = Moment(i64::MAX - 1);
        assert_eq!(Clock::new(Time::Real, ahead).now(), ahead);
    }
}
