//! Runs the workload in a process of its own and watches its system calls.
//!
//! Invariant: an operation is recorded when its call returns, by one thread, so the list is an
//! order in which the operations can have happened; a sync covers what was recorded when it was
//! entered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use nix::sys::ptrace;
use nix::sys::signal::{Signal, raise};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::Plan;
use super::syscalls::{Call, bits, decode};
use super::trace::Op;

/// Set for a process that is to be recorded.
const RECORDED: &str = "TONGBAN_CRASH_RECORDED";

/// Longest path that is read, in bytes.
const PATH_MAX: usize = 4_096;

/// Lets the parent take hold of this process, if it means to.
///
/// # Errors
/// If the system forbids it.
pub fn stop_if_recorded() -> Result<()> {
    if std::env::var_os(RECORDED).is_some() {
        ptrace::traceme().context("the system does not let a parent trace its child")?;
        raise(Signal::SIGSTOP)?;
    }
    Ok(())
}

/// Runs the workload on a new store in `dir` and returns all it did there.
pub(super) fn record(plan: &Plan, dir: &Path) -> Result<Vec<Op>> {
    let child = Command::new(std::env::current_exe()?)
        .args(["work", &plan.store])
        .arg(dir)
        .args([&plan.seed, "0", &plan.batches.to_string()])
        .env(RECORDED, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    let leader = Pid::from_raw(i32::try_from(child.id())?);
    let stopped = waitpid(leader, None)?;
    ensure!(matches!(stopped, WaitStatus::Stopped(..)), "the child did not stop: {stopped:?}");
    let options = ptrace::Options::PTRACE_O_TRACESYSGOOD
        | ptrace::Options::PTRACE_O_TRACECLONE
        | ptrace::Options::PTRACE_O_EXITKILL;
    ptrace::setoptions(leader, options)?;
    ptrace::syscall(leader, None)?;
    let mut recorder = Recorder::new(dir);
    loop {
        let (thread, signal) = match waitpid(None, Some(WaitPidFlag::__WALL))? {
            WaitStatus::PtraceSyscall(thread) => {
                recorder.syscall(thread)?;
                (thread, None)
            }
            // A new thread begins with a stop of its own.
            WaitStatus::PtraceEvent(thread, ..) | WaitStatus::Stopped(thread, Signal::SIGSTOP) => {
                (thread, None)
            }
            WaitStatus::Stopped(thread, signal) => (thread, Some(signal)),
            WaitStatus::Exited(thread, code) if thread == leader => {
                ensure!(code == 0, "the workload ended with {code}");
                return Ok(recorder.ops);
            }
            WaitStatus::Signaled(thread, signal, _) if thread == leader => {
                bail!("the workload was ended by {signal}")
            }
            _ => continue,
        };
        match ptrace::syscall(thread, signal) {
            // A thread may be gone before it is resumed; its end is reported on its own.
            Ok(()) | Err(nix::errno::Errno::ESRCH) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// A call that was entered, with what must be known before it is carried out.
struct Entered {
    call: Call,
    /// Operations recorded by then.
    covers: usize,
    paths: Vec<PathBuf>,
}

struct Recorder {
    root: PathBuf,
    ops: Vec<Op>,
    entered: BTreeMap<Pid, Entered>,
    /// Files that have a name now, to tell creating from opening.
    files: BTreeSet<PathBuf>,
}

impl Recorder {
    fn new(root: &Path) -> Self {
        let root = root.to_owned();
        Self { root, ops: Vec::new(), entered: BTreeMap::new(), files: BTreeSet::new() }
    }

    fn syscall(&mut self, thread: Pid) -> Result<()> {
        let registers = ptrace::getregs(thread)?;
        if ptrace::syscall_info(thread)?.op == libc::PTRACE_SYSCALL_INFO_ENTRY {
            let arguments = [
                registers.rdi,
                registers.rsi,
                registers.rdx,
                registers.r10,
                registers.r8,
                registers.r9,
            ];
            if let Some(call) = decode(registers.orig_rax.cast_signed(), arguments) {
                let paths = Process(thread).paths(call)?;
                self.entered.insert(thread, Entered { call, covers: self.ops.len(), paths });
            }
        } else if let Some(entered) = self.entered.remove(&thread) {
            let result = registers.rax.cast_signed();
            if result >= 0 {
                self.returned(&Process(thread), &entered, result.cast_unsigned())?;
            }
        }
        Ok(())
    }

    fn is_ours(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// Records what a call that succeeded has done.
    fn returned(&mut self, process: &Process, entered: &Entered, result: u64) -> Result<()> {
        if let Call::Write { fd: 1, buffer, offset: None } = entered.call {
            let text = String::from_utf8(process.read(buffer, usize::try_from(result)?)?)?;
            self.ops.push(Op::Ack(text.trim().parse().context("expected an acknowledgement")?));
            return Ok(());
        }
        let path = match (entered.call, entered.paths.first()) {
            (Call::Open { .. }, _) => process.file(result)?,
            (_, Some(path)) => path.clone(),
            (Call::Unknown { number }, None) => bail!("system call {number} is not recorded"),
            (_, None) => return Ok(()),
        };
        if !self.is_ours(&path) {
            return Ok(());
        }
        match entered.call {
            Call::Open { flags, .. } => self.opened(path, flags),
            Call::Write { buffer, offset, .. } => {
                let data = process.read(buffer, usize::try_from(result)?)?;
                self.wrote(process, path, (entered.call, offset), data)
            }
            Call::WriteVector { list, count, offset, .. } => {
                let data = process.read_vector(list, count, result)?;
                self.wrote(process, path, (entered.call, offset), data)
            }
            Call::SetLength { length, .. } => {
                self.ops.push(Op::SetLength(path, length));
                Ok(())
            }
            Call::Allocate { mode, end, .. } => {
                ensure!(mode == 0, "fallocate with mode {mode} is not recorded");
                if fs::metadata(&path)?.len() == end {
                    self.ops.push(Op::SetLength(path, end));
                }
                Ok(())
            }
            Call::Sync { is_data_only, .. } => {
                self.ops.push(Op::Sync { path, covers: entered.covers, is_data_only });
                Ok(())
            }
            Call::Rename { .. } => self.renamed(path, entered.paths.get(1)),
            Call::Remove { .. } => {
                self.files.remove(&path);
                self.ops.push(Op::Remove(path));
                Ok(())
            }
            Call::MakeDir { .. } => {
                self.ops.push(Op::MakeDir(path));
                Ok(())
            }
            Call::Map { .. } => bail!("`{}` is written through a mapping", path.display()),
            Call::Unknown { number } => bail!("system call {number} is not recorded"),
        }
    }

    fn opened(&mut self, path: PathBuf, flags: u64) -> Result<()> {
        let temporary = bits(libc::O_TMPFILE);
        ensure!(flags & temporary != temporary, "a file without a name is not recorded");
        if !path.is_dir() && self.files.insert(path.clone()) {
            self.ops.push(Op::Create(path));
        } else if flags & bits(libc::O_TRUNC) != 0 {
            self.ops.push(Op::SetLength(path, 0));
        }
        Ok(())
    }

    fn wrote(
        &mut self,
        process: &Process,
        path: PathBuf,
        (call, offset): (Call, Option<u64>),
        data: Vec<u8>,
    ) -> Result<()> {
        let offset = match (call, offset) {
            (_, Some(offset)) => offset,
            (Call::Write { fd, .. } | Call::WriteVector { fd, .. }, None) => process
                .position(fd)?
                .checked_sub(data.len() as u64)
                .context("a strange position")?,
            _ => bail!("only writes have an offset"),
        };
        self.ops.push(Op::Write { path, offset, data });
        Ok(())
    }

    fn renamed(&mut self, from: PathBuf, to: Option<&PathBuf>) -> Result<()> {
        let to = to.context("a renaming has two paths")?.clone();
        ensure!(self.is_ours(&to), "`{}` left the directory", from.display());
        let moved: Vec<_> =
            self.files.iter().filter(|path| path.starts_with(&from)).cloned().collect();
        for path in moved {
            self.files.remove(&path);
            let rest = path.strip_prefix(&from)?;
            self.files.insert(if rest.as_os_str().is_empty() { to.clone() } else { to.join(rest) });
        }
        self.ops.push(Op::Rename(from, to));
        Ok(())
    }
}

/// A thread of the process that is recorded.
struct Process(Pid);

impl Process {
    fn read(&self, address: u64, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        File::open(format!("/proc/{}/mem", self.0))?.read_exact_at(&mut bytes, address)?;
        Ok(bytes)
    }

    fn read_vector(&self, list: u64, count: u64, length: u64) -> Result<Vec<u8>> {
        let mut data = Vec::new();
        for entry in self.read(list, usize::try_from(count)? * 16)?.chunks_exact(16) {
            let address = u64::from_le_bytes(entry[..8].try_into()?);
            let left = usize::try_from(length)? - data.len();
            let size = usize::try_from(u64::from_le_bytes(entry[8..].try_into()?))?.min(left);
            data.extend(self.read(address, size)?);
        }
        Ok(data)
    }

    /// The path of an open file, as it is now.
    fn file(&self, fd: u64) -> Result<PathBuf> {
        Ok(fs::read_link(format!("/proc/{}/fd/{fd}", self.0))?)
    }

    fn position(&self, fd: u64) -> Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/fdinfo/{fd}", self.0))?;
        let position = text.lines().find_map(|line| line.strip_prefix("pos:"));
        Ok(position.context("an open file has a position")?.trim().parse()?)
    }

    fn path(&self, (at, address): (u64, u64)) -> Result<PathBuf> {
        let memory = File::open(format!("/proc/{}/mem", self.0))?;
        let mut bytes = vec![0; PATH_MAX];
        let length = memory.read_at(&mut bytes, address)?;
        let end = bytes[..length].iter().position(|byte| *byte == 0).context("an endless path")?;
        let path = Path::new(std::str::from_utf8(&bytes[..end])?).to_owned();
        if path.is_absolute() {
            return Ok(path);
        }
        // Only the lower half counts: a descriptor is an `int`.
        let is_here = at & 0xFFFF_FFFF == super::syscalls::HERE;
        let base =
            if is_here { fs::read_link(format!("/proc/{}/cwd", self.0))? } else { self.file(at)? };
        Ok(base.join(path))
    }

    /// The paths a call is about, as long as they are those from before it.
    fn paths(&self, call: Call) -> Result<Vec<PathBuf>> {
        Ok(match call {
            Call::Write { fd, .. }
            | Call::WriteVector { fd, .. }
            | Call::SetLength { fd, .. }
            | Call::Allocate { fd, .. }
            | Call::Sync { fd, .. }
            | Call::Map { fd } => self.file(fd).into_iter().collect(),
            Call::Rename { from, to } => vec![self.path(from)?, self.path(to)?],
            Call::Remove { path } | Call::MakeDir { path } => vec![self.path(path)?],
            Call::Open { .. } | Call::Unknown { .. } => Vec::new(),
        })
    }
}
