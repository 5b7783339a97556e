//! The limits of the sandbox, each with its default and its reason.
//!
//! Not here: how they are enforced. Invariant: the defaults admit every plugin that was measured
//! except those of Python and SpiderMonkey, whose components need a larger `component_bytes_max`.

use std::{path::PathBuf, time::Duration};

use crate::CompilerProcess;

/// What a host grants, and where it keeps compiled code.
///
/// Limits that decide an outcome (`fuel_max`, `memory_bytes_max`, `stack_bytes_max`, the answer's)
/// are part of what makes outcomes repeatable: every host of an installation uses the same.
#[derive(Clone, Debug)]
pub struct HostConfig {
    /// Largest component in bytes. 4 MiB: a table has 4 KB, Rust 60 KB, JavaScript 1.6 MB.
    pub component_bytes_max: usize,
    /// Largest body of one function in bytes. 128 KiB, twice the largest of a script engine:
    /// compiling time grows with the square of a body that is made to hurt (0.3 s for 64 KiB, 15 s
    /// for 480).
    pub function_bytes_max: usize,
    /// Memory of one call, all linear memories together. 16 MiB: a script engine starts with 1.4.
    pub memory_bytes_max: usize,
    /// Entries of all tables of one call. 20,000: a script engine has 765.
    pub table_entries_max: usize,
    /// Stack of one call in bytes. 512 KiB, so that a worker thread of 2 MiB is enough
    /// even for a host function below it that reads an expression.
    pub stack_bytes_max: usize,
    /// Fuel of one call, about one unit per instruction. 100 million: two hundred times what a small
    /// script needs, and never more than a second of the slowest instructions, so that it ends
    /// before `deadline` does.
    pub fuel_max: u64,
    /// Wall-clock end of one call, rounded up to ticks of 10 ms. 5 s: only a host in distress gets
    /// there, because fuel ends first.
    pub deadline: Duration,
    /// Bytes that the answer may make the host allocate. 16 MiB; the default of the WebAssembly
    /// runtime would be 128.
    pub hostcall_bytes_max: usize,
    /// Limits on what is believed of an answer.
    pub answer: AnswerLimits,
    /// Limits on what a call may use of the host's functions.
    pub functions: FunctionLimits,
    /// Calls that run at once. 64, more than the worker threads of any runtime here; one more is
    /// unavailable, and retried by the runtime.
    pub calls_max: u32,
    /// Compiled components held in memory. 512: a county has some dozens of plugins.
    pub components_max: usize,
    /// Machine code held in memory. 512 MiB: some 20,000 tables or 50 scripts.
    pub code_bytes_max: usize,
    /// Keeps compiled components on disk, so that a restart compiles nothing.
    pub disk_cache: Option<DiskCacheConfig>,
    /// Compiles in a child process with limits instead of in this one: for bytes that others
    /// uploaded. What the child compiles must be for these limits' defaults.
    pub compiler: Option<CompilerProcess>,
}

/// Limits on what is believed of an answer; beyond any of them the outcome is
/// [`Failure::Output`](tongban_core::call::Failure::Output).
#[derive(Clone, Debug)]
pub struct AnswerLimits {
    /// Bytes of all texts together. 256 KiB: an answer is recorded in the log of its case.
    pub bytes_max: usize,
    /// Findings. 100: more reasons than a notice can print.
    pub findings_max: usize,
    /// Named values. 100, as many as a form has fields.
    pub values_max: usize,
    /// Materials of a checklist. 100: more than any applicant can be asked for.
    pub materials_max: usize,
    /// Copies of one material. 20.
    pub copies_max: u32,
    /// Problems of a validator. 100, as many as a form has fields.
    pub problems_max: usize,
    /// Intents. 20: each becomes a row of the outbox in the case's own commit.
    pub intents_max: usize,
    /// Characters of a finding's message or of a refusal. 2,000: two pages.
    pub message_chars_max: usize,
    /// Characters of a finding's law. 500.
    pub law_chars_max: usize,
    /// Bytes of a rule's or value's name. 200.
    pub name_bytes_max: usize,
    /// Items of a list of texts. 200, as in a form.
    pub items_max: usize,
    /// Bytes of a JSON value. 64 KiB, as a whole document may have.
    pub json_bytes_max: usize,
}

/// Limits on one call's use of the host's functions; beyond any of them, except the log's, the
/// outcome is [`Failure::Host`](tongban_core::call::Failure::Host).
#[derive(Clone, Debug)]
pub struct FunctionLimits {
    /// Work of all functions together: 100 units a call and one for each byte handed over. 1
    /// million, some milliseconds: a loop of cheap calls ends as surely as a loop without any.
    pub work_max: u64,
    /// FEEL evaluations. 100, each below a millisecond inside its own fence.
    pub evaluations_max: u64,
    /// Lookups in the world: calendar, divisions, reference tables. 200: every day of a working
    /// year that a rule could want to look at.
    pub lookups_max: u64,
    /// Bytes of lookups and what they found. 32 KiB: they are kept with the case, so that it can be
    /// checked without a server.
    pub consulted_bytes_max: usize,
    /// Lines of the log that are kept; more are cut and counted. 50, a page.
    pub log_lines_max: usize,
    /// Bytes of the log that are kept; more are cut. 4 KiB: it is kept with the case.
    pub log_bytes_max: usize,
}

/// Where compiled components are kept, and how our own are known again.
#[derive(Clone)]
pub struct DiskCacheConfig {
    /// The folder; created when missing, for the owner alone.
    pub folder: PathBuf,
    /// The secret that authenticates what we wrote. It must not lie in `folder`: whoever can write
    /// there and knows the key can run machine code in this process.
    pub key: [u8; 32],
    /// Files kept; the oldest go first. 16,384: tables of a whole province's townships in ten
    /// versions, 400 MB.
    pub files_max: usize,
}

impl std::fmt::Debug for DiskCacheConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key stays out of logs.
        f.debug_struct("DiskCacheConfig").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl DiskCacheConfig {
    /// A cache in `folder`, with the default number of files.
    pub fn new(folder: impl Into<PathBuf>, key: [u8; 32]) -> Self {
        Self { folder: folder.into(), key, files_max: 16_384 }
    }
}

impl Default for HostConfig {
    fn default() -> Self {
        Self {
            component_bytes_max: 4 << 20,
            function_bytes_max: 128 << 10,
            memory_bytes_max: 16 << 20,
            table_entries_max: 20_000,
            stack_bytes_max: 512 << 10,
            fuel_max: 100_000_000,
            deadline: Duration::from_secs(5),
            hostcall_bytes_max: 16 << 20,
            answer: AnswerLimits::default(),
            functions: FunctionLimits::default(),
            calls_max: 64,
            components_max: 512,
            code_bytes_max: 512 << 20,
            disk_cache: None,
            compiler: None,
        }
    }
}

impl Default for FunctionLimits {
    fn default() -> Self {
        Self {
            work_max: 1_000_000,
            evaluations_max: 100,
            lookups_max: 200,
            consulted_bytes_max: 32 << 10,
            log_lines_max: 50,
            log_bytes_max: 4 << 10,
        }
    }
}

impl Default for AnswerLimits {
    fn default() -> Self {
        Self {
            bytes_max: 256 << 10,
            findings_max: 100,
            values_max: 100,
            materials_max: 100,
            copies_max: 20,
            problems_max: 100,
            intents_max: 20,
            message_chars_max: 2_000,
            law_chars_max: 500,
            name_bytes_max: 200,
            items_max: 200,
            json_bytes_max: 64 << 10,
        }
    }
}
