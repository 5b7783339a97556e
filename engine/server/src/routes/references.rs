//! Reference tables for plugins: register, list, retire.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use tongban_api::{
    view,
    wire::{
        page::Page,
        reference::{ReferenceLine, RegisterReference, RetireReference},
    },
};
use tongban_calendar::{end_of, start_of};
use tongban_core::{Moment, call::Digest, reference::Reference};
use tongban_runtime::Registration;

use super::{Routes, shared};
use crate::{
    auth::{Caller, Office},
    extract::{Body, Large},
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/references",
            list,
            doc("listReferences", "参考数据表", "Reference tables that plugins may look up")
                .gives::<Page<ReferenceLine>>(),
        )
        .post(
            "/api/v1/references",
            register,
            doc("registerReference", "登记参考数据表", "Registers a reference table")
                .takes::<RegisterReference>()
                .status(201)
                .gives::<ReferenceLine>(),
        )
        .post(
            "/api/v1/references/{digest}/retire",
            retire,
            doc("retireReference", "停用参考数据表", "Ends a reference table from a day on")
                .takes::<RetireReference>()
                .status(204),
        )
}

async fn list(State(app): State<App>, _caller: Caller) -> Json<Page<ReferenceLine>> {
    let here = app.here();
    Json(Page::whole(here.world.references().map(|reference| line(&here, reference)).collect()))
}

async fn register(
    State(app): State<App>,
    caller: Caller,
    Large(body): Large<RegisterReference>,
) -> Answer<(StatusCode, Json<ReferenceLine>)> {
    let here = app.here();
    caller.must_hold(&here, Office::System)?;
    if body.law.trim().is_empty() {
        return Err(Failed::value("/law", &"expected what the table rests on"));
    }
    let code = body.division.as_deref();
    let division = code.map(|code| shared::division(&here, code, "/division")).transpose()?;
    if let Some(division) = division {
        caller.must_read(&here, division)?;
    }
    let last = body.to.as_deref().map(|text| shared::day(text, "/to")).transpose()?;
    let mut reference = Reference {
        id: body.id,
        division,
        artifact: Digest([0; 32]),
        from: start_of(shared::day(&body.from, "/from")?).into(),
        to: last.map(|day| Moment::from(end_of(day))),
        law: body.law,
    };
    let registration =
        Registration::RegisterReference { csv: body.csv, reference: reference.clone() };
    let registered = app.engine.register(caller.actor(), registration, body.dry_run).await?;
    if let Some(digest) = registered.digest {
        reference.artifact = digest;
    }
    let status = if body.dry_run { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(line(&here, &reference))))
}

async fn retire(
    State(app): State<App>,
    caller: Caller,
    Path(digest): Path<String>,
    Body(body, _): Body<RetireReference>,
) -> Answer<StatusCode> {
    let here = app.here();
    caller.must_hold(&here, Office::System)?;
    let unknown = || Failed::not_found("这张参考数据表", "a table that is registered");
    let artifact = shared::digest(&digest).ok_or_else(unknown)?;
    let known = here.world.references().filter(|known| known.artifact == artifact);
    for division in known.filter_map(|reference| reference.division) {
        caller.must_read(&here, division)?;
    }
    let to = start_of(shared::day(&body.to, "/to")?).into();
    let registration = Registration::RetireReference { artifact, to, reason: body.reason };
    app.engine.register(caller.actor(), registration, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn line(here: &Here, reference: &Reference) -> ReferenceLine {
    let code = |id| view::division(&here.world, id, here.now).code;
    ReferenceLine {
        digest: reference.artifact.to_string(),
        id: reference.id.clone(),
        division: reference.division.map(code),
        law: reference.law.clone(),
        from: reference.from.day().to_string(),
        to: reference.to.map(|to| to.day().to_string()),
    }
}
