//! Extension points as answers: explanations and examinations.

use tongban_core::{
    Moment, World,
    call::{Answer, Outcome},
    facts::Facts,
    layer::Joined,
};
use tongban_expr::{Value, value_to_json};
use tongban_model::{Combine, Point, Process};
use tongban_runtime::{
    Examined, ExplainedLayer, Explanation, Ground,
    admission::{Loosening, LooseningKind, ReplayDifference, Said},
};

use super::{division, rules::finding};
use crate::wire::point::{
    CaseDifference, Examination, LooseningExample, PluginSaid, PointAnswer, PointExplanation,
    PointLayer,
};

/// An explanation.
pub fn explanation(
    (world, now): (&World, Moment),
    (process, point): (&Process, &Point),
    explained: &Explanation,
) -> PointExplanation {
    let (basis, detail, answered_at) = match &explained.basis {
        Ground::Recorded { at, .. } => ("recorded", None, Some((*at).into())),
        Ground::Asked => ("asked", None, None),
        Ground::InForce => ("in-force", None, None),
        Ground::Unasked(detail) => ("unasked", Some(detail.clone()), None),
    };
    let combine = match &point.combine {
        Combine::Replace => "replace",
        Combine::Tighten => "tighten",
        Combine::Extend => "extend",
        Combine::Bounded(_) => "bounded",
    };
    PointExplanation {
        process: process.id.to_string(),
        point: point.id.to_string(),
        law: point.law.clone(),
        combine: combine.to_owned(),
        basis: basis.to_owned(),
        detail,
        answered_at,
        division: division(world, explained.division, now),
        day: explained.day.to_string(),
        layers: explained.layers.iter().map(|layer| self::layer((world, now), layer)).collect(),
        joined: explained.joined.as_ref().map(joined),
    }
}

fn layer((world, now): (&World, Moment), layer: &ExplainedLayer) -> PointLayer {
    PointLayer {
        division: layer.division.map(|id| division(world, id, now)),
        plugin: layer.plugin.clone(),
        version: layer.version.clone(),
        digest: layer.digest.to_string(),
        law: layer.law.clone(),
        in_force: layer.in_force,
        answer: layer.outcome.as_ref().map(outcome),
    }
}

/// An examination.
pub fn examination((world, now): (&World, Moment), examined: &Examined) -> Examination {
    let (layer, found) = (&examined.layer, &examined.examination);
    let lines = found.lines();
    let refusal = examined.refusal.as_ref().map(crate::problem::Failure::from);
    Examination {
        id: layer.plugin.clone(),
        version: layer.version.clone(),
        process: layer.process.to_string(),
        point: layer.point.to_string(),
        division: layer.division.map(|id| division(world, id, now)),
        from: layer.from.day().to_string(),
        digest: layer.digest.to_string(),
        signed_by: examined.supplier.clone(),
        lacks: refusal.map(|failure| failure.code.to_owned()),
        admissible: found.is_admissible(),
        basis: found.basis.name().to_owned(),
        tried: found.tried_count,
        changed: found.changed_count,
        silent_above: found.silent_above_count,
        loosens: found.loosens.iter().map(loosening).collect(),
        report: examined.differences.iter().chain(&lines).map(Into::into).collect(),
        replayed: found.replay.cases_count,
        differences: found.replay.differences.iter().map(difference).collect(),
    }
}

fn loosening(example: &Loosening) -> LooseningExample {
    let kind = match &example.kind {
        LooseningKind::Verdict => "verdict",
        LooseningKind::IdleRule(_) => "idle-rule",
        LooseningKind::Value(_) => "value",
        LooseningKind::OutOfBounds => "out-of-bounds",
    };
    let input = example.input.iter();
    LooseningExample {
        kind: kind.to_owned(),
        input: input.map(|(name, value)| (name.to_string(), value_to_json(value))).collect(),
        above: example.above.as_ref().map(said),
        candidate: said(&example.candidate),
        text: (&example.text()).into(),
    }
}

fn said(said: &Said) -> PluginSaid {
    PluginSaid {
        plugin: said.plugin.clone(),
        version: said.version.clone(),
        law: said.law.clone(),
        answer: answer(&said.answer),
    }
}

fn difference(difference: &ReplayDifference) -> CaseDifference {
    CaseDifference {
        instance: difference.instance.to_string(),
        recorded: joined(&difference.recorded),
        before: joined(&difference.before),
        after: joined(&difference.after),
    }
}

fn outcome(outcome: &Outcome) -> PointAnswer {
    let failed = match outcome {
        Outcome::Answered(answered) => return answer(answered),
        Outcome::Refused(words) => words.clone(),
        Outcome::Failed { failure, detail } => format!("{failure:?}: {detail}"),
        Outcome::Unavailable(detail) => detail.clone(),
    };
    PointAnswer { failed: Some(failed), ..PointAnswer::default() }
}

fn answer(answer: &Answer) -> PointAnswer {
    let items = answer.items.iter().map(|item| item.name.clone());
    let problems = answer.problems.iter();
    let problems = problems.map(|problem| format!("{}：{}", problem.field, problem.message));
    PointAnswer {
        verdict: answer.verdict.map(|verdict| verdict.name().to_owned()),
        values: values(&answer.values),
        rules: answer.findings.iter().map(finding).collect(),
        lines: items.chain(problems).collect(),
        failed: None,
    }
}

fn joined(joined: &Joined) -> PointAnswer {
    match joined {
        Joined::Verdict(verdict, facts) => PointAnswer {
            verdict: Some(verdict.name().to_owned()),
            values: of(facts),
            ..PointAnswer::default()
        },
        Joined::Value(facts) => PointAnswer { values: of(facts), ..PointAnswer::default() },
        Joined::Nothing(code, detail) => {
            PointAnswer { failed: Some(format!("{code}: {detail}")), ..PointAnswer::default() }
        }
    }
}

fn of(facts: &Facts) -> serde_json::Map<String, serde_json::Value> {
    values(&facts.0)
}

fn values<'a>(
    values: impl IntoIterator<Item = (&'a std::sync::Arc<str>, &'a Value)>,
) -> serde_json::Map<String, serde_json::Value> {
    let values = values.into_iter();
    values.map(|(name, value)| (name.to_string(), value_to_json(value))).collect()
}
