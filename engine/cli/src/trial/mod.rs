//! Trying plugins before anybody relies on them: test cases of a folder, in the real host.
//!
//! Not here: how a component is built ([`crate::guest`], [`crate::package`]).
//! Invariant: what is tried is the component that would be installed, in the sandbox that would run
//! it, with the limits of the engine.

mod cases;
mod expectation;
mod outcome;
mod subject;
mod values;

use anyhow::Context as _;
use tongban_core::call::{Call, Outcome, Question, Scene};
use tongban_expr::Table;
use tongban_plugin_api::{PluginHost as _, nowhere};
use tongban_plugin_host::{Host, HostConfig};

pub use cases::{Case, Input, of_folder, of_table, read};
pub use expectation::Expectation;
pub use outcome::{describe, to_json};
pub use subject::Subject;
pub use values::{input_from_json, value_from_json};

/// The file in a plugin's folder that holds its test cases.
pub const CASES_FILE: &str = "cases.yaml";

/// One component, admitted by a host with the engine's own limits.
pub struct Bench {
    host: Host,
    plugin: tongban_core::call::Digest,
    question: Question,
}

impl Bench {
    /// Admits a component; the refusal says what an installation would say.
    pub fn new(component: &[u8]) -> anyhow::Result<Self> {
        let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
        let admitted = host.admit(component).context("admitting the component")?;
        Ok(Self { host, plugin: admitted.digest, question: admitted.question })
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

    /// The call with this input.
    pub fn call(&self, input: &Input) -> Call {
        // Outside of any case; a FEEL `today()` is the day of the trial.
        let scene = Scene::nowhere(tongban_calendar::legal_day(jiff::Timestamp::now()));
        Call { plugin: self.plugin, question: self.question, input: input.clone(), scene }
    }

    /// Asks the component.
    pub fn ask(&self, input: &Input) -> Outcome {
        self.host.call(&self.call(input), nowhere()).outcome
    }

    /// What a call costs, fresh instance each.
    pub fn time(
        &self,
        input: &Input,
        calls_count: usize,
    ) -> Result<tongban_plugin_host::CallTimes, Box<Outcome>> {
        tongban_plugin_host::time_calls(&self.host, &self.call(input), calls_count)
    }
}
