//! A stage: an engine in virtual time with the trial process, and its usual acts.

use std::{path::PathBuf, sync::Arc};

use serde_json::json;
use tongban_core::{
    Actor, Command, Moment,
    call::Digest,
    command::{DecideTask, Start},
    document::Submission,
    id::{ElementId, InstanceId},
    layer::Layer,
};
use tongban_model::{
    Bundle, NodeId, OutcomeId, PointId, ProcessId,
    organisation::{BUNDLED_DIVISIONS, BUNDLED_STAFF, DivisionId, PersonId},
};
use tongban_runtime::{
    Accepted, CaseView, Config, Engine, Limits, Refusal, Registration, Request, Target, Time,
};
use tongban_store::{Memory, MemoryDisk, Store};

use crate::seams::{Seam, Words};

/// 2026-03-02 09:00 in China, a Monday.
pub(crate) const MONDAY: Moment = Moment(1_772_413_200_000);

pub(crate) const DAY_MS: i64 = 86_400_000;

/// Everything that outlives an engine.
pub(crate) struct Stage {
    pub(crate) disk: MemoryDisk,
    pub(crate) plugins: Arc<Words>,
    pub(crate) limits: Limits,
    pub(crate) blobs: Option<PathBuf>,
    pub(crate) start: Moment,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self {
            disk: MemoryDisk::new(),
            plugins: Arc::default(),
            limits: Limits::default(),
            blobs: None,
            start: MONDAY,
        }
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        Arc::new(Memory::new(self.disk.clone()).expect("memory opens"))
    }

    pub(crate) fn open_over(&self, store: Arc<dyn Store>) -> Engine {
        Engine::open(self.config(store)).expect("the store is sound")
    }

    pub(crate) fn config(&self, store: Arc<dyn Store>) -> Config {
        Config {
            store,
            plugins: self.plugins.clone(),
            time: Time::Virtual(self.start),
            blobs: self.blobs.clone(),
            limits: self.limits,
        }
    }

    /// A new engine over what is on the disk.
    pub(crate) fn reopen(&self) -> Engine {
        self.open_over(self.store())
    }

    /// A new engine that knows the trial process, with a plugin that says this word.
    pub(crate) async fn ready(&self, word: &str) -> Engine {
        self.ready_over(self.store(), word).await
    }

    pub(crate) async fn ready_over(&self, store: Arc<dyn Store>, word: &str) -> Engine {
        let engine = self.open_over(store);
        let divisions = BUNDLED_DIVISIONS.to_owned();
        let staff = BUNDLED_STAFF.to_owned();
        register(&engine, Registration::LoadOrganisation { divisions, staff }).await;
        register(&engine, Registration::Release { bundle: trial(), from: MONDAY.day() }).await;
        register(&engine, plugin(word)).await;
        engine
    }

    /// An engine over a seam, ready to be played with.
    pub(crate) async fn seamed(&self, word: &str) -> (Engine, Arc<Seam>) {
        let seam = Seam::over(self.store());
        (self.ready_over(seam.clone(), word).await, seam)
    }
}

/// The trial process.
pub(crate) fn trial() -> Bundle {
    Bundle::default()
        .with("workflow.yaml", include_bytes!("trial/workflow.yaml").to_vec())
        .with("application.schema.json", include_bytes!("trial/application.schema.json").to_vec())
}

/// The nation's plugin for the trial's one point.
pub(crate) fn plugin(word: &str) -> Registration {
    let layer = Layer {
        process: ProcessId::from("trial"),
        point: PointId::from("means"),
        division: None,
        plugin: "trial-means".into(),
        version: "1.0.0".into(),
        digest: Digest([0; 32]),
        law: "试办规定".into(),
        from: Moment(MONDAY.0 - 30 * DAY_MS),
        to: None,
    };
    Registration::InstallPlugin { component: word.as_bytes().into(), layer }
}

pub(crate) async fn register(engine: &Engine, registration: Registration) {
    let registered = engine.register(Actor::Engine, registration, false).await;
    registered.expect("the registration is sound");
}

pub(crate) fn person(id: &str) -> Actor {
    Actor::Person(PersonId::from(id))
}

/// 青龙厂社区
pub(crate) fn village(engine: &Engine) -> DivisionId {
    division(engine, "530428003004")
}

/// The bundled division with a code.
pub(crate) fn division(engine: &Engine, code: &str) -> DivisionId {
    let code = code.parse().expect("a code");
    let divisions = &engine.world().organisation.divisions;
    divisions.by_code(code, MONDAY.day()).expect("it is bundled")
}

/// The start of a trial case.
pub(crate) fn start(engine: &Engine) -> Request {
    let form = json!({ "applicant_name": "岩罕", "people": 3 });
    let form = form.as_object().cloned().expect("it is an object");
    let application = Arc::new(Submission { form, ..Submission::default() });
    let process = ProcessId::from("trial");
    let world = engine.world();
    let trial = world.in_force(&process, engine.now().day()).expect("it was released");
    let digest = Digest(trial.digest.0);
    let start = Start { digest, division: village(engine), application };
    Request::new(Target::New, Command::Start(start), person("bai-yun"))
}

pub(crate) async fn begin(engine: &Engine) -> Accepted {
    engine.submit(start(engine)).await.expect("the case begins")
}

/// A decision on the open task of a node.
pub(crate) async fn decision(
    engine: &Engine,
    id: InstanceId,
    (node, outcome, by): (&str, &str, &str),
) -> Request {
    let view = engine.case(id).await.expect("the case is there");
    let element = open(&view, node).expect("the task is open");
    decide(id, element, (outcome, by))
}

pub(crate) fn decide(id: InstanceId, element: ElementId, (outcome, by): (&str, &str)) -> Request {
    let outcome = OutcomeId::from(outcome);
    let decide = DecideTask { element, outcome, submission: Arc::default() };
    Request::new(Target::Existing(id), Command::DecideTask(decide), person(by))
}

/// The open task of a node.
pub(crate) fn open(view: &CaseView, node: &str) -> Option<ElementId> {
    let node = NodeId::from(node);
    view.state.tasks().find(|(_, element, _)| element.node == node).map(|(id, ..)| id)
}

pub(crate) async fn accept(engine: &Engine, id: InstanceId) -> Result<Accepted, Refusal> {
    let request = decision(engine, id, ("accept", "accept", "bai-yun")).await;
    engine.submit(request).await
}

pub(crate) async fn approve(engine: &Engine, id: InstanceId) -> Result<Accepted, Refusal> {
    let request = decision(engine, id, ("review", "approve", "zhang-li")).await;
    engine.submit(request).await
}

/// The store agrees with itself.
pub(crate) async fn assert_sound(engine: &Engine) {
    let report = engine.verify().await.expect("the store is read");
    let problems: Vec<_> = report.problems().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}
