//! Trying plugins before anybody relies on them: test cases of a folder, in the real host.
//!
//! Not here: how a component is built ([`crate::guest`], [`crate::package`]). Host functions answer
//! from the bundled calendar and divisions, and from reference tables in the plugin's folder.
//! Invariant: what is tried is the component that would be installed, in the sandbox that would run
//! it, with the limits of the engine.

mod cases;
mod expectation;
mod outcome;
mod place;
mod subject;
mod values;

use anyhow::Context as _;
use tongban_core::call::{Call, Called, Outcome, Question};
use tongban_expr::Table;
use tongban_plugin_api::PluginHost as _;
use tongban_plugin_host::{Host, HostConfig};

pub use cases::{Case, Input, of_folder, of_table, read};
pub use expectation::Expectation;
pub use outcome::{describe, log_lines, to_json};
pub use place::Place;
pub use subject::Subject;
pub use values::{input_from_json, value_from_json};

/// The file in a plugin's folder that holds its test cases.
pub const CASES_FILE: &str = "cases.yaml";

/// One component, admitted by a host with the engine's own limits.
pub struct Bench {
    host: Host,
    plugin: tongban_core::call::Digest,
    question: Question,
    place: Place,
}

impl Bench {
    /// Admits a component; the refusal says what an installation would say. It stands in
    /// [`Place::bundled`].
    pub fn new(component: &[u8]) -> anyhow::Result<Self> {
        let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
        let admitted = host.admit(component).context("admitting the component")?;
        let place = Place::bundled();
        Ok(Self { host, plugin: admitted.digest, question: admitted.question, place })
    }

    /// The same, in another place.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The question that the component answers.
    pub fn question(&self) -> Question {
        self.question
    }

    /// The table that a component carries; `None` for a program.
    pub fn table(&self, component: &[u8]) -> Option<Table> {
        let source = self.host.table(component)?;
        Table::parse(&source.sheet, "component").0
    }

    /// The call of a case.
    pub fn call(&self, case: &Case) -> Call {
        let (plugin, question) = (self.plugin, self.question);
        Call { plugin, question, input: case.input.clone(), scene: case.scene }
    }

    /// Asks the component.
    pub fn ask(&self, case: &Case) -> Called {
        self.host.call(&self.call(case), self.place.surroundings())
    }

    /// What a call costs, fresh instance each.
    pub fn time(
        &self,
        case: &Case,
        calls_count: usize,
    ) -> Result<tongban_plugin_host::CallTimes, Box<Outcome>> {
        tongban_plugin_host::time_calls(&self.host, &self.call(case), calls_count)
    }
}
