//! Papers for print: HTML on A4, one file for each.
//!
//! A paper says under which article, by which rules and until when. Its number 文号 is made of the
//! year and the case's id until an office has its own register of numbers, and says so.
//!
//! Not here: the seal and the signature, which the office puts on the print. Invariant: a paper is
//! made from the case's records alone; printing twice gives the same, except for what the law
//! itself
//! moved since.

mod acceptance;
mod decision;
mod materials_notice;
mod notice;
mod parts;
mod refusal;
mod sheet;

use maud::Markup;
use tongban_api::view::Reading;
use tongban_core::{
    document::Submission,
    event::Event,
    id::ElementId,
    state::{Element, Work},
};
use tongban_model::{Prints, Text};
use tongban_runtime::HistoryEntry;

/// The kinds of papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 公示
    Notice,
    /// 受理通知书
    Acceptance,
    /// 一次性告知书
    MaterialsNotice,
    /// 审核确认通知书
    Decision,
    /// 不予确认通知书
    Refusal,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] =
        [Self::Notice, Self::Acceptance, Self::MaterialsNotice, Self::Decision, Self::Refusal];

    /// Its name in paths.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Acceptance => "acceptance",
            Self::MaterialsNotice => "materials-notice",
            Self::Decision => "decision",
            Self::Refusal => "refusal",
        }
    }

    /// The kind of a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its title.
    pub(crate) fn title(self) -> Text {
        match self {
            Self::Notice => Text::new("公示", "Public notice"),
            Self::Acceptance => Text::new("受理通知书", "Notice of acceptance"),
            Self::MaterialsNotice => Text::new("一次性告知书", "Notice of missing materials"),
            Self::Decision => Text::new("审核确认通知书", "Notice of approval"),
            Self::Refusal => Text::new("不予确认通知书", "Notice of refusal"),
        }
    }

    /// The character in its number.
    fn mark(self) -> &'static str {
        match self {
            Self::Notice => "示",
            Self::Acceptance => "受",
            Self::MaterialsNotice => "告",
            Self::Decision => "准",
            Self::Refusal => "否",
        }
    }

    /// The outcome that produces it; the notice comes from its own kind of node.
    fn printed_by(self) -> Option<Prints> {
        match self {
            Self::Notice => None,
            Self::Acceptance => Some(Prints::Acceptance),
            Self::MaterialsNotice => Some(Prints::MaterialsNotice),
            Self::Decision => Some(Prints::Decision),
            Self::Refusal => Some(Prints::Refusal),
        }
    }
}

/// A case from which papers are printed.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) reading: Reading<'a>,
    pub(crate) history: &'a [HistoryEntry],
    /// Where citizens reach this server; no slash at its end.
    pub(crate) site: &'a str,
}

impl Subject<'_> {
    /// Whether the case has this paper.
    pub(crate) fn exists(&self, kind: Kind) -> bool {
        self.source(kind).is_some()
    }

    /// The paper; none when the case has none such.
    pub(crate) fn print(&self, kind: Kind) -> Option<Markup> {
        let from = self.source(kind)?;
        match kind {
            Kind::Notice => notice::print(self, from),
            Kind::Acceptance => Some(acceptance::print(self, from)),
            Kind::MaterialsNotice => Some(materials_notice::print(self, from)),
            Kind::Decision => Some(decision::print(self, from)),
            Kind::Refusal => Some(refusal::print(self, from)),
        }
    }

    /// Its number.
    pub(crate) fn number(&self, kind: Kind) -> String {
        let at = self.source(kind).map_or(self.reading.now, |(_, element)| dated(element));
        let year = at.day().year();
        format!("通办{}〔{year}〕{}号", kind.mark(), self.reading.case.state.id)
    }

    /// The latest element that produced a paper of this kind.
    fn source(&self, kind: Kind) -> Option<(ElementId, &Element)> {
        let elements = self.reading.case.state.elements.iter().rev();
        let mut elements = elements.map(|(id, element)| (*id, element));
        match kind.printed_by() {
            None => elements.find(|(_, element)| matches!(element.work, Some(Work::Notice(_)))),
            Some(prints) => {
                elements.find(|(_, element)| self.reading.prints(element) == Some(prints))
            }
        }
    }

    /// What was written with the last decision of an element.
    fn written(&self, element: ElementId) -> Submission {
        let decided = self.history.iter().rev().find_map(|entry| {
            entry.record.events.iter().rev().find_map(|event| match event {
                Event::TaskDecided(decided) if decided.element == element => {
                    Some((decided.document.as_ref(), &entry.documents))
                }
                _ => None,
            })
        });
        let document = decided
            .and_then(|(document, all)| tongban_api::view::document(document?, all)?.submission());
        document.unwrap_or_default()
    }
}

/// The moment that a paper is dated by.
fn dated(element: &Element) -> tongban_core::Moment {
    element.ended_at.unwrap_or(element.activated_at)
}
