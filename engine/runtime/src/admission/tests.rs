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

/// A parent that is a program brings the cases on which its author tried it.
#[test]
fn what_the_author_above_tried_is_tried() {
    let world = Arc::new(World::new(Calendar::bundled(), Organisation::default()));
    let (host, own, point) = (Host(Vec::new()), layer(1), rule());
    let candidate = Candidate { world: &world, layer: &own, point: &point, component: b"" };
    let tries = |own: &[u8], above: Option<Vec<u8>>| {
        let sheets = Sheets::of(&host, own, &[above]);
        let inputs = cases::of(&candidate, &sheets).inputs;
        let theirs = |input: &&Input| input.get("n") == Some(&number(7_000_000));
        inputs.iter().filter(theirs).map(IndexMap::len).collect::<Vec<_>>()
    };
    assert_eq!(tries(b"", Some(PROGRAM.to_vec())), [1], "of its inputs, what the point gives");
    assert_eq!(tries(PROGRAM, None), [1]);
    assert!(tries(b"", None).is_empty());
}

#[test]
fn drawn_inputs_are_those_of_the_point_and_the_same_each_time() {
    let world = Arc::new(World::new(Calendar::bundled(), Organisation::default()));
    let (own, point) = (layer(1), rule());
    let candidate = Candidate { world: &world, layer: &own, point: &point, component: b"" };
    let draw = || cases::of(&candidate, &Sheets::default());
    let drawn = draw();
    assert_eq!((drawn.basis, drawn.unknown.len()), (Basis::Tested, 0));
    assert!(drawn.inputs.len() >= 1_000, "{}", drawn.inputs.len());
    for input in &drawn.inputs {
        for (name, value) in input {
            let kind = if &**name == "n" { Type::Number } else { Type::Boolean };
            assert!(value.is_of(&kind), "{name}: {value:?}");
        }
    }
    assert_eq!(drawn.inputs, draw().inputs);
    let mut seen = std::collections::BTreeSet::new();
    seen.extend(drawn.inputs.iter().map(|input| format!("{input:?}")));
    assert!(seen.len() > 400, "{} of them differ", seen.len());
}

/// A sheet with so many whole numbers as inputs, each with a bound of its own.
fn sheet(inputs: usize, note: &str) -> Vec<u8> {
    let names: Vec<_> =
        (0..inputs).map(|at| if at == 0 { "n".into() } else { format!("n{at}") }).collect();
    let titles: Vec<_> = names.iter().map(|name| format!("输入:{name}:整数[0..1000]")).collect();
    let mut sheet = format!("#表,t,{note}\n#命中,收集\n编号,{},输出:结论\n", titles.join(","));
    for (row, _) in names.iter().enumerate() {
        let cells: Vec<_> = (0..inputs)
            .map(|at| if at == row { format!(">{}", row + 5) } else { "-".into() })
            .collect();
        let _ = writeln!(sheet, "规则{row},{},上报", cells.join(","));
    }
    sheet.into_bytes()
}

/// The same where the first rule that matches decides.
fn first_of(sheet: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(sheet).expect("a text");
    format!("{}否则,{}通过\n", text.replace("收集", "首个"), "-,".repeat(6)).into_bytes()
}

/// Nothing is called exhaustive that was not: too many combinations are a sample, and a component
/// that is not its sheet is code.
#[test]
fn the_basis_is_told_as_it_is() {
    let world = Arc::new(World::new(Calendar::bundled(), Organisation::default()));
    let host = Host(Vec::new());
    let (own, point) = (layer(1), rule());
    let rows = [
        (sheet(2, "honest"), sheet(1, "honest"), Basis::Exhaustive, 1),
        (sheet(16, "honest"), sheet(1, "honest"), Basis::Sampled, 15),
        // Few sets of rules; what stands for them may be a value that the point never gives.
        (first_of(sheet(6, "honest")), sheet(1, "honest"), Basis::Sampled, 5),
        (sheet(2, "forged"), sheet(1, "honest"), Basis::Tested, 1),
        (sheet(2, "honest"), sheet(1, "forged"), Basis::Tested, 1),
    ];
    for (component, above, basis, unknown) in rows {
        let candidate =
            Candidate { world: &world, layer: &own, point: &point, component: &component };
        let sheets = Sheets::of(&host, &component, &[Some(above)]);
        let cases = cases::of(&candidate, &sheets);
        assert_eq!((cases.basis, cases.unknown.len()), (basis, unknown));
        let given = |input: &Input| input.keys().all(|name| matches!(&**name, "n" | "ok"));
        assert!(cases.inputs.iter().all(given), "what the point does not give stays empty");
        let tries = |n: i64| {
            let value = Value::Number(n.into());
            cases.inputs.iter().any(|input| input.get("n") == Some(&value))
        };
        assert!(tries(5) && tries(6), "both sides of the bound");
    }
    let lost = Sheets::of(&host, &sheet(1, "honest"), &[None]);
    assert!(!lost.are_all(), "a layer whose bytes are lost is no table");
}

/// Under a province's candidate lie the layers of its own divisions that it shares a day with.
#[test]
fn what_lies_under_a_candidate_is_found_on_the_first_day_of_both() {
    let day = |text: &str| -> Moment { start_of(text.parse().expect("a day")).into() };
    let of = |code: &str| {
        let code = code.parse().expect("a code");
        Organisation::bundled().division(code, "2026-06-01".parse().expect("a day"))
    };
    let at = |number: u8, code: &str, (from, to): (&str, Option<&str>)| Layer {
        division: of(code),
        digest: Digest([number; 32]),
        from: day(from),
        to: to.map(day),
        ..layer(1)
    };
    let always = ("2026-01-01", None);
    let mut world = World::new(Calendar::bundled(), Organisation::bundled());
    for lower in [
        Layer { digest: Digest([1; 32]), ..layer(0) },
        at(2, "530428", always),
        at(3, "530428003", ("2026-09-01", None)),
        at(4, "530428102", ("2026-01-01", Some("2026-06-01"))),
        at(5, "210204", always),
        // The first of these two is hidden until the second ends.
        at(6, "530428002", always),
        at(7, "530428002", ("2026-02-01", Some("2026-07-01"))),
    ] {
        world.install(lower);
    }
    let candidate_layer = at(9, "53", ("2026-06-01", None));
    world.install(candidate_layer.clone());
    let world = Arc::new(world);
    let found = |point: &Point, layer: &Layer| -> Vec<(u8, Moment, usize)> {
        let candidate = Candidate { world: &world, layer, point, component: b"" };
        let under = below::under(&candidate, &world);
        let told = under.iter().map(|it| (it.layer.digest.0[0], it.layer.from, it.above.len()));
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        told
    };
    let by = vec![Level::Province, Level::County, Level::Township];
    let tightens = Point { by: by.clone(), ..rule() };
    let expected = [
        (2, day("2026-06-01"), 2),
        (3, day("2026-09-01"), 3),
        (6, day("2026-07-01"), 3),
        (7, day("2026-06-01"), 3),
    ];
    assert_eq!(found(&tightens, &candidate_layer), expected);
    let replaces = Point { by, combine: Combine::Replace, ..rule() };
    assert!(found(&replaces, &candidate_layer).is_empty(), "nothing above binds it");
    let county = at(2, "530428", always);
    assert_eq!(found(&tightens, &county).len(), 4, "townships alone, ended ones too");
    let nation = Layer { digest: Digest([1; 32]), ..layer(0) };
    assert_eq!(found(&tightens, &nation).len(), 7, "all of the country, with the candidate");
}

#[test]
fn a_candidate_is_tried_from_today_on_and_when_a_layer_above_begins() {
    let day = |text: &str| -> Moment { start_of(text.parse().expect("a day")).into() };
    let of = |code: &str| {
        let code = code.parse().expect("a code");
        Organisation::bundled().division(code, "2026-06-01".parse().expect("a day"))
    };
    let at = |code: &str, from: &str| Layer { division: of(code), from: day(from), ..layer(1) };
    let mut world = World::new(Calendar::bundled(), Organisation::bundled());
    for above in [at("53", "2026-09-01"), at("530428", "2026-06-01"), at("530428", "2019-01-01")] {
        world.install(above);
    }
    world.install(at("210204", "2026-07-01")); // elsewhere
    world.install(Layer { from: day("2026-11-01"), ..layer(0) });
    let (world, point) = (Arc::new(world), rule());
    let days = |from: &str, to: Option<&str>| {
        let layer = Layer { to: to.map(day), ..at("530428003", from) };
        let candidate = Candidate { world: &world, layer: &layer, point: &point, component: b"" };
        candidate.days(day("2026-03-01"))
    };
    let later = ["2026-06-01", "2026-09-01", "2026-11-01"].map(day);
    assert_eq!(days("2015-01-01", None), [&[day("2026-03-01")], &later[..]].concat());
    assert_eq!(days("2026-08-01", None), [&[day("2026-08-01")], &later[1..]].concat());
    assert_eq!(days("2026-04-01", Some("2026-09-01")), [day("2026-04-01"), later[0]]);
    assert_eq!(days("2015-01-01", Some("2016-01-01")), [day("2015-01-01")], "it is over");
}

/// What was found out about a candidate of which nothing is to be said.
fn examination(basis: Basis, walked: Walked) -> Examination {
    Examination {
        basis,
        walked,
        tried_count: 1_010,
        above: vec![("above".into(), "1.0.0".into())],
        changed_count: 0,
        silent_above_count: 0,
        loosens: Vec::new(),
        idle_rules: Vec::new(),
        unanswered: None,
        failing: None,
        left_count: 0,
        unknown_inputs: Vec::new(),
        below: Below::default(),
        replay: Replay::default(),
    }
}

/// Of so many combinations so many: 穷尽 is said of all alone, and never of what is calculated.
#[test]
fn combinations_are_called_exhausted_only_where_all_were_tried() {
    let rows = [
        (
            Basis::Exhaustive,
            (10, 10, false),
            "：逐一穷尽各表的界限，共 10 组；",
            "all 10 combinations",
        ),
        (Basis::Exhaustive, (10, 10, true), "共 10 组，算出的数只在这些组上试过；", "these alone"),
        (
            Basis::Exhaustive,
            (10, 12_000, false),
            "界限组合 12000 组，以其中 10 组代表；",
            "10 of 12000",
        ),
        (
            Basis::Exhaustive,
            (10, 12_000, true),
            "10 组代表，算出的数只在这些组上试过；",
            "these alone",
        ),
        (
            Basis::Sampled,
            (10, 12_000, false),
            "（界限组合 12000 组，未穷尽，只试其中 10 组）",
            "a sample, 10 of",
        ),
        (Basis::Tested, (10, 10, false), "（有代码参与，不能穷尽）", "code takes part"),
    ];
    for (basis, (tried_count, all_count, calculated), zh, en) in rows {
        let walked = Walked { tried_count, all_count, calculated };
        let told = examination(basis, walked).lines().swap_remove(0);
        assert!(told.zh.contains(zh) && told.en.contains(en), "{told:?}");
        let said = told.zh.replace("未穷尽", "").replace("不能穷尽", "").contains("穷尽");
        assert_eq!(
            said,
            basis == Basis::Exhaustive && tried_count as u128 == all_count,
            "{told:?}"
        );
    }
}

#[test]
fn a_layer_below_that_loosens_is_named_with_the_example() {
    let grants: Does = |_| says(Verdict::Approve, Some("照给"), 300);
    let found = tried(grants, &rule(), Basis::Tested);
    let example = found.loosens[0].clone();
    let below = Below {
        tried_count: 50,
        left_count: 7,
        loosens: vec![BelowExample { division: "元江县（530428）".into(), example }],
    };
    let examination = Examination { below, ..examination(found.basis, Walked::default()) };
    let lines = examination.lines();
    let (count, line) = (&lines[1], &lines[2]);
    assert!(count.zh.contains("50 条") && count.zh.contains("另有 7 条未试"), "{}", count.zh);
    for part in ["元江县（530428）", "own 1.0.0", "例：n = ", "下级 own", "上级 above"] {
        assert!(line.zh.contains(part), "{part}: {}", line.zh);
    }
    assert!(line.en.contains("the layer below `own` 1.0.0"), "{}", line.en);
    let alone = Examination { below: Below::default(), ..examination };
    assert_eq!(alone.lines().len(), 2, "where nothing lies below nothing is said");
}
