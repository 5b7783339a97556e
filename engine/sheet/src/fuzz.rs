//! Arbitrary bytes against the reader and the table's parser.
//!
//! Not here: making the bytes; a mutator in the tests does, and any fuzzer can.

use tongban_expr::Table;

use crate::Sheet;

/// Reads `data` as a sheet and as a table. Panics where a law is broken; returns whether a table
/// came out.
pub fn fuzz_sheet(data: &[u8]) -> bool {
    let Ok(sheet) = Sheet::read(data) else { return false };
    let _ = Sheet::read(sheet.text.as_bytes());
    let (table, problems) = Table::parse(&sheet.text, "fuzz");
    for problem in &problems {
        assert!(!problem.zh.is_empty() && !problem.en.is_empty());
        let _ = sheet.place(problem.row, problem.column);
    }
    let Some(table) = table else {
        assert!(!problems.is_empty(), "a sheet that is no table says why");
        return false;
    };
    table.run_tests();
    for case in table.boundary_inputs(50).cases() {
        let _ = table.evaluate(&|name| case.get(name).cloned());
    }
    true
}
