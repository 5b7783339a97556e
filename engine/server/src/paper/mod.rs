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

/// One paper of a case: its kind, and the element that produced it.
#[derive(Clone, Copy)]
pub(crate) struct Paper<'a> {
    pub(crate) kind: Kind,
    pub(crate) id: ElementId,
    pub(crate) element: &'a Element,
    /// Its place among those of its kind in the case, from 1.
    nth: usize,
}

impl<'a> Subject<'a> {
    /// The papers of a kind, oldest first.
    pub(crate) fn papers(&self, kind: Kind) -> Vec<Paper<'a>> {
        let reading = self.reading;
        let produced = |element: &Element| match kind.printed_by() {
            None => matches!(element.work, Some(Work::Notice(_))),
            Some(prints) => reading.prints(element) == Some(prints),
        };
        let elements = reading.case.state.elements.iter();
        let found = (1..).zip(elements.filter(|(_, element)| produced(element)));
        found.map(|(nth, (id, element))| Paper { kind, id: *id, element, nth }).collect()
    }

    /// A paper as HTML; none when the definition no longer says how.
    pub(crate) fn print(&self, paper: &Paper<'_>) -> Option<Markup> {
        match paper.kind {
            Kind::Notice => notice::print(self, paper),
            Kind::Acceptance => Some(acceptance::print(self, paper)),
            Kind::MaterialsNotice => Some(materials_notice::print(self, paper)),
            Kind::Decision => Some(decision::print(self, paper)),
            Kind::Refusal => Some(refusal::print(self, paper)),
        }
    }

    /// Its number. The second of a kind and those after it have their place at the end.
    pub(crate) fn number(&self, paper: &Paper<'_>) -> String {
        let year = dated(paper.element).day().year();
        let (mark, case) = (paper.kind.mark(), self.reading.case.state.id);
        match paper.nth {
            1 => format!("通办{mark}〔{year}〕{case}号"),
            nth => format!("通办{mark}〔{year}〕{case}-{nth}号"),
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
pub(crate) fn dated(element: &Element) -> tongban_core::Moment {
    element.ended_at.unwrap_or(element.activated_at)
}
