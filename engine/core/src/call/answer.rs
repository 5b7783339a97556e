//! What a plugin says: a verdict or values with their reasons, materials, problems, wishes.
//!
//! Invariant: durable; fields are numbered and only grow. What is empty takes no bytes.

use std::{fmt, sync::Arc};

use indexmap::IndexMap;
use minicbor::{Decode, Encode};
use tongban_expr::Value;
use tongban_model::Text;

/// What a rule says of a case; the order is the order of `tighten`: a lower layer may only go down
/// this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Verdict {
    /// Nothing stands against it.
    #[n(0)]
    Approve,
    /// Cannot be said before these materials are there.
    #[n(1)]
    AskForMaterials,
    /// A human of the level above must look.
    #[n(2)]
    Refer,
    /// The rule is not met.
    #[n(3)]
    Reject,
}

impl Verdict {
    /// All verdicts, from the mildest.
    pub const ALL: [Self; 4] = [Self::Approve, Self::AskForMaterials, Self::Refer, Self::Reject];

    /// Its name in definitions, tables and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::AskForMaterials => "ask-for-materials",
            Self::Refer => "refer",
            Self::Reject => "reject",
        }
    }

    /// The verdict of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// One reason: a rule that matched, with the law behind it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Finding {
    /// The rule's id or row, as its author wrote it.
    #[n(0)]
    pub rule: String,
    /// In words for the applicant.
    #[n(1)]
    pub message: String,
    /// The article, when the rule names one.
    #[n(2)]
    pub law: Option<String>,
}

/// What a plugin said.
#[derive(Clone, Default, PartialEq, Encode, Decode)]
pub struct Answer {
    /// Always present for `rule`; `None` for the other questions.
    #[n(0)]
    pub verdict: Option<Verdict>,
    /// Named values: a parameter's or amount's is `value`.
    #[cbor(n(1), with = "crate::facts::map")]
    pub values: IndexMap<Arc<str>, Value>,
    /// The rules that matched, in order.
    #[n(2)]
    pub findings: Vec<Finding>,
    /// The materials of a checklist, in order.
    #[cbor(n(3), skip_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// What a validator found wrong.
    #[cbor(n(4), skip_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// What it wishes to be done; the engine does it, after the commit.
    #[cbor(n(5), skip_if = "Vec::is_empty")]
    pub intents: Vec<Intent>,
}

/// Lists that are empty are not shown, as they are not written: most answers have none.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Answer");
        shown.field("verdict", &self.verdict);
        shown.field("values", &self.values).field("findings", &self.findings);
        if !self.items.is_empty() {
            shown.field("items", &self.items);
        }
        if !self.problems.is_empty() {
            shown.field("problems", &self.problems);
        }
        if !self.intents.is_empty() {
            shown.field("intents", &self.intents);
        }
        shown.finish()
    }
}

/// One material that a case needs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Item {
    /// Tells it from the others; layers that name the same one speak of the same material.
    #[n(0)]
    pub id: String,
    /// In words for the applicant.
    #[n(1)]
    pub name: String,
    /// It must be there; otherwise it is welcome.
    #[n(2)]
    pub required: bool,
    /// The original must be shown.
    #[n(3)]
    pub original: bool,
    /// How many copies are kept.
    #[n(4)]
    pub copies: u32,
    /// When it is needed, how it must look.
    #[n(5)]
    pub note: Option<String>,
    /// The article that demands it.
    #[n(6)]
    pub law: Option<String>,
}

/// How much a problem weighs. The order is that of strictness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Severity {
    /// Recorded; the form is taken.
    #[n(0)]
    Warning,
    /// The form is not taken.
    #[n(1)]
    Error,
}

impl Severity {
    /// Its name in expressions and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that a validator found wrong.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Problem {
    /// The field: its name, nested ones with dots; empty for the form as a whole.
    #[n(0)]
    pub field: String,
    /// In words for whoever filled it in.
    #[n(1)]
    pub message: String,
    /// The same in English, when the plugin has it.
    #[n(2)]
    pub message_en: Option<String>,
    /// How much it weighs.
    #[n(3)]
    pub severity: Severity,
    /// The article behind it.
    #[n(4)]
    pub law: Option<String>,
}

impl Problem {
    /// JSON pointer of its field inside the form; empty for the form as a whole.
    pub fn pointer(&self) -> String {
        if self.field.is_empty() {
            return String::new();
        }
        let part = |part: &str| format!("/{}", part.replace('~', "~0").replace('/', "~1"));
        self.field.split('.').map(part).collect()
    }

    /// In both languages, with the article; Chinese where the plugin gave no English.
    pub fn text(&self) -> Text {
        let en = self.message_en.as_deref().unwrap_or(&self.message);
        match &self.law {
            Some(law) => Text::new(format!("{}（{law}）", self.message), format!("{en} ({law})")),
            None => Text::new(self.message.clone(), en),
        }
    }
}

/// What a plugin wishes to be done. It is recorded with the answer and carried out by the engine.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Intent {
    /// Tell somebody.
    #[n(0)]
    Notify(#[n(0)] Notification),
    /// Ask another agency.
    #[n(1)]
    AskAgency(#[n(0)] Request),
}

/// A notice to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Notification {
    /// Whom.
    #[n(0)]
    pub to: Addressee,
    /// What.
    #[n(1)]
    pub message: String,
}

/// Whom a notice reaches.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Addressee {
    /// The holders of a role, at the nearest level from the case's division upward.
    #[n(0)]
    Role(#[n(0)] String),
    /// A person on file.
    #[n(1)]
    Person(#[n(0)] String),
    /// Whoever applied; they see it under their receipt.
    #[n(2)]
    Applicant,
}

/// A question to another agency.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Request {
    /// The agency, as registered.
    #[n(0)]
    pub agency: String,
    /// What is asked.
    #[n(1)]
    pub question: String,
    /// The names of the fields that it may be told.
    #[n(2)]
    pub fields: Vec<String>,
}
