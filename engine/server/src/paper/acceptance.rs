//! 受理通知书

use maud::{Markup, html};

use super::{Paper, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, paper: &Paper<'_>) -> Markup {
    let title = &subject.reading.case.process.title.zh;
    let body = html! {
        p.to { (parts::addressee(subject)) "：" }
        p {
            "你（户）于" (parts::applied_on(subject)) "提出的" (title)
            "申请，属于本机关职责范围，材料齐全、符合规定形式。依据"
            (parts::basis(subject, paper.element)) "，决定予以受理。"
        }
        @if let Some(limit) = parts::limit(subject) { (limit) }
        p {
            "可凭回执号 " (subject.reading.case.state.receipt)
            " 登录 "
            span.address { (subject.site) "/citizen" }
            " 查询办理进度，或到受理窗口查询。"
        }
    };
    sheet(subject, paper, &body)
}
