//! `tongban verify`: a whole store, or one case without a server.

use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;
use tongban_plugin_host::{Host, HostConfig};
use tongban_runtime::{Report, Time};

use super::code;
use crate::{args, output::print, setup};

pub(super) async fn verify(as_json: bool, verify: args::Verify) -> anyhow::Result<ExitCode> {
    let report = match (&verify.bundle, &verify.store) {
        (Some(path), _) => {
            let bytes =
                std::fs::read(path).with_context(|| format!("reading `{}`", path.display()))?;
            let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
            tongban_runtime::verify_bundle(&bytes, &host)
        }
        (None, Some(flag)) => {
            let (store, blobs) = setup::open_existing(flag)?;
            let engine = setup::engine(store, blobs, Time::Standing)?;
            let report = engine.verify().await.context("verifying the store")?;
            engine.close().await;
            report
        }
        (None, None) => {
            anyhow::bail!("expected a case bundle or `--store` 请给出案卷文件或 --store")
        }
    };
    Ok(print_report(as_json, &report))
}

pub(super) fn print_report(as_json: bool, report: &Report) -> ExitCode {
    let problems: Vec<String> = report.problems().map(ToString::to_string).collect();
    let facts: Vec<String> = report.facts().map(ToString::to_string).collect();
    let data = json!({ "sound": problems.is_empty(), "facts": facts, "problems": problems });
    let verdict =
        if problems.is_empty() { "sound 校验通过" } else { "NOT SOUND 校验不通过" };
    let mut lines: Vec<&str> = facts.iter().chain(&problems).map(String::as_str).collect();
    lines.push(verdict);
    print(as_json, &data, &lines.join("\n"));
    code(problems.is_empty())
}
