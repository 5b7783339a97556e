//! 不予确认通知书: reasons, rules, and what can be done against it.

use maud::{Markup, html};

use super::{Paper, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, paper: &Paper<'_>) -> Markup {
    let title = &subject.reading.case.process.title.zh;
    let written = subject.written(paper.id);
    let body = html! {
        p.to { (parts::addressee(subject)) "：" }
        p {
            "你（户）于" (parts::applied_on(subject)) "提出的" (title)
            "申请，经审核，依据" (parts::basis(subject, paper.element)) "，决定："
            (parts::outcome(subject, paper.element)) "。"
        }
        h2 { "理由" }
        (parts::opinion(&written.opinion))
        @for (title, value) in parts::statements(subject, paper.element) {
            p { (title) "：" (value) }
        }
        (parts::matched_rules(subject, paper.id))
        @if let Some(limit) = parts::limit(subject) { (limit) }
        (parts::remedies())
    };
    sheet(subject, paper, &body)
}
