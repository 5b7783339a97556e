//! The client of the demo: JSON over HTTP, with a token for each person.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use serde_json::{Value as Json, json};
use ureq::{Agent, Body, http::Response};

pub(super) struct Client {
    agent: Agent,
    address: String,
    tokens: BTreeMap<String, String>,
}

impl Client {
    pub(super) fn new(address: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).build();
        Self { agent: config.into(), address: address.to_owned(), tokens: BTreeMap::new() }
    }

    pub(super) fn token(&self, person: &str) -> anyhow::Result<&str> {
        let token = self.tokens.get(person).map(String::as_str);
        token.with_context(|| format!("expected a token of `{person}`"))
    }

    /// Issues a token for a person, with the token of whoever may.
    pub(super) fn issue(&mut self, person: &str, by: &str) -> anyhow::Result<()> {
        let sent = json!({ "person": person, "days": 30 });
        let answer = self.send("/api/v1/tokens", Some(by), &sent)?;
        let issued = good(&format!("a token for {person}"), answer)?;
        let token = text(&issued, "/token")?;
        self.tokens.insert(person.to_owned(), token);
        Ok(())
    }

    pub(super) fn get(&self, path: &str, person: Option<&str>) -> anyhow::Result<Json> {
        good(path, self.fetch(path, person)?)
    }

    /// A page or file as bytes.
    pub(super) fn bytes(&self, path: &str, person: Option<&str>) -> anyhow::Result<Vec<u8>> {
        let mut answer = self.fetch(path, person)?;
        if !answer.status().is_success() {
            return good(path, answer).map(|_| Vec::new());
        }
        answer.body_mut().read_to_vec().with_context(|| format!("reading {path}"))
    }

    pub(super) fn post(
        &self,
        path: &str,
        person: Option<&str>,
        sent: &Json,
    ) -> anyhow::Result<Json> {
        let token = person.map(|person| self.token(person)).transpose()?;
        good(path, self.send(path, token, sent)?)
    }

    /// Sends what must be refused, and gives the problem's code.
    pub(super) fn refused(&self, path: &str, person: &str, sent: &Json) -> anyhow::Result<Json> {
        let mut answer = self.send(path, Some(self.token(person)?), sent)?;
        if answer.status().is_success() {
            bail!("expected {path} by {person} to be refused, but it was accepted");
        }
        answer.body_mut().read_json().with_context(|| format!("reading the problem of {path}"))
    }

    fn fetch(&self, path: &str, person: Option<&str>) -> anyhow::Result<Response<Body>> {
        let mut request = self.agent.get(format!("{}{path}", self.address));
        if let Some(person) = person {
            request = request.header("authorization", format!("Bearer {}", self.token(person)?));
        }
        request.call().with_context(|| format!("getting {path}"))
    }

    fn send(&self, path: &str, token: Option<&str>, sent: &Json) -> anyhow::Result<Response<Body>> {
        let mut request = self.agent.post(format!("{}{path}", self.address));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request.send_json(sent).with_context(|| format!("posting {path}"))
    }
}

fn good(what: &str, mut answer: Response<Body>) -> anyhow::Result<Json> {
    let status = answer.status();
    let body = answer.body_mut().read_to_string().with_context(|| format!("reading {what}"))?;
    if !status.is_success() {
        bail!("{what}: {status} {body}");
    }
    serde_json::from_str(&body).with_context(|| format!("{what}: expected JSON, but got {body}"))
}

/// A text in an answer.
pub(super) fn text(json: &Json, pointer: &str) -> anyhow::Result<String> {
    let found = json.pointer(pointer).and_then(Json::as_str);
    found.map(str::to_owned).with_context(|| format!("expected a text at {pointer} of {json}"))
}
