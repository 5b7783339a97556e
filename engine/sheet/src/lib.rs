//! Sheets as people keep them: CSV in any of the usual encodings and XLSX, read as the CSV text
//! that `tongban_expr::Table::parse` takes, and written as templates to fill in.
//!
//! ```text
//! bytes ─ archive (limits) ─ workbook ─► grid ─┐
//!       └ decode ─ delimiter ──────────────────┴► Sheet: text, changes, places ─► Table::parse
//! Process, point ─ template ─► XLSX
//! ```
//! Not here: what a cell means (`tongban_expr::table`), files, HTTP. Invariants: any bytes give a
//! sheet or an error, within the limits below; whatever is read differently from how it was written
//! is in the list of changes; every place is that of the file in front of the clerk, like `B7`.

mod archive;
mod change;
mod decode;
mod delimiter;
mod error;
mod fuzz;
mod grid;
mod header;
mod read;
mod template;
mod workbook;

pub use change::Change;
pub use error::{CODES, SheetError};
pub use fuzz::fuzz_sheet;
pub use read::Sheet;
pub use template::{TemplateError, template};

/// Largest file, 4 MiB: a workbook of the largest table with its formats is below one.
pub const FILE_BYTES_MAX: usize = 4 << 20;
/// Largest workbook once unpacked, 32 MiB: what the largest table needs, four times over.
pub const UNPACKED_BYTES_MAX: u64 = 32 << 20;
/// Most parts of a workbook: one has a few for each worksheet.
pub const PARTS_MAX: usize = 200;
/// Most rows of a worksheet: the most rules of a table, as many tests, and what stands above.
pub const ROWS_MAX: u32 = 12_000;
/// Most columns: more than inputs, outputs and explanations together may be.
pub const COLUMNS_MAX: u32 = 100;

#[cfg(test)]
mod tests;
