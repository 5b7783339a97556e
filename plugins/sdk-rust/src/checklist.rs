//! Materials of a case, built up word by word. 材料清单

pub use crate::bindings::checklist::exports::tongban::plugin::checklist_call::{
    Material, Materials,
};
use crate::{Finding, Intent};

impl Material {
    /// A material that must be there. The id tells it from the others in every layer.
    pub fn required(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            required: true,
            original: false,
            copies: 0,
            note: None,
            law: None,
        }
    }

    /// A material that is welcome.
    pub fn optional(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { required: false, ..Self::required(id, name) }
    }

    /// The original must be shown. 查验原件
    #[must_use]
    pub fn original(self) -> Self {
        Self { original: true, ..self }
    }

    /// So many copies are kept. 复印件
    #[must_use]
    pub fn copies(self, count: u32) -> Self {
        Self { copies: count, ..self }
    }

    /// When it is needed, how it must look.
    #[must_use]
    pub fn note(self, words: impl Into<String>) -> Self {
        Self { note: Some(words.into()), ..self }
    }

    /// The article that demands it.
    #[must_use]
    pub fn law(self, article: impl Into<String>) -> Self {
        Self { law: Some(article.into()), ..self }
    }
}

impl Materials {
    /// A list without materials yet.
    #[expect(clippy::new_without_default, reason = "a checklist is written, not defaulted")]
    pub fn new() -> Self {
        Self { items: Vec::new(), findings: Vec::new(), intents: Vec::new() }
    }

    /// One more material, printed after those before it.
    #[must_use]
    pub fn with(mut self, material: Material) -> Self {
        self.items.push(material);
        self
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
