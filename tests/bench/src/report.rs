//! Figures: collected row by row, printed for people, programs and the documentation.

use std::{fmt::Write as _, path::Path, time::Duration};

use anyhow::Context as _;
use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// All figures of one run, and where it ran.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// When it began.
    date: String,
    /// Processors.
    cores: usize,
    /// `release` or `debug`.
    profile: String,
    rows: Vec<Row>,
}

/// One figure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    /// The bench.
    pub(crate) bench: String,
    /// What was measured, with its circumstances.
    pub(crate) what: String,
    /// How much.
    pub(crate) value: f64,
    /// Of what.
    pub(crate) unit: String,
}

impl Report {
    pub(crate) fn begin() -> Self {
        Self {
            date: jiff::Timestamp::now().to_string(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" }.to_owned(),
            rows: Vec::new(),
        }
    }

    /// Adds a figure, and shows it at once: a run takes minutes.
    pub(crate) fn add(&mut self, bench: &str, what: &str, (value, unit): (f64, &str)) {
        eprintln!("{what:<64} {} {unit}", shown(value));
        let (bench, what, unit) = (bench.to_owned(), what.to_owned(), unit.to_owned());
        self.rows.push(Row { bench, what, value, unit });
    }

    /// Adds the usual percentiles of latencies.
    pub(crate) fn latencies(&mut self, bench: &str, what: &str, times: &Histogram<u64>) {
        let percentiles = [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("worst", 1.0)];
        for (name, quantile) in percentiles {
            let ms = ms(times.value_at_quantile(quantile));
            self.add(bench, &format!("{what}, {name}"), (ms, "ms"));
        }
    }

    pub(crate) fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("reading `{}`", file.display()))?;
        serde_json::from_str(&text).with_context(|| format!("reading `{}`", file.display()))
    }

    pub(crate) fn write(&self, file: &Path) -> anyhow::Result<()> {
        std::fs::write(file, self.json()?).with_context(|| format!("writing `{}`", file.display()))
    }

    pub(crate) fn json(&self) -> anyhow::Result<String> {
        serde_json::to_string_pretty(self).context("writing the figures as JSON")
    }

    pub(crate) fn table(&self) -> String {
        let mut text = self.circumstances();
        for Row { bench, what, value, unit } in &self.rows {
            let _ = write!(text, "\n{bench:<15} {what:<64} {:>12} {unit}", shown(*value));
        }
        text
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = self.circumstances();
        text.push_str("\n\n| bench | what | figure |\n|---|---|---|");
        for Row { bench, what, value, unit } in &self.rows {
            let _ = write!(text, "\n| `{bench}` | {what} | {} {unit} |", shown(*value));
        }
        text
    }

    fn circumstances(&self) -> String {
        let Self { date, cores, profile, .. } = self;
        format!("{date}, {cores} cores, profile `{profile}`")
    }
}

/// A histogram of times in microseconds, up to ten minutes, three digits.
pub(crate) fn times() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 600_000_000, 3).expect("the bounds are in order")
}

/// Records a time.
pub(crate) fn record(times: &mut Histogram<u64>, elapsed: Duration) {
    let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
    times.saturating_record(micros);
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn ms(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}

fn shown(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}
