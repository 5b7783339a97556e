//! What readers of nodes and points need: the report, the bundle and what is known so far.
//!
//! Invariant: a file is read once, and its diagnostics are reported once, however often it is named.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tongban_expr::{Expression, Names, Table};

use super::{
    bundle::Bundle,
    codes,
    diagnostic::Report,
    draft::Draft,
    expressions, forms,
    shape::{access::Word, suggest::nearest},
    tables,
    yaml::Yaml,
};
use crate::{Form, Text, World};

/// See the module.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) report: &'a mut Report,
    pub(crate) draft: &'a Draft<'a>,
    pub(crate) names: Names,
    /// The points by name; none for one whose world could not be read.
    pub(crate) worlds: BTreeMap<Arc<str>, Option<World>>,
    /// The application form, once it is read.
    pub(crate) application: Option<Form>,
    bundle: &'a Bundle,
    forms: BTreeMap<String, Option<Form>>,
    tables: BTreeMap<String, Option<Arc<Table>>>,
    used: BTreeSet<String>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(report: &'a mut Report, bundle: &'a Bundle, draft: &'a Draft<'a>) -> Self {
        let (forms, tables) = (BTreeMap::new(), BTreeMap::new());
        let (names, used) = (Names::new(), BTreeSet::new());
        let worlds = BTreeMap::new();
        let application = None;
        Self { report, draft, names, worlds, application, bundle, forms, tables, used }
    }

    /// The form of this file.
    pub(crate) fn form(&mut self, file: Word<'_>) -> Option<Form> {
        if let Some(form) = self.forms.get(file.text) {
            return form.clone();
        }
        let bytes = self.file(file);
        let form = bytes.and_then(|bytes| forms::read(self.report, file.text, &bytes));
        self.forms.insert(file.text.to_owned(), form.clone());
        form
    }

    /// The decision table of this file.
    pub(crate) fn table(&mut self, file: Word<'_>) -> Option<Arc<Table>> {
        if let Some(table) = self.tables.get(file.text) {
            return table.clone();
        }
        let bytes = self.file(file);
        let table = bytes.and_then(|bytes| tables::read(self.report, file.text, &bytes));
        self.tables.insert(file.text.to_owned(), table.clone());
        table
    }

    /// An expression over the case's data.
    pub(crate) fn expression(&mut self, yaml: &Yaml) -> Option<Expression> {
        expressions::value(self.report, &self.names, yaml)
    }

    /// A condition over the case's data.
    pub(crate) fn condition(&mut self, yaml: &Yaml) -> Option<Expression> {
        expressions::condition(self.report, &self.names, yaml)
    }

    /// The files of the bundle that nothing named.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &'a str> {
        let names = self.bundle.files.keys().map(String::as_str);
        names.filter(|name| !self.used.contains(*name)).collect::<Vec<_>>().into_iter()
    }

    fn file(&mut self, file: Word<'_>) -> Option<Arc<[u8]>> {
        self.used.insert(file.text.to_owned());
        if let Some(bytes) = self.bundle.get(file.text) {
            return Some(Arc::clone(bytes));
        }
        let name: String = file.text.chars().take(200).collect();
        let told = self.report.error(
            codes::UNKNOWN_FILE,
            file.place,
            Text::new(
                format!("没有文件“{name}”"),
                format!("expected a file of the definition, but there is no `{name}`"),
            ),
        );
        if let Some(near) = nearest(&name, self.bundle.files.keys().map(String::as_str)) {
            told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
        }
        None
    }
}
