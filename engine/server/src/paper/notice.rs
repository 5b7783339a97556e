//! 公示: the poster for the village board and the website.

use maud::{Markup, html};
use tongban_core::{id::ElementId, state::Element};

use super::{Kind, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, (id, element): (ElementId, &Element)) -> Option<Markup> {
    let notice = subject.reading.public_notice(id)?;
    let from = parts::chinese_day(notice.posted_at.0.day());
    let until =
        notice.until.day.parse().map_or_else(|_| notice.until.day.clone(), parts::chinese_day);
    let body = html! {
        p {
            "依据" (parts::basis(subject, element)) "，现将" (notice.division.name)
            "下列申请的审核情况予以公示，接受监督。"
        }
        @if notice.lines.is_empty() {
            p { "公示期已满，公示内容不再展示。" }
        } @else {
            table {
                @for line in &notice.lines {
                    tr { th { (line.title.zh) } td { (line.value) } }
                }
            }
        }
        p {
            "公示期自" (from) "起至" (until) "止"
            @if notice.until.provisional { "（该年放假安排尚未公布，日期暂定）" }
            "。"
        }
        p {
            "公示期内，任何单位和个人如有异议，可向" (parts::office(subject, element))
            "或村（居）民委员会书面、口头提出，也可登录 "
            span.address { (subject.site) "/citizen/notices/" (notice.id) }
            " 提出。实名提出的异议，将予核实并反馈。"
        }
    };
    Some(sheet(subject, (Kind::Notice, element), &body))
}
