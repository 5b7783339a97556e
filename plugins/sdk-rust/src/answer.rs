//! Answers, built up word by word: verdicts, values, amounts, and their reasons.
//!
//! Not here: materials ([`crate::Materials`]) and problems ([`crate::Report`]).

pub use crate::bindings::{
    amount::exports::tongban::plugin::amount_call::Assessment,
    parameter::exports::tongban::plugin::parameter_call::Choice,
    rule::exports::tongban::plugin::rule_call::{Decision, Verdict},
};
use crate::{Decimal, Field, Finding, Intent, Value};

impl Finding {
    /// A reason: the rule's name, and words that the applicant understands.
    pub fn new(rule: impl Into<String>, message: impl Into<String>) -> Self {
        Self { rule: rule.into(), message: message.into(), law: None }
    }

    /// The article behind it.
    #[must_use]
    pub fn law(self, article: impl Into<String>) -> Self {
        Self { law: Some(article.into()), ..self }
    }
}

impl Decision {
    /// A verdict without reasons yet.
    pub fn of(verdict: Verdict) -> Self {
        Self { verdict, findings: Vec::new(), values: Vec::new(), intents: Vec::new() }
    }

    /// Nothing stands against it. 通过
    pub fn approve() -> Self {
        Self::of(Verdict::Approve)
    }

    /// Cannot be said before more materials are there. 补正
    pub fn ask_for_materials() -> Self {
        Self::of(Verdict::AskForMaterials)
    }

    /// A human of the level above must look. 提请上级
    pub fn refer() -> Self {
        Self::of(Verdict::Refer)
    }

    /// The condition is not met. 不予
    pub fn reject() -> Self {
        Self::of(Verdict::Reject)
    }

    /// One more reason.
    #[must_use]
    pub fn because(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }

    /// One more named value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.values.push(Field::new(name, value));
        self
    }

    /// One more thing that should be done. 意愿
    #[must_use]
    pub fn wish(mut self, intent: Intent) -> Self {
        self.intents.push(intent);
        self
    }
}

impl Choice {
    /// A value without reasons yet.
    pub fn of(value: impl Into<Value>) -> Self {
        Self { value: value.into(), findings: Vec::new(), intents: Vec::new() }
    }

    /// One more reason.
    #[must_use]
    pub fn because(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }

    /// One more thing that should be done. 意愿
    #[must_use]
    pub fn wish(mut self, intent: Intent) -> Self {
        self.intents.push(intent);
        self
    }
}

impl Assessment {
    /// An amount in yuan without reasons yet.
    pub fn of(amount: impl Into<Decimal>) -> Self {
        Self { amount: amount.into(), findings: Vec::new(), intents: Vec::new() }
    }

    /// One more reason.
    #[must_use]
    pub fn because(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }

    /// One more thing that should be done. 意愿
    #[must_use]
    pub fn wish(mut self, intent: Intent) -> Self {
        self.intents.push(intent);
        self
    }
}
