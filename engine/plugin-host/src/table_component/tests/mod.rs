//! Compiled tables against the native evaluator, through the real host.
//!
//! The host here has the limits of production. Randomness has a seed; `TONGBAN_LONG=1` draws more.

mod differential;
mod fitting;
mod generated;
mod listing;
mod product;
mod speed;
mod values;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use indexmap::IndexMap;
use tongban_core::call::{Call, Digest, Outcome, Question, Scene};
use tongban_expr::{Value, table::Table};
use tongban_plugin_api::{PluginHost as _, nowhere};

use crate::{Host, HostConfig, contract::QUESTIONS};

use super::{compile, native};

static HOST: LazyLock<Host> =
    LazyLock::new(|| Host::new(HostConfig::default()).expect("the engine starts"));

/// Sheets of the tests: every hit policy's shape, every kind of column and output.
const SAMPLES: [(&str, &str); 8] = [
    ("home_care", include_str!("../../../../expr/src/table/tests/home_care.csv")),
    ("means_test", include_str!("../../../../expr/src/table/tests/means_test.csv")),
    ("allowance", include_str!("../../../../expr/src/table/tests/allowance.csv")),
    ("notice_days", include_str!("../../../../expr/src/table/tests/notice_days.csv")),
    ("rule_values", include_str!("rule_values.csv")),
    ("surcharge", include_str!("surcharge.csv")),
    ("papers", include_str!("papers.csv")),
    ("checks", include_str!("checks.csv")),
];

/// The day of all calls.
const SCENE: Scene = Scene { division: None, day: jiff::civil::date(2026, 1, 5) };

/// Every table of the repository that is written as CSV: samples, bundled plugins, workflows.
fn sheets() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sheets: Vec<(String, String)> =
        SAMPLES.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    for (parent, inner) in [("plugins", ""), ("workflows", "tables")] {
        for folder in listed(&root.join(parent)) {
            for file in listed(&folder.join(inner)) {
                if file.extension().is_some_and(|ending| ending == "csv") {
                    let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
                    let text = std::fs::read_to_string(&file).expect("a table in UTF-8");
                    sheets.push((name, text));
                }
            }
        }
    }
    sheets
}

/// What a folder holds, in order; nothing where there is none.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Names and values of one case.
type Case = IndexMap<Arc<str>, Value>;

/// A table that must have no error.
fn sound(source: &str) -> Table {
    let (table, problems) = Table::parse(source, "t.csv");
    let table = table.filter(Table::is_releasable);
    table.unwrap_or_else(|| panic!("expected a sound table, but {problems:?}"))
}

/// The questions that a table can answer.
fn questions(table: &Table) -> Vec<(Question, Vec<u8>)> {
    let compiled = |question| compile(table, question).ok().map(|component| (question, component));
    QUESTIONS.into_iter().filter_map(compiled).collect()
}

/// Admits a component; its digest.
fn admitted(component: &[u8]) -> Digest {
    HOST.admit(component).expect("a compiled table is admitted").digest
}

/// Asks the component and the native evaluator; their answer must be one.
#[track_caller]
fn agree(table: &Table, (question, plugin): (Question, Digest), input: Case) -> Outcome {
    let wanted = native(table, question, &input);
    let call = Call { plugin, question, input, scene: SCENE };
    let found = HOST.call(&call, nowhere());
    assert_eq!(found.outcome, wanted, "{question:?} of {} on {:?}", table.id(), call.input);
    assert_eq!(found.used, None, "a table uses nothing of the host");
    found.outcome
}

/// A source of repeatable numbers.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % bound as u64).expect("below a usize")
    }

    fn of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

/// `short` by default, `long` under `TONGBAN_LONG=1`.
fn amount_of_work(short: usize, long: usize) -> usize {
    if std::env::var_os("TONGBAN_LONG").is_some_and(|set| set == "1") { long } else { short }
}
