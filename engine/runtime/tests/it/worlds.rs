//! Checklists and validators in a process: what is taken, recorded, told and checked afterwards.

use std::sync::{Arc, atomic::Ordering};

use serde_json::json;
use tongban_core::{
    Command, Moment, Rejection,
    call::Digest,
    document::Submission,
    event::{Event, PointAnswered},
    id::InstanceId,
    layer::Layer,
};
use tongban_expr::Value;
use tongban_model::{Bundle, PointId, ProcessId, RoleId};
use tongban_runtime::{
    Engine, Refusal, Registration,
    query::{About, Inbox, Slice},
    verify_bundle,
};

use crate::{
    seams::Words,
    stage::{
        DAY_MS, MONDAY, Stage, accept, assert_sound, begin, decision, division, plugin, register,
        start, village,
    },
};

/// What the trial has besides: two points, and the node that asks one of them.
const POINTS: [&str; 4] = [
    "  fields: { world: validator, combine: tighten, by: [county], inputs: { 人数: people } }",
    "  papers: { world: checklist, combine: extend, by: [county], inputs: { people: people } }",
    "nodes:",
    "  papers: { type: serviceTask, title: 清单, point: papers, next: review }",
];

/// The trial with a validator at its start and a checklist behind its rule.
fn process() -> Bundle {
    let text = include_str!("trial/workflow.yaml")
        .replace("title: 申请, next", "title: 申请, validator: fields, next")
        .replace("approve: review, ask", "approve: papers, ask")
        .replace(
            "重新受理 }",
            "重新受理 }\n      short: { to: accept, title: 补正, prints: materials-notice }",
        )
        .replace("nodes:\n", &format!("{}\n", POINTS.join("\n")));
    Bundle::default()
        .with("workflow.yaml", text.into_bytes())
        .with("application.schema.json", include_bytes!("trial/application.schema.json").to_vec())
}

/// A plugin of the nation, or of 元江县.
fn layer(engine: &Engine, (point, word, county): (&str, &str, bool)) -> Registration {
    let layer = Layer {
        process: ProcessId::from("trial"),
        point: PointId::from(point),
        division: county.then(|| division(engine, "530428")),
        plugin: word.into(),
        version: "1.0.0".into(),
        digest: Digest([0; 32]),
        law: "试办规定".into(),
        from: Moment(MONDAY.0 - 30 * DAY_MS),
        to: None,
    };
    Registration::InstallPlugin { component: word.as_bytes().into(), layer }
}

async fn ready(stage: &Stage) -> Engine {
    let engine = stage.open_over(stage.store());
    let divisions = tongban_model::organisation::BUNDLED_DIVISIONS.to_owned();
    let staff = tongban_model::organisation::BUNDLED_STAFF.to_owned();
    register(&engine, Registration::LoadOrganisation { divisions, staff }).await;
    register(&engine, Registration::Release { bundle: process(), from: MONDAY.day() }).await;
    register(&engine, plugin("approve")).await;
    for at in [
        ("fields", "validator", false),
        ("papers", "list-nation", false),
        ("papers", "list-county", true),
    ] {
        register(&engine, layer(&engine, at)).await;
    }
    engine
}

async fn answers(engine: &Engine, id: InstanceId, point: &str) -> Vec<PointAnswered> {
    let history = engine.history(id, 1, 100).await.expect("it is read");
    let events = history.into_iter().flat_map(|entry| entry.record.events);
    events
        .filter_map(|event| match event {
            Event::PointAnswered(answered) if answered.point.as_str() == point => Some(answered),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn what_a_validator_finds_wrong_is_not_taken() {
    let stage = Stage::new();
    let engine = ready(&stage).await;
    let mut request = start(&engine);
    if let Command::Start(start) = &mut request.command {
        let form = json!({ "applicant_name": "岩罕", "people": 9 });
        let form = form.as_object().cloned().expect("an object");
        start.application = Arc::new(Submission { form, ..Submission::default() });
    }
    let refused = engine.submit(request).await.expect_err("nine people are too many");
    let Refusal::Rejected(Rejection::ValidationFailed(problems)) = &refused else {
        unreachable!("expected the validator's problems, but got {refused:?}")
    };
    assert_eq!(refused.code(), "validation-failed");
    assert_eq!(problems[0].pointer(), "/people", "the form's field, not the input's name");
    assert_eq!(problems[0].text().zh, "人数与户口簿不符（第九条）");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn a_warning_is_recorded_and_the_form_is_taken() {
    let stage = Stage::new();
    let engine = ready(&stage).await;
    let id = begin(&engine).await.instance;
    let recorded = answers(&engine, id, "fields").await;
    let [answered] = recorded.as_slice() else { unreachable!("one answer, but {recorded:?}") };
    let answer = answered.layers[0].outcome.answer().expect("it answered");
    assert_eq!(answer.problems.len(), 1);
    let case = engine.case(id).await.expect("it is there");
    let names: Vec<_> = case.data.iter().map(|(name, _)| name).collect();
    assert!(!names.contains(&"apply"), "the start has no record of its own: {names:?}");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn layers_of_a_checklist_unite_and_their_wishes_are_carried_out() {
    let stage = Stage::new();
    let engine = ready(&stage).await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    let case = engine.case(id).await.expect("it is there");
    let papers = case.data.iter().find(|(name, _)| *name == "papers");
    let Some((_, Value::Record(papers))) = papers else { unreachable!("{papers:?}") };
    let Some(Value::List(items)) = papers.get("items") else { unreachable!("{papers:?}") };
    assert_eq!(items.len(), 2, "{items:?}");
    let recorded = answers(&engine, id, "papers").await;
    let united = recorded[0].items();
    let told: Vec<_> = united.iter().map(|item| (item.id.as_str(), item.copies)).collect();
    assert_eq!(told, [("hukou", 2), ("lease", 1)]);
    let used = recorded[0].layers[0].used.as_ref().expect("the nation's layer looked a day up");
    assert_eq!(used.world, engine.world().number);
    assert_eq!(recorded[0].layers[1].used, None);

    engine.idle().await;
    let organisation = &engine.world().organisation;
    let township = organisation
        .at_level(village(&engine), tongban_model::organisation::Level::Township, MONDAY.day())
        .expect("it lies in one");
    let slice = || Slice { after: None, limit: 10 };
    let told = |inbox: Inbox| {
        let engine = engine.clone();
        async move {
            let page = engine.reminders(&inbox, slice()).await.expect("it is read");
            page.items.into_iter().map(|item| item.about).collect::<Vec<_>>()
        }
    };
    let post = Inbox::Post(RoleId::from("township.leader"), township);
    assert_eq!(told(post).await, [About::Notice("请现场核查".into())]);
    let applicant = told(Inbox::Applicant(id)).await;
    assert_eq!(applicant, [About::Notice("请备齐租房合同".into())]);
    let asked = told(Inbox::Agencies).await;
    assert!(matches!(&asked[..], [About::Request(request)] if request.agency == "住建局"));
    assert_sound(&engine).await;
}

#[tokio::test]
async fn what_a_checklist_named_and_nothing_else_may_be_missing() {
    let stage = Stage::new();
    let engine = ready(&stage).await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    let short = |missing: &'static [&str]| {
        let engine = engine.clone();
        async move {
            let mut request = decision(&engine, id, ("review", "short", "zhang-li")).await;
            let Command::DecideTask(decide) = &mut request.command else { unreachable!() };
            let missing = missing.iter().map(ToString::to_string).collect();
            decide.submission = Arc::new(Submission { missing, ..Submission::default() });
            engine.submit(request).await
        }
    };
    let unknown = short(&["lease", "passport"]).await.expect_err("no layer named it");
    let expected = vec!["hukou".to_owned(), "lease".to_owned()];
    let material = "passport".to_owned();
    assert_eq!(unknown, Refusal::Rejected(Rejection::MaterialUnknown { material, expected }));
    let silent = short(&[]).await.expect_err("it would ask for nothing");
    assert_eq!(silent, Refusal::Rejected(Rejection::ReasonRequired));
    short(&["lease"]).await.expect("the county's layer named it");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn a_case_whose_plugins_looked_things_up_is_checked_without_a_world() {
    let stage = Stage::new();
    let engine = ready(&stage).await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    let bundle = engine.export(id).await.expect("it is sound");
    engine.close().await;
    let plugins = Words::default();
    let report = verify_bundle(&bundle, &plugins);
    let problems: Vec<_> = report.problems().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(plugins.calls.load(Ordering::SeqCst), 4, "each layer was asked again");
    plugins.lies.store(true, Ordering::SeqCst);
    assert!(!verify_bundle(&bundle, &plugins).is_sound(), "another lookup is noticed");
}
