//! 一次性告知书: everything that is missing, at once (57号 art. 10, 行政许可法 32).
//!
//! It lists what the decider named as missing, and nothing else: only whoever looked at the papers
//! knows. What is on no checklist stands in the opinion.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use tongban_core::{call::Item, event::Event};
use tongban_model::{Material, World};

use super::{Paper, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, paper: &Paper<'_>) -> Markup {
    let title = &subject.reading.case.process.title.zh;
    let written = subject.written(paper.id);
    let missing = lines(subject, (paper, &written.missing));
    let body = html! {
        p.to { (parts::addressee(subject)) "：" }
        p {
            "你（户）于" (parts::applied_on(subject)) "提出的" (title)
            "申请，材料不齐全或不符合规定形式。依据"
            (parts::basis(subject, paper.element))
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
    sheet(subject, paper, &body)
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

/// What was named as missing, in the order of the checklists: the process's own, then those of its
/// points.
fn lines(subject: &Subject<'_>, (paper, missing): (&Paper<'_>, &[String])) -> Vec<Line> {
    let materials = &subject.reading.case.process.materials;
    let named = |id: &String| missing.contains(id);
    let own = materials.iter().filter(|material| named(&material.id)).map(Line::from);
    let listed = |id: &str| materials.iter().any(|material| material.id == id);
    let demanded = demanded(subject, paper).into_iter();
    let demanded = demanded.filter(|item| named(&item.id) && !listed(&item.id));
    own.chain(demanded.map(Line::from)).collect()
}

/// The materials that the checklists of the case had named last when this was decided, each once.
fn demanded(subject: &Subject<'_>, paper: &Paper<'_>) -> Vec<Item> {
    let case = subject.reading.case;
    let events: Vec<_> = subject.history.iter().flat_map(|entry| &entry.record.events).collect();
    let decides = |event: &&Event| match event {
        Event::TaskDecided(decided) => decided.element == paper.id,
        _ => false,
    };
    let until = events.iter().rposition(decides).unwrap_or(events.len());
    let mut latest = BTreeMap::new();
    for event in &events[..until] {
        if let Event::PointAnswered(answered) = event
            && let Some(point) = case.process.points.get(&answered.point)
            && point.world == World::Checklist
            && let Some(element) = case.state.element(answered.element)
        {
            latest.insert(&element.node, answered.items());
        }
    }
    let mut seen = BTreeSet::new();
    let items = latest.into_values().flatten();
    items.filter(|item| seen.insert(item.id.clone())).collect()
}
