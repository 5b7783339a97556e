//! The server of the demo: a child process with a store of its own, on the loopback address.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::process::root;

/// Longest start: the first one compiles the bundled plugins.
const START_MAX: Duration = Duration::from_mins(1);

pub(super) struct Server {
    child: Child,
    folder: PathBuf,
    store: String,
    address: String,
}

impl Server {
    /// Starts it with an empty store and a virtual clock on a Friday morning in September 2026.
    pub(super) fn start(program: &Path, port: Option<u16>, store: &str) -> anyhow::Result<Self> {
        let folder = root().join("target").join("demo");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).context("removing the store of the demo before")?;
        }
        std::fs::create_dir_all(&folder).context("making the folder of the demo")?;
        let port = port.map_or_else(free_port, Ok)?;
        let store = match store {
            "memory" => store.to_owned(),
            name => format!("{name}:{}", folder.join("data").display()),
        };
        let log = std::fs::File::create(folder.join("server.log")).context("making the log")?;
        let child = Command::new(program)
            .args(["serve", "--store", &store, "--clock", "virtual"])
            .args(["--now", "2026-09-18T09:00:00+08:00"])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .arg("--bundled")
            .arg(root())
            .arg("--token-file")
            .arg(folder.join("first-token"))
            .stderr(Stdio::from(log))
            .spawn()
            .context("starting the server")?;
        let address = format!("http://127.0.0.1:{port}");
        let mut server = Self { child, folder, store, address };
        server.ready()?;
        Ok(server)
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    pub(super) fn store(&self) -> &str {
        &self.store
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The single-use token of the first start.
    pub(super) fn first_token(&self) -> anyhow::Result<String> {
        let token = std::fs::read_to_string(self.folder.join("first-token"));
        Ok(token.context("reading the first token")?.trim().to_owned())
    }

    fn ready(&mut self) -> anyhow::Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < START_MAX {
            if let Some(status) = self.child.try_wait()? {
                bail!("expected a server that runs, but it ended with {status}:\n{}", self.log());
            }
            if ureq::get(format!("{}/ready", self.address)).call().is_ok() {
                return Ok(());
            }
            std::thread::park_timeout(Duration::from_millis(50));
        }
        bail!("expected the server to be ready in {START_MAX:?}, but it is not:\n{}", self.log())
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("server.log")).unwrap_or_default()
    }

    /// Asks it to end, as an operator would, and waits for it. Gives the store's flag.
    pub(super) fn stop(mut self) -> anyhow::Result<String> {
        let pid = self.child.id().to_string();
        crate::process::run(Command::new("kill").args(["-TERM", &pid]))?;
        let status = self.child.wait().context("waiting for the server")?;
        if !status.success() {
            bail!("expected the server to end well, but it ended with {status}:\n{}", self.log());
        }
        Ok(self.store.clone())
    }

    /// Waits until somebody ends it.
    pub(super) fn wait(mut self) -> anyhow::Result<()> {
        self.child.wait().context("waiting for the server")?;
        Ok(())
    }
}

impl Drop for Server {
    /// A demo that fails leaves no server behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}
