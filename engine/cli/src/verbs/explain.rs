//! `tongban explain`: the page of a code.

use std::process::ExitCode;

use anyhow::bail;
use serde_json::json;
use tongban_api::problem::{PAGES, page};

use crate::{args, output::print};

pub(super) fn explain(as_json: bool, explain: &args::Explain) -> anyhow::Result<ExitCode> {
    let Some(code) = &explain.code else {
        let codes: Vec<&str> = PAGES.iter().map(|(code, _)| *code).collect();
        print(as_json, &json!(codes), &codes.join("\n"));
        return Ok(ExitCode::SUCCESS);
    };
    let Some(text) = page(code) else {
        bail!(
            "expected a code that has a page (`tongban explain` lists them), but got `{code}` \
             没有代码 `{code}`，不带参数可列出全部"
        );
    };
    print(as_json, &json!({ "code": code, "page": text }), text.trim_end());
    Ok(ExitCode::SUCCESS)
}
