//! What a candidate and the layers above it bring to be tried on: their tables, and the test cases
//! of programs.
//!
//! Invariant: a sheet that a component merely carries gives inputs to try and nothing else; what is
//! called a table here compiles to the component's very bytes.

use tongban_core::facts::Facts;
use tongban_expr::Table;
use tongban_plugin_api::PluginHost;

/// The sheets of a candidate and of the layers above.
#[derive(Default)]
pub(super) struct Sheets {
    own: Option<Sheet>,
    above: Vec<Option<Sheet>>,
    carried: Vec<Facts>,
}

struct Sheet {
    table: Table,
    /// Whether the component is exactly this table.
    is_made_from: bool,
}

impl Sheets {
    /// `above` are the components of the layers above; one that is lost is no table's.
    pub(super) fn of(
        plugins: &dyn PluginHost,
        component: &[u8],
        above: &[Option<Vec<u8>>],
    ) -> Self {
        let of = |component: &Option<Vec<u8>>| {
            component.as_ref().and_then(|component| sheet(plugins, component))
        };
        let components =
            std::iter::once(component).chain(above.iter().flatten().map(Vec::as_slice));
        Self {
            own: sheet(plugins, component),
            above: above.iter().map(of).collect(),
            carried: components.flat_map(|component| plugins.cases(component)).collect(),
        }
    }

    /// Every table, the candidate's first, with those that components merely carry.
    pub(super) fn tables(&self) -> Vec<&Table> {
        self.own.iter().chain(self.above.iter().flatten()).map(|sheet| &sheet.table).collect()
    }

    /// The inputs on which the authors of programs tried them.
    pub(super) fn carried(&self) -> &[Facts] {
        &self.carried
    }

    /// Whether nothing but tables takes part.
    pub(super) fn are_all(&self) -> bool {
        let made = |sheet: &Option<Sheet>| sheet.as_ref().is_some_and(|sheet| sheet.is_made_from);
        made(&self.own) && self.above.iter().all(made)
    }

    /// The candidate's table.
    pub(super) fn own(&self) -> Option<&Table> {
        self.own.as_ref().map(|sheet| &sheet.table)
    }

    /// Whether a finding is the default row of the candidate's table: it says that none of its
    /// rules matched.
    pub(super) fn is_default(&self, rule: &str) -> bool {
        let own = self.own.as_ref().filter(|sheet| sheet.is_made_from);
        let default = own.and_then(|sheet| sheet.table.default_rule());
        default.is_some_and(|default| *default.id == *rule)
    }
}

fn sheet(plugins: &dyn PluginHost, component: &[u8]) -> Option<Sheet> {
    let source = plugins.table(component)?;
    let table = Table::parse(&source.sheet, "table").0?;
    let is_made_from = plugins.is_made_from(component, &source);
    Some(Sheet { table, is_made_from })
}
