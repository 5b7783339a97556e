//! 一次性告知书: everything that is missing, at once (57号 art. 10, 行政许可法 32).

use std::collections::BTreeSet;

use maud::{Markup, html};
use tongban_core::{
    document::{Document, Submission},
    event::Event,
    id::ElementId,
    state::Element,
};
use tongban_model::Material;

use super::{Kind, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, (id, element): (ElementId, &Element)) -> Markup {
    let title = &subject.reading.case.process.title.zh;
    let written = subject.written(id);
    let missing = missing(subject);
    let body = html! {
        p.to { (parts::addressee(subject)) "：" }
        p {
            "你（户）于" (parts::applied_on(subject)) "提出的" (title)
            "申请，材料不齐全或不符合规定形式。依据" (parts::basis(subject, element))
            "，现将需要补正的全部内容一次性告知如下："
        }
        (parts::opinion(&written.opinion))
        @if !missing.is_empty() {
            table {
                tr { th { "序号" } th { "材料" } th { "原件" } th { "复印件" } }
                @for (number, material) in (1..).zip(&missing) {
                    tr {
                        td { (number) }
                        td { (material.title.zh) }
                        td { (copies(material.originals_count)) }
                        td { (copies(material.copies_count)) }
                    }
                }
            }
        }
        p { "原件核对后当场退还。可以通过数据共享获得的材料，不需要你提交。" }
        p { "材料补正后，办理期限重新起算。" }
    };
    sheet(subject, (Kind::MaterialsNotice, element), &body)
}

fn copies(count: u32) -> String {
    if count == 0 { "—".to_owned() } else { format!("{count}份") }
}

/// The lines of the checklist that no attachment of the case stands for yet.
fn missing<'a>(subject: &Subject<'a>) -> Vec<&'a Material> {
    let handed_in: BTreeSet<String> = subject
        .history
        .iter()
        .filter(|entry| entry.record.events.iter().any(names_materials))
        .flat_map(|entry| &entry.documents)
        .filter_map(Document::submission)
        .flat_map(|Submission { attachments, .. }| attachments)
        .filter_map(|attachment| attachment.material)
        .collect();
    let materials = &subject.reading.case.process.materials;
    let needed = materials.iter().filter(|material| !material.by_data_sharing);
    needed.filter(|material| !handed_in.contains(&material.id)).collect()
}

fn names_materials(event: &Event) -> bool {
    matches!(event, Event::InstanceStarted(_) | Event::TaskDecided(_))
}
