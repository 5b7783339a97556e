//! `tongban plugin install`, `list`, `withdraw`, `trust`, `distrust`: what is asked of a server.

use std::{fs, process::ExitCode};

use anyhow::{Context as _, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};
use ureq::Agent;

use super::sign;
use crate::{args, output::print, signing};

pub(super) fn install(as_json: bool, install: &args::Install) -> anyhow::Result<ExitCode> {
    // Read first: what is no package never leaves this machine.
    let package = sign::read(&install.package)?;
    let sent = json!({
        "package": STANDARD.encode(package.encode()), "dry_run": install.dry_run,
    });
    let answer = post(&install.remote, "/api/v1/plugins", &sent)?;
    print(as_json, &answer, &words(&answer["differences"]));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn list(as_json: bool, list: &args::List) -> anyhow::Result<ExitCode> {
    let mut answer = get(&list.remote, "/api/v1/plugins")?;
    let items = answer["items"].as_array_mut().context("expected a list in the answer")?;
    if let Some(point) = &list.point {
        items.retain(|item| item["point"] == point.as_str());
    }
    let lines: Vec<_> = items.iter().map(line).collect();
    print(as_json, &answer, &lines.join("\n"));
    Ok(ExitCode::SUCCESS)
}

/// An installed plugin: what it is, whose, for what, since when; who vouches for it; its bytes.
fn line(item: &Json) -> String {
    let part = |key: &str| item[key].as_str();
    let known = |key: &str| part(key).unwrap_or_default();
    let division = part("division").unwrap_or("全国 nation");
    let to = part("to").map(|to| format!(" 至 to {to}")).unwrap_or_default();
    let vouched = match (part("signed_by"), part("countersigned_by")) {
        (None, _) => "随系统安装 came with the engine".to_owned(),
        (Some(key), None) => format!("签名 signed by {key}"),
        (Some(key), Some(above)) => format!("签名 signed by {key}  会签 countersigned by {above}"),
    };
    let (id, version, digest) = (known("id"), known("version"), known("digest"));
    let (process, point, from) = (known("process"), known("point"), known("from"));
    format!(
        "{id} {version}  {division}  {process}/{point}  自 from {from}{to}\n    \
         {vouched}\n    {digest}"
    )
}

pub(super) fn withdraw(as_json: bool, withdraw: &args::Withdraw) -> anyhow::Result<ExitCode> {
    let mut sent = json!({ "to": withdraw.to.to_string(), "reason": withdraw.reason });
    let (digest, at) = known(&withdraw.remote, withdraw)?;
    if let Some(at) = at {
        sent["at"] = at;
    }
    let path = format!("/api/v1/plugins/{digest}/withdraw");
    let answer = post(&withdraw.remote, &path, &sent)?;
    let told = json!({ "digest": digest, "to": sent["to"], "differences": answer["items"] });
    print(as_json, &told, &words(&answer["items"]));
    Ok(ExitCode::SUCCESS)
}

/// The digest and the place of the one installed plugin with this id that ends later than asked or
/// never; a digest as it is.
fn known(
    remote: &args::Remote,
    args::Withdraw { plugin, to, .. }: &args::Withdraw,
) -> anyhow::Result<(String, Option<Json>)> {
    let answer = get(remote, "/api/v1/plugins")?;
    let items = answer["items"].as_array().map_or(&[][..], Vec::as_slice);
    let ours: Vec<_> = items.iter().filter(|item| item["id"] == plugin.as_str()).collect();
    // Days are written year first, so that their texts compare as they do.
    let asked = to.to_string();
    let ends_later = |item: &&&Json| item["to"].as_str().is_none_or(|end| end > &*asked);
    let later: Vec<_> = ours.iter().filter(ends_later).copied().collect();
    let digest = |item: &Json| item["digest"].as_str().unwrap_or_default().to_owned();
    match later[..] {
        [one] => {
            let mut at = json!({ "process": one["process"], "point": one["point"] });
            if let Some(division) = one["division"].as_str() {
                at["division"] = json!(division);
            }
            Ok((digest(one), Some(at)))
        }
        [] if ours.is_empty() => Ok((plugin.to_owned(), None)),
        [] => bail!(
            "expected a version of `{plugin}` in force on {to}, but all have ended by then; \
             hint: see `tongban plugin list`, and ask for an earlier day \
             到 {to} 该插件已全部停用；提示：用 tongban plugin list 查看停用日期，写更早的日期"
        ),
        _ => bail!(
            "expected one version of `{plugin}`, but these are installed: {} \
             已安装多个版本，请写明摘要",
            later.into_iter().map(digest).collect::<Vec<_>>().join(" ")
        ),
    }
}

pub(super) fn trust(as_json: bool, trust: &args::Trust) -> anyhow::Result<ExitCode> {
    let file = fs::read_to_string(&trust.key)
        .with_context(|| format!("reading the key `{}`", trust.key.display()))?;
    let mut sent = json!({ "public": signing::public_line(&file)?, "holder": trust.holder });
    if let Some(code) = &trust.division {
        sent["division"] = json!(code);
    }
    if let Some(to) = &trust.to {
        sent["to"] = json!(to.to_string());
    }
    let answer = post(&trust.remote, "/api/v1/keys", &sent)?;
    print(as_json, &answer, &words(&answer["items"]));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn distrust(as_json: bool, distrust: &args::Distrust) -> anyhow::Result<ExitCode> {
    let path = format!("/api/v1/keys/{}/revoke", distrust.id);
    let answer = post(&distrust.remote, &path, &json!({ "reason": distrust.reason }))?;
    let told = words(&answer["items"]);
    let told = if told.is_empty() { "已吊销 revoked".to_owned() } else { told };
    print(as_json, &answer, &told);
    Ok(ExitCode::SUCCESS)
}

/// Words of both languages, a line each.
pub(super) fn words(texts: &Json) -> String {
    let texts = texts.as_array().map_or(&[][..], Vec::as_slice);
    let both = |text: &Json| {
        let part = |language: &str| text[language].as_str().unwrap_or_default().to_owned();
        format!("{}\n{}", part("zh"), part("en"))
    };
    texts.iter().map(both).collect::<Vec<_>>().join("\n")
}

fn get(remote: &args::Remote, path: &str) -> anyhow::Result<Json> {
    let request = agent().get(address(remote, path));
    let request = request.header("authorization", bearer(remote)?);
    read(request.call().with_context(|| format!("asking {}", server(remote)))?)
}

pub(in crate::verbs) fn post(
    remote: &args::Remote,
    path: &str,
    sent: &Json,
) -> anyhow::Result<Json> {
    let request = agent().post(address(remote, path));
    let request = request.header("authorization", bearer(remote)?);
    read(request.send_json(sent).with_context(|| format!("asking {}", server(remote)))?)
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).build().into()
}

/// Where the server is, for whoever does not say so each time.
const SERVER: &str = "TONGBAN_SERVER";

fn server(remote: &args::Remote) -> String {
    let told = remote.server.clone().or_else(|| std::env::var(SERVER).ok());
    told.unwrap_or_else(|| "http://127.0.0.1:8080".to_owned())
}

fn address(remote: &args::Remote, path: &str) -> String {
    format!("{}{path}", server(remote).trim_end_matches('/'))
}

fn bearer(remote: &args::Remote) -> anyhow::Result<String> {
    let token = match &remote.token_file {
        Some(file) => fs::read_to_string(file)
            .with_context(|| format!("reading the token `{}`", file.display()))?,
        None => std::env::var("TONGBAN_TOKEN")
            .context("expected a token in `TONGBAN_TOKEN` or a file (--token-file)")?,
    };
    Ok(format!("Bearer {}", token.trim()))
}

/// What the server said; a problem becomes an error with its words and its code.
fn read(mut answer: ureq::http::Response<ureq::Body>) -> anyhow::Result<Json> {
    let status = answer.status();
    let body = answer.body_mut().read_to_string().context("reading the answer")?;
    if status.is_success() {
        let json = if body.is_empty() { Ok(Json::Null) } else { serde_json::from_str(&body) };
        return json.context("reading the answer as JSON");
    }
    let problem: Json = serde_json::from_str(&body).unwrap_or_default();
    match (problem["code"].as_str(), problem["detail"].as_str()) {
        (Some(code), Some(detail)) => bail!("{detail}\n{status} {code}: `tongban explain {code}`"),
        _ => bail!("{status} {body}"),
    }
}
