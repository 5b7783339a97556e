//! A server: `tongban serve` as a child process on the loopback address.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::process::root;

/// Longest start: the first one compiles the bundled plugins.
const START_MAX: Duration = Duration::from_mins(2);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Serving {
    /// The program.
    pub program: PathBuf,
    /// A folder for the store, the log and the first token.
    pub folder: PathBuf,
    /// fjall, sled or memory.
    pub store: String,
    /// The port; a free one without it.
    pub port: Option<u16>,
    /// Where the virtual clock begins (RFC 3339).
    pub now: String,
    /// The arguments, where they are not made from the above: `serve` and what follows, without
    /// `--listen`.
    pub arguments: Vec<String>,
    /// Largest file that the server may write, in blocks of 512 bytes: stands for a full disk.
    pub file_blocks_max: Option<u32>,
}

impl Serving {
    /// On fjall, on a Friday morning in September 2026.
    pub fn new(program: &Path, folder: &Path) -> Self {
        Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            store: "fjall".to_owned(),
            port: None,
            now: "2026-09-18T09:00:00+08:00".to_owned(),
            arguments: Vec::new(),
            file_blocks_max: None,
        }
    }

    /// The store's flag, as `--store` takes it.
    pub fn flag(&self) -> String {
        match self.store.as_str() {
            "memory" => self.store.clone(),
            name => format!("{name}:{}", self.folder.join("data").display()),
        }
    }

    fn command(&self) -> Command {
        let Some(blocks) = self.file_blocks_max else { return Command::new(&self.program) };
        // The limit's signal is ignored, so that writes fail as they do on a full disk.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(&self.program);
        command
    }

    fn tell(&self, command: &mut Command, port: u16) {
        let listen = format!("127.0.0.1:{port}");
        if !self.arguments.is_empty() {
            command.current_dir(&self.folder).args(&self.arguments).args(["--listen", &listen]);
            return;
        }
        command
            .args(["serve", "--store", &self.flag(), "--clock", "virtual", "--now", &self.now])
            .args(["--listen", &listen, "--bundled"])
            .arg(root())
            .arg("--token-file")
            .arg(self.folder.join("first-token"));
    }
}

/// A running server.
pub struct Server {
    child: Child,
    serving: Serving,
    address: String,
}

impl Server {
    /// Starts it, and waits until it carries out commands.
    pub fn start(mut serving: Serving) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&serving.folder).context("making the server's folder")?;
        let port = serving.port.map_or_else(free_port, Ok)?;
        // Whoever starts it again finds it where it was.
        serving.port = Some(port);
        let log = serving.folder.join("server.log");
        let log = std::fs::File::options().create(true).append(true).open(log);
        let mut command = serving.command();
        serving.tell(&mut command, port);
        let child = command
            .stderr(Stdio::from(log.context("making the server's log")?))
            .spawn()
            .context("starting the server")?;
        let address = format!("http://127.0.0.1:{port}");
        let mut server = Self { child, serving, address };
        server.ready()?;
        Ok(server)
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How it serves.
    pub fn serving(&self) -> &Serving {
        &self.serving
    }

    /// The single-use token of the first start.
    pub fn first_token(&self) -> anyhow::Result<String> {
        let token = std::fs::read_to_string(self.serving.folder.join("first-token"));
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

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.serving.folder.join("server.log")).unwrap_or_default()
    }

    /// Asks it to end, as an operator would, and waits for it. Gives how it served.
    pub fn stop(mut self) -> anyhow::Result<Serving> {
        let pid = self.child.id().to_string();
        crate::process::run(Command::new("kill").args(["-TERM", &pid]))?;
        let status = self.child.wait().context("waiting for the server")?;
        if !status.success() {
            bail!("expected the server to end well, but it ended with {status}:\n{}", self.log());
        }
        Ok(self.serving.clone())
    }

    /// Kills it with SIGKILL, as a power switch would. Gives how it served.
    pub fn kill(mut self) -> anyhow::Result<Serving> {
        self.child.kill().context("killing the server")?;
        self.child.wait().context("waiting for the server")?;
        Ok(self.serving.clone())
    }

    /// Waits until somebody ends it.
    pub fn wait(mut self) -> anyhow::Result<()> {
        self.child.wait().context("waiting for the server")?;
        Ok(())
    }
}

impl Drop for Server {
    /// Whoever fails leaves no server behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}
