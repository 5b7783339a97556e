//! A client: JSON over HTTP, with a token for each person.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value as Json, json};
use ureq::{
    Agent, Body,
    http::{HeaderMap, Response},
};

/// Speaks to one server for everybody who has a token.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    address: String,
    tokens: BTreeMap<String, String>,
}

/// A request.
pub struct Call {
    path: String,
    put: bool,
    person: Option<String>,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

impl Call {
    /// Reads.
    pub fn get(path: &str) -> Self {
        let (person, headers, body) = (None, Vec::new(), None);
        Self { path: path.to_owned(), put: false, person, headers, body }
    }

    /// Sends JSON.
    pub fn post(path: &str, sent: &Json) -> Self {
        let json = sent.to_string().into_bytes();
        Self::bytes(path, json).with("content-type", "application/json")
    }

    /// Sends bytes, with no word of what they are.
    pub fn bytes(path: &str, body: Vec<u8>) -> Self {
        Self { body: Some(body), ..Self::get(path) }
    }

    /// Puts a file.
    pub fn file(path: &str, body: Vec<u8>) -> Self {
        Self { put: true, ..Self::bytes(path, body) }
    }

    /// Where it goes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// By somebody, with their token.
    #[must_use]
    pub fn by(self, person: &str) -> Self {
        Self { person: Some(person.to_owned()), ..self }
    }

    /// With a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// A response, read whole.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Reply {
    /// Its text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Its JSON; null if it is none.
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Its JSON if all went well; otherwise an error that shows the problem.
    pub fn good(&self, what: &str) -> anyhow::Result<Json> {
        if !(200..300).contains(&self.status) {
            bail!("{what}: {} {}", self.status, self.text());
        }
        Ok(self.json())
    }
}

impl Client {
    /// For the server at an address.
    pub fn new(address: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).build();
        Self { agent: config.into(), address: address.to_owned(), tokens: BTreeMap::new() }
    }

    /// A person's token.
    pub fn token(&self, person: &str) -> anyhow::Result<&str> {
        let token = self.tokens.get(person).map(String::as_str);
        token.with_context(|| format!("expected a token of `{person}`"))
    }

    /// Issues a token for a person, with the token of whoever may.
    pub fn issue(&mut self, person: &str, by: &str) -> anyhow::Result<()> {
        let sent = json!({ "person": person, "days": 300 });
        let bearer = format!("Bearer {by}");
        let reply = self.call(&Call::post("/api/v1/tokens", &sent).with("authorization", &bearer));
        let issued = reply?.good(&format!("a token for {person}"))?;
        let token = text(&issued, "/token")?;
        self.tokens.insert(person.to_owned(), token);
        Ok(())
    }

    /// Reads JSON.
    pub fn get(&self, path: &str, person: Option<&str>) -> anyhow::Result<Json> {
        self.call(&by(Call::get(path), person))?.good(path)
    }

    /// A page or file as bytes.
    pub fn bytes(&self, path: &str, person: Option<&str>) -> anyhow::Result<Vec<u8>> {
        let reply = self.call(&by(Call::get(path), person))?;
        reply.good(path)?;
        Ok(reply.body)
    }

    /// Sends JSON that must be taken.
    pub fn post(&self, path: &str, person: Option<&str>, sent: &Json) -> anyhow::Result<Json> {
        self.call(&by(Call::post(path, sent), person))?.good(path)
    }

    /// Sends what must be refused, and gives the problem.
    pub fn refused(&self, path: &str, person: &str, sent: &Json) -> anyhow::Result<Json> {
        let reply = self.call(&Call::post(path, sent).by(person))?;
        ensure!(reply.status >= 400, "expected {path} by {person} to be refused, but it was taken");
        Ok(reply.json())
    }

    /// Sends a request and reads the response, whatever it says.
    pub fn call(&self, call: &Call) -> anyhow::Result<Reply> {
        let what = || format!("calling {}", call.path);
        let mut answer = self.send(call).with_context(what)?;
        let body = answer.body_mut().read_to_vec().with_context(what)?;
        let status = answer.status().as_u16();
        Ok(Reply { status, headers: answer.headers().clone(), body })
    }

    fn send(&self, call: &Call) -> anyhow::Result<Response<Body>> {
        let uri = format!("{}{}", self.address, call.path);
        let mut headers = call.headers.clone();
        if let Some(person) = &call.person {
            headers.push(("authorization", format!("Bearer {}", self.token(person)?)));
        }
        let Some(body) = &call.body else {
            let request = self.agent.get(uri);
            let request = headers
                .into_iter()
                .fold(request, |request, (name, value)| request.header(name, value));
            return Ok(request.call()?);
        };
        let request = if call.put { self.agent.put(uri) } else { self.agent.post(uri) };
        let request =
            headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        Ok(request.send(body.as_slice())?)
    }
}

fn by(call: Call, person: Option<&str>) -> Call {
    match person {
        Some(person) => call.by(person),
        None => call,
    }
}

/// A text in an answer.
pub fn text(json: &Json, pointer: &str) -> anyhow::Result<String> {
    let found = json.pointer(pointer).and_then(Json::as_str);
    found.map(str::to_owned).with_context(|| format!("expected a text at {pointer} of {json}"))
}
