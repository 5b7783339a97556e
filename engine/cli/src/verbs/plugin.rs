//! `tongban plugin`: build a table, ask a component, explain one, write a template.

mod explain;
mod template;

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use tongban_core::call::{Call, Outcome, Verdict};
use tongban_expr::{Type, Value, value_from_json, value_to_json};
use tongban_plugin_api::PluginHost as _;
use tongban_plugin_host::{Host, HostConfig};

use super::code;
use crate::{args, output::print, package};

pub(super) fn plugin(as_json: bool, plugin: args::Plugin) -> anyhow::Result<ExitCode> {
    match plugin {
        args::Plugin::Build { table, output, world } => {
            let source = read(&table)?;
            let component = package::compile(&table, &source, world)?;
            std::fs::write(&output, &component)
                .with_context(|| format!("writing `{}`", output.display()))?;
            let digest = Host::digest(&component).to_string();
            let data = json!({
                "file": output.display().to_string(),
                "bytes": component.len(),
                "sha256": digest,
            });
            let text = format!("{} ({} bytes) {digest}", output.display(), component.len());
            print(as_json, &data, &text);
            Ok(ExitCode::SUCCESS)
        }
        args::Plugin::Call { component, input } => call(as_json, &component, &input),
        args::Plugin::Explain { component } => explain::explain(as_json, &component),
        args::Plugin::Template { workflow, point, output } => {
            template::write(as_json, (&workflow, &point), &output)
        }
    }
}

fn call(as_json: bool, component: &Path, input: &Path) -> anyhow::Result<ExitCode> {
    let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
    let admitted = host.admit(&read(component)?).context("admitting the component")?;
    let json: serde_json::Map<String, Json> = serde_json::from_slice(&read(input)?)
        .with_context(|| format!("reading `{}` as a JSON object", input.display()))?;
    let input: IndexMap<_, Value> = json
        .iter()
        .map(|(name, value)| Ok((name.as_str().into(), value_of(name, value)?)))
        .collect::<anyhow::Result<_>>()?;
    let call = Call { plugin: admitted.digest, question: admitted.question, input };
    let outcome = host.call(&call);
    let data = json_of(&outcome);
    print(as_json, &data, &serde_json::to_string_pretty(&data)?);
    Ok(code(matches!(outcome, Outcome::Answered(_))))
}

/// The value that a JSON value most likely means; a text that is a date is one.
fn value_of(name: &str, json: &Json) -> anyhow::Result<Value> {
    let kind = match json {
        Json::Null => return Ok(Value::Null),
        Json::Bool(_) => Type::Boolean,
        Json::Number(_) => Type::Number,
        Json::String(text) if text.parse::<jiff::civil::Date>().is_ok() => Type::Date,
        Json::String(_) => Type::Text,
        Json::Array(_) => Type::List(Box::new(Type::Text)),
        Json::Object(_) => anyhow::bail!("expected a flat field as `{name}`, but got an object"),
    };
    value_from_json(json, &kind).with_context(|| format!("reading the input `{name}`"))
}

fn json_of(outcome: &Outcome) -> Json {
    match outcome {
        Outcome::Answered(answer) => {
            let values = answer.values.iter();
            let values = values.map(|(name, value)| (name.to_string(), value_to_json(value)));
            let findings = answer.findings.iter().map(|finding| {
                json!({ "rule": finding.rule, "message": finding.message, "law": finding.law })
            });
            json!({
                "verdict": answer.verdict.map(Verdict::name),
                "values": values.collect::<serde_json::Map<_, _>>(),
                "findings": findings.collect::<Vec<_>>(),
            })
        }
        Outcome::Refused(words) => json!({ "refused": words }),
        Outcome::Failed { failure, detail } => {
            json!({ "failed": format!("{failure:?}").to_lowercase(), "detail": detail })
        }
        Outcome::Unavailable(detail) => json!({ "unavailable": detail }),
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading `{}`", path.display()))
}
