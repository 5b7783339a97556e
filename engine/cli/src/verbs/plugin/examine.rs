//! `tongban plugin examine`: what a package would do on a server, before anybody countersigns it.

use std::process::ExitCode;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};

use super::{
    server::{post, words},
    sign,
};
use crate::{args, output::print, verbs::code};

/// Prints the report; the code is 1 if the package may not be installed.
pub(super) fn examine(as_json: bool, examine: &args::Examine) -> anyhow::Result<ExitCode> {
    // Read first: what is no package never leaves this machine.
    let package = sign::read(&examine.package)?;
    let sent = json!({ "package": STANDARD.encode(package.encode()) });
    let answer = post(&examine.remote, "/api/v1/plugins/examine", &sent)?;
    print(as_json, &answer, &report(&answer));
    Ok(code(answer["admissible"] == true))
}

fn report(answer: &Json) -> String {
    let mut lines = vec![words(&answer["report"])];
    let loosens = answer["loosens"].as_array().map_or(&[][..], Vec::as_slice);
    for example in loosens {
        let text = |language: &str| example["text"][language].as_str().unwrap_or_default();
        lines.push(format!("放宽 {}\nloosens: {}", text("zh"), text("en")));
    }
    let admissible = answer["admissible"] == true;
    lines.push(match (admissible, answer["lacks"].as_str()) {
        (false, _) if loosens.is_empty() => {
            "不予安装：在试算中失败\nnot admissible: it fails where it was tried".into()
        }
        (false, _) => {
            "不予安装：放宽了上级规则\nnot admissible: it loosens what is above it".into()
        }
        (true, Some(code)) => {
            format!("未发现放宽；签名尚缺（{code}）\nit loosens nothing; signatures lack: {code}")
        }
        (true, None) => "未发现放宽，可以安装\nit loosens nothing and may be installed".into(),
    });
    lines.join("\n")
}
