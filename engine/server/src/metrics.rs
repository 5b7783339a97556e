//! Metrics of the server, in the text format of Prometheus.
//!
//! Invariant: counting takes no lock and no allocation.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use axum::http::StatusCode;

/// Upper bounds of the latency buckets, in milliseconds.
const BOUNDS_MS: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 500, 2_000, 10_000];

/// Counters since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    in_flight: AtomicU64,
    by_class: [AtomicU64; 5],
    buckets: [AtomicU64; BOUNDS_MS.len()],
    count: AtomicU64,
    sum_us: AtomicU64,
    bad_tokens: AtomicU64,
}

impl Metrics {
    pub(crate) fn began(&self) {
        self.in_flight.fetch_add(1, Relaxed);
    }

    pub(crate) fn ended(&self, status: StatusCode, took: Duration) {
        self.in_flight.fetch_sub(1, Relaxed);
        let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
        self.by_class[class].fetch_add(1, Relaxed);
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS_MS.iter().position(|bound| took_us <= bound * 1_000);
        if let Some(bucket) = bucket {
            self.buckets[bucket].fetch_add(1, Relaxed);
        }
        self.count.fetch_add(1, Relaxed);
        self.sum_us.fetch_add(took_us, Relaxed);
    }

    pub(crate) fn bad_token(&self) {
        self.bad_tokens.fetch_add(1, Relaxed);
    }

    /// The exposition; `world` is the number of the world.
    pub(crate) fn text(&self, world: u64) -> String {
        let mut text = String::with_capacity(2_048);
        let mut gauge = |name: &str, help: &str, kind: &str, value: u64| {
            write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n")
                .expect("writing to a string cannot fail");
        };
        let in_flight = self.in_flight.load(Relaxed);
        gauge("tongban_http_in_flight", "Requests under way.", "gauge", in_flight);
        gauge("tongban_world_number", "The number of the world.", "gauge", world);
        let bad = self.bad_tokens.load(Relaxed);
        gauge("tongban_http_bad_tokens_total", "Requests with a bad token.", "counter", bad);
        self.classes(&mut text);
        self.histogram(&mut text);
        text
    }

    fn classes(&self, text: &mut String) {
        text.push_str("# HELP tongban_http_responses_total Responses by class of status.\n");
        text.push_str("# TYPE tongban_http_responses_total counter\n");
        for (class, count) in (1..).zip(&self.by_class) {
            let count = count.load(Relaxed);
            writeln!(text, "tongban_http_responses_total{{class=\"{class}xx\"}} {count}")
                .expect("writing to a string cannot fail");
        }
    }

    fn histogram(&self, text: &mut String) {
        let name = "tongban_http_duration_seconds";
        text.push_str("# HELP tongban_http_duration_seconds Time from request to response.\n");
        text.push_str("# TYPE tongban_http_duration_seconds histogram\n");
        let mut sum = 0;
        for (bound, count) in BOUNDS_MS.iter().zip(&self.buckets) {
            sum += count.load(Relaxed);
            let (whole, rest) = (bound / 1_000, bound % 1_000);
            writeln!(text, "{name}_bucket{{le=\"{whole}.{rest:03}\"}} {sum}")
                .expect("writing to a string cannot fail");
        }
        let (count, sum_us) = (self.count.load(Relaxed), self.sum_us.load(Relaxed));
        let (whole, rest) = (sum_us / 1_000_000, sum_us % 1_000_000);
        writeln!(text, "{name}_bucket{{le=\"+Inf\"}} {count}")
            .and_then(|()| writeln!(text, "{name}_sum {whole}.{rest:06}"))
            .and_then(|()| writeln!(text, "{name}_count {count}"))
            .expect("writing to a string cannot fail");
    }
}
