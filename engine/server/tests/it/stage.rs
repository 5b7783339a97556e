//! A stage: a server over an engine in virtual time with the trial process and the bundled people,
//! each with a token; and the one `check` of all tests.

use std::{path::PathBuf, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tongban_core::{
    Actor, Moment,
    call::{Call as PluginCall, Called, Digest, Outcome},
};
use tongban_model::{
    Bundle,
    organisation::{BUNDLED_DIVISIONS, BUNDLED_STAFF},
};
use tongban_plugin_api::{Admitted, PluginHost, Refusal, Surroundings};
use tongban_runtime::{Config, Engine, Limits, Registration, Time};
use tongban_server::{ServerConfig, router_with};
use tongban_store::Memory;
use tower::ServiceExt as _;

/// 2026-03-02 09:00 in China, a Monday.
pub(crate) const MONDAY: Moment = Moment(1_772_413_200_000);
pub(crate) const VILLAGE: &str = "530428003004";

/// People of the bundled register, by what they do in these tests.
pub(crate) const VILLAGE_CLERK: &str = "bai-yun";
pub(crate) const CLERK: &str = "li-hong";
pub(crate) const LEADER: &str = "zhang-li";
pub(crate) const APPROVER: &str = "zhou-min";
pub(crate) const COUNTY_LEADER: &str = "xu-gang";
pub(crate) const SYSTEM: &str = "guo-tao";
pub(crate) const GRANTS: &str = "deng-yu";
pub(crate) const AUDITOR: &str = "song-yan";
/// A village clerk of another township.
pub(crate) const STRANGER: &str = "li-shun";

/// A server and its engine.
pub(crate) struct Stage {
    pub(crate) engine: Engine,
    router: Router,
}

/// Takes no component.
struct NoPlugins;

impl PluginHost for NoPlugins {
    fn admit(&self, _: &[u8]) -> Result<Admitted, Refusal> {
        Err(Refusal::NotAComponent("these tests have none".into()))
    }

    fn call(&self, _: &PluginCall, _: &Arc<dyn Surroundings>) -> Called {
        Outcome::Unavailable("these tests have none".into()).into()
    }
}

/// An engine to which nothing was registered.
pub(crate) fn empty(blobs: Option<PathBuf>) -> Engine {
    let config = Config {
        store: Arc::new(Memory::fresh().expect("memory opens")),
        plugins: Arc::new(NoPlugins),
        time: Time::Virtual(MONDAY),
        blobs,
        limits: Limits::default(),
    };
    Engine::open(config).expect("an empty store is sound")
}

pub(crate) fn trial() -> Bundle {
    Bundle::default()
        .with("workflow.yaml", include_bytes!("trial/workflow.yaml").to_vec())
        .with("application.schema.json", include_bytes!("trial/application.schema.json").to_vec())
        .with("amount.csv", include_bytes!("trial/amount.csv").to_vec())
}

impl Stage {
    /// A server over this engine.
    pub(crate) fn over(engine: Engine, limits: tongban_server::Limits) -> Self {
        let config = ServerConfig { clock_is_virtual: true, ..ServerConfig::default() };
        let router = router_with(engine.clone(), config, limits);
        Self { engine, router }
    }

    /// People, tokens and the trial process.
    pub(crate) async fn ready() -> Self {
        Self::ready_with(None, tongban_server::Limits::default()).await
    }

    pub(crate) async fn ready_with(blobs: Option<PathBuf>, limits: tongban_server::Limits) -> Self {
        let stage = Self::over(empty(blobs), limits);
        let organisation = Registration::LoadOrganisation {
            divisions: BUNDLED_DIVISIONS.to_owned(),
            staff: BUNDLED_STAFF.to_owned(),
        };
        stage.register(organisation).await;
        stage.register(Registration::Release { bundle: trial(), from: MONDAY.day() }).await;
        let people = [
            VILLAGE_CLERK,
            CLERK,
            LEADER,
            APPROVER,
            COUNTY_LEADER,
            SYSTEM,
            GRANTS,
            AUDITOR,
            STRANGER,
        ];
        for person in people {
            let hash = Digest(Sha256::digest(token_of(person)).into());
            let expires = Moment(MONDAY.0 + 400 * 86_400_000);
            let person = person.to_owned();
            stage.register(Registration::IssueToken { hash, person, expires }).await;
        }
        stage
    }

    async fn register(&self, registration: Registration) {
        let registered = self.engine.register(Actor::Engine, registration, false).await;
        registered.expect("the registration is sound");
    }

    /// Sends a request.
    pub(crate) async fn send(&self, call: Call) -> Reply {
        let response = self.router.clone().oneshot(call.request()).await;
        let response = response.expect("routers do not fail");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body is in memory").to_bytes();
        Reply { status: parts.status, headers: parts.headers, body: body.to_vec() }
    }

    /// Sends a request and compares its status, and parts of its JSON by their pointers.
    pub(crate) async fn check(&self, call: Call, status: u16, expected: &[(&str, Value)]) -> Reply {
        let said = format!("{} {}", call.method, call.path);
        let reply = self.send(call).await;
        assert_eq!(reply.status.as_u16(), status, "{said}: {}", reply.text());
        if status >= 400 {
            let kind = reply.headers.get(header::CONTENT_TYPE).expect("a problem has a type");
            assert_eq!(kind, "application/problem+json", "{said}");
        }
        for (pointer, value) in expected {
            let json = reply.json();
            let found = json.pointer(pointer);
            assert_eq!(found, Some(value), "{said}: {pointer} of {}", reply.text());
        }
        reply
    }

    /// A case that has just begun; its id and receipt.
    pub(crate) async fn begin(&self) -> (String, String) {
        let call = Call::post("/api/v1/instances", application()).by(VILLAGE_CLERK);
        let reply = self.check(call, 201, &[]).await;
        (reply.text_at("/instance"), reply.text_at("/receipt"))
    }

    /// The id of the case's open task or notice at a node.
    pub(crate) async fn open(&self, instance: &str, node: &str) -> String {
        let id = instance.parse().expect("an instance id");
        let case = self.engine.case(id).await.expect("the case is there");
        let live = case.state.live().find(|(_, element)| element.node.as_str() == node);
        let (element, _) = live.unwrap_or_else(|| panic!("`{node}` is not open"));
        format!("{instance}.{element}")
    }

    /// Decides the open task at a node.
    pub(crate) async fn decide(
        &self,
        instance: &str,
        (node, outcome, person): (&str, &str, &str),
    ) -> Reply {
        let task = self.open(instance, node).await;
        let body = json!({ "outcome": outcome, "opinion": "情况属实" });
        let call = Call::post(&format!("/api/v1/tasks/{task}/complete"), body).by(person);
        self.check(call, 200, &[]).await
    }

    /// A case with a standing notice; its id and the notice's.
    pub(crate) async fn with_notice(&self) -> (String, String) {
        let (instance, _) = self.begin().await;
        self.decide(&instance, ("accept", "accept", CLERK)).await;
        self.decide(&instance, ("review", "agree", LEADER)).await;
        let notice = self.open(&instance, "notice").await;
        (instance, notice)
    }

    /// Lets days pass.
    pub(crate) async fn pass_days(&self, days: i64) {
        let to = Moment(self.engine.now().0 + days * 86_400_000);
        self.engine.advance(to).await.expect("the clock is virtual");
    }
}

/// The application of every case.
pub(crate) fn application() -> Value {
    json!({
        "process": "trial",
        "division": VILLAGE,
        "application": { "form": {
            "applicant_name": "岩罕", "id_number": "530428198001011234",
            "phone": "13800001234", "people": 3
        } }
    })
}

/// The token that a person of these tests has.
pub(crate) fn token_of(person: &str) -> String {
    format!("token of {person}")
}

/// A request.
pub(crate) struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Call {
    fn new(method: &'static str, path: &str, body: Vec<u8>) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new(), body }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path, Vec::new())
    }

    #[expect(clippy::needless_pass_by_value, reason = "tests write `json!` in place")]
    pub(crate) fn post(path: &str, body: Value) -> Self {
        Self::bytes("POST", path, body.to_string().into_bytes())
            .with("content-type", "application/json")
    }

    pub(crate) fn bytes(method: &'static str, path: &str, body: Vec<u8>) -> Self {
        Self::new(method, path, body)
    }

    pub(crate) fn by(self, person: &str) -> Self {
        let bearer = format!("Bearer {}", token_of(person));
        self.with("authorization", &bearer)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(self.body)).expect("a test's request is well formed")
    }
}

/// A response.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn text_at(&self, pointer: &str) -> String {
        let json = self.json();
        let found = json.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no text at {pointer} of {json}")).to_owned()
    }
}
