//! The whole height at once: the real `tongban serve` as a child process, a store on disk, people
//! with tokens, HTTP between them.
//!
//! Not here: what one crate can show alone. The driving is the demo's own (`tongban_xtask::drive`).

use std::{path::PathBuf, process::Command, sync::OnceLock};

use anyhow::{Context as _, ensure};
use serde_json::Value as Json;
use tempfile::TempDir;
use tongban_xtask::{
    drive::{Call, Client, Reply, Server, Serving},
    process, walk,
};

/// The program, built once for all tests of a run.
pub fn tongban() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| process::tongban().expect("the program builds")).clone()
}

/// A server with everything that is bundled, and a client with a token for everybody.
pub struct Stage {
    folder: TempDir,
    server: Option<Server>,
    /// Speaks to it.
    pub client: Client,
}

impl Stage {
    /// On fjall, nobody with a token yet.
    pub fn empty() -> anyhow::Result<Self> {
        Self::on("fjall")
    }

    /// On some store, nobody with a token yet.
    pub fn on(store: &str) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("making a folder")?;
        let serving = Serving::new(&tongban(), folder.path());
        let server = Server::start(Serving { store: store.to_owned(), ..serving })?;
        let client = Client::new(server.address());
        Ok(Self { folder, server: Some(server), client })
    }

    /// On fjall, everybody with a token.
    pub fn ready() -> anyhow::Result<Self> {
        let mut stage = Self::empty()?;
        let first = stage.server().first_token()?;
        walk::tokens(&mut stage.client, &first)?;
        Ok(stage)
    }

    /// The server.
    pub fn server(&self) -> &Server {
        self.server.as_ref().expect("a server runs but while it is started again")
    }

    /// A file beside the store.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Ends the server in some way, and starts it again over the same store, changed in some way.
    pub fn again(
        &mut self,
        end: impl FnOnce(Server) -> anyhow::Result<Serving>,
        change: impl FnOnce(Serving) -> Serving,
    ) -> anyhow::Result<()> {
        let server = self.server.take().context("a running server")?;
        self.server = Some(Server::start(change(end(server)?))?);
        Ok(())
    }

    /// Starts the server again after it was ended.
    pub fn start(&mut self, serving: Serving) -> anyhow::Result<()> {
        self.server = Some(Server::start(serving)?);
        Ok(())
    }

    /// Ends the server well. The store is free then.
    pub fn end(&mut self) -> anyhow::Result<Serving> {
        self.server.take().context("a running server")?.stop()
    }

    /// Sends a request and compares its status; gives what came.
    pub fn check(&self, call: &Call, status: u16) -> anyhow::Result<Reply> {
        let reply = self.client.call(call)?;
        ensure!(reply.status == status, "expected {status}: {} {}", reply.status, reply.text());
        Ok(reply)
    }

    /// Sends a request that must be refused with a problem of this code, in words.
    pub fn refused(&self, call: &Call, (status, code): (u16, &str)) -> anyhow::Result<Json> {
        let reply = self.check(call, status)?;
        let kind = reply.headers.get("content-type").context("a problem has a type")?;
        ensure!(kind == "application/problem+json", "expected a problem, but got {kind:?}");
        let problem = reply.json();
        ensure!(problem["code"] == code, "expected `{code}`, but got {problem}");
        ensure!(problem["detail"].as_str().is_some_and(|words| !words.is_empty()), "{problem}");
        let page = self.check(&Call::get(&format!("/problems/{code}")), 200)?;
        ensure!(page.text().contains(code), "the page of `{code}` names it");
        Ok(problem)
    }

    /// Ends the server and has `tongban verify --store` read the whole store, twice: looking
    /// changes nothing.
    pub fn verify(&mut self) -> anyhow::Result<Json> {
        let serving = self.end()?;
        let report = Self::read(&serving)?;
        let again = Self::read(&serving)?;
        ensure!(report == again, "verifying changed the store: {report}, then {again}");
        Ok(report)
    }

    fn read(serving: &Serving) -> anyhow::Result<Json> {
        let printed = process::output(Command::new(tongban()).args([
            "--json",
            "verify",
            "--store",
            &serving.flag(),
        ]))?;
        let report: Json = serde_json::from_str(&printed).context("a report")?;
        ensure!(report["sound"] == true, "expected a sound store, but got {report}");
        Ok(report)
    }
}
