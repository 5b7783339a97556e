//! A workbook to fill in for an extension point: titles from what the point declares, drop-downs,
//! examples, tests and an explanation.
//!
//! ```text
//! Process, PointId ─ point ─► Spec (columns) ─ example ─► rows ─ write ─► XLSX
//! ```
//! Not here: what a filled-in workbook becomes (`crate::read`). Invariants: the template as it is
//! handed out is a sound table whose tests pass; the same point gives the same bytes.

pub(crate) mod choices;
mod column;
mod example;
mod point;
mod write;

use tongban_model::{PointId, Process};

use self::column::Field;

/// What a template is made of.
#[derive(Debug)]
pub(crate) struct Spec {
    id: String,
    title: String,
    law: String,
    hit: &'static str,
    what: String,
    inputs: Vec<Field>,
    outputs: Vec<Field>,
    /// Inputs that no column can hold: lists and records.
    left_out: Vec<String>,
}

/// Why there is no template.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// The process has no such point.
    #[error("expected a point of the process, but it has none of this name")]
    UnknownPoint,
    /// The workbook could not be written.
    #[error("expected to write the workbook, but that failed")]
    Write(#[source] rust_xlsxwriter::XlsxError),
}

impl TemplateError {
    /// The error in Chinese.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::UnknownPoint => "流程里没有这个扩展点",
            Self::Write(_) => "模板没有写成",
        }
    }
}

/// The workbook for a point of a process, as the bytes of an XLSX file.
pub fn template(process: &Process, point: &PointId) -> Result<Vec<u8>, TemplateError> {
    let point = process.points.get(point).ok_or(TemplateError::UnknownPoint)?;
    let spec = point::spec(process, point);
    let rows = example::rows(&spec);
    write::workbook(&spec, &rows).map_err(TemplateError::Write)
}
