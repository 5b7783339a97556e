//! `tongban token`: a server issues a token to a person; it goes into a file, never on the screen.

use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;

use super::{plugin::post, secret};
use crate::{args, output::print};

pub(super) fn token(as_json: bool, token: &args::Token) -> anyhow::Result<ExitCode> {
    let sent = json!({ "person": token.person, "days": token.days });
    // Made first: a token that cannot be kept is not issued.
    let file = secret::create(&token.output)?;
    let issued = post(&token.remote, "/api/v1/tokens", &sent);
    let issued = issued.inspect_err(|_| secret::forget(&token.output))?;
    let text = issued["token"].as_str().context("expected a token in the answer")?;
    secret::write((file, &token.output), text)?;
    let (output, expires) = (token.output.display().to_string(), &issued["expires"]);
    let until = expires.as_str().unwrap_or_default();
    let data = json!({
        "person": token.person, "id": issued["id"], "expires": expires, "file": output,
    });
    print(as_json, &data, &format!("{}  {output}  有效至 until {until}", token.person));
    Ok(ExitCode::SUCCESS)
}
