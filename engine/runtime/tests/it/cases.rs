//! A case from beginning to end, seen through every list.

use tongban_core::{
    Command, Rejection,
    command::FileObjection,
    document::Submission,
    index::Audience,
    state::{Ended, Status},
};
use tongban_model::{ProcessId, RoleId, organisation::PersonId};
use tongban_runtime::{
    Refusal, Request, Target,
    query::{InstanceQuery, Phase, Slice, TaskQuery},
};

use crate::stage::{
    DAY_MS, MONDAY, Stage, accept, approve, assert_sound, begin, decision, open, start, village,
};

fn slice() -> Slice {
    Slice { after: None, limit: 100 }
}

fn clerk(engine: &tongban_runtime::Engine) -> TaskQuery {
    let role = RoleId::from("village.clerk");
    let audience = Audience::Post { role, division: village(engine) };
    TaskQuery { audience, until: None, slice: slice() }
}

#[tokio::test]
async fn a_case_is_decided_noticed_and_granted() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let began = begin(&engine).await;
    let id = began.instance;
    let receipt = began.summary.receipt.clone().expect("a case has a receipt");
    assert_eq!(engine.by_receipt(&receipt).await, Ok(Some(id)));
    assert_eq!(began.summary.opened.len(), 1);
    let tasks = engine.tasks(clerk(&engine)).await.expect("lists are read");
    assert_eq!(tasks.items.len(), 1);

    let claim = open(&engine.case(id).await.expect("it is there"), "accept").expect("open");
    let claim = Request::new(
        Target::Existing(id),
        Command::ClaimTask(claim),
        crate::stage::person("bai-yun"),
    );
    engine.submit(claim).await.expect("the clerk takes it");
    assert!(engine.tasks(clerk(&engine)).await.expect("lists are read").items.is_empty());
    let person = PersonId::from("bai-yun");
    let mine = TaskQuery { audience: Audience::Person(person), until: None, slice: slice() };
    assert_eq!(engine.tasks(mine).await.expect("lists are read").items.len(), 1);

    let accepted = accept(&engine, id).await.expect("the clerk accepts");
    assert_eq!(accepted.sequence, 3);
    assert_eq!(stage.plugins.calls.load(std::sync::atomic::Ordering::SeqCst), 1);
    approve(&engine, id).await.expect("the leader approves");
    let notices = engine.notices(Some(village(&engine)), slice()).await.expect("lists are read");
    assert_eq!(notices.items.len(), 1);

    engine.advance(tongban_core::Moment(MONDAY.0 + 9 * DAY_MS)).await.expect("time passes");
    let view = engine.case(id).await.expect("it is there");
    assert!(matches!(view.state.status, Status::Completed(Ended::Approved, _)));
    let completed = InstanceQuery {
        process: Some(ProcessId::from("trial")),
        phase: Some(Phase::Completed),
        division: Some(village(&engine)),
        slice: slice(),
    };
    assert_eq!(engine.instances(completed).await.expect("lists are read").items.len(), 1);
    let history = engine.history(id, 1, 100).await.expect("it is read");
    assert_eq!(history.len() as u64, view.sequence);
    assert_eq!(history.last().map(|entry| entry.hash), Some(view.head));
    assert_sound(&engine).await;
}

#[tokio::test]
async fn lists_go_on_where_a_page_ended() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    for _ in 0..25 {
        begin(&engine).await;
    }
    let mut query = clerk(&engine);
    let mut seen = Vec::new();
    query.slice.limit = 10;
    loop {
        let page = engine.tasks(query.clone()).await.expect("lists are read");
        seen.extend(page.items.iter().map(|item| item.instance));
        let Some(next) = page.next else { break };
        query.slice.after = Some(next);
    }
    assert_eq!(seen.len(), 25);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 25);
    query.slice.after = Some(tongban_runtime::query::Cursor("ff".into()));
    assert_eq!(engine.tasks(query).await.err(), Some(Refusal::CursorUnknown));
}

#[tokio::test]
async fn mistakes_are_rejected_and_change_nothing() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    let before = engine.case(id).await.expect("it is there");

    let stranger = decision(&engine, id, ("accept", "accept", "zhang-li")).await;
    let refused = engine.submit(stranger).await.expect_err("not the clerk");
    assert_eq!(refused.code(), "not-authorised");
    let mut stale = decision(&engine, id, ("accept", "accept", "bai-yun")).await;
    stale.expected = Some(7);
    let refused = engine.submit(stale).await.expect_err("it is at 1");
    assert_eq!(refused, Refusal::Rejected(Rejection::Stale { expected: 7, found: 1 }));
    let nobody = "3-ffff".parse().expect("an id");
    let refused = engine.case(nobody).await.err();
    assert_eq!(refused, Some(Refusal::Rejected(Rejection::InstanceUnknown)));
    let mut command = start(&engine);
    command.target = Target::Existing(id);
    let refused = engine.submit(command).await.expect_err("it began already");
    assert_eq!(refused, Refusal::Rejected(Rejection::InstanceExists));

    let after = engine.case(id).await.expect("it is there");
    assert_eq!((before.sequence, before.head), (after.sequence, after.head));
    assert_sound(&engine).await;
}

#[tokio::test]
async fn an_objection_has_a_receipt_and_sends_the_case_back() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    approve(&engine, id).await.expect("the leader approves");
    let view = engine.case(id).await.expect("it is there");
    let (element, ..) = view.state.notices().next().expect("a notice stands");
    let objection = Submission { opinion: "收入不实".into(), ..Submission::default() };
    let command = Command::FileObjection(FileObjection { element, objection: objection.into() });
    let request = Request::new(Target::Existing(id), command, tongban_core::Actor::Citizen);
    let filed = engine.submit(request).await.expect("anybody may object");
    let receipt = filed.summary.objection.expect("it was filed").receipt;
    assert_eq!(engine.by_receipt(&receipt).await, Ok(Some(id)));
    engine.advance(tongban_core::Moment(MONDAY.0 + 9 * DAY_MS)).await.expect("time passes");
    let view = engine.case(id).await.expect("it is there");
    assert!(open(&view, "review").is_some(), "it is back with the leader");
    assert_sound(&engine).await;
}
