//! The rules that matched in a case, with their law: a decision must give its reasons.

use tongban_core::{
    call::{Finding, Outcome, Verdict},
    event::{Event, RuleApplied},
    id::ElementId,
};
use tongban_runtime::HistoryEntry;

use crate::wire::history::Rule;

/// The rules that one evaluation matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The element that asked.
    pub element: ElementId,
    /// What it came to, for rules that give a verdict.
    pub verdict: Option<Verdict>,
    /// Who supplied the rules and on what they rest; none for the definition's own tables.
    pub source: Option<String>,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// Every evaluation of a case, oldest first; of a point, one for each layer.
pub fn matched(history: &[HistoryEntry]) -> Vec<Matched> {
    history.iter().flat_map(|entry| &entry.record.events).flat_map(of_event).collect()
}

fn of_event(event: &Event) -> Vec<Matched> {
    match event {
        Event::TableEvaluated(table) => vec![Matched {
            element: table.element,
            verdict: None,
            source: None,
            rules: table.matched.iter().map(applied).collect(),
        }],
        Event::PointAnswered(point) => {
            let of = |layer: &tongban_core::event::LayerAnswered| match &layer.outcome {
                Outcome::Answered(answer) => Some(Matched {
                    element: point.element,
                    verdict: answer.verdict,
                    source: Some(format!("{} {}（{}）", layer.plugin, layer.version, layer.law)),
                    rules: answer.findings.iter().map(finding).collect(),
                }),
                Outcome::Refused(_) | Outcome::Failed { .. } | Outcome::Unavailable(_) => None,
            };
            point.layers.iter().filter_map(of).collect()
        }
        _ => Vec::new(),
    }
}

/// A rule of a table.
pub fn applied(rule: &RuleApplied) -> Rule {
    Rule { rule: rule.rule.clone(), law: rule.law.clone(), reason: rule.reason.clone() }
}

/// A rule of a plugin.
pub fn finding(finding: &Finding) -> Rule {
    Rule {
        rule: finding.rule.clone(),
        law: finding.law.clone(),
        reason: Some(finding.message.clone()),
    }
}
