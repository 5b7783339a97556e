//! Compiled tables against the native evaluator, through the real host.
//!
//! The host here has the limits of production. Randomness has a seed; `TONGBAN_LONG=1` draws more.

mod agreement;
mod generated;
mod product;
mod speed;

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use tongban_core::call::{Call, Digest, Outcome, Question};
use tongban_expr::{Value, table::Table};
use tongban_plugin_api::PluginHost as _;

use crate::{Host, HostConfig, contract::QUESTIONS};

use super::{compile, native};

static HOST: LazyLock<Host> =
    LazyLock::new(|| Host::new(HostConfig::default()).expect("the engine starts"));

/// Every sheet of the repository that is compiled somewhere: samples and bundled plugins.
const SHEETS: [(&str, &str); 12] = [
    ("home_care", include_str!("../../../../expr/src/table/tests/home_care.csv")),
    ("means_test", include_str!("../../../../expr/src/table/tests/means_test.csv")),
    ("allowance", include_str!("../../../../expr/src/table/tests/allowance.csv")),
    ("notice_days", include_str!("../../../../expr/src/table/tests/notice_days.csv")),
    ("first-month", include_str!("../../../../../plugins/dibao-first-month/table.csv")),
    ("means-national", include_str!("../../../../../plugins/dibao-means-national/table.csv")),
    ("means-yuanjiang", include_str!("../../../../../plugins/dibao-means-yuanjiang/table.csv")),
    ("dibao-notice-days", include_str!("../../../../../plugins/dibao-notice-days/table.csv")),
    ("shahekou", include_str!("../../../../../plugins/home-care-class-shahekou/table.csv")),
    ("benefit", include_str!("../../../../../workflows/dibao/tables/benefit.csv")),
    ("rule_values", include_str!("rule_values.csv")),
    ("surcharge", include_str!("surcharge.csv")),
];

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
    let call = Call { plugin, question, input };
    let found = HOST.call(&call);
    assert_eq!(found, wanted, "{question:?} of {} on {:?}", table.id(), call.input);
    found
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
