//! The lists of an answer: materials, problems, intents.

use std::collections::BTreeSet;

use tongban_core::call::{
    Addressee, Intent, Item, Notification, Problem as Fault, Request, Severity,
};

use super::{Problem, Reader, at_most};
use crate::bindings::{checklist, types as wit, validator};

impl Reader<'_> {
    /// The materials of a checklist, each id once.
    pub(super) fn items(
        &mut self,
        materials: Vec<checklist::Material>,
    ) -> Result<Vec<Item>, Problem> {
        at_most("materials", materials.len(), self.limits.materials_max)?;
        let items: Vec<_> =
            materials.into_iter().map(|material| self.item(material)).collect::<Result<_, _>>()?;
        let ids: BTreeSet<_> = items.iter().map(|item| &item.id).collect();
        if ids.len() < items.len() {
            return Err(Problem::kind("the answer", "each material once", "repeats an id"));
        }
        Ok(items)
    }

    fn item(&mut self, material: checklist::Material) -> Result<Item, Problem> {
        let max = self.limits.copies_max;
        if material.copies > max {
            let (got, max) = (material.copies as usize, max as usize);
            return Err(Problem::over("a material", "copies", (got, max)));
        }
        Ok(Item {
            id: self.name("a material's id", material.id)?,
            name: self.message("a material's name", material.name)?,
            required: material.required,
            original: material.original,
            copies: material.copies,
            note: material.note.map(|note| self.message("a note", note)).transpose()?,
            law: self.law("a material's law", material.law)?,
        })
    }

    /// What a validator found wrong.
    pub(super) fn problems(
        &mut self,
        problems: Vec<validator::Problem>,
    ) -> Result<Vec<Fault>, Problem> {
        at_most("problems", problems.len(), self.limits.problems_max)?;
        problems.into_iter().map(|problem| self.problem(problem)).collect()
    }

    fn problem(&mut self, problem: validator::Problem) -> Result<Fault, Problem> {
        const MESSAGE: &str = "a problem's message";
        let field = match problem.field {
            whole if whole.is_empty() => whole,
            field => self.name("a problem's field", field)?,
        };
        let message = self.message(MESSAGE, problem.message)?;
        if message.trim().is_empty() {
            return Err(Problem::kind(MESSAGE, "words", "is empty"));
        }
        let message_en = problem.message_en.map(|text| self.message(MESSAGE, text)).transpose()?;
        let severity = match problem.severity {
            validator::Severity::Warning => Severity::Warning,
            validator::Severity::Error => Severity::Error,
        };
        let law = self.law("a problem's law", problem.law)?;
        Ok(Fault { field, message, message_en, severity, law })
    }

    /// What a plugin wishes to be done.
    pub(super) fn intents(&mut self, intents: Vec<wit::Intent>) -> Result<Vec<Intent>, Problem> {
        at_most("intents", intents.len(), self.limits.intents_max)?;
        intents.into_iter().map(|intent| self.intent(intent)).collect()
    }

    fn intent(&mut self, intent: wit::Intent) -> Result<Intent, Problem> {
        match intent {
            wit::Intent::Notify(wit::Notification { to, message }) => {
                let to = match to {
                    wit::Addressee::Role(role) => Addressee::Role(self.name("a role", role)?),
                    wit::Addressee::Person(id) => Addressee::Person(self.name("a person", id)?),
                    wit::Addressee::Applicant => Addressee::Applicant,
                };
                let message = self.message("a notice", message)?;
                Ok(Intent::Notify(Notification { to, message }))
            }
            wit::Intent::AskAgency(wit::AgencyRequest { agency, question, fields }) => {
                at_most("fields of a request", fields.len(), self.limits.values_max)?;
                let agency = self.name("an agency", agency)?;
                let question = self.message("a question", question)?;
                let fields = fields.into_iter().map(|field| self.name("a field", field));
                let fields = fields.collect::<Result<_, _>>()?;
                Ok(Intent::AskAgency(Request { agency, question, fields }))
            }
        }
    }

    fn message(&mut self, what: &'static str, text: String) -> Result<String, Problem> {
        self.text(what, text, self.limits.message_chars_max)
    }

    fn law(&mut self, what: &'static str, law: Option<String>) -> Result<Option<String>, Problem> {
        law.map(|law| self.text(what, law, self.limits.law_chars_max)).transpose()
    }
}
