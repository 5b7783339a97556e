//! Rates of public routes: so many requests of one address in a minute.
//!
//! Invariant: memory is bounded, whatever addresses come.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::Mutex,
    time::{Duration, Instant},
};

use tongban_api::problem::Failure;

use crate::failed::{Answer, Failed};

/// Addresses remembered at most; when there are more, all are forgotten: better to let a flood
/// through to the engine's own queue than to shut out everybody.
const ADDRESSES_MAX: usize = 50_000;
const WINDOW: Duration = Duration::from_mins(1);

/// A counter for each address.
#[derive(Debug)]
pub(crate) struct Limiter {
    per_minute_max: u32,
    counts: Mutex<HashMap<IpAddr, (Instant, u32)>>,
}

impl Limiter {
    pub(crate) fn new(per_minute_max: u32) -> Self {
        Self { per_minute_max, counts: Mutex::default() }
    }

    /// Counts one request of an address.
    pub(crate) fn admit(&self, address: IpAddr) -> Answer<()> {
        let now = Instant::now();
        let mut counts = self.counts.lock().expect("nothing panics while it is held");
        if counts.len() >= ADDRESSES_MAX {
            counts.clear();
        }
        let (since, count) = counts.entry(address).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        if *count <= self.per_minute_max {
            return Ok(());
        }
        let left = WINDOW.saturating_sub(now.duration_since(*since)).as_secs() + 1;
        let left = u32::try_from(left).expect("a minute has few seconds");
        Err(Failed::from(Failure::plain("too-many-requests").retry_after(left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_own_count() {
        let limiter = Limiter::new(2);
        let address = |last| IpAddr::from([127, 0, 0, last]);
        assert!(limiter.admit(address(1)).is_ok());
        assert!(limiter.admit(address(1)).is_ok());
        let refused = limiter.admit(address(1)).expect_err("the third is one too many");
        assert_eq!(refused.0.status(), 429);
        assert!(refused.0.retry_after_s.is_some_and(|seconds| seconds <= 61));
        assert!(limiter.admit(address(2)).is_ok());
    }
}
