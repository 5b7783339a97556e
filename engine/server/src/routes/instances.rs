//! Cases: start, state, list, history, why, extension, cancellation, export.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tongban_api::{
    Time,
    view::{self, words},
    wire::{
        history::History,
        instance::{Accepted, Instance, InstanceLine, StartInstance},
        page::Page,
        query,
        submission::Reason,
        why::Why,
    },
};
use tongban_core::{Command, Rejection, command::Start, id::InstanceId, state::Status};
use tongban_model::ProcessId;
use tongban_runtime::{
    Lane, Request, Target,
    query::{InstanceItem, InstanceQuery, Phase},
};

use super::{Routes, shared};
use crate::{
    auth::{Caller, Office, audit},
    extract::{Asked, Body, InstancePath, Writing, wait_for},
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

/// Records of one part of a history unless told, and at most.
const RECORDS: (usize, usize) = (100, 500);

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .post(
            "/api/v1/instances",
            start,
            doc("startInstance", "提交申请，开始办件", "Begins a case")
                .command()
                .takes::<StartInstance>()
                .status(201)
                .gives::<Accepted>(),
        )
        .get(
            "/api/v1/instances/{id}",
            state,
            doc("getInstance", "办件现状", "The state of a case; its `ETag` is its version")
                .query::<query::After>()
                .gives::<Instance>(),
        )
        .get(
            "/api/v1/instances/{id}/history",
            history,
            doc("getHistory", "办件全部经过", "Every record of a case")
                .query::<query::History>()
                .gives::<History>(),
        )
        .get(
            "/api/v1/instances/{id}/why",
            why,
            doc("whyInstance", "为何停在此处", "What is waited for, who may act, how long")
                .query::<query::After>()
                .gives::<Why>(),
        )
        .get(
            "/api/v1/instances",
            list,
            doc("listInstances", "办件列表", "Cases that the caller may read")
                .query::<query::Instances>()
                .gives::<Page<InstanceLine>>(),
        )
        .post(
            "/api/v1/instances/{id}/cancel",
            cancel,
            doc("cancelInstance", "终止办件", "Ends a case from outside")
                .command()
                .takes::<Reason>()
                .gives::<Accepted>(),
        )
        .post(
            "/api/v1/instances/{id}/extend-clock",
            extend,
            doc("extendClock", "延长期限（一次）", "Uses the one extension of the legal limit")
                .command()
                .takes::<Reason>()
                .gives::<Accepted>(),
        )
        .get(
            "/api/v1/instances/{id}/export",
            export,
            doc("exportInstance", "导出办件证据包", "A bundle that `tongban verify` checks")
                .gives_other("application/cbor"),
        )
}

async fn start(
    State(app): State<App>,
    caller: Caller,
    Body(body, writing): Body<StartInstance>,
) -> Answer<(StatusCode, HeaderMap, Json<Accepted>)> {
    let here = app.here();
    let StartInstance { process, division, application, occurred_at } = body;
    let division = shared::division(&here, &division, "/division")?;
    let day = occurred_at.map_or(here.now, |Time(at)| at).day();
    let process = here.world.in_force(&ProcessId::from(process.as_str()), day);
    let process = process.ok_or(Rejection::ProcessNotInForce)?;
    let digest = tongban_core::call::Digest(process.digest.0);
    let application = Arc::new(application.into());
    let command = Command::Start(Start { digest, division, application });
    let request = Request {
        occurred_at: occurred_at.map(|Time(at)| at),
        ..Request::new(Target::New, command, caller.actor())
    };
    let (headers, answer) = submit(&app, request, (&caller, writing)).await?;
    Ok((StatusCode::CREATED, headers, answer))
}

/// Sends a command with what its headers demand.
pub(super) async fn submit(
    app: &App,
    request: Request,
    (caller, writing): (&Caller, Writing),
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let request = Request {
        expected: writing.expected,
        idempotency: writing.idempotency(caller.person.as_str()),
        lane: Lane::Routine,
        ..request
    };
    let accepted = app.engine.submit(request).await?;
    let headers = shared::of_command(accepted.sequence, accepted.replayed);
    Ok((headers, Json(view::instance::accepted(accepted))))
}

async fn state(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
    Asked(asked): Asked<query::After>,
) -> Answer<Response> {
    wait_for(&app, asked.after.as_deref()).await?;
    let (here, case) = shared::readable(&app, &caller, id).await?;
    let with_data = caller.reads_documents(&here, case.state.division);
    if with_data {
        audit(&caller, id, "state");
    }
    let instance = here.reading(&case).instance(with_data);
    Ok(([shared::etag(case.sequence)], Json(instance)).into_response())
}

async fn history(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
    Asked(asked): Asked<query::History>,
) -> Answer<Json<History>> {
    wait_for(&app, asked.after.as_deref()).await?;
    let (here, case) = shared::readable(&app, &caller, id).await?;
    let limit = asked.limit.unwrap_or(RECORDS.0).clamp(1, RECORDS.1);
    let entries = app.engine.history(id, asked.from.unwrap_or(1).max(1), limit).await?;
    let with_documents = caller.reads_documents(&here, case.state.division);
    if with_documents {
        audit(&caller, id, "history");
    }
    let reading = here.reading(&case);
    let next = entries.last().map(|last| last.record.sequence + 1);
    let next = next.filter(|next| entries.len() == limit && *next <= case.sequence);
    let records = entries.iter().map(|entry| reading.record(entry, with_documents)).collect();
    Ok(Json(History { instance: id.to_string(), records, next }))
}

async fn why(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
    Asked(asked): Asked<query::After>,
) -> Answer<Json<Why>> {
    wait_for(&app, asked.after.as_deref()).await?;
    let (here, case) = shared::readable(&app, &caller, id).await?;
    Ok(Json(here.reading(&case).why()))
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<query::Instances>,
) -> Answer<Json<Page<InstanceLine>>> {
    wait_for(&app, asked.after.as_deref()).await?;
    let here = app.here();
    if let Some(receipt) = &asked.receipt {
        return of_receipt(&app, (&here, &caller), receipt).await.map(Json);
    }
    let phase = asked.status.as_deref().map(phase).transpose()?;
    let division = asked.division.as_deref();
    let division = division.map(|code| shared::division(&here, code, "/division")).transpose()?;
    let query = InstanceQuery {
        process: asked.process.as_deref().map(ProcessId::from),
        phase,
        division,
        slice: shared::slice(asked.cursor, asked.limit),
    };
    let page = app.engine.instances(query).await?;
    let readable = |item: &InstanceItem| caller.covers(&here, item.division);
    let items = page.items.into_iter().filter(readable).map(|item| line(&here, &item)).collect();
    Ok(Json(Page { items, next: page.next.map(|cursor| cursor.0) }))
}

async fn of_receipt(
    app: &App,
    (here, caller): (&Here, &Caller),
    receipt: &str,
) -> Answer<Page<InstanceLine>> {
    let found = app.engine.by_receipt(receipt).await?;
    let id = found.ok_or_else(|| Failed::plain("receipt-unknown"))?;
    let (_, case) = shared::readable(app, caller, id).await?;
    let phase = match case.state.status {
        Status::Running | Status::Unborn => Phase::Running,
        Status::Completed(..) => Phase::Completed,
        Status::Cancelled(_) => Phase::Cancelled,
    };
    let (process, division) = (case.state.process.clone(), case.state.division);
    let item = InstanceItem { instance: id, process, phase, division };
    Ok(Page::whole(vec![line(here, &item)]))
}

fn phase(name: &str) -> Answer<Phase> {
    match name {
        "running" => Ok(Phase::Running),
        "completed" => Ok(Phase::Completed),
        "cancelled" => Ok(Phase::Cancelled),
        _ => Err(Failed::value("/status", &"expected `running`, `completed` or `cancelled`")),
    }
}

fn line(here: &Here, item: &InstanceItem) -> InstanceLine {
    let status = match item.phase {
        Phase::Running => words::status(Status::Running),
        Phase::Completed => "completed",
        Phase::Cancelled => "cancelled",
    };
    InstanceLine {
        id: item.instance.to_string(),
        process: item.process.to_string(),
        status: status.to_owned(),
        division: view::division(&here.world, item.division, here.now),
    }
}

async fn cancel(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
    Body(reason, writing): Body<Reason>,
) -> Answer<(HeaderMap, Json<Accepted>)> {
    with_reason(&app, (&caller, writing), (id, reason, Command::Cancel)).await
}

async fn extend(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
    Body(reason, writing): Body<Reason>,
) -> Answer<(HeaderMap, Json<Accepted>)> {
    with_reason(&app, (&caller, writing), (id, reason, Command::ExtendClock)).await
}

/// Sends a command that needs reasons and nothing else.
async fn with_reason(
    app: &App,
    by: (&Caller, Writing),
    (id, reason, command): (
        InstanceId,
        Reason,
        fn(Arc<tongban_core::document::Submission>) -> Command,
    ),
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let occurred_at = reason.occurred_at.map(|Time(at)| at);
    let command = command(Arc::new(reason.into_submission()));
    let actor = by.0.actor();
    let request = Request { occurred_at, ..Request::new(Target::Existing(id), command, actor) };
    submit(app, request, by).await
}

async fn export(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
) -> Answer<Response> {
    let (here, _) = shared::documents_of(&app, &caller, (id, "export")).await?;
    caller.must_hold(&here, Office::Audit)?;
    let bundle = app.engine.export(id).await?;
    let name = format!("attachment; filename=\"case-{id}.tongban\"");
    let name = HeaderValue::from_str(&name).expect("an instance id is ASCII");
    let kind = HeaderValue::from_static("application/cbor");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bundle)
        .into_response())
}
