//! The world changes by registrations alone, and is the same after opening again.

use tongban_core::{Actor, Moment, call::Digest};
use tongban_model::{Bundle, ProcessId};
use tongban_plugin_api::ComponentSource as _;
use tongban_runtime::{Artifacts, Registration, Unregistered};

use crate::stage::{
    DAY_MS, MONDAY, Stage, assert_sound, begin, person, plugin, register, start, trial,
};

fn token(person: &str) -> Registration {
    let (hash, expires) = (Digest([7; 32]), Moment(MONDAY.0 + DAY_MS));
    Registration::IssueToken { hash, person: person.into(), expires }
}

#[tokio::test]
async fn a_dry_run_says_what_would_change_and_changes_nothing() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let number = engine.world().number;
    let changed = include_str!("trial/workflow.yaml").replace("10 working days", "12 working days");
    let bundle = trial().with("workflow.yaml", changed.into_bytes());
    let release = || Registration::Release { bundle: bundle.clone(), from: MONDAY.day() };
    let dry = engine.register(Actor::Engine, release(), true).await.expect("it is sound");
    assert_eq!((dry.world, dry.sequence), (number + 1, None));
    assert!(!dry.differences.is_empty());
    assert_eq!(engine.world().number, number);
    let before = begin(&engine).await.instance;
    register(&engine, release()).await;
    assert_eq!(engine.world().number, number + 1);
    let after = begin(&engine).await.instance;
    let version = |view: &tongban_runtime::CaseView| view.state.digest;
    let before = engine.case(before).await.expect("it is there");
    let after = engine.case(after).await.expect("it is there");
    assert_ne!(version(&before), version(&after), "a case keeps the version it began with");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn the_world_is_the_same_after_opening_again() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    register(&engine, token("zhou-min")).await;
    let number = engine.world().number;
    engine.close().await;
    let engine = stage.reopen();
    assert_eq!(engine.world().number, number);
    let layers = engine.world();
    let digest = layers.all_layers().next().expect("a plugin is installed").digest;
    let bytes = Artifacts::new(stage.store()).component(&digest);
    assert_eq!(bytes.as_deref(), Some(b"approve".as_slice()));
    assert_eq!(engine.token(&Digest([7; 32])).map(|token| token.person), Some("zhou-min".into()));
    engine.advance(Moment(MONDAY.0 + DAY_MS)).await.expect("time passes");
    assert_eq!(engine.token(&Digest([7; 32])), None, "it has expired");
    begin(&engine).await;
    assert_sound(&engine).await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_code() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let code = |unregistered: Unregistered| match unregistered {
        Unregistered::Unfit { code, .. } => code,
        Unregistered::Definition(_) => "definition",
        Unregistered::Holidays(_) => "holidays",
        Unregistered::Organisation(_) => "organisation",
        Unregistered::Component(refusal) => refusal.code(),
        _ => "other",
    };
    let Registration::InstallPlugin { layer, .. } = plugin("reject") else { return };
    let elsewhere = tongban_core::layer::Layer { point: "nowhere".into(), ..layer.clone() };
    let install = |component: &[u8], layer| Registration::InstallPlugin {
        component: component.into(),
        layer,
    };
    let cases = [
        (Registration::Release { bundle: Bundle::default(), from: MONDAY.day() }, "definition"),
        (Registration::Release { bundle: trial(), from: MONDAY.day() }, "released-already"),
        (Registration::LoadHolidays { csv: "nonsense".into() }, "holidays"),
        (
            Registration::LoadOrganisation { divisions: "nonsense".into(), staff: String::new() },
            "organisation",
        ),
        (plugin("approve"), "plugin-installed-already"),
        (install(b"reject", elsewhere), "point-unknown"),
        (install(b"amount", layer.clone()), "plugin-question-unfit"),
        (install(b"\xff", layer), "plugin-not-a-component"),
        (
            Registration::WithdrawPlugin {
                digest: Digest([1; 32]),
                place: None,
                to: MONDAY,
                reason: String::new(),
            },
            "plugin-unknown",
        ),
        (token("nobody-of-that-name"), "person-unknown"),
        (Registration::RevokeToken { hash: Digest([9; 32]) }, "token-unknown"),
    ];
    let number = engine.world().number;
    for (registration, expected) in cases {
        let own = matches!(registration, Registration::InstallPlugin { .. });
        let by = if own { Actor::Engine } else { person("xu-gang") };
        let refused = engine.register(by, registration, false).await;
        assert_eq!(code(refused.expect_err(expected)), expected);
    }
    let unsigned = engine.register(person("xu-gang"), plugin("refer"), false).await;
    assert_eq!(code(unsigned.expect_err("nobody signed it")), "plugin-unsigned");
    assert_eq!(engine.world().number, number);
}

#[tokio::test]
async fn a_release_of_the_future_is_not_in_force_yet() {
    let stage = Stage::new();
    let engine = stage.open_over(stage.store());
    let from = Moment(MONDAY.0 + 10 * DAY_MS).day();
    register(&engine, Registration::Release { bundle: trial(), from }).await;
    let trial = ProcessId::from("trial");
    assert!(engine.world().in_force(&trial, MONDAY.day()).is_none());
    engine.close().await;

    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let mut early = start(&engine);
    if let tongban_core::Command::Start(start) = &mut early.command {
        start.digest = Digest([3; 32]);
    }
    let refused = engine.submit(early).await.expect_err("no such version");
    assert_eq!(refused.code(), "process-not-in-force");
}
