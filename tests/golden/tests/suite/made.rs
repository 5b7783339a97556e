//! Values of every durable kind, made by hand: what is written where golden bytes are missing.
//!
//! Not a test: files that exist are never compared with these, so that they may be made anew.

use indexmap::IndexMap;
use tongban_core::{
    Actor, Event, Moment,
    call::{
        Addressee, Answer, Digest, Failure, Finding, FunctionCount, HostFunction, Intent, Item,
        Notification, Outcome, Problem, Request, Severity, Usage, Verdict,
    },
    document::Document,
    event::{
        AlarmRang, ClockExtended, ClockRungReached, ClockStarted, DocumentRef, DueAt, DueMoved,
        ElementActivated, ElementCancelled, ElementCompleted, FlowTaken, IncidentRaised,
        IncidentResolved, InstanceCancelled, InstanceCompleted, InstanceStarted, JoinReached,
        LayerAnswered, LocalLimitPaused, LocalLimitResumed, LocalLimitSet, NoticePosted,
        ObjectionFiled, PointAnswered, Purpose, RuleApplied, SentBack, TableEvaluated, TaskClaimed,
        TaskDecided, TaskOpened, TaskReleased, TimerFired, TimerSet, Waiting,
    },
    facts::Facts,
    id::{CommandId, ElementId, InstanceId, ObjectionId, Partition, TimerId},
    key::Key,
    layer::{Joined, Layer},
    record::{FORMAT, Record, Row, SUITE},
    reference::Reference,
    registry::RegistryEvent,
    state::Ended,
};
use tongban_expr::Value;
use tongban_model::organisation::{DivisionId, PersonId};

const DAY: i64 = 86_400_000;
const BEGUN: Moment = Moment(1_789_693_200_000);

fn digest(byte: u8) -> Digest {
    Digest([byte; 32])
}

fn document(index: u8) -> DocumentRef {
    DocumentRef { index, digest: digest(index), fields: vec!["applicant_name".into()] }
}

fn due(days: i64, provisional: bool) -> DueAt {
    DueAt { at: Moment(BEGUN.0 + days * DAY), provisional }
}

fn person(id: &str) -> PersonId {
    PersonId::from(id)
}

fn answer() -> Outcome {
    let values = [
        ("额度", Value::Number("750.50".parse().expect("a number"))),
        ("类别", Value::Text("A".into())),
        ("通过", Value::Boolean(true)),
        ("起始", Value::Null),
        ("施行", Value::Date("2026-09-18".parse().expect("a day"))),
        ("受理", Value::Instant("2026-09-18T01:00:00Z".parse().expect("an instant"))),
        ("材料", Value::List(vec![Value::Text("户口簿".into()), Value::Text("收入证明".into())])),
        ("家庭", Value::Record(IndexMap::from_iter([("人口".into(), Value::Number(3.into()))]))),
    ];
    let values = values.into_iter().map(|(name, value)| (name.into(), value));
    Outcome::Answered(Answer {
        verdict: Some(Verdict::Refer),
        values: values.collect::<IndexMap<_, _>>(),
        findings: vec![Finding {
            rule: "有机动车".into(),
            message: "须由县级核实用途".into(),
            law: Some("第一条".into()),
        }],
        ..Answer::default()
    })
}

/// Lists and wishes, as checklists and validators give them.
fn lists() -> Outcome {
    let notice = |to| Intent::Notify(Notification { to, message: "请核查".into() });
    Outcome::Answered(Answer {
        items: vec![Item {
            id: "hukou".into(),
            name: "户口簿".into(),
            required: true,
            original: true,
            copies: 1,
            note: Some("全家".into()),
            law: None,
        }],
        problems: vec![Problem {
            field: "household.income".into(),
            message: "收入有误".into(),
            message_en: Some("the income is wrong".into()),
            severity: Severity::Warning,
            law: Some("第九条".into()),
        }],
        intents: vec![
            notice(Addressee::Role("township.leader".into())),
            notice(Addressee::Person("li-hong".into())),
            notice(Addressee::Applicant),
            Intent::AskAgency(Request {
                agency: "住建局".into(),
                question: "有无住房".into(),
                fields: vec!["name".into()],
            }),
        ],
        ..Answer::default()
    })
}

/// The same, by a layer that used every function of the host.
fn consulted() -> Event {
    let Event::PointAnswered(mut event) = answered(lists(), Joined::Value(Facts(IndexMap::new())))
    else {
        unreachable!("it is what was made")
    };
    let count = |function| FunctionCount { function, count: 2 };
    let counts = HostFunction::ALL.map(count).to_vec();
    event.layers[1].used = Some(Usage { world: 12, counts, log_cut: 3 });
    event.consulted = Some(document(1));
    Event::PointAnswered(event)
}

fn answered(outcome: Outcome, joined: Joined) -> Event {
    let layer = |division: Option<DivisionId>, outcome| LayerAnswered {
        division,
        plugin: "dibao-means-yuanjiang".into(),
        version: "1.0.0".into(),
        digest: digest(7),
        law: "元江县实施细则（示例）".into(),
        outcome,
        used: None,
    };
    Event::PointAnswered(PointAnswered {
        element: ElementId(7),
        point: "means-test".into(),
        layers: vec![layer(None, answer()), layer(Some(DivisionId(5)), outcome)],
        joined,
        input: document(0),
        consulted: None,
    })
}

/// Every kind of event, some in several variations.
pub(crate) fn events() -> Vec<(&'static str, Event)> {
    let mut all: Vec<(&str, Event)> = Vec::new();
    all.extend(of_cases());
    all.extend(of_elements());
    all.extend(of_tasks_and_notices());
    all.extend(of_rules());
    all.extend(of_time());
    all
}

fn of_cases() -> Vec<(&'static str, Event)> {
    vec![
        (
            "",
            Event::InstanceStarted(InstanceStarted {
                process: "dibao".into(),
                digest: digest(1),
                division: DivisionId(9),
                receipt: "20260918-D30FF73E33".into(),
                application: document(0),
            }),
        ),
        (
            "",
            Event::InstanceCompleted(InstanceCompleted {
                node: "approved".into(),
                ending: Ended::Approved,
                used_days: None,
            }),
        ),
        (
            ".clock",
            Event::InstanceCompleted(InstanceCompleted {
                node: "approved".into(),
                ending: Ended::Approved,
                used_days: Some(22),
            }),
        ),
        ("", cancelled(Some(document(0)), None)),
        (".silent", cancelled(None, None)),
        (".clock", cancelled(Some(document(0)), Some(3))),
        (
            "",
            Event::IncidentRaised(IncidentRaised {
                element: ElementId(7),
                code: "plugin-failed".into(),
                detail: "Trap: unreachable".into(),
            }),
        ),
        ("", Event::IncidentResolved(IncidentResolved { element: ElementId(7) })),
    ]
}

fn cancelled(reason: Option<DocumentRef>, used_days: Option<u32>) -> Event {
    Event::InstanceCancelled(InstanceCancelled { reason, used_days })
}

fn of_elements() -> Vec<(&'static str, Event)> {
    let waiting = Waiting {
        node: "inquiry-done".into(),
        flow: "check__inquiry-done".into(),
        from: ElementId(5),
    };
    vec![
        ("", Event::FlowTaken(FlowTaken { flow: "apply__accept".into(), from: ElementId(1) })),
        (
            "",
            Event::JoinReached(JoinReached {
                node: "inquiry-done".into(),
                flow: "check__inquiry-done".into(),
                from: ElementId(5),
            }),
        ),
        (
            "",
            Event::ElementActivated(ElementActivated {
                element: ElementId(8),
                node: "village-panel".into(),
                predecessors: vec![ElementId(4), ElementId(5)],
                visit: 2,
                scope: Some(ElementId(1)),
                flow: Some("means-test__village-panel".into()),
            }),
        ),
        (
            "",
            Event::ElementCompleted(ElementCompleted {
                element: ElementId(8),
                outcome: Some("recorded".into()),
            }),
        ),
        ("", Event::ElementCancelled(ElementCancelled { element: ElementId(8) })),
        (
            "",
            Event::SentBack(SentBack {
                from: ElementId(9),
                to: ElementId(10),
                person: Some(person("zhang-li")),
                reason: Some(document(0)),
                restored: vec![waiting],
            }),
        ),
    ]
}

fn opened(element: ElementId, days: Option<u32>) -> TaskOpened {
    let (role, division) = ("township.clerk".into(), DivisionId(8));
    TaskOpened { element, role, division, due: Some(due(7, false)), days }
}

fn of_tasks_and_notices() -> Vec<(&'static str, Event)> {
    let element = ElementId(2);
    vec![
        ("", Event::TaskOpened(opened(element, None))),
        (".days", Event::TaskOpened(opened(element, Some(15)))),
        ("", Event::TaskClaimed(TaskClaimed { element, person: person("li-hong") })),
        ("", Event::TaskReleased(TaskReleased { element })),
        (
            "",
            Event::TaskDecided(TaskDecided {
                element,
                person: person("li-hong"),
                outcome: "accept".into(),
                document: Some(document(0)),
            }),
        ),
        ("", Event::NoticePosted(NoticePosted { element, until: due(7, false), days: None })),
        (
            ".days",
            Event::NoticePosted(NoticePosted { element, until: due(7, false), days: Some(3) }),
        ),
        (
            "",
            Event::ObjectionFiled(ObjectionFiled {
                element,
                objection: ObjectionId(1),
                receipt: "Y20260918-B82CF95B39".into(),
                document: document(0),
            }),
        ),
    ]
}

fn of_rules() -> Vec<(&'static str, Event)> {
    let values = IndexMap::from_iter([("amount".into(), Value::Number(750.into()))]);
    let facts = || Facts(values.clone());
    let failed = |failure| Outcome::Failed { failure, detail: "为什么".into() };
    let nothing = |code: &str| Joined::Nothing(code.into(), "为什么".into());
    vec![
        (
            "",
            Event::TableEvaluated(TableEvaluated {
                element: ElementId(9),
                outputs: facts(),
                matched: vec![RuleApplied {
                    rule: "补差".into(),
                    law: Some("第二十三条".into()),
                    reason: Some("按实际差额发放".into()),
                }],
            }),
        ),
        ("", answered(answer(), Joined::Verdict(Verdict::Refer, facts()))),
        (".value", answered(answer(), Joined::Value(facts()))),
        (".refused", answered(Outcome::Refused("不答".into()), nothing("plugin-refused"))),
        (
            ".unavailable",
            answered(Outcome::Unavailable("忙".into()), nothing("plugin-unavailable")),
        ),
        (".trap", answered(failed(Failure::Trap), nothing("plugin-failed"))),
        (".fuel", answered(failed(Failure::Fuel), nothing("plugin-failed"))),
        (".memory", answered(failed(Failure::Memory), nothing("plugin-failed"))),
        (".output", answered(failed(Failure::Output), nothing("plugin-failed"))),
        (".host", answered(failed(Failure::Host), nothing("plugin-failed"))),
        (".consulted", consulted()),
    ]
}

fn of_time() -> Vec<(&'static str, Event)> {
    let timer = TimerId(1);
    let set = |purpose| Event::TimerSet(TimerSet { timer, due: due(7, true), purpose });
    let boundary = Purpose::Boundary(ElementId(4), "survey-late".into());
    vec![
        ("", Event::ClockStarted(ClockStarted { from: BEGUN, limit: due(48, true) })),
        ("", Event::ClockExtended(ClockExtended { limit: due(70, true), reason: document(0) })),
        ("", Event::LocalLimitSet(LocalLimitSet { count: 30, limit: due(30, false) })),
        ("", Event::LocalLimitPaused(LocalLimitPaused { limit: due(48, true) })),
        ("", Event::LocalLimitResumed(LocalLimitResumed { excluded: 7, limit: due(37, false) })),
        ("", Event::ClockRungReached(ClockRungReached { rung: 1 })),
        ("", set(Purpose::NoticeEnds(ElementId(2)))),
        (".boundary", set(boundary)),
        (".rung", set(Purpose::Rung(1))),
        ("", Event::TimerFired(TimerFired { timer, due: due(7, false).at })),
        ("", Event::AlarmRang(AlarmRang {})),
        ("", Event::DueMoved(DueMoved::Task(ElementId(2), due(8, false)))),
        (".notice", Event::DueMoved(DueMoved::Notice(ElementId(2), due(8, false)))),
        (".timer", Event::DueMoved(DueMoved::Timer(timer, due(8, false)))),
        (".clock", Event::DueMoved(DueMoved::Clock(due(49, false)))),
    ]
}

/// Every kind of registry event.
pub(crate) fn registry_events() -> Vec<RegistryEvent> {
    let layer = Layer {
        process: "dibao".into(),
        point: "means-test".into(),
        division: Some(DivisionId(5)),
        plugin: "dibao-means-yuanjiang".into(),
        version: "1.0.0".into(),
        digest: digest(7),
        law: "元江县实施细则（示例）".into(),
        from: BEGUN,
        to: Some(due(365, false).at),
    };
    vec![
        RegistryEvent::ProcessReleased {
            process: "dibao".into(),
            digest: digest(1),
            artifact: digest(2),
            from: BEGUN,
        },
        RegistryEvent::HolidaysLoaded { artifact: digest(3) },
        RegistryEvent::OrganisationLoaded { divisions: digest(4), staff: digest(5) },
        RegistryEvent::PluginInstalled { layer, signers: None },
        RegistryEvent::PluginWithdrawn {
            digest: digest(7),
            to: BEGUN,
            reason: "以正式文件替换".into(),
            place: None,
        },
        RegistryEvent::TokenIssued { hash: digest(8), person: "li-hong".into(), expires: BEGUN },
        RegistryEvent::TokenRevoked { hash: digest(8) },
        RegistryEvent::ReferenceRegistered {
            reference: Reference {
                id: "低保标准".into(),
                division: Some(DivisionId(5)),
                artifact: digest(9),
                from: BEGUN,
                to: Some(due(365, false).at),
                law: "示例".into(),
            },
        },
        RegistryEvent::ReferenceRetired {
            artifact: digest(9),
            to: BEGUN,
            reason: "以新标准替换".into(),
        },
        RegistryEvent::KeyRegistered {
            key: Key {
                id: "0011223344556677".into(),
                division: Some(DivisionId(5)),
                public: "RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaV".into(),
                holder: "zhou-min".into(),
                from: BEGUN,
                to: None,
                revoked: None,
            },
        },
        RegistryEvent::KeyRevoked {
            id: "0011223344556677".into(),
            at: BEGUN,
            reason: "保管人调离".into(),
        },
    ]
}

/// Envelopes of each kind of actor.
pub(crate) fn records() -> Vec<(&'static str, Record<Event>)> {
    let record = |actor, occurred_at, events| Record {
        format: FORMAT,
        suite: SUITE,
        position: 300,
        instance: InstanceId { partition: Partition(3), counter: 0x1f },
        sequence: 2,
        world: 12,
        recorded_at: BEGUN,
        occurred_at,
        actor,
        command: CommandId(70_000),
        previous: digest(9),
        events,
    };
    let earlier = Some(Moment(BEGUN.0 - DAY));
    let all = |events: Vec<(&str, Event)>| events.into_iter().map(|(_, event)| event).collect();
    vec![
        ("person", record(Actor::Person(person("li-hong")), earlier, all(of_elements()))),
        ("citizen", record(Actor::Citizen, None, all(of_tasks_and_notices()))),
        ("engine", record(Actor::Engine, None, all(of_time()))),
    ]
}

/// The row of a record, with a document and one that was erased by law.
pub(crate) fn row(record: &Record<Event>) -> Row {
    let json = r#"{"form":{"applicant_name":"李建国"},"opinion":"情况属实"}"#;
    let documents = [Some(json.to_owned()), None].map(|json| Document { salt: [6; 16], json });
    Row { record: record.to_bytes(), documents: documents.to_vec() }
}
