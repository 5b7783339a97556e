//! The trial: a candidate asked beside the layers above it, on every input.
//!
//! What would loosen is decided here. Where layers tighten, a rule that approves what a layer above
//! does not can never take effect: its author believes that it does. The same holds for a rule that
//! is milder than the layers above wherever it matches, and for a value that is looser than theirs.
//! An approval without a finding says that no rule of the candidate matched: it has nothing to add,
//! and so does the default row of a table.
//! Not here: enforcing it, which joining does whatever was found (`core::layer`).

use std::{collections::BTreeMap, sync::Arc};

use tongban_core::{
    call::{Answer, Outcome, Scene, Verdict},
    facts::Facts,
    layer::{self, Joined, Layer},
    moment::Moment,
};
use tongban_expr::Value;
use tongban_model::Combine;

use super::{
    Candidate, Desk, Sheets,
    cases::{Cases, Input},
    examples::{Examples, oddness},
    report::{Basis, Loosening, LooseningKind, Said, Unanswered},
};

/// Inputs on which a candidate may fail before the trial stops and it is refused: each failure may
/// have cost all the fuel of a call, and what failed was held to nothing.
const FAILURES_MAX: usize = 5;
/// How long a trial may take by the engine's clock: a script needs a second for all inputs, while
/// what burns most of its fuel in each call would need minutes.
pub(super) const TRIAL_MS_MAX: i64 = 10_000;

/// A candidate beside the layers above.
pub(super) struct Trial<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) candidate: &'a Candidate<'a>,
    pub(super) above: &'a [&'a Layer],
    pub(super) sheets: &'a Sheets,
}

/// What came of it.
pub(super) struct Tried {
    pub(super) basis: Basis,
    pub(super) count: usize,
    pub(super) changed_count: usize,
    pub(super) silent_above_count: usize,
    pub(super) loosens: Vec<Loosening>,
    pub(super) idle_rules: Vec<String>,
    pub(super) unanswered: Option<Unanswered>,
    pub(super) failing: Option<Unanswered>,
    pub(super) left_count: usize,
}

/// What the layers above said of an input.
struct Above {
    outcomes: Vec<Outcome>,
    joined: Option<Joined>,
}

/// What is gathered over all inputs.
#[derive(Default)]
struct Found {
    changed_count: usize,
    silent_above_count: usize,
    examples: Examples,
    alone: BTreeMap<String, Alone>,
    unanswered: Option<Unanswered>,
    failing: Option<Unanswered>,
}

impl Found {
    fn failures_count(&self) -> usize {
        self.failing.as_ref().map_or(0, |failing| failing.count)
    }
}

/// What a rule did where it matched alone.
#[derive(Default)]
struct Alone {
    decided: bool,
    /// Where the layers above were stricter; the plainest input.
    milder: Option<Loosening>,
}

impl Trial<'_> {
    /// Tries every input, or as many as there is time for by a clock.
    pub(super) fn run(&self, cases: &Cases, (now, ms_max): (&dyn Fn() -> Moment, i64)) -> Tried {
        let mut found = Found::default();
        let mut count = 0;
        let end = now().0.saturating_add(ms_max);
        for input in &cases.inputs {
            count += 1;
            self.one(input, &mut found);
            if found.failures_count() == FAILURES_MAX || now().0 > end {
                break;
            }
        }
        let left_count = cases.inputs.len() - count;
        let basis = if left_count == 0 { cases.basis } else { Basis::Tested };
        let failing = found.failures_count() == FAILURES_MAX;
        let mut idle_rules = Vec::new();
        for (rule, alone) in found.alone {
            let Some(milder) = alone.milder.filter(|_| !alone.decided) else { continue };
            if basis == Basis::Exhaustive {
                found.examples.add(milder);
            } else {
                idle_rules.push(rule);
            }
        }
        Tried {
            basis,
            count,
            changed_count: found.changed_count,
            silent_above_count: found.silent_above_count,
            loosens: found.examples.into_list(),
            idle_rules,
            unanswered: found.unanswered,
            failing: found.failing.filter(|_| failing),
            left_count,
        }
    }

    fn one(&self, input: &Input, found: &mut Found) {
        let scene = Scene { division: self.candidate.layer.division, day: self.candidate.day() };
        let outcomes = self.desk.ask_all(self.above, (input, scene));
        let joined = (!outcomes.is_empty()).then(|| layer::join(self.desk.point, &outcomes));
        found.silent_above_count += usize::from(matches!(joined, Some(Joined::Nothing(..))));
        let above = Above { outcomes, joined };
        match self.desk.ask(self.candidate.layer, (input, scene)) {
            Outcome::Answered(answer) => match layer::misfit(self.desk.point, &answer) {
                None => self.answered(input, (&above, answer), found),
                Some(detail) => failed(input, (&above, detail), found),
            },
            Outcome::Refused(words) => silent(input, (&above, words), found),
            Outcome::Failed { failure, detail } => {
                failed(input, (&above, format!("{failure:?}: {detail}")), found);
            }
            Outcome::Unavailable(detail) => failed(input, (&above, detail), found),
        }
    }

    fn answered(&self, input: &Input, (above, answer): (&Above, Answer), found: &mut Found) {
        if self.is_out_of_bounds(&answer) {
            let candidate = said(self.candidate.layer, answer);
            let kind = LooseningKind::OutOfBounds;
            let input = input.clone();
            return found.examples.add(Loosening { kind, input, above: None, candidate });
        }
        found.changed_count += usize::from(self.is_changed(above, &answer));
        match &above.joined {
            Some(Joined::Verdict(verdict, values)) => {
                self.values_beside(input, (above, values), (&answer, found));
                if self.desk.point.combine == Combine::Tighten {
                    self.beside(input, (above, *verdict), (&answer, found));
                }
            }
            Some(Joined::Value(values)) => {
                self.values_beside(input, (above, values), (&answer, found));
            }
            Some(Joined::Nothing(..)) | None => {}
        }
    }

    /// Whether something else comes out than without the candidate.
    fn is_changed(&self, above: &Above, answer: &Answer) -> bool {
        let own = Outcome::Answered(answer.clone());
        let above_too = layer::joins_all(self.desk.point);
        let with = if above_too { [&above.outcomes[..], &[own]].concat() } else { vec![own] };
        let with = layer::join(self.desk.point, &with);
        above.joined.as_ref().is_some_and(|without| *without != with)
    }

    fn is_out_of_bounds(&self, answer: &Answer) -> bool {
        let Combine::Bounded(bounds) = &self.desk.point.combine else { return false };
        match answer.values.get("value") {
            Some(Value::Number(value)) => !(bounds.min..=bounds.max).contains(value),
            _ => false,
        }
    }

    /// Beside layers that tighten.
    fn beside(
        &self,
        input: &Input,
        (above, verdict): (&Above, Verdict),
        (answer, found): (&Answer, &mut Found),
    ) {
        let own = answer.verdict.unwrap_or(Verdict::Approve);
        let rules = answer.findings.iter().map(|finding| &finding.rule);
        let rules: Vec<_> = rules.filter(|rule| !self.sheets.is_default(rule)).collect();
        let example = |kind, above: Option<Said>| Loosening {
            kind,
            input: input.clone(),
            above,
            candidate: said(self.candidate.layer, answer.clone()),
        };
        let stricter = || self.standing(above, |answer| answer.verdict == Some(verdict));
        if own == Verdict::Approve && own < verdict && !rules.is_empty() {
            found.examples.add(example(LooseningKind::Verdict, stricter()));
        }
        let [rule] = rules[..] else { return };
        let alone = found.alone.entry(rule.clone()).or_default();
        alone.decided |= own >= verdict;
        let odder = |known: &Loosening| oddness(&known.input) > oddness(input);
        if own < verdict && own > Verdict::Approve && alone.milder.as_ref().is_none_or(odder) {
            alone.milder = Some(example(LooseningKind::IdleRule(rule.clone()), stricter()));
        }
    }

    /// Beside layers that guard values: a looser one would not stand.
    fn values_beside(
        &self,
        input: &Input,
        (above, values): (&Above, &Facts),
        (answer, found): (&Answer, &mut Found),
    ) {
        for name in layer::loosened(&self.desk.point.tightens, values, answer) {
            let value = values.0.get(name);
            found.examples.add(Loosening {
                kind: LooseningKind::Value(Arc::clone(name)),
                input: input.clone(),
                above: self.standing(above, |answer| answer.values.get(name) == value),
                candidate: said(self.candidate.layer, answer.clone()),
            });
        }
    }

    /// The uppermost layer whose answer stands.
    fn standing(&self, above: &Above, stands: impl Fn(&Answer) -> bool) -> Option<Said> {
        let mut answers = self.above.iter().zip(&above.outcomes);
        answers.find_map(|(layer, outcome)| {
            let answer = outcome.answer().filter(|answer| stands(answer))?;
            Some(said(layer, answer.clone()))
        })
    }
}

/// The candidate broke down, or answered what the point does not take.
fn failed(input: &Input, (above, detail): (&Above, String), found: &mut Found) {
    note(&mut found.failing, input, &detail);
    silent(input, (above, detail), found);
}

/// The candidate gave no answer. Where the layers above gave none either nothing is lost.
fn silent(input: &Input, (above, detail): (&Above, String), found: &mut Found) {
    if matches!(above.joined, Some(Joined::Nothing(..))) {
        return;
    }
    note(&mut found.unanswered, input, &detail);
}

/// Counts an input without an answer; the plainest stays as the example.
fn note(noted: &mut Option<Unanswered>, input: &Input, detail: &str) {
    let fresh = || Unanswered { count: 0, input: input.clone(), detail: detail.to_owned() };
    let noted = noted.get_or_insert_with(fresh);
    noted.count += 1;
    if oddness(input) < oddness(&noted.input) {
        noted.input.clone_from(input);
        detail.clone_into(&mut noted.detail);
    }
}

fn said(layer: &Layer, answer: Answer) -> Said {
    let Layer { plugin, version, law, .. } = layer;
    Said { plugin: plugin.clone(), version: version.clone(), law: law.clone(), answer }
}
