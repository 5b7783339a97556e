//! 公示: the poster for the village board and the website.
//!
//! It is printed as it was posted, for the file too once its days are over; the public pages hide
//! the lines then. Invariant: of what people wrote it shows the definition's `publish` lines alone
//! (57号 art. 24), so the rule that set the days goes without the words that a plugin gave.

use std::sync::Arc;

use maud::{Markup, html};
use tongban_api::view::rules;
use tongban_core::{apply, data::Data, event::Event, id::ElementId, state::Instance};

use super::{Paper, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, paper: &Paper<'_>) -> Option<Markup> {
    let notice = subject.reading.public_notice(paper.id)?;
    let lines = subject.reading.published(paper.id, &when_posted(subject, paper.id));
    let from = parts::chinese_day(notice.posted_at.0.day());
    let until =
        notice.until.day.parse().map_or_else(|_| notice.until.day.clone(), parts::chinese_day);
    let body = html! {
        p {
            "依据" (parts::basis(subject, paper.element)) "，现将" (notice.division.name)
            "下列申请的审核情况予以公示，接受监督。"
        }
        table {
            @for line in &lines {
                tr { th { (line.title.zh) } td { (line.value) } }
            }
        }
        p {
            "公示期自" (from) "起至" (until) "止"
            @if notice.until.provisional { "（该年放假安排尚未公布，日期暂定）" }
            "。"
        }
        (days_set_by(subject, paper.id))
        p {
            "公示期内，任何单位和个人如有异议，可向" (parts::office(subject, paper.element))
            "或村（居）民委员会书面、口头提出，也可登录 "
            span.address { (subject.site) "/citizen/notices/" (notice.id) }
            " 提出。实名提出的异议，将予核实并反馈。"
        }
        @if !notice.open { p { "（公示已结束。本件按公示时的内容打印，仅供存档，不再张贴。）" } }
    };
    Some(sheet(subject, paper, &body))
}

/// The rule that set how long it stands, where one did.
fn days_set_by(subject: &Subject<'_>, id: ElementId) -> Markup {
    let found = rules::matched(subject.history);
    html! {
        @for found in found.iter().filter(|found| found.element == id) {
            @for rule in &found.rules {
                p {
                    "公示天数适用规则“" (rule.rule) "”"
                    @for basis in rule.law.iter().chain(&found.source) { "，" (basis) }
                    "。"
                }
            }
        }
    }
}

/// The case's data at the moment when a notice was posted: what was amended since is not in it.
fn when_posted(subject: &Subject<'_>, id: ElementId) -> Data {
    let case = subject.reading.case;
    let (mut state, mut data) = (Instance::unborn(case.state.id), Data::default());
    for entry in subject.history {
        let documents: Vec<_> = entry.documents.iter().cloned().map(Arc::new).collect();
        let at = entry.record.occurred_at.unwrap_or(entry.record.recorded_at);
        for event in &entry.record.events {
            apply(&mut state, event, at);
            data.take_up((&case.process, &state), event, &documents);
            if matches!(event, Event::NoticePosted(posted) if posted.element == id) {
                return data;
            }
        }
    }
    data
}
