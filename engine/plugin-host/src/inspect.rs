//! What bytes say of themselves, read before anything is compiled.
//!
//! Not here: whether the code is valid and the signatures fit ([`crate::admission`]); the compiler's
//! own validation decides that. Here are the cheap refusals: they cost microseconds, so a flood of
//! wrong files does not reach the compiler.

mod scopes;

use tongban_core::call::Question;
use tongban_plugin_api::Refusal;
use wasmparser::{ComponentExternalKind, MemoryType, Parser, Payload, TableType};

use self::scopes::{Instances, Scopes};
use crate::{
    HostConfig, contract,
    engine::{INSTANCES_MAX, MEMORIES_MAX, TABLES_MAX},
};

/// Functions that a tool leaves among the exports and that nobody calls. `init` is how
/// componentize-qjs prepares its image when it builds.
const LEFT_BY_TOOLS: [&str; 1] = ["init"];

/// Component instances that one component may become. A script becomes 24, most of them the stubbed
/// interfaces that its engine could import.
const COMPONENTS_MAX: u64 = 128;

/// Checks everything that can be seen without types; gives the question that the exports promise.
pub(crate) fn inspect(component: &[u8], config: &HostConfig) -> Result<Question, Refusal> {
    let (size, max) = (component.len(), config.component_bytes_max);
    if size > max {
        return Err(Refusal::TooLarge { size, max });
    }
    check_kind(component)?;
    let mut findings = Findings::default();
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| malformed(&error))?;
        findings.see(payload, config)?;
    }
    findings.check_totals(config)?;
    findings.question()
}

/// Tells a component from everything that is often mistaken for one.
fn check_kind(bytes: &[u8]) -> Result<(), Refusal> {
    let refuse = |reason: &str| Err(Refusal::NotAComponent(reason.to_owned()));
    if bytes.is_empty() {
        return refuse("the file is empty");
    }
    if bytes.starts_with(b"\x7fELF") {
        return refuse("it is machine code compiled elsewhere; install the component itself");
    }
    if Parser::is_component(bytes) {
        return Ok(());
    }
    if Parser::is_core_wasm(bytes) {
        return refuse("it is a core module; make a component of it first");
    }
    refuse("it does not begin like WebAssembly")
}

fn malformed(error: &wasmparser::BinaryReaderError) -> Refusal {
    Refusal::Invalid(format!("it is malformed: {error}"))
}

/// What has been seen so far.
#[derive(Default)]
struct Findings {
    scopes: Scopes,
    exports: Vec<String>,
    becomes: Instances,
    memories: u32,
    tables: u32,
    memory_bytes: u64,
    table_entries: u64,
}

impl Findings {
    fn see(&mut self, payload: Payload<'_>, config: &HostConfig) -> Result<(), Refusal> {
        if let Some(becomes) = self.scopes.see(&payload)? {
            self.becomes = becomes;
        }
        let is_outermost = self.scopes.depth() == 1;
        match payload {
            Payload::ComponentImportSection(section) if is_outermost => {
                for import in section {
                    check_import(&import.map_err(|error| malformed(&error))?)?;
                }
            }
            Payload::ComponentExportSection(section) if is_outermost => {
                for export in section {
                    let export = export.map_err(|error| malformed(&error))?;
                    let name = export.name.name;
                    let is_function = export.kind == ComponentExternalKind::Func;
                    if !(is_function && LEFT_BY_TOOLS.contains(&name)) {
                        self.exports.push(name.to_owned());
                    }
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    self.see_memory(memory.map_err(|error| malformed(&error))?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.see_table(table.map_err(|error| malformed(&error))?.ty);
                }
            }
            Payload::CodeSectionEntry(body) => check_function(body.range(), config)?,
            _ => {}
        }
        Ok(())
    }

    fn see_memory(&mut self, memory: MemoryType) {
        let page_bytes = 1_u64 << memory.page_size_log2.unwrap_or(16).min(16);
        self.memories = self.memories.saturating_add(1);
        self.memory_bytes =
            self.memory_bytes.saturating_add(memory.initial.saturating_mul(page_bytes));
    }

    fn see_table(&mut self, table: TableType) {
        self.tables = self.tables.saturating_add(1);
        self.table_entries = self.table_entries.saturating_add(table.initial);
    }

    fn check_totals(&self, config: &HostConfig) -> Result<(), Refusal> {
        let totals = [
            ("bytes of memory", self.memory_bytes, config.memory_bytes_max as u64),
            ("table entries", self.table_entries, config.table_entries_max as u64),
            ("memories", self.memories.into(), MEMORIES_MAX.into()),
            ("tables", self.tables.into(), TABLES_MAX.into()),
            ("component instances", self.becomes.components, COMPONENTS_MAX),
            ("module instances", self.becomes.modules, INSTANCES_MAX.into()),
        ];
        totals.into_iter().find(|(_, needed, max)| needed > max).map_or(
            Ok(()),
            |(what, needed, max)| {
                let reason = format!("it declares {needed} {what}, at most {max} are granted");
                Err(Refusal::BeyondSandbox(reason))
            },
        )
    }

    /// The one question whose interface is exported.
    fn question(&self) -> Result<Question, Refusal> {
        let refuse = |reason: String| Err(Refusal::WrongExports(reason));
        match self.exports.as_slice() {
            [] => refuse("it exports nothing".to_owned()),
            [only] => {
                contract::question(only).map_or_else(|| refuse(format!("it exports `{only}`")), Ok)
            }
            several => refuse(format!("it exports {}: `{}`", several.len(), several.join("`, `"))),
        }
    }
}

fn check_import(import: &wasmparser::ComponentImport<'_>) -> Result<(), Refusal> {
    let name = import.name.name;
    let is_instance = matches!(import.ty, wasmparser::ComponentTypeRef::Instance(_));
    let granted = name == contract::TYPES || contract::host_functions(name).is_some();
    if granted && is_instance {
        return Ok(());
    }
    Err(Refusal::ForbiddenImport(name.to_owned()))
}

fn check_function(body: std::ops::Range<usize>, config: &HostConfig) -> Result<(), Refusal> {
    let max = config.function_bytes_max;
    if body.len() > max {
        let reason = format!("one function has {} bytes, at most {max} are granted", body.len());
        return Err(Refusal::BeyondSandbox(reason));
    }
    Ok(())
}
