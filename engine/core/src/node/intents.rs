//! What plugins wish to be done: recorded with their answers, carried out as effects.
//!
//! Invariant: the plugin does nothing; whom a notice reaches is resolved here, in the world of the
//! commit, so that carrying it out twice reaches the same.

use tongban_model::{
    RoleId,
    organisation::{DivisionId, PersonId},
};

use crate::{
    call::{Addressee, Intent, Notification, Outcome},
    effect::{AgencyRequest, Effect, Notice, Recipient},
    step::Draft,
};

/// The wishes of all layers that answered, from the top; the same wish is granted once.
pub(super) fn of(outcomes: &[Outcome]) -> Vec<Intent> {
    let mut wishes: Vec<Intent> = Vec::new();
    for outcome in outcomes {
        let Outcome::Answered(answer) = outcome else { continue };
        for intent in &answer.intents {
            if !wishes.contains(intent) {
                wishes.push(intent.clone());
            }
        }
    }
    wishes
}

/// Makes effects of the wishes.
pub(super) fn accept(draft: &mut Draft<'_>, wishes: &[Intent]) {
    for wish in wishes {
        let effect = match wish {
            Intent::Notify(Notification { to, message }) => {
                let to = recipient(draft, to);
                Effect::Notify(Notice { to, message: message.clone() })
            }
            Intent::AskAgency(request) => Effect::AskAgency(AgencyRequest {
                agency: request.agency.clone(),
                question: request.question.clone(),
                fields: request.fields.clone(),
            }),
        };
        draft.effect(effect);
    }
}

fn recipient(draft: &Draft<'_>, to: &Addressee) -> Recipient {
    match to {
        Addressee::Role(role) => {
            let role = RoleId::from(role.as_str());
            let division = holders(draft, &role);
            Recipient::Role(role, division)
        }
        Addressee::Person(person) => Recipient::Person(PersonId::from(person.as_str())),
        Addressee::Applicant => Recipient::Applicant,
    }
}

/// The nearest division upward in which somebody holds the role; the case's own where nobody does.
fn holders(draft: &Draft<'_>, role: &RoleId) -> DivisionId {
    draft.nearest_holders(role).unwrap_or(draft.state.division)
}
