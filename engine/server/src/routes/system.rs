//! The engine itself: incidents, reminders, clock, verification, health, metrics, openapi.json.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tongban_api::{
    Time,
    view::{division, words},
    wire::{
        instance::Accepted,
        page::Page,
        query,
        system::{
            AdvanceClock, Advanced, ClockState, Health, IncidentLine, ReminderLine, Verified,
        },
    },
};
use tongban_core::{
    Command,
    effect::AgencyRequest,
    id::{ElementId, InstanceId},
};
use tongban_model::{RoleId, Text};
use tongban_runtime::{
    Refusal, Request, Target,
    query::{About, Inbox, ReminderItem},
};

use super::{Routes, instances::submit, shared};
use crate::{
    auth::{Caller, Office},
    extract::{Asked, Body, Writing},
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    let routes = routes
        .get(
            "/api/v1/incidents",
            incidents,
            doc("listIncidents", "需要管理员处理的办件", "Cases in which the engine needs a human")
                .query::<query::Slice>()
                .gives::<Page<IncidentLine>>(),
        )
        .post(
            "/api/v1/instances/{id}/incidents/{element}/retry",
            retry,
            doc("retryIncident", "处理后重试", "Tries an element again after it was mended")
                .command()
                .gives::<Accepted>(),
        )
        .get(
            "/api/v1/reminders",
            reminders,
            doc(
                "listReminders",
                "提醒和通知",
                "Reminders and notices for the caller and their posts",
            )
            .query::<query::Reminders>()
            .gives::<Page<ReminderLine>>(),
        )
        .get(
            "/api/v1/agency-requests",
            agency_requests,
            doc("listAgencyRequests", "部门协查请求", "What other agencies are to be asked")
                .gives::<Page<ReminderLine>>(),
        )
        .get(
            "/api/v1/clock",
            clock,
            doc("getClock", "系统时间", "What time it is").gives::<ClockState>(),
        )
        .post(
            "/api/v1/clock/advance",
            advance,
            doc("advanceClock", "拨动试运行时钟", "Moves a virtual clock; timers fire in order")
                .takes::<AdvanceClock>()
                .gives::<Advanced>(),
        )
        .post(
            "/api/v1/verify",
            verify,
            doc("verify", "核验全部记录", "Checks every chain, document and derived row")
                .gives::<Verified>(),
        );
    open(routes)
}

/// What needs no token.
fn open(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/health",
            health,
            doc("health", "进程存活", "The process lives").public().gives::<Health>(),
        )
        .get(
            "/ready",
            ready,
            doc("ready", "可以办理", "Commands are carried out").public().gives::<Health>(),
        )
        .get(
            "/metrics",
            metrics,
            doc("metrics", "运行指标", "Metrics for Prometheus").public().gives_other("text/plain"),
        )
        .get(
            "/api/v1/openapi.json",
            openapi,
            doc("openapi", "接口说明", "This document").public().gives_other("application/json"),
        )
}

async fn incidents(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<query::Slice>,
) -> Answer<Json<Page<IncidentLine>>> {
    let here = app.here();
    let first = asked.cursor.is_none();
    let page = app.engine.incidents(shared::slice(asked.cursor, asked.limit)).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for item in page.items {
        let case = app.engine.case(item.instance).await;
        if case.is_ok_and(|case| caller.covers(&here, case.state.division)) {
            items.push(IncidentLine {
                instance: item.instance.to_string(),
                element: Some(item.element.0),
                reason: words::of_code(&item.code).into(),
                code: item.code,
            });
        }
    }
    if first && caller.holds(&here, Office::System) {
        items.extend(app.engine.damaged().into_iter().map(|damaged| IncidentLine {
            instance: damaged.instance.to_string(),
            element: None,
            code: "instance-damaged".to_owned(),
            reason: words::of_code("instance-damaged").into(),
        }));
    }
    Ok(Json(Page { items, next: page.next.map(|cursor| cursor.0) }))
}

async fn retry(
    State(app): State<App>,
    caller: Caller,
    Path((id, element)): Path<(String, String)>,
    writing: Writing,
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let id: InstanceId = id.parse().map_err(|_| Failed::plain("instance-unknown"))?;
    let element = element.parse().map(ElementId);
    let element = element.map_err(|_| Failed::not_found("这一项", "an element of this case"))?;
    let command = Command::ResolveIncident(element);
    let request = Request::new(Target::Existing(id), command, caller.actor());
    submit(&app, request, (&caller, writing)).await
}

async fn reminders(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<query::Reminders>,
) -> Answer<Json<Page<ReminderLine>>> {
    let here = app.here();
    let inboxes: Vec<Inbox> = match (&asked.role, &asked.division) {
        (Some(role), Some(code)) => {
            let division = shared::division(&here, code, "/division")?;
            caller.must_read(&here, division)?;
            vec![Inbox::Post(RoleId::from(role.as_str()), division)]
        }
        (None, None) => {
            let posts = here.world.organisation.positions(&caller.person, here.now.day());
            let own = Inbox::Person(caller.person.clone());
            posts
                .into_iter()
                .map(|(role, division)| Inbox::Post(role, division))
                .chain([own])
                .collect()
        }
        _ => return Err(Failed::value("/role", &"expected `role` with `division`, or neither")),
    };
    let limit = shared::lines(asked.limit);
    let mut lines = Vec::new();
    for inbox in inboxes {
        let page = app.engine.reminders(&inbox, shared::slice(None, Some(limit))).await?;
        lines.extend(page.items.iter().map(|item| line(&here, &inbox, item)));
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines.truncate(limit);
    Ok(Json(Page::whole(lines)))
}

/// Those of the cases that the caller may read.
async fn agency_requests(
    State(app): State<App>,
    caller: Caller,
) -> Answer<Json<Page<ReminderLine>>> {
    let here = app.here();
    let slice = shared::slice(None, None);
    let page = app.engine.reminders(&Inbox::Agencies, slice).await?;
    let mut lines = Vec::new();
    for item in &page.items {
        let case = app.engine.case(item.instance).await?;
        if caller.must_read(&here, case.state.division).is_ok() {
            lines.push(line(&here, &Inbox::Agencies, item));
        }
    }
    Ok(Json(Page::whole(lines)))
}

fn line(here: &Here, inbox: &Inbox, item: &ReminderItem) -> ReminderLine {
    let (role, place) = match inbox {
        Inbox::Post(role, place) => (Some(role.to_string()), Some(*place)),
        Inbox::Person(_) | Inbox::Applicant(_) | Inbox::Agencies => (None, None),
    };
    ReminderLine {
        instance: item.instance.to_string(),
        process: item.process.to_string(),
        role,
        division: place.map(|place| division(&here.world, place, here.now)),
        at: item.at.into(),
        reason: words(&item.about).into(),
    }
}

fn words(about: &About) -> Text {
    match about {
        About::Rung(rung) => {
            let rung = rung + 1;
            Text::new(
                format!("办件法定期限提醒（第 {rung} 次）"),
                format!("the legal limit of a case comes near or has passed (reminder {rung})"),
            )
        }
        About::Notice(message) => Text::new(message.clone(), message.clone()),
        About::Request(AgencyRequest { agency, question, fields }) => {
            let fields = fields.join("、");
            Text::new(
                format!("请{agency}协查：{question}（可提供：{fields}）"),
                format!("ask `{agency}`: {question} (it may be told: {fields})"),
            )
        }
    }
}

async fn clock(State(app): State<App>, _caller: Caller) -> Json<ClockState> {
    let here = app.here();
    let day = here.now.day();
    Json(ClockState {
        now: here.now.into(),
        day: day.to_string(),
        working_day: here.world.calendar.is_working_day(day).working,
        virtual_: app.config.clock_is_virtual,
    })
}

async fn advance(
    State(app): State<App>,
    caller: Caller,
    Body(body, _): Body<AdvanceClock>,
) -> Answer<Json<Advanced>> {
    if !app.config.clock_is_virtual {
        return Err(Refusal::ClockNotVirtual.into());
    }
    caller.must_hold(&app.here(), Office::System)?;
    let Time(to) = body.to;
    if to < app.engine.now() {
        return Err(Failed::value("/to", &"expected a time that is not before now"));
    }
    let alarms = app.engine.advance(to).await?;
    Ok(Json(Advanced { now: app.engine.now().into(), alarms }))
}

async fn verify(State(app): State<App>, caller: Caller) -> Answer<Json<Verified>> {
    caller.must_hold(&app.here(), Office::Audit)?;
    let report = app.engine.verify().await?;
    Ok(Json(Verified {
        sound: report.is_sound(),
        facts: report.facts().map(|line| (&line.0).into()).collect(),
        problems: report.problems().map(|line| (&line.0).into()).collect(),
        problems_count: report.problems_count(),
    }))
}

async fn health(State(app): State<App>) -> Json<Health> {
    Json(state_of(&app))
}

async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let ready = app.engine.is_writing();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(state_of(&app)))
}

fn state_of(app: &App) -> Health {
    let status = if app.engine.is_writing() { "ok" } else { "store-unavailable" };
    Health {
        status: status.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        world: app.engine.world().number,
        damaged: app.engine.damaged().len(),
    }
}

async fn metrics(State(app): State<App>) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4");
    let text = app.metrics.text(app.engine.world().number);
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

async fn openapi(State(app): State<App>) -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], app.openapi.clone()).into_response()
}
