//! `tongban plugin explain`: the table that a component carries, and whether it is really its own.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use serde_json::json;
use tongban_expr::Table;
use tongban_plugin_host::{
    Host, HostConfig,
    table_component::{COMPILER, compile, source},
};

use super::{super::code, read};
use crate::output::print;

/// Prints the sheet on standard output; fails if it does not compile to the component's bytes.
pub(super) fn explain(as_json: bool, path: &Path) -> anyhow::Result<ExitCode> {
    let component = read(path)?;
    let name = path.display();
    let carried = source(&component).with_context(|| format!("reading the table of `{name}`"))?;
    let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
    let inspected = host.inspect(&component).context("inspecting the component")?;
    let (table, _) = Table::parse(&carried.sheet, "table");
    let again = table.as_ref().and_then(|table| compile(table, inspected.question).ok());
    let is_same = again.is_some_and(|again| again == component);
    let data = json!({
        "sheet": &*carried.sheet,
        "sheet_sha256": carried.digest.to_string(),
        "compiler": &*carried.compiler,
        "world": format!("{:?}", inspected.question).to_lowercase(),
        "sha256": inspected.digest.to_string(),
        "reproduced": is_same,
    });
    print(as_json, &data, carried.sheet.trim_end());
    let verdict = if is_same {
        "the same bytes when compiled again 重新编译，字节相同"
    } else if *carried.compiler == *COMPILER {
        "OTHER BYTES when compiled again: do not trust this table 重新编译后字节不同，此表不可信"
    } else {
        "other bytes when compiled again, by another compiler 编译器版本不同，字节不同"
    };
    eprintln!("sheet 表格 sha256 {}", carried.digest);
    eprintln!("component 组件 sha256 {}", inspected.digest);
    eprintln!("compiler 编译器 {}: {verdict}", carried.compiler);
    Ok(code(is_same))
}
