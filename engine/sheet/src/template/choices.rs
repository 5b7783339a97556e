//! Drop-downs: short lists stand in the cells' validation, long ones on a hidden worksheet.
//!
//! Not here: which words can be chosen (`column`).

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Formula, Workbook, Worksheet, XlsxError,
    utility::column_number_to_name,
};

/// The hidden worksheet of long lists, which reading passes over.
pub(crate) const SHEET: &str = "选项";
/// Rows below the titles that get drop-downs.
const ROWS: u32 = 500;
/// Longest list that a validation can hold, in UTF-16 units with its commas: Excel's own limit.
const INLINE_LEN_MAX: usize = 255;

/// The long lists of a workbook, one for each column of the hidden worksheet.
#[derive(Default)]
pub(crate) struct Lists {
    columns: Vec<Vec<String>>,
}

impl Lists {
    /// Lets one of the words be chosen in a column below its title; any cell may hold anything
    /// where there are none.
    pub(crate) fn choose(
        &mut self,
        sheet: &mut Worksheet,
        (titles, column): (u32, u16),
        (choices, style): (&[&str], DataValidationErrorStyle),
    ) -> Result<(), XlsxError> {
        if choices.is_empty() {
            return Ok(());
        }
        let choice = if is_inline(choices) {
            DataValidation::new().allow_list_strings(choices)?
        } else {
            DataValidation::new().allow_list_formula(self.range(choices))
        };
        let choice = choice
            .set_error_style(style)
            .set_error_title("不在可选值之内")?
            .set_error_message("请从下拉列表中选择；条件格也可写 甲|乙、非(甲)")?;
        sheet.add_data_validation(titles + 1, column, titles + ROWS, column, &choice)?;
        Ok(())
    }

    /// Where a list stands; the same list stands there once.
    fn range(&mut self, choices: &[&str]) -> Formula {
        let at = self.columns.iter().position(|list| list == choices).unwrap_or_else(|| {
            self.columns.push(choices.iter().map(|&word| word.to_owned()).collect());
            self.columns.len() - 1
        });
        let column = column_number_to_name(u16::try_from(at).expect("columns are few"));
        Formula::new(format!("='{SHEET}'!${column}$1:${column}${}", choices.len()))
    }

    /// Adds the hidden worksheet, if any list is long.
    pub(crate) fn write(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let sheet = book.add_worksheet();
        sheet.set_name(SHEET)?.set_hidden(true);
        for (column, list) in (0..).zip(&self.columns) {
            for (row, word) in (0..).zip(list) {
                sheet.write_string(row, column, word)?;
            }
        }
        Ok(())
    }
}

/// Whether a validation can hold the list itself: its words are parted by commas there.
fn is_inline(choices: &[&str]) -> bool {
    let len: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
    len <= INLINE_LEN_MAX && !choices.iter().any(|choice| choice.contains([',', '"']))
}
