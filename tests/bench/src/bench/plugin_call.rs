//! `plugin-call`: the bundled table of twelve rules, a fresh instance for each call.

use std::path::Path;

use anyhow::{Context as _, bail};
use indexmap::IndexMap;
use rust_decimal::Decimal;
use tongban_core::call::{Call, Question, Scene};
use tongban_expr::{Table, Value};
use tongban_plugin_api::PluginHost as _;
use tongban_plugin_host::{Host, HostConfig, table_component, time_calls};

use crate::{args::Sizes, report::Report};

const NAME: &str = "plugin-call";
const TABLE: &str = "plugins/home-care-class-shahekou/table.csv";

pub(super) fn run(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(TABLE);
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {TABLE}"))?;
    let (Some(table), _) = Table::parse(&text, TABLE) else { bail!("expected a sound {TABLE}") };
    let component = table_component::compile(&table, Question::Rule).context("compiling it")?;
    let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
    let admitted = host.admit(&component).context("admitting it")?;
    let scene = Scene::nowhere(jiff::civil::date(2026, 9, 18));
    let call = Call { plugin: admitted.digest, question: Question::Rule, input: input(), scene };
    let times = match time_calls(&host, &call, sizes.calls) {
        Ok(times) => times,
        Err(outcome) => bail!("expected an answer, but got {outcome:?}"),
    };
    for (name, time) in [("median", times.median), ("p99", times.p99), ("worst", times.max)] {
        let micros = time.as_secs_f64() * 1e6;
        report.add(NAME, &format!("table of 12 rules, fresh instance, {name}"), (micros, "µs"));
    }
    Ok(())
}

/// A case that the last rules decide, so that all are looked at.
fn input() -> IndexMap<std::sync::Arc<str>, Value> {
    let text = |word: &str| Value::Text(word.into());
    let number = |count: i64| Value::Number(Decimal::from(count));
    let fields = [
        ("本地户籍居住", Value::Boolean(true)),
        ("年龄", number(75)),
        ("性别", text("男")),
        ("照料", text("自理")),
        ("高龄", Value::Boolean(false)),
        ("三无", Value::Boolean(false)),
        ("无子女", Value::Boolean(false)),
        ("低保", Value::Boolean(false)),
        ("家庭", text("双亲")),
        ("月收入", number(3_000)),
        ("医院证明", Value::Boolean(false)),
        ("另一方失业低保", Value::Boolean(false)),
    ];
    fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
}
