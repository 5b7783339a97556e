//! The golden vectors (computed with an independent implementation; start day not counted), then
//! laws that hold for any day.

mod laws;
mod vectors;

use super::*;

fn date(text: &str) -> Date {
    text.parse().expect("test dates are well formed")
}

fn instant(text: &str) -> Instant {
    text.parse().expect("test instants are well formed")
}

fn term(text: &str) -> Term {
    text.parse().expect("test terms are well formed")
}
