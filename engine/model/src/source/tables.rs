//! Decision tables of a definition: read by `tongban-expr`, problems put among the diagnostics.

use std::sync::Arc;

use tongban_expr::{Table, table};

use super::{codes, diagnostic::Report};
use crate::{Place, Text};

/// The table of a file, unless it could not be read.
pub(crate) fn read(report: &mut Report, file: &str, bytes: &[u8]) -> Option<Arc<Table>> {
    let Ok(source) = std::str::from_utf8(bytes) else {
        report.error(
            codes::NOT_UTF8,
            &Place::start_of(file),
            Text::new("表格应为 UTF-8 编码", "expected a table in UTF-8, but the file is not"),
        );
        return None;
    };
    let (table, problems) = Table::parse(source, file);
    for problem in problems {
        let (line, column) = (problem.row.max(1), problem.column.max(1));
        let place = Place { file: problem.file, line, column };
        let message = Text::new(problem.zh, problem.en);
        let told = match problem.severity {
            table::Severity::Error => report.error(problem.code, &place, message),
            table::Severity::Warning => report.warn(problem.code, &place, message),
        };
        if let Some(hint) = problem.hint {
            told.hint(hint.zh, hint.en);
        }
        if !problem.example.is_empty() {
            let cells: Vec<_> =
                problem.example.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            let example = cells.join(", ");
            let (zh, en) = (format!("（例：{example}）"), format!(" (for example {example})"));
            told.message.zh.push_str(&zh);
            told.message.en.push_str(&en);
        }
    }
    table.map(Arc::new)
}
