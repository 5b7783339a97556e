//! A client: one connection, one request at a time.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    load::{Desk, Open},
    script::{Act, Script, VILLAGE},
    stage,
};

/// One connection to the server.
pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("connecting to the server")?;
        stream.set_nodelay(true).context("setting up the connection")?;
        Ok(Self { stream, received: Vec::with_capacity(4_096) })
    }

    async fn post(&mut self, path: &str, person: &str, body: &Json) -> anyhow::Result<Json> {
        let body = body.to_string();
        let mut request = String::with_capacity(body.len() + 256);
        let (token, length) = (stage::token(person), body.len());
        let _ = write!(
            request,
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.stream.write_all(request.as_bytes()).await.context("sending")?;
        let (status, body) = self.answer().await?;
        if status / 100 != 2 {
            bail!("{path}: {status} {}", String::from_utf8_lossy(&body));
        }
        serde_json::from_slice(&body).with_context(|| format!("reading the answer of {path}"))
    }

    /// The status and the body of the next answer.
    async fn answer(&mut self) -> anyhow::Result<(u16, Vec<u8>)> {
        self.received.clear();
        let head = loop {
            if let Some(at) = self.received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break at + 4;
            }
            self.receive().await?;
        };
        let text = std::str::from_utf8(&self.received[..head]).context("reading the head")?;
        let status = text.get(9..12).and_then(|digits| digits.parse().ok());
        let status = status.with_context(|| format!("expected a status, but got {text}"))?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let matches = name.eq_ignore_ascii_case("content-length");
            matches.then(|| value.trim().parse::<usize>().ok()).flatten()
        });
        let length = length.with_context(|| format!("expected a length, but got {text}"))?;
        while self.received.len() < head + length {
            self.receive().await?;
        }
        Ok((status, self.received[head..head + length].to_vec()))
    }

    async fn receive(&mut self) -> anyhow::Result<()> {
        let count = self.stream.read_buf(&mut self.received).await.context("receiving")?;
        if count == 0 {
            bail!("expected an answer, but the server closed the connection");
        }
        Ok(())
    }
}

impl Desk for Client {
    async fn begin(&mut self, script: &Script) -> anyhow::Result<Open> {
        let body = json!({
            "process": script.process, "division": VILLAGE,
            "application": { "form": script.application },
        });
        Ok(opened(&self.post("/api/v1/instances", script.by, &body).await?))
    }

    async fn decide(&mut self, task: &str, act: &Act) -> anyhow::Result<Open> {
        let body = json!({ "outcome": act.outcome, "form": act.form, "opinion": act.opinion });
        let path = format!("/api/v1/tasks/{task}/complete");
        Ok(opened(&self.post(&path, act.by, &body).await?))
    }
}

fn opened(answer: &Json) -> Open {
    let opened = answer["opened"].as_array().map_or(&[][..], Vec::as_slice);
    let text = |task: &Json, key: &str| task[key].as_str().unwrap_or_default().to_owned();
    opened.iter().map(|task| (text(task, "node"), text(task, "task"))).collect()
}
