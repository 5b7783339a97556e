//! Compiling in a child process, which has limits: bytes that nobody vouches for may be made to eat
//! a compiler's time and memory, and then only the child goes.
//!
//! ```text
//! host ─ component ─► child: limits itself, validates, compiles ─ frame ─► host: checks, loads
//!   └── deadline: kills it
//! frame = "tongban code 1\n" | kind | sha256 of the component | sha256 of the rest | code or words
//! ```
//!
//! Not here: the limits of a call ([`crate::config`]), the cheap refusals ([`crate::inspect`]).
//! Invariants: only what came whole through the pipe of our own child is loaded; a child that dies,
//! hangs or writes anything else is a refusal, never a crash; it inherits no environment.

use std::{
    ffi::OsString,
    io::{self, Read as _, Write as _},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use sha2::{Digest as _, Sha256};
use tongban_plugin_api::Refusal;
use wasmtime::{Engine, component::Component};

use crate::{
    HostConfig, admission,
    engine::{self, Allocation},
    own_code::OwnCode,
};

const MAGIC: &[u8] = b"tongban code 1\n";
const DIGEST_BYTES: usize = 32;
/// Machine code follows.
const CODE: u8 = 0;
/// Words follow: why it does not compile.
const WORDS: u8 = 1;

/// What the system says where a mapping would go beyond the limit (`ENOMEM`).
const NO_MEMORY: &str = "os error 12";

/// The program that compiles, and what it may use.
#[derive(Clone, Debug)]
pub struct CompilerProcess {
    /// The program: this one, under a verb that calls [`compile_framed`].
    pub program: PathBuf,
    /// Its first arguments; `--memory-bytes N --cpu-seconds N`, and `--on-demand` where the host
    /// has no pool, come after them.
    pub arguments: Vec<OsString>,
    /// Its whole environment: it inherits nothing. For what the program's allocator has to know to
    /// live within the limit on memory.
    pub environment: Vec<(OsString, OsString)>,
    /// Address space of the child. 1 GiB: a script engine of 1.7 MB takes a quarter, a table 0.1.
    pub memory_bytes_max: u64,
    /// Processor time of the child. 30 s: a script engine takes 2, a table 0.02.
    pub cpu_seconds_max: u64,
    /// Wall-clock end. 90 s: the processors may be busy with other things.
    pub deadline: Duration,
    /// Most bytes that it may write. 64 MiB: a script engine becomes 6.
    pub code_bytes_max: u64,
}

impl CompilerProcess {
    /// A compiler with the default limits.
    pub fn new(program: impl Into<PathBuf>, arguments: Vec<OsString>) -> Self {
        Self {
            program: program.into(),
            arguments,
            environment: Vec::new(),
            memory_bytes_max: 1 << 30,
            cpu_seconds_max: 30,
            deadline: Duration::from_secs(90),
            code_bytes_max: 64 << 20,
        }
    }

    /// Compiles `component` for `engine`.
    pub(crate) fn compile(
        &self,
        (engine, allocation): (&Engine, Allocation),
        component: &[u8],
    ) -> Result<Component, Refusal> {
        let mut child = self
            .start(allocation)
            .map_err(|error| refused(format!("its compiler does not start: {error}")))?;
        let said = self.converse(&mut child, component);
        // What it said is all that matters: whole, or not.
        let _ = child.kill();
        let end = child.wait();
        let written = said.map_err(refused)?;
        match read_frame(&written, component) {
            Some(Ok(code)) => {
                let code = OwnCode::vouched(code, "it came through the pipe of our own child");
                let unfit = |error| refused(format!("its code does not load: {error:#}"));
                code.load(engine).map_err(unfit)
            }
            Some(Err(words)) => Err(Refusal::Invalid(words)),
            None => {
                let end = end.map_or_else(|error| error.to_string(), |status| status.to_string());
                Err(refused(format!("its compiler ended with {end}")))
            }
        }
    }

    fn start(&self, allocation: Allocation) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .args(["--memory-bytes", &self.memory_bytes_max.to_string()])
            .args(["--cpu-seconds", &self.cpu_seconds_max.to_string()]);
        if matches!(allocation, Allocation::OnDemand) {
            command.arg("--on-demand");
        }
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn()
    }

    /// Hands the bytes over and reads what comes back, until the end or the deadline.
    fn converse(&self, child: &mut Child, component: &[u8]) -> Result<Vec<u8>, String> {
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (Some(mut input), Some(output)) = (input, output) else {
            return Err("its compiler has no pipes".to_owned());
        };
        let (sender, receiver) = mpsc::channel();
        let max = self.code_bytes_max;
        thread::scope(|scope| {
            // Either thread ends when the child does: both pipes break.
            scope.spawn(move || input.write_all(component));
            scope.spawn(move || {
                let mut written = Vec::new();
                let read = output.take(max.saturating_add(1)).read_to_end(&mut written);
                let _ = sender.send(read.map(|_| written));
            });
            let received = receiver.recv_timeout(self.deadline);
            let _ = child.kill();
            match received {
                Ok(Ok(written)) if written.len() as u64 > max => {
                    Err(format!("its code has more than {max} bytes"))
                }
                Ok(Ok(written)) => Ok(written),
                Ok(Err(error)) => Err(format!("its compiler could not be read: {error}")),
                Err(_) => Err(format!("it takes longer than {} s", self.deadline.as_secs())),
            }
        })
    }
}

/// What the child does: compiles the component and gives the frame to write; nothing when the
/// limit on memory was in the way, which says nothing of the component. `on_demand` as the host
/// said.
pub fn compile_framed(component: &[u8], on_demand: bool) -> Vec<u8> {
    let allocation = if on_demand { Allocation::OnDemand } else { Allocation::Pool };
    let compiled = engine::compiling(&HostConfig::default(), allocation)
        .map_err(|error| error.to_string())
        .and_then(|engine| code_of(&engine, component));
    let (kind, rest) = match compiled {
        Ok(code) => (CODE, code),
        Err(words) if words.contains(NO_MEMORY) => return Vec::new(),
        Err(words) => (WORDS, words.into_bytes()),
    };
    let (asked, answered) = (Sha256::digest(component), Sha256::digest(&rest));
    [MAGIC, &[kind], &asked, &answered, &rest].concat()
}

fn code_of(engine: &Engine, component: &[u8]) -> Result<Vec<u8>, String> {
    let compiled = admission::compile(engine, component).map_err(|refusal| match refusal {
        Refusal::Invalid(words) => words,
        other => other.to_string(),
    })?;
    compiled.serialize().map_err(|error| format!("{error:#}"))
}

/// The code, or why there is none; nothing where the frame is not whole or not about `component`.
fn read_frame<'a>(frame: &'a [u8], component: &[u8]) -> Option<Result<&'a [u8], String>> {
    let (&kind, rest) = frame.strip_prefix(MAGIC)?.split_first()?;
    let (asked, rest) = rest.split_first_chunk::<DIGEST_BYTES>()?;
    let (answered, rest) = rest.split_first_chunk::<DIGEST_BYTES>()?;
    let is_of = |digest: &[u8], bytes: &[u8]| digest == Sha256::digest(bytes).as_slice();
    let whole = is_of(asked, component) && is_of(answered, rest);
    match kind {
        CODE if whole => Some(Ok(rest)),
        WORDS if whole => Some(Err(String::from_utf8_lossy(rest).into_owned())),
        _ => None,
    }
}

fn refused(reason: String) -> Refusal {
    Refusal::CompileLimits(reason)
}
