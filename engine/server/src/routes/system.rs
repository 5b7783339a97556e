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
    id::{ElementId, InstanceId},
};
use tongban_model::{RoleId, Text};
use tongban_runtime::{Refusal, Request, Target, query::ReminderItem};

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
            doc("listReminders", "期限提醒", "Reminders of legal limits for the caller's posts")
                .query::<query::Reminders>()
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
    let posts = match (&asked.role, &asked.division) {
        (Some(role), Some(code)) => {
            let division = shared::division(&here, code, "/division")?;
            caller.must_read(&here, division)?;
            vec![(RoleId::from(role.as_str()), division)]
        }
        (None, None) => here.world.organisation.positions(&caller.person, here.now.day()),
        _ => return Err(Failed::value("/role", &"expected `role` with `division`, or neither")),
    };
    let limit = shared::lines(asked.limit);
    let mut lines = Vec::new();
    for (role, division) in posts {
        let slice = shared::slice(None, Some(limit));
        let page = app.engine.reminders(&role, division, slice).await?;
        let post = (&role, division);
        lines.extend(page.items.iter().map(|item| line(&here, post, item)));
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines.truncate(limit);
    Ok(Json(Page::whole(lines)))
}

fn line(
    here: &Here,
    (role, place): (&RoleId, tongban_model::organisation::DivisionId),
    item: &ReminderItem,
) -> ReminderLine {
    let rung = item.rung + 1;
    ReminderLine {
        instance: item.instance.to_string(),
        process: item.process.to_string(),
        role: role.to_string(),
        division: division(&here.world, place, here.now),
        at: item.at.into(),
        reason: Text::new(
            format!("办件法定期限提醒（第 {rung} 次）"),
            format!("the legal limit of a case comes near or has passed (reminder {rung})"),
        )
        .into(),
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
