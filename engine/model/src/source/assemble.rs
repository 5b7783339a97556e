//! Putting a definition together from its parts.

use indexmap::IndexMap;

use super::{
    bundle::{Bundle, WORKFLOW},
    codes,
    context::Context,
    diagnostic::{Diagnostic, Report},
    draft::Draft,
    judge, naming, node, points,
    shape::{Shape, access::Record, check::check, scalar},
    span,
    vocabulary::{NODES_MAX, PROCESS},
    yaml::{self, Limits},
};
use crate::{
    ClockRule, Extension, Flow, Law, LocalLimit, Material, Node, Process, Rung, RungAt, Span, Text,
    graph::Graph,
};

/// Reads and checks a definition. All diagnostics at once, by place; a process only when none of
/// them is an error.
pub fn load(bundle: &Bundle) -> (Option<Process>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let process = read(bundle, &mut report);
    let process = process.filter(|_| !report.any_error());
    (process, report.into_sorted())
}

fn read(bundle: &Bundle, report: &mut Report) -> Option<Process> {
    let Some(bytes) = bundle.get(WORKFLOW) else {
        report.error(
            codes::UNKNOWN_FILE,
            &crate::Place::start_of(WORKFLOW),
            Text::new(
                format!("定义中没有“{WORKFLOW}”"),
                format!("expected a file `{WORKFLOW}`, but the bundle has none"),
            ),
        );
        return None;
    };
    let (tree, found) = yaml::read(WORKFLOW, bytes, Limits::DEFINITION);
    report.extend(found);
    let tree = tree?;
    check(report, &tree, &Shape::Record(PROCESS));
    let root = Record::of(&tree)?;
    if root.get("nodes").and_then(yaml::Yaml::map).is_some_and(|nodes| nodes.len() > NODES_MAX) {
        return None;
    }
    let draft = Draft::read(report, &root);
    crate::graph::judge(report, &draft);
    let mut cx = Context::new(report, bundle, &draft);
    cx.worlds = root
        .entries("points")
        .map(|(name, entry)| {
            (name.clone(), Record::of(&entry.value).and_then(|record| points::world(&record)))
        })
        .collect();
    let form = root.word("form").and_then(|file| cx.form(file));
    cx.application.clone_from(&form);
    naming::declare(&mut cx, &root, form.as_ref());
    let points = points::read(&mut cx, &root);
    let nodes = nodes(&mut cx);
    let flows = flows(&mut cx);
    let clock = root.record("clock").and_then(|record| clock(&mut cx, &record));
    judge::judge(&mut cx, &root);
    let process = Process {
        id: root.text("process")?.into(),
        title: root.title("title")?,
        law: root.items("law").iter().filter_map(Record::of).filter_map(law).collect(),
        at: root.level("at")?,
        form: form?,
        materials: root
            .items("materials")
            .iter()
            .filter_map(Record::of)
            .filter_map(material)
            .collect(),
        clock,
        graph: Graph::new(nodes.keys(), &flows),
        nodes,
        flows,
        points,
        digest: bundle.digest(),
    };
    Some(process)
}

fn nodes(cx: &mut Context<'_>) -> IndexMap<crate::NodeId, Node> {
    let drafts: Vec<_> = cx.draft.nodes.values().copied().collect();
    let mut nodes = IndexMap::new();
    for draft in drafts {
        let Some(kind) = node::read(cx, &draft) else { continue };
        let title = draft.record.title("title").unwrap_or_else(|| Text::new(draft.id, draft.id));
        nodes.insert(
            draft.id.into(),
            Node {
                id: draft.id.into(),
                title,
                law: draft.record.string("law"),
                kind,
                place: draft.place.clone(),
            },
        );
    }
    nodes
}

fn flows(cx: &mut Context<'_>) -> IndexMap<crate::FlowId, Flow> {
    let drafts: Vec<_> =
        cx.draft.flows.iter().map(|(id, flow)| (id.clone(), flow.clone())).collect();
    let flow = |(id, draft): (crate::FlowId, super::draft::DraftFlow<'_>)| {
        let when = draft.when.and_then(|yaml| cx.condition(yaml));
        let place = draft.place.clone();
        (id.clone(), Flow { id, from: draft.from, to: draft.to, on: draft.on, when, place })
    };
    drafts.into_iter().map(flow).collect()
}

fn law(record: Record<'_>) -> Option<Law> {
    Some(Law { id: record.string("id")?, in_force: record.date("in_force") })
}

fn material(record: Record<'_>) -> Option<Material> {
    Some(Material {
        id: record.string("id")?,
        title: record.title("title")?,
        originals_count: record.integer("originals").unwrap_or_default(),
        copies_count: record.integer("copies").unwrap_or_default(),
        by_data_sharing: record.boolean("by_data_sharing").unwrap_or_default(),
    })
}

fn clock(cx: &mut Context<'_>, record: &Record<'_>) -> Option<ClockRule> {
    let limit = record.term("limit");
    let (node, on) = match record.record("starts") {
        Some(starts) => (starts.word("node"), starts.word("on")),
        None => (record.word("starts"), None),
    };
    let starts = node.and_then(|name| cx.draft.known(cx.report, name));
    let extend = record.record("extend").and_then(|record| {
        Some(Extension {
            to: record.term("to")?,
            role: record.text("role")?.into(),
            law: record.string("law"),
        })
    });
    judge::clock::judge(cx, record, (starts.as_ref(), on));
    let local = record.record("local").and_then(|record| local(cx, record));
    let ladder = record.items("ladder").iter().filter_map(Record::of);
    let ladder = ladder.filter_map(|record| rung(cx, &record)).collect();
    Some(ClockRule {
        starts: starts?,
        starts_on: on.map(|on| on.text.into()),
        limit: limit?,
        local,
        extend,
        ladder,
        law: record.string("law"),
    })
}

fn local(cx: &mut Context<'_>, record: Record<'_>) -> Option<LocalLimit> {
    let Span::Point { point, unit } = span::of_point(cx, record)? else { return None };
    let pauses = record.words("pauses");
    let pauses = pauses.into_iter().filter_map(|name| cx.draft.known(cx.report, name)).collect();
    judge::clock::pauses(cx, &record);
    Some(LocalLimit { point, unit, pauses })
}

fn rung(cx: &mut Context<'_>, record: &Record<'_>) -> Option<Rung> {
    let before = record.text("before").and_then(scalar::term);
    let at = match (before, record.get("at")) {
        (Some(before), None) => RungAt::Before(before),
        (None, Some(_)) => RungAt::Expiry,
        _ => {
            cx.report.error(
                codes::RUNG_WHEN,
                record.place,
                Text::new(
                    "应写 before（期满前多久）或 at: expiry 之一",
                    "expected either `before` or `at: expiry`",
                ),
            );
            return None;
        }
    };
    Some(Rung { at, notify: record.text("notify")?.into() })
}
