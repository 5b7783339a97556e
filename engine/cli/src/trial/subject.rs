//! What is tried: a plugin's folder, a table, or a component, with the cases that come with it.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use tongban_core::call::Question;
use tongban_expr::Table;

use super::{Bench, Case, Place, cases};
use crate::{
    package::{self, Package},
    table,
};

/// A component and what is known of it.
pub struct Subject {
    /// The component.
    pub component: Arc<[u8]>,
    /// The question that it answers.
    pub question: Question,
    /// The table that it was made from.
    pub table: Option<Table>,
    /// The cases of its folder and of its table's test sheet.
    pub cases: Vec<Case>,
    /// Where they play.
    pub place: Place,
}

impl Subject {
    /// Reads and builds what lies at `path`; a table alone answers `world`.
    pub fn read(path: &Path, world: Question) -> anyhow::Result<Self> {
        let (component, mut cases) = if path.is_dir() {
            (Package::read(path)?.component, cases::of_folder(path)?)
        } else {
            let bytes =
                std::fs::read(path).with_context(|| format!("reading `{}`", path.display()))?;
            if table::is_table(path) {
                (package::compile(path, &bytes, world)?.into(), Vec::new())
            } else {
                (bytes.into(), Vec::new())
            }
        };
        let place = if path.is_dir() { Place::of_folder(path)? } else { Place::bundled() };
        let bench = Bench::new(&component)
            .with_context(|| format!("trying the plugin `{}`", path.display()))?;
        let question = bench.question();
        let table = bench.table(&component);
        let rows = table.iter().flat_map(|table| cases::of_table(table, question));
        cases.splice(0..0, rows.collect::<Vec<_>>());
        Ok(Self { component, question, table, cases, place })
    }

    /// The component on a bench in its place.
    pub fn bench(&self) -> anyhow::Result<Bench> {
        Ok(Bench::new(&self.component)?.at(self.place.clone()))
    }
}
