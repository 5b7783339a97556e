//! What a call costs: a fresh instance each, measured from outside.
//!
//! Not here: a verdict on the figures (`tests/bench`).

use std::time::{Duration, Instant};

use tongban_core::call::{Call, Outcome};
use tongban_plugin_api::{PluginHost, nowhere};

/// Times of calls, sorted into what a reader asks for.
#[derive(Clone, Copy, Debug)]
pub struct CallTimes {
    /// Half of the calls took no longer.
    pub median: Duration,
    /// 99 of 100 took no longer.
    pub p99: Duration,
    /// None took longer.
    pub max: Duration,
}

/// Times `calls_count` calls, after a tenth as many to warm up. `Err` is the first outcome that is
/// not an answer: a failing plugin has no price.
pub fn time_calls(
    host: &dyn PluginHost,
    call: &Call,
    calls_count: usize,
) -> Result<CallTimes, Box<Outcome>> {
    let timed = || {
        let start = Instant::now();
        let called = host.call(call, nowhere());
        let elapsed = start.elapsed();
        matches!(called.outcome, Outcome::Answered(_))
            .then_some(elapsed)
            .ok_or(Box::new(called.outcome))
    };
    for _ in 0..calls_count / 10 {
        timed()?;
    }
    let mut times = (0..calls_count.max(1)).map(|_| timed()).collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    Ok(CallTimes { median: at(50), p99: at(99), max: at(100) })
}
