//! Candidates in code, beside a rule above them: what is told, what is refused, what is let be.

use std::{fmt::Write as _, sync::Arc};

use indexmap::IndexMap;
use tongban_calendar::{Calendar, start_of};
use tongban_core::{
    World,
    call::{Answer, Call, Called, Digest, Failure, Finding, Outcome, Verdict},
    facts::Facts,
    layer::{Layer, joins_all},
    moment::Moment,
};
use tongban_expr::{Expression, Names, Type, Value};
use tongban_model::{
    AsOf, Bounds, Combine, Point, Tightening, World as Asks,
    organisation::{DivisionId, Level, Organisation},
};
use tongban_plugin_api::{Admitted, PluginHost, Refusal, Surroundings, TableSource};

use super::{
    Basis, Below, BelowExample, Candidate, Desk, Examination, LooseningKind, Replay, Walked, below,
    cases::{self, Cases, Input},
    sheets::Sheets,
    trial::{Trial, Tried},
};

mod days;
mod inputs;
mod report;

/// What a plugin of these tests does with `n`.
type Does = fn(i64) -> Outcome;

/// The plugins by the first byte of their digest.
struct Host(Vec<Does>);

impl PluginHost for Host {
    fn admit(&self, _: &[u8]) -> Result<Admitted, Refusal> {
        Err(Refusal::NotAComponent("these tests have none".into()))
    }

    /// Components of these tests are their sheets; one that is `forged` is not made from it.
    fn table(&self, component: &[u8]) -> Option<TableSource> {
        let sheet = std::str::from_utf8(component).ok().filter(|text| !text.is_empty())?;
        let digest = Digest([0; 32]);
        let (file, compiler) = (digest, "these tests".into());
        Some(TableSource { sheet: sheet.into(), digest, file, compiler })
    }

    /// A program whose author tried it on seven millions.
    fn cases(&self, component: &[u8]) -> Vec<Facts> {
        let input = [("n".into(), Value::Number(7_000_000.into())), ("别的".into(), Value::Null)];
        if component == PROGRAM { vec![Facts(input.into_iter().collect())] } else { Vec::new() }
    }

    fn is_made_from(&self, _: &[u8], table: &TableSource) -> bool {
        !table.sheet.contains("forged")
    }

    fn call(&self, call: &Call, _: &Arc<dyn Surroundings>) -> Called {
        let n = match call.input.get("n") {
            Some(Value::Number(n)) => i64::try_from(*n).expect("whole"),
            _ => 0,
        };
        self.0[usize::from(call.plugin.0[0])](n).into()
    }
}

/// A component that is no table's.
const PROGRAM: &[u8] = &[0, 159];

fn number(number: i64) -> Value {
    Value::Number(number.into())
}

/// The rule above: below five is refused.
fn above(n: i64) -> Outcome {
    if n < 5 {
        says(Verdict::Reject, Some("上级"), 300)
    } else {
        says(Verdict::Approve, None, 300)
    }
}

fn says(verdict: Verdict, rule: Option<&str>, amount: i64) -> Outcome {
    let finding = |rule: &str| Finding { rule: rule.into(), message: String::new(), law: None };
    Outcome::Answered(Answer {
        verdict: Some(verdict),
        values: [("金额".into(), Value::Number(amount.into()))].into_iter().collect(),
        findings: rule.map(finding).into_iter().collect(),
        ..Answer::default()
    })
}

fn point(world: Asks, combine: Combine) -> Point {
    let names = Names::new().with_name("n", Type::Number).expect("a name");
    let names = names.with_name("ok", Type::Boolean).expect("a name");
    let input = |name: &str| Expression::parse(name, &names).expect("an expression");
    Point {
        id: "p".into(),
        world,
        combine,
        countersign: Vec::new(),
        by: Vec::new(),
        default: None,
        as_of: AsOf::Accepted,
        inputs: [("n".into(), input("n")), ("ok".into(), input("ok"))].into_iter().collect(),
        outputs: IndexMap::new(),
        tightens: [("金额".into(), Tightening::AtMost)].into_iter().collect(),
        law: None,
    }
}

fn layer(number: u8) -> Layer {
    Layer {
        process: "q".into(),
        point: "p".into(),
        division: (number > 0).then_some(DivisionId(1)),
        plugin: ["above", "own"][usize::from(number)].into(),
        version: "1.0.0".into(),
        digest: Digest([number; 32]),
        law: "某规定".into(),
        from: start_of("2026-01-01".parse().expect("a day")).into(),
        to: None,
    }
}

/// Tries a plugin on 0 to 9 beside the rule above.
fn tried(own: Does, point: &Point, basis: Basis) -> Tried {
    tried_beside((above, own), point, basis)
}

fn tried_beside((above, own): (Does, Does), point: &Point, basis: Basis) -> Tried {
    let world = Arc::new(World::new(Calendar::bundled(), Organisation::default()));
    let host = Host(vec![above, own]);
    let (upper, own) = (layer(0), layer(1));
    let candidate = Candidate { world: &world, layer: &own, point, component: b"" };
    let desk = Desk::new(&host, &world, point);
    let (layers, sheets) = ([&upper], Sheets::default());
    let layers = if joins_all(point) { &layers[..] } else { &[] };
    let trial = Trial { desk: &desk, candidate: &candidate, above: layers, sheets: &sheets };
    let input = |n: i64| -> Input { [("n".into(), Value::Number(n.into()))].into_iter().collect() };
    let cases = Cases {
        inputs: (0..10).map(input).collect(),
        basis,
        walked: Walked::default(),
        unknown: Vec::new(),
    };
    trial.run(&cases, (&|| Moment(0), 1_000))
}

fn rule() -> Point {
    point(Asks::Rule, Combine::Tighten)
}

fn kinds(tried: &Tried) -> Vec<LooseningKind> {
    tried.loosens.iter().map(|example| example.kind.clone()).collect()
}

#[test]
fn a_rule_that_approves_what_is_refused_above_loosens() {
    let grants: Does = |n| match n {
        3..7 => says(Verdict::Approve, Some("照给"), 300),
        _ => says(Verdict::Approve, None, 300),
    };
    let found = tried(grants, &rule(), Basis::Tested);
    assert_eq!((found.count, kinds(&found)), (10, vec![LooseningKind::Verdict]));
    let example = &found.loosens[0];
    assert_eq!(example.input["n"], Value::Number(3.into()));
    let told = example.text();
    for part in ["n = 3", "照给", "own 1.0.0（某规定）", "above 1.0.0（某规定）：不予"]
    {
        assert!(told.zh.contains(part), "{part}: {}", told.zh);
    }
    assert!(told.en.contains("reject") && told.en.contains("approve"), "{}", told.en);
}

#[test]
fn what_has_nothing_to_add_or_asks_for_more_is_let_be() {
    let silent: Does = |_| says(Verdict::Approve, None, 300);
    let found = tried(silent, &rule(), Basis::Tested);
    assert_eq!((kinds(&found), found.changed_count), (Vec::new(), 0));
    let stricter: Does = |n| {
        if n >= 8 {
            says(Verdict::Refer, Some("大额"), 200)
        } else {
            says(Verdict::Approve, None, 300)
        }
    };
    let found = tried(stricter, &rule(), Basis::Tested);
    assert_eq!((kinds(&found), found.changed_count), (Vec::new(), 2));
    assert!(found.unanswered.is_none() && found.idle_rules.is_empty());
}

#[test]
fn a_rule_that_never_decides_is_refused_only_where_everything_was_tried() {
    let milder: Does = |n| {
        if n < 5 {
            says(Verdict::Refer, Some("上报"), 300)
        } else {
            says(Verdict::Approve, None, 300)
        }
    };
    let found = tried(milder, &rule(), Basis::Tested);
    assert_eq!((kinds(&found), found.idle_rules), (Vec::new(), vec!["上报".to_owned()]));
    let found = tried(milder, &rule(), Basis::Exhaustive);
    assert_eq!(kinds(&found), [LooseningKind::IdleRule("上报".into())]);
    // One input on which it decides is enough.
    let once: Does = |n| {
        if n < 6 {
            says(Verdict::Refer, Some("上报"), 300)
        } else {
            says(Verdict::Approve, None, 300)
        }
    };
    let found = tried(once, &rule(), Basis::Exhaustive);
    assert_eq!((kinds(&found), found.changed_count), (Vec::new(), 1));
}

#[test]
fn a_guarded_value_and_a_bound_are_held() {
    let more: Does = |n| says(Verdict::Approve, None, 296 + n);
    let found = tried(more, &rule(), Basis::Tested);
    assert_eq!(kinds(&found), [LooseningKind::Value("金额".into())]);
    assert_eq!(found.loosens[0].input["n"], Value::Number(5.into()), "the first above 300");

    let bounds = Bounds { min: 7.into(), max: 15.into() };
    let days: Does = |n| {
        let values = [("value".into(), Value::Number((n * 2).into()))].into_iter().collect();
        Outcome::Answered(Answer { values, ..Answer::default() })
    };
    let mut bounded = point(Asks::Parameter, Combine::Bounded(bounds));
    bounded.tightens.clear();
    let found = tried(days, &bounded, Basis::Tested);
    assert_eq!(kinds(&found), [LooseningKind::OutOfBounds]);
    let inside: Does = |n| {
        let values = [("value".into(), Value::Number((n % 8 + 7).into()))].into_iter().collect();
        Outcome::Answered(Answer { values, ..Answer::default() })
    };
    assert!(kinds(&tried(inside, &bounded, Basis::Tested)).is_empty());
}

/// Inside its bounds, and yet slower than the level above: 浙江 gives its counties five days.
#[test]
fn a_value_inside_its_bounds_may_still_loosen() {
    fn gives(n: i64) -> Outcome {
        let values = [("value".into(), Value::Number(n.into()))].into_iter().collect();
        Outcome::Answered(Answer { values, ..Answer::default() })
    }
    let above: Does = |_| gives(5);
    let mut days =
        point(Asks::Parameter, Combine::Bounded(Bounds { min: 1.into(), max: 10.into() }));
    days.tightens = [("value".into(), Tightening::AtMost)].into_iter().collect();
    let found = tried_beside((above, |n| gives(n.clamp(1, 10))), &days, Basis::Tested);
    assert_eq!(kinds(&found), [LooseningKind::Value("value".into())]);
    let quicker = tried_beside((above, |n| gives(n.clamp(1, 5))), &days, Basis::Tested);
    assert!(kinds(&quicker).is_empty());
}

/// Where the layers above give no answer there is nothing to be held to, which is told.
#[test]
fn a_silent_layer_above_is_counted() {
    let silent: Does = |_| Outcome::Refused("上级不回答".into());
    let grants: Does = |_| says(Verdict::Approve, Some("照给"), 300);
    let found = tried_beside((silent, grants), &rule(), Basis::Exhaustive);
    assert_eq!((found.count, found.silent_above_count), (10, 10));
    assert!(found.loosens.is_empty() && found.unanswered.is_none());
    let found = tried(grants, &rule(), Basis::Exhaustive);
    assert_eq!(found.silent_above_count, 0);
}

/// Each failure may have cost all the fuel of a call.
#[test]
fn a_plugin_that_fails_and_fails_is_not_asked_for_ever() {
    let traps: Does = |_| Outcome::Failed { failure: Failure::Trap, detail: "unreachable".into() };
    let found = tried(traps, &rule(), Basis::Exhaustive);
    assert_eq!((found.count, found.basis), (5, Basis::Tested), "less was tried than was meant");
    assert_eq!((found.unanswered.map(|it| it.count), found.left_count), (Some(5), 5));
    assert_eq!(found.failing.map(|it| (it.count, it.input["n"].clone())), Some((5, number(0))));
    let refuses: Does = |_| Outcome::Refused("不知道".into());
    let found = tried(refuses, &rule(), Basis::Exhaustive);
    assert_eq!((found.count, found.basis), (10, Basis::Exhaustive));
    assert_eq!(found.unanswered.map(|unanswered| unanswered.count), Some(10));
    assert!(found.failing.is_none(), "to refuse with a reason is an answer");
}

/// What a gateway could not read is no answer, and no way past the layers above either.
#[test]
fn an_answer_that_the_point_does_not_take_is_a_failure() {
    let declared =
        Point { outputs: [("金额".into(), Type::Text)].into_iter().collect(), ..rule() };
    let silent: Does = |_| says(Verdict::Approve, None, 300);
    let failing = tried(silent, &declared, Basis::Tested).failing.expect("it fails");
    assert_eq!(failing.detail, "expected a text as `金额`, but got a number");
    let once: Does = |n| match n {
        0 => Outcome::Failed { failure: Failure::Trap, detail: "unreachable".into() },
        _ => says(Verdict::Approve, None, 300),
    };
    let found = tried(once, &rule(), Basis::Tested);
    assert!(found.failing.is_none() && found.left_count == 0, "such a case waits for a human");
    assert_eq!(found.unanswered.map(|it| it.count), Some(1));
}
