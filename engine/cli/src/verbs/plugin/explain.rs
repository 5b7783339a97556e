//! `tongban plugin explain`: the table that a component carries, and whether it is really its own.

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use serde_json::json;
use tongban_plugin_api::{Admitted, PluginHost as _, TableSource};
use tongban_plugin_host::{
    Host, HostConfig,
    table_component::{COMPILER, source},
};

use super::{super::code, read};
use crate::output::print;

/// Prints the sheet on standard output; fails if it does not compile to the component's bytes.
pub(super) fn explain(as_json: bool, path: &Path) -> anyhow::Result<ExitCode> {
    if path.is_dir() {
        let path = path.display();
        bail!("expected a component (.wasm), but `{path}` is a folder “{path}”是文件夹，不是组件");
    }
    let component = read(path)?;
    let examined = examine(&component)
        .with_context(|| format!("reading the table of `{}`", path.display()))?;
    let Examined { carried, inspected, is_same } = examined;
    let data = json!({
        "sheet": &*carried.sheet,
        "source_sha256": carried.file.to_string(),
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
    eprintln!("source 原文件 sha256 {}", carried.file);
    if carried.file != carried.digest {
        eprintln!("its text, above 转换后的表格文本，见上 sha256 {}", carried.digest);
    }
    eprintln!("component 组件 sha256 {}", inspected.digest);
    eprintln!("compiler 编译器 {}: {verdict}", carried.compiler);
    Ok(code(is_same))
}

/// What a component says of its table, and what is true.
struct Examined {
    carried: TableSource,
    inspected: Admitted,
    /// Whether the sheet compiles to the very bytes of the component.
    is_same: bool,
}

fn examine(component: &[u8]) -> anyhow::Result<Examined> {
    let carried = source(component)?;
    let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
    let inspected = host.inspect(component).context("inspecting the component")?;
    let is_same = host.is_made_from(component, &carried);
    Ok(Examined { carried, inspected, is_same })
}

#[cfg(test)]
mod tests {
    use tongban_core::call::Question;
    use tongban_expr::Table;
    use tongban_plugin_host::table_component::compile;

    use super::*;

    const SHEET: &str = "#表,t\n#命中,F\n输入:年龄:整数,输出:结论\n60以上,通过\n-,不予\n";

    fn component() -> Vec<u8> {
        let (table, _) = Table::parse(SHEET, "t.csv");
        compile(&table.expect("a table"), Question::Rule).expect("it fits")
    }

    /// The component with other bytes of the same length in place of all `old` ones.
    fn replaced(component: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
        let at = component.windows(old.len()).position(|window| window == old);
        let at = at.expect("the bytes are there");
        let mut other = component.to_vec();
        other.splice(at..at + old.len(), new.iter().copied());
        other
    }

    #[test]
    fn an_honest_component_is_its_table() {
        let examined = examine(&component()).expect("it carries its table");
        assert_eq!((&*examined.carried.sheet, &*examined.carried.compiler), (SHEET, COMPILER));
        assert_eq!(examined.inspected.question, Question::Rule);
        assert!(examined.is_same);
    }

    #[test]
    fn a_milder_sheet_put_into_the_component_is_seen() {
        let milder = SHEET.replace("60", "50");
        let digest = |sheet: &str| Host::digest(sheet.as_bytes()).0;
        let forged = replaced(&component(), SHEET.as_bytes(), milder.as_bytes());
        assert!(examine(&forged).is_err(), "the digest is another");
        let forged = replaced(&forged, &digest(SHEET), &digest(&milder));
        let examined = examine(&forged).expect("sheet and digest fit each other");
        assert_eq!(&*examined.carried.sheet, milder);
        assert!(!examined.is_same, "the code is that of the stricter sheet");
    }
}
