//! The form of a scenario file.

use std::{collections::BTreeMap, path::Path};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::yaml;

/// Filled-in forms that several scenarios share, in the same folder.
pub(super) const FORMS: &str = "forms.yaml";

/// A scenario.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The file's name without its ending.
    #[serde(skip)]
    pub name: String,
    /// What it is about, in one sentence.
    pub title: String,
    /// Where the virtual clock begins.
    pub now: Timestamp,
    /// How the case begins.
    pub start: Start,
    /// What happens then.
    pub steps: Vec<Step>,
    /// What must be true at the end.
    pub expect: Option<Expect>,
    /// Forms by name, from `forms.yaml`.
    #[serde(skip)]
    pub forms: BTreeMap<String, Json>,
}

/// How the case begins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// Who enters it.
    pub by: String,
    /// The division, by code.
    pub division: String,
    /// The application: a form, or the name of one in `forms.yaml`.
    pub application: Json,
    /// Fields that differ from it.
    #[serde(default)]
    pub with: Map<String, Json>,
    /// When it was made, if that was earlier.
    pub occurred_at: Option<Timestamp>,
    /// Why it is entered late.
    #[serde(default)]
    pub opinion: String,
    /// The code with which it must be refused.
    pub refused: Option<String>,
}

/// One thing that happens. Exactly one of the verbs is there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Step {
    /// The clock moves to this moment first; timers on the way fire.
    pub at: Option<Timestamp>,
    /// Who does it.
    pub by: Option<String>,
    /// Verb: decide the open task of this node.
    pub decide: Option<String>,
    /// With this outcome.
    pub outcome: Option<String>,
    /// And this form, or the name of one in `forms.yaml`.
    pub form: Option<Json>,
    /// With these fields instead.
    pub with: Map<String, Json>,
    /// And these reasons.
    pub opinion: String,
    /// And these materials named as missing, by id.
    pub missing: Vec<String>,
    /// When it was done, if that was earlier.
    pub occurred_at: Option<Timestamp>,
    /// Verb: take the open task of this node.
    pub claim: Option<String>,
    /// Verb: give it back.
    pub release: Option<String>,
    /// Verb: from the open task of this node, send the case back …
    pub send_back: Option<String>,
    /// … to this node.
    pub to: Option<String>,
    /// Verb: object to the standing notice of this node.
    pub object: Option<String>,
    /// Verb: extend the legal limit.
    pub extend_clock: bool,
    /// Verb: end the case from outside.
    pub cancel: bool,
    /// Verb: try the stuck element of this node again.
    pub resolve: Option<String>,
    /// Verb: check what is true now.
    pub expect: Option<Expect>,
    /// The code with which it must be refused.
    pub refused: Option<String>,
}

/// What must be true. Only what is written is checked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// `running`, `approved`, `refused`, `withdrawn`, `done` or `cancelled`.
    pub status: Option<String>,
    /// The nodes with an open task, in any order.
    pub open: Option<Vec<String>>,
    /// Last legal day of open tasks by node.
    pub due: BTreeMap<String, jiff::civil::Date>,
    /// Last legal day of standing notices by node.
    pub notice_until: BTreeMap<String, jiff::civil::Date>,
    /// Last legal day of the case.
    pub limit: Option<jiff::civil::Date>,
    /// The nodes whose task is overdue.
    pub overdue: Option<Vec<String>>,
    /// Codes of open incident records by node.
    pub incidents: Option<BTreeMap<String, String>>,
    /// Values that expressions see, by dotted name.
    pub values: BTreeMap<String, Json>,
    /// Rungs of the ladder that fired.
    pub rungs: Option<Vec<u16>>,
    /// Dates that rest on an assumption are among those of this case.
    pub provisional: Option<bool>,
    /// How many elements of a node there have been.
    pub visits: BTreeMap<String, u32>,
}

impl Script {
    /// Reads a scenario and the forms beside it.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let mut script: Self = yaml::read(file)?;
        script.name =
            file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let forms = file.with_file_name(FORMS);
        if forms.exists() {
            script.forms = yaml::read(&forms)?;
        }
        Ok(script)
    }

    /// A form by value or by name, with some fields replaced. A field that is replaced by nothing
    /// is
    /// left out.
    pub(super) fn form(
        &self,
        form: Option<&Json>,
        with: &Map<String, Json>,
    ) -> anyhow::Result<Map<String, Json>> {
        let mut fields = match form {
            None => Map::new(),
            Some(Json::Object(fields)) => fields.clone(),
            Some(Json::String(name)) => match self.forms.get(name) {
                Some(Json::Object(fields)) => fields.clone(),
                _ => anyhow::bail!(
                    "expected a form `{name}` in `{FORMS}`, but there is none 没有此表单"
                ),
            },
            Some(other) => anyhow::bail!("expected a form or its name, but got `{other}`"),
        };
        for (name, value) in with {
            if value.is_null() {
                fields.remove(name);
            } else {
                fields.insert(name.clone(), value.clone());
            }
        }
        Ok(fields)
    }
}
