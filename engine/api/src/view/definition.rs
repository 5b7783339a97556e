//! A definition, as its readers need it.

use tongban_core::World;
use tongban_model::{Node, NodeKind, Process, Severity, UserTask};

use crate::{
    Lang,
    problem::{Fault, ProblemPart},
    wire::definition::{
        Definition, DefinitionLine, Flow, Material, Node as WireNode, Outcome, Version,
    },
};

/// Every process with its versions; `today` chooses the one in force.
pub fn lines(world: &World, today: tongban_calendar::Date) -> Vec<DefinitionLine> {
    let line = |(id, releases): (&tongban_model::ProcessId, &[tongban_core::world::Release])| {
        let newest = releases.last().and_then(|release| world.definition(&release.digest));
        DefinitionLine {
            process: id.to_string(),
            title: newest.map(|process| (&process.title).into()).unwrap_or_default(),
            in_force: world.in_force(id, today).map(|process| version_of(process)),
            versions: releases
                .iter()
                .map(|release| Version {
                    version: release.digest.to_string(),
                    from: release.from.to_string(),
                })
                .collect(),
        }
    };
    world.releases().map(line).collect()
}

/// The version of a definition: the digest of its files.
pub fn version_of(process: &Process) -> String {
    tongban_core::call::Digest(process.digest.0).to_string()
}

/// A definition whole.
pub fn whole(process: &Process) -> Definition {
    Definition {
        process: process.id.to_string(),
        version: version_of(process),
        title: (&process.title).into(),
        law: process.law.iter().map(|law| law.id.clone()).collect(),
        at: process.at.name().to_owned(),
        form: process.form.schema.as_ref().clone(),
        materials: process.materials.iter().map(material).collect(),
        limit: process.clock.as_ref().map(|clock| clock.limit.to_string()),
        nodes: process.nodes.values().map(node).collect(),
        flows: process
            .flows
            .values()
            .map(|flow| Flow {
                id: flow.id.to_string(),
                from: flow.from.to_string(),
                to: flow.to.to_string(),
                on: flow.on.as_ref().map(ToString::to_string),
            })
            .collect(),
    }
}

/// Diagnostics in a reader's language; errors too only where `errors` says so.
pub fn diagnostics(
    found: &[tongban_model::Diagnostic],
    (lang, errors): (Lang, bool),
) -> Vec<ProblemPart> {
    found
        .iter()
        .filter(|one| errors || one.severity == Severity::Warning)
        .map(|one| Fault::from(one).part(lang))
        .collect()
}

fn material(material: &tongban_model::Material) -> Material {
    Material {
        id: material.id.clone(),
        title: (&material.title).into(),
        originals: material.originals_count,
        copies: material.copies_count,
        by_data_sharing: material.by_data_sharing,
    }
}

fn node(node: &Node) -> WireNode {
    let task = match &node.kind {
        NodeKind::UserTask(task) => Some(task),
        _ => None,
    };
    WireNode {
        id: node.id.to_string(),
        kind: kind(&node.kind).to_owned(),
        title: (&node.title).into(),
        law: node.law.clone(),
        role: task.map(|task| task.performer.role.to_string()),
        at: task.map(|task| task.performer.at.name().to_owned()),
        outcomes: task.map(outcomes).unwrap_or_default(),
        form: task.and_then(|task| Some(task.form.as_ref()?.schema.as_ref().clone())),
        send_back: task
            .map(|task| task.send_back.iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
    }
}

fn outcomes(task: &UserTask) -> Vec<Outcome> {
    task.outcomes
        .iter()
        .map(|(id, outcome)| Outcome {
            id: id.to_string(),
            title: (&outcome.title).into(),
            reason_required: outcome.reason_required,
            prints: outcome.prints.map(|paper| paper.name().to_owned()),
        })
        .collect()
}

fn kind(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::StartEvent(_) => "startEvent",
        NodeKind::EndEvent(_) => "endEvent",
        NodeKind::UserTask(_) => "userTask",
        NodeKind::ServiceTask(_) => "serviceTask",
        NodeKind::BusinessRuleTask(_) => "businessRuleTask",
        NodeKind::Notice(_) => "notice",
        NodeKind::ExclusiveGateway(_) => "exclusiveGateway",
        NodeKind::ParallelGateway(_) => "parallelGateway",
        NodeKind::BoundaryEvent(_) => "boundaryEvent",
    }
}
