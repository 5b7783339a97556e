//! `tongban plugin`: one file per verb.

mod build;
mod diff;
mod examine;
mod explain;
mod new;
mod server;
mod sign;
mod template;
mod test;

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use serde_json::Value as Json;
use tongban_core::call::Outcome;

pub(super) use server::post;

use super::code;
use crate::{
    args,
    output::print,
    trial::{self, Bench, Case},
};

pub(super) fn plugin(as_json: bool, plugin: args::Plugin) -> anyhow::Result<ExitCode> {
    match plugin {
        args::Plugin::Build { source, output, world } => {
            build::build(as_json, &source, output, world.into())
        }
        args::Plugin::Call { component, input } => call(as_json, &component, &input),
        args::Plugin::Explain { component } => explain::explain(as_json, &component),
        args::Plugin::Template { workflow, point, output } => {
            template::write(as_json, (&workflow, &point), &output)
        }
        args::Plugin::New(new) => new::new(as_json, &new),
        args::Plugin::Diff { old, new, cases, world } => {
            diff::diff(as_json, (&old, &new), cases.as_deref(), world.into())
        }
        args::Plugin::Test { folder } => test::test(as_json, &folder),
        args::Plugin::Keygen(keygen) => sign::keygen(as_json, &keygen),
        args::Plugin::Pack(pack) => sign::pack(as_json, &pack),
        args::Plugin::Sign(sign) => sign::sign(as_json, &sign),
        args::Plugin::Verify(vouch) => sign::verify(as_json, &vouch),
        args::Plugin::Examine(examine) => examine::examine(as_json, &examine),
        args::Plugin::Install(install) => server::install(as_json, &install),
        args::Plugin::List(list) => server::list(as_json, &list),
        args::Plugin::Withdraw(withdraw) => server::withdraw(as_json, &withdraw),
        args::Plugin::Trust(trust) => server::trust(as_json, &trust),
        args::Plugin::Distrust(distrust) => server::distrust(as_json, &distrust),
    }
}

fn call(as_json: bool, component: &Path, input: &Path) -> anyhow::Result<ExitCode> {
    let bench = Bench::new(&read(component)?)?;
    let json: Json = serde_json::from_slice(&read(input)?)
        .with_context(|| format!("reading `{}` as a JSON object", input.display()))?;
    let case = Case::of(component.display().to_string(), trial::input_from_json(&json)?);
    let outcome = bench.ask(&case).outcome;
    let data = trial::to_json(&outcome);
    print(as_json, &data, &serde_json::to_string_pretty(&data)?);
    Ok(code(matches!(outcome, Outcome::Answered(_))))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading `{}`", path.display()))
}
