//! The server: this program again, serving a store until its standard input ends.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
};

use anyhow::Context as _;
use tongban_server::ServerConfig;

use crate::{bench, stage};

/// A server in a process of its own.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts it on a store; returns when it listens.
    pub(crate) fn start(flag: &str) -> anyhow::Result<Self> {
        let task = serde_json::to_string(&bench::Child::Serve { flag: flag.to_owned() })?;
        let program = std::env::current_exe().context("finding this program")?;
        let mut child = Command::new(program)
            .args(["--child", &task])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the server")?;
        let stdout = child.stdout.take().context("the server's standard output")?;
        let mut address = String::new();
        BufReader::new(stdout).read_line(&mut address).context("waiting for the server")?;
        anyhow::ensure!(!address.is_empty(), "expected a server, but it ended");
        Ok(Self { child, address: address.trim().to_owned() })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Ends it in order.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        drop(self.child.stdin.take());
        let status = self.child.wait().context("waiting for the server to end")?;
        anyhow::ensure!(status.success(), "expected the server to end well, but got {status}");
        Ok(())
    }
}

/// What the child process does: serves, on two threads like `tongban serve` on this machine.
pub(crate) fn serve(flag: &str) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    runtime.block_on(async {
        let engine = stage::engine(stage::store(flag)?, stage::virtual_time()?).await?;
        let listen = ([127, 0, 0, 1], 0).into();
        let listener = tongban_server::bind(listen).await?;
        println!("{}", listener.local_addr().context("reading the address")?);
        let config = ServerConfig { listen, clock_is_virtual: true, public_url: None };
        let ended = tokio::task::spawn_blocking(|| {
            // Whatever ends the parent ends its side of the pipe too.
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
        });
        let shutdown = async move {
            let _ = ended.await;
        };
        tongban_server::serve_on(listener, (engine, config), shutdown).await?;
        Ok(())
    })
}
