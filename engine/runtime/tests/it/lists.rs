//! Words that answer with lists: `validator`, `list-nation`, `list-county`.

use tongban_calendar::Date;
use tongban_core::{
    call::{
        Addressee, Answer, Call, Called, FunctionCount, HostFunction, Intent, Item, Notification,
        Outcome, Problem, Request, Severity, Used,
    },
    surroundings::{Consulted, Lookup},
};
use tongban_expr::Value;
use tongban_plugin_api::Surroundings;

/// What such a word says; none for other words. A lying `list-nation` looks another day up.
pub(crate) fn say(
    word: Option<&str>,
    call: &Call,
    (surroundings, lies): (&dyn Surroundings, bool),
) -> Option<Called> {
    match word? {
        "validator" => Some(answered(Answer { problems: problems(call), ..Answer::default() })),
        "list-nation" => {
            let items = vec![item("hukou", 1)];
            let called = answered(Answer { items, ..Answer::default() });
            Some(Called { used: Some(Box::new(looks_up(call, surroundings, lies))), ..called })
        }
        "list-county" => {
            let items = vec![item("hukou", 2), item("lease", 1)];
            Some(answered(Answer { items, intents: intents(), ..Answer::default() }))
        }
        _ => None,
    }
}

fn answered(answer: Answer) -> Called {
    Outcome::Answered(answer).into()
}

/// More than five people are an error, more than two a warning.
fn problems(call: &Call) -> Vec<Problem> {
    let Some(Value::Number(people)) = call.input.get("人数") else { return Vec::new() };
    let severity = match people {
        many if *many > 5.into() => Severity::Error,
        some if *some > 2.into() => Severity::Warning,
        _ => return Vec::new(),
    };
    vec![Problem {
        field: "人数".into(),
        message: "人数与户口簿不符".into(),
        message_en: None,
        severity,
        law: Some("第九条".into()),
    }]
}

fn item(id: &str, copies: u32) -> Item {
    Item {
        id: id.into(),
        name: id.to_uppercase(),
        required: true,
        original: false,
        copies,
        note: None,
        law: None,
    }
}

fn intents() -> Vec<Intent> {
    let notify = |to, message: &str| Intent::Notify(Notification { to, message: message.into() });
    vec![
        notify(Addressee::Role("township.leader".into()), "请现场核查"),
        notify(Addressee::Applicant, "请备齐租房合同"),
        Intent::AskAgency(Request {
            agency: "住建局".into(),
            question: "名下有无住房".into(),
            fields: vec!["applicant_name".into()],
        }),
    ]
}

fn looks_up(call: &Call, surroundings: &dyn Surroundings, lies: bool) -> Used {
    let day: Date = if lies { call.scene.day.tomorrow().expect("a day") } else { call.scene.day };
    let lookup = Lookup::WorkingDay { day };
    let found = surroundings.look_up(&call.scene, &lookup);
    Used {
        world: surroundings.world(),
        counts: vec![FunctionCount { function: HostFunction::IsWorkingDay, count: 1 }],
        consulted: vec![Consulted { lookup, found: found.clone() }],
        log: Vec::new(),
        log_cut: u64::from(matches!(found, tongban_core::surroundings::Found::Unknown { .. })),
    }
}
