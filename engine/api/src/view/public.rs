//! What anybody may see of a case: a notice, masked, and where a case is by its receipt.
//!
//! Invariant: of what people wrote, nothing leaves here but a definition's `publish` lines.

use tongban_calendar::end_of;
use tongban_core::{
    data::Data,
    id::ElementId,
    state::{Element, Notice, Objection, Status, Work},
};
use tongban_expr::{Today, Value};
use tongban_model::{NodeKind, Prints, Published, Text};

use super::{Reading, element_id, mask::masked, words};
use crate::wire::{
    public::{PublicCase, PublicLine, PublicNotice},
    text,
};

impl Reading<'_> {
    /// A notice as it is published; none when the element is none.
    ///
    /// After its last day only what the file must keep is shown: no lines.
    pub fn public_notice(&self, id: ElementId) -> Option<PublicNotice> {
        let element = self.case.state.element(id)?;
        let Some(Work::Notice(notice)) = &element.work else { return None };
        let node = self.case.process.nodes.get(&element.node)?;
        let NodeKind::Notice(rule) = &node.kind else { return None };
        let open = !element.state.ended() && self.now < notice.until.at;
        Some(PublicNotice {
            id: element_id(self.case.state.id, id),
            title: (&self.case.process.title).into(),
            division: self.division(),
            lines: if open { lines((rule, notice), &self.case.data) } else { Vec::new() },
            places: rule.places.iter().map(ToString::to_string).collect(),
            posted_at: notice.posted_at.into(),
            until: self.due(notice.until),
            law: node.law.as_deref().map(|article| self.case.process.cite(article)),
            open,
        })
    }

    /// What a notice shows, out of the data that it was posted with; whether it may still be shown,
    /// and to whom, is the caller's question.
    pub fn published(&self, id: ElementId, data: &Data) -> Vec<PublicLine> {
        let element = self.case.state.element(id);
        let posted = element.and_then(|element| {
            let node = self.case.process.nodes.get(&element.node)?;
            match (&node.kind, &element.work) {
                (NodeKind::Notice(rule), Some(Work::Notice(notice))) => Some((rule, notice)),
                _ => None,
            }
        });
        posted.map_or_else(Vec::new, |(rule, notice)| lines((rule, notice), data))
    }

    /// The case for whoever holds a receipt of it; none when the number is not of this case.
    pub fn public_case(&self, receipt: &str) -> Option<PublicCase> {
        let state = &self.case.state;
        if state.receipt == receipt {
            return Some(self.for_applicant());
        }
        let filed = state.elements.values().filter_map(objections).flatten();
        let objection = filed.into_iter().find(|objection| objection.receipt == receipt)?;
        Some(self.for_objector(objection))
    }

    fn for_applicant(&self) -> PublicCase {
        let state = &self.case.state;
        let now = self.now_titles();
        let to_do = self.errand();
        PublicCase {
            receipt: state.receipt.clone(),
            holder: "applicant".to_owned(),
            received_at: state.started_at.into(),
            words: self.words(&now).into(),
            now: now.iter().map(Into::into).collect(),
            limit: state
                .clock
                .as_ref()
                .filter(|_| !state.ended())
                .map(|clock| self.due(clock.limit)),
            to_do: to_do.map(Into::into),
            ..self.common()
        }
    }

    fn for_objector(&self, objection: &Objection) -> PublicCase {
        let state = &self.case.state;
        let standing = state.notices().next().is_some();
        let words = match (standing, state.ended()) {
            (true, _) => Text::new(
                "您的异议已登记，公示期满后核查",
                "your objection is on file; it is looked at when the notice ends",
            ),
            (false, false) => Text::new("您的异议正在核查", "your objection is being looked into"),
            (false, true) => Text::new(
                "您的异议已随该件办结，可到受理窗口了解核查结果",
                "the case that you objected to is over; ask at the counter what came of it",
            ),
        };
        PublicCase {
            receipt: objection.receipt.clone(),
            holder: "objector".to_owned(),
            received_at: objection.at.into(),
            words: words.into(),
            ..self.common()
        }
    }

    fn common(&self) -> PublicCase {
        PublicCase {
            receipt: String::new(),
            holder: String::new(),
            title: (&self.case.process.title).into(),
            division: self.division(),
            received_at: self.case.state.started_at.into(),
            status: words::status(self.case.state.status).to_owned(),
            words: text::Text::default(),
            now: Vec::new(),
            limit: None,
            to_do: None,
            notices: Vec::new(),
        }
    }

    /// The titles of the steps under way; an incident is the office's affair and shows as its step.
    fn now_titles(&self) -> Vec<Text> {
        let live = self.case.state.live().filter(|(_, element)| element.work.is_some());
        live.map(|(_, element)| self.title(&element.node)).collect()
    }

    fn words(&self, now: &[Text]) -> Text {
        if let Some(ended) = words::ended(self.case.state.status) {
            return Text::new(format!("已办结：{}", ended.zh), format!("ended: {}", ended.en));
        }
        if now.is_empty() {
            return Text::new("正在办理", "under way");
        }
        let join = |of: fn(&Text) -> &str, separator| {
            now.iter().map(of).collect::<Vec<_>>().join(separator)
        };
        Text::new(
            format!("正在办理：{}", join(|title| &title.zh, "、")),
            format!("under way: {}", join(|title| &title.en, ", ")),
        )
    }

    /// What the applicant must do: hand in what the last materials notice asked for.
    fn errand(&self) -> Option<Text> {
        if !matches!(self.case.state.status, Status::Running) {
            return None;
        }
        let asked = |element: &Element| self.prints(element) == Some(Prints::MaterialsNotice);
        let last = self
            .case
            .state
            .elements
            .values()
            .rev()
            .find(|element| self.prints(element).is_some() || element.outcome.is_some())?;
        asked(last).then(|| {
            Text::new(
                "请按一次性告知书补齐材料",
                "hand in what the notice of missing materials lists",
            )
        })
    }

    /// The paper that the outcome of a completed element produces.
    pub fn prints(&self, element: &Element) -> Option<Prints> {
        let outcome = element.outcome.as_ref()?;
        match &self.case.process.nodes.get(&element.node)?.kind {
            NodeKind::UserTask(rule) => rule.outcomes.get(outcome)?.prints,
            _ => None,
        }
    }
}

fn objections(element: &Element) -> Option<&Vec<Objection>> {
    match &element.work {
        Some(Work::Notice(notice)) => Some(&notice.objections),
        _ => None,
    }
}

fn lines((rule, notice): (&tongban_model::Notice, &Notice), data: &Data) -> Vec<PublicLine> {
    let date = notice.posted_at.day();
    let today = Today { date, instant: end_of(date) };
    let line = |line: &Published| {
        // A value that cannot be computed is not published; it is never a reason to publish
        // something else.
        let value = line.value.evaluate(data, today).unwrap_or(Value::Null);
        PublicLine { title: (&line.title).into(), value: masked(&value, line.mask) }
    };
    rule.publish.iter().map(line).collect()
}
