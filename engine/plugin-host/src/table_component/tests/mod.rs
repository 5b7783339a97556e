//! Compiled tables against the native evaluator, through the real host.
//!
//! The host here has the limits of production. Randomness has a seed; `TONGBAN_LONG=1` draws more.

mod differential;
mod fitting;
mod generated;
mod listing;
mod product;
mod sheets;
mod speed;
mod third_opinion;
mod values;

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use tongban_core::call::{Call, Digest, Outcome, Question, Scene};
use tongban_expr::{Value, table::Table};
use tongban_plugin_api::{PluginHost as _, nowhere};

use crate::{Host, HostConfig, contract::QUESTIONS};

use super::{compile, native};

use self::sheets::sheets;

static HOST: LazyLock<Host> =
    LazyLock::new(|| Host::new(HostConfig::default()).expect("the engine starts"));

/// The day of all calls.
const SCENE: Scene = Scene { division: None, day: jiff::civil::date(2026, 1, 5) };

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
