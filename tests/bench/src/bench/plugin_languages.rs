//! `plugin-languages`: the same rule as a table, in Rust and in TypeScript, fresh instance each.
//!
//! Invariant: programs are built only when asked (`--guests`): their compilers may not be there.

use anyhow::Context as _;
use tongban_cli::{
    guest,
    package::Package,
    trial::{self, Bench, Case},
};
use tongban_core::call::Question;

use crate::{args::Sizes, report::Report};

const NAME: &str = "plugin-languages";
/// The conformance plugins: they behave the same, byte for byte.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../guests");

pub(super) fn run(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let folder = std::path::Path::new(FOLDER);
    let cases = trial::read(&folder.join("cases.yaml"))?;
    let case = cases.first().context("expected a case to time")?;
    let table = Package::read(&folder.join("table"))?.component;
    let base = time("decision table", &table, (case, sizes), report)?;
    if !sizes.guests {
        eprintln!("not measured without --guests: Rust, TypeScript");
        return Ok(());
    }
    let programs = [("Rust", "rust", "Cargo.toml"), ("TypeScript (QuickJS)", "js", "rule.ts")];
    for (language, name, source) in programs {
        let component = guest::build(&folder.join(name), source, Question::Rule)
            .with_context(|| format!("building the plugin in {language}"))?;
        let median = time(language, &component, (case, sizes), report)?;
        report.add(NAME, &format!("{language}, of a table's time"), (median / base, "×"));
    }
    Ok(())
}

/// Times one plugin; gives its median in microseconds.
fn time(
    language: &str,
    component: &[u8],
    (case, sizes): (&Case, &Sizes),
    report: &mut Report,
) -> anyhow::Result<f64> {
    let start = std::time::Instant::now();
    let bench = Bench::new(component)?;
    let admitted = start.elapsed().as_secs_f64() * 1e3;
    let times = bench.time(case, sizes.calls);
    let times =
        times.map_err(|outcome| anyhow::anyhow!("a call failed: {}", trial::describe(&outcome)))?;
    report.add(NAME, &format!("{language}, compiled and admitted"), (admitted, "ms"));
    for (name, time) in [("median", times.median), ("p99", times.p99)] {
        let what = format!("{language}, fresh instance, {name}");
        report.add(NAME, &what, (time.as_secs_f64() * 1e6, "µs"));
    }
    Ok(times.median.as_secs_f64() * 1e6)
}
