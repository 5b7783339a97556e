//! What a plugin wishes to be done. It does nothing itself: the engine records the wish with the
//! answer, and carries it out after the commit. 意愿

pub use crate::bindings::types::{Addressee, AgencyRequest, Intent, Notification};

impl Addressee {
    /// The holders of a role, at the nearest level from the case's division upward.
    pub fn role(name: impl Into<String>) -> Self {
        Self::Role(name.into())
    }

    /// A person on file.
    pub fn person(id: impl Into<String>) -> Self {
        Self::Person(id.into())
    }
}

impl Intent {
    /// Tell somebody. 通知
    pub fn notify(to: Addressee, message: impl Into<String>) -> Self {
        Self::Notify(Notification { to, message: message.into() })
    }

    /// Ask another agency, which may be told these fields and no others. 请部门协查
    pub fn ask_agency(
        agency: impl Into<String>,
        question: impl Into<String>,
        fields: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let fields = fields.into_iter().map(Into::into).collect();
        Self::AskAgency(AgencyRequest { agency: agency.into(), question: question.into(), fields })
    }
}
