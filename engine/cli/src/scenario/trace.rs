//! The trace of a case: one line for each event, with who and when; no digests and no random
//! numbers, so that it can be read and compared.

use std::fmt::Write as _;

use tongban_core::{
    Actor, Event, Moment,
    call::Outcome,
    event::{
        DueAt, DueMoved, LayerAnswered, LocalLimitResumed, LocalLimitSet, Purpose, SentBack,
        TableEvaluated,
    },
    id::ElementId,
    layer::Joined,
    record::Record,
    state::Instance,
};

use super::check::last_day;

/// The whole trace.
pub(super) fn of(state: &Instance, records: &[Record<Event>]) -> String {
    records.iter().fold(String::new(), |mut lines, record| {
        record_lines(state, record, &mut lines);
        lines
    })
}

fn record_lines(state: &Instance, record: &Record<Event>, lines: &mut String) {
    let actor = match &record.actor {
        Actor::Person(person) => person.to_string(),
        Actor::Citizen => "citizen".to_owned(),
        Actor::Engine => "engine".to_owned(),
    };
    let happened = record.occurred_at.map(|at| format!(" (of {})", local(at)));
    let (sequence, at) = (record.sequence, local(record.recorded_at));
    writeln!(lines, "{sequence} {at}{} {actor}", happened.unwrap_or_default())
        .expect("writing to a string cannot fail");
    for event in &record.events {
        writeln!(lines, "    {}", words(state, event)).expect("writing to a string cannot fail");
    }
}

/// Minutes of the legal day (+08:00).
fn local(at: Moment) -> String {
    let minutes = (at.0 + 8 * 3_600_000).rem_euclid(86_400_000) / 60_000;
    format!("{} {:02}:{:02}", at.day(), minutes / 60, minutes % 60)
}

fn words(state: &Instance, event: &Event) -> String {
    let node = |element: ElementId| match state.element(element) {
        Some(found) if found.visit > 1 => format!("{}#{}", found.node, found.visit),
        Some(found) => found.node.to_string(),
        None => element.to_string(),
    };
    match event {
        Event::InstanceStarted(event) => format!("case of {} began", event.process),
        Event::InstanceCompleted(event) => {
            format!("case ended at {}: {:?}", event.node, event.ending).to_lowercase()
        }
        Event::InstanceCancelled(_) => "case cancelled".to_owned(),
        Event::FlowTaken(event) => format!("flow {}", event.flow),
        Event::JoinReached(event) => format!("waits at {} by {}", event.node, event.flow),
        Event::ElementActivated(event) => format!("+ {}", node(event.element)),
        Event::ElementCompleted(event) => {
            let end = event.outcome.as_ref().map(|outcome| format!(" → {outcome}"));
            format!("- {}{}", node(event.element), end.unwrap_or_default())
        }
        Event::ElementCancelled(event) => format!("x {}", node(event.element)),
        Event::SentBack(SentBack { from, to, .. }) => {
            format!("sent back from {} to {}", node(*from), node(*to))
        }
        Event::TaskOpened(event) => format!(
            "task {} for {} of division {}{}",
            node(event.element),
            event.role,
            event.division,
            event.due.map(|due| format!(", due {}", day(due))).unwrap_or_default(),
        ),
        Event::TaskClaimed(event) => format!("{} claimed", node(event.element)),
        Event::TaskReleased(event) => format!("{} released", node(event.element)),
        Event::TaskDecided(event) => {
            let fields = event.document.as_ref().map_or(0, |document| document.fields.len());
            let (node, person, outcome) = (node(event.element), &event.person, &event.outcome);
            format!("{node}: {person} decides {outcome} ({fields} fields)")
        }
        Event::NoticePosted(event) => {
            format!("notice {} until {}", node(event.element), day(event.until))
        }
        Event::ObjectionFiled(event) => {
            format!("objection {} to {}", event.objection.0, node(event.element))
        }
        Event::TableEvaluated(event) => {
            format!("table {}: rules {}", node(event.element), rules(event))
        }
        Event::PointAnswered(event) => {
            let (layers, joined) = (layers(&event.layers), joined(&event.joined));
            format!("point {}: {layers} ⇒ {joined}", event.point)
        }
        Event::ClockStarted(event) => format!("clock runs, limit {}", day(event.limit)),
        Event::ClockExtended(event) => format!("clock extended to {}", day(event.limit)),
        Event::LocalLimitSet(LocalLimitSet { count, limit }) => {
            format!("local limit of {count}, limit {}", day(*limit))
        }
        Event::LocalLimitPaused(event) => format!("local limit stands, limit {}", day(event.limit)),
        Event::LocalLimitResumed(LocalLimitResumed { excluded, limit }) => {
            format!("local limit runs, {excluded} left out, limit {}", day(*limit))
        }
        Event::ClockRungReached(event) => format!("rung {} of the ladder", event.rung),
        Event::TimerSet(event) => {
            format!("timer {} at {}", purpose(&event.purpose, node), local(event.due.at))
        }
        Event::TimerFired(event) => format!("timer {} fires", event.timer.0),
        Event::AlarmRang(_) => "nothing was due".to_owned(),
        Event::DueMoved(event) => moved(event, node),
        Event::IncidentRaised(event) => format!("! {}: {}", node(event.element), event.code),
        Event::IncidentResolved(event) => format!("{} is tried again", node(event.element)),
    }
}

fn rules(evaluated: &TableEvaluated) -> String {
    let rules: Vec<_> = evaluated.matched.iter().map(|rule| rule.rule.as_str()).collect();
    rules.join(", ")
}

fn day(due: DueAt) -> String {
    let provisional = if due.provisional { " (provisional)" } else { "" };
    format!("{}{provisional}", last_day(due.at))
}

fn layers(answered: &[LayerAnswered]) -> String {
    if answered.is_empty() {
        return "no layer".to_owned();
    }
    answered.iter().map(layer).collect::<Vec<_>>().join(" | ")
}

fn layer(layer: &LayerAnswered) -> String {
    let said = match &layer.outcome {
        Outcome::Answered(answer) => {
            let verdict = answer.verdict.map_or("value", tongban_core::call::Verdict::name);
            let rules: Vec<_> = answer.findings.iter().map(|found| found.rule.as_str()).collect();
            format!("{verdict} [{}]", rules.join(", "))
        }
        Outcome::Refused(words) => format!("refused: {words}"),
        Outcome::Failed { failure, .. } => format!("failed: {failure:?}"),
        Outcome::Unavailable(_) => "unavailable".to_owned(),
    };
    format!("{} {} {said}", layer.plugin, layer.version)
}

fn joined(joined: &Joined) -> String {
    match joined {
        Joined::Verdict(verdict, _) => verdict.name().to_owned(),
        Joined::Value(values) => match values.0.get("value") {
            Some(value) => tongban_expr::value_to_json(value).to_string(),
            None => "a value".to_owned(),
        },
        Joined::Nothing(code, _) => code.clone(),
    }
}

fn purpose(purpose: &Purpose, node: impl Fn(ElementId) -> String) -> String {
    match purpose {
        Purpose::NoticeEnds(element) => format!("end of {}", node(*element)),
        Purpose::Boundary(element, event) => format!("{event} of {}", node(*element)),
        Purpose::Rung(rung) => format!("rung {rung}"),
    }
}

fn moved(moved: &DueMoved, node: impl Fn(ElementId) -> String) -> String {
    match moved {
        DueMoved::Task(element, due) => format!("{} is now due {}", node(*element), day(*due)),
        DueMoved::Notice(element, due) => {
            format!("{} now stands until {}", node(*element), day(*due))
        }
        DueMoved::Timer(timer, due) => format!("timer {} moved to {}", timer.0, local(due.at)),
        DueMoved::Clock(due) => format!("limit moved to {}", day(*due)),
    }
}
