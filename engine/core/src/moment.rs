//! Instants as they are stored: UTC milliseconds.
//!
//! Not here: days and limits (`tongban-calendar`), and never a clock: every moment comes in from
//! outside.

use minicbor::{Decode, Encode};
use tongban_calendar::{Date, Instant, legal_day};

/// An instant in UTC milliseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Moment(#[n(0)] pub i64);

impl Moment {
    /// The instant; moments outside jiff's years (−9999 to 9999) are clamped to them.
    pub fn instant(self) -> Instant {
        Instant::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            Instant::MIN
        } else {
            Instant::MAX
        })
    }

    /// The legal day (+08:00) in which it lies.
    pub fn day(self) -> Date {
        legal_day(self.instant())
    }
}

impl From<Instant> for Moment {
    fn from(instant: Instant) -> Self {
        Self(instant.as_millisecond())
    }
}

impl std::fmt::Debug for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.instant())
    }
}
