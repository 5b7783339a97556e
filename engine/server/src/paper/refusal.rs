//! 不予确认通知书: reasons, rules, and what can be done against it.

use maud::{Markup, html};
use tongban_core::{id::ElementId, state::Element};

use super::{Kind, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, (id, element): (ElementId, &Element)) -> Markup {
    let title = &subject.reading.case.process.title.zh;
    let written = subject.written(id);
    let body = html! {
        p.to { (parts::addressee(subject)) "：" }
        p {
            "你（户）于" (parts::applied_on(subject)) "提出的" (title)
            "申请，经审核，依据" (parts::basis(subject, element)) "，决定："
            (parts::outcome(subject, element)) "。"
        }
        h2 { "理由" }
        (parts::opinion(&written.opinion))
        @for (title, value) in parts::statements(subject, element) { p { (title) "：" (value) } }
        (parts::matched_rules(subject, id))
        @if let Some(limit) = parts::limit(subject) { (limit) }
        (parts::remedies())
    };
    sheet(subject, (Kind::Refusal, element), &body)
}
