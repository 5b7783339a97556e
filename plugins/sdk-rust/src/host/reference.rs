//! Reference tables that an administrator registered, for example local standards. 参考数据

pub use crate::bindings::host_reference::Cell;
use crate::{Decimal, Refusal, bindings::host_reference, host::HostError};

/// One row of a table: every cell with the name of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(Vec<Cell>);

/// The row whose first column holds `key`; `None` where no row has it. The table is the one that
/// applies to the case's division on the day whose rules apply.
pub fn row(table: &str, key: &str) -> Result<Option<Row>, HostError> {
    Ok(host_reference::row(table, key)?.map(Row))
}

impl Row {
    /// All cells, in the order of the columns.
    pub fn cells(&self) -> &[Cell] {
        &self.0
    }

    /// What stands in a column.
    pub fn text(&self, column: &str) -> Result<&str, Refusal> {
        let cell = self.0.iter().find(|cell| cell.column == column);
        let cell = cell.ok_or_else(|| Refusal::from(format!("参考数据没有“{column}”一列")))?;
        Ok(&cell.text)
    }

    /// The number that stands in a column.
    pub fn number(&self, column: &str) -> Result<Decimal, Refusal> {
        self.text(column)?.parse()
    }
}
