//! 一次性告知书: everything that is missing, at once (57号 art. 10, 行政许可法 32).

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tongban_core::{
    call::Item,
    document::{Document, Submission},
    event::Event,
    id::ElementId,
    state::Element,
};
use tongban_model::{Material, World};

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
                @for (number, line) in (1..).zip(&missing) {
                    tr {
                        td { (number) }
                        td {
                            (line.name)
                            @for more in line.note.iter().chain(&line.law) { "（" (more) "）" }
                        }
                        td { (copies(line.originals_count)) }
                        td { (copies(line.copies_count)) }
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

/// One line of what is missing.
struct Line {
    name: String,
    note: Option<String>,
    law: Option<String>,
    originals_count: u32,
    copies_count: u32,
}

impl From<&Material> for Line {
    fn from(material: &Material) -> Self {
        Self {
            name: material.title.zh.clone(),
            note: None,
            law: None,
            originals_count: material.originals_count,
            copies_count: material.copies_count,
        }
    }
}

impl From<Item> for Line {
    fn from(item: Item) -> Self {
        Self {
            name: item.name,
            note: item.note,
            law: item.law,
            originals_count: item.original.into(),
            copies_count: item.copies,
        }
    }
}

/// What no attachment of the case stands for yet: the process's own materials, and those that the
/// layers of its checklists demand.
fn missing(subject: &Subject<'_>) -> Vec<Line> {
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
    let own = needed.filter(|material| !handed_in.contains(&material.id)).map(Line::from);
    let listed = |id: &str| materials.iter().any(|material| material.id == id);
    let demanded = demanded(subject)
        .into_iter()
        .filter(|item| item.required && !handed_in.contains(&item.id) && !listed(&item.id));
    own.chain(demanded.map(Line::from)).collect()
}

/// The materials that the checklists of the case named last, each point's once.
fn demanded(subject: &Subject<'_>) -> Vec<Item> {
    let process = &subject.reading.case.process;
    let mut latest = BTreeMap::new();
    for event in subject.history.iter().flat_map(|entry| &entry.record.events) {
        if let Event::PointAnswered(answered) = event
            && let Some(point) = process.points.get(&answered.point)
            && point.world == World::Checklist
        {
            latest.insert(&answered.point, answered.items());
        }
    }
    latest.into_values().flatten().collect()
}

fn names_materials(event: &Event) -> bool {
    matches!(event, Event::InstanceStarted(_) | Event::TaskDecided(_))
}
