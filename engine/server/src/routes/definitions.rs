//! Definitions: list, read, check, release.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
};
use tongban_api::{
    Lang,
    view::definition::{diagnostics, lines, whole},
    wire::{
        definition::{Checked, Definition, DefinitionLine, FileContent, PostDefinition},
        page::Page,
        query,
    },
};
use tongban_model::{Bundle, ProcessId};
use tongban_runtime::{Registration, Unregistered};

use super::{Routes, shared};
use crate::{
    auth::{Caller, Office},
    base64,
    extract::{Asked, Large},
    failed::{Answer, Failed},
    openapi::Doc,
    state::App,
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/definitions",
            list,
            doc("listDefinitions", "流程列表", "Processes and their versions")
                .gives::<Page<DefinitionLine>>(),
        )
        .get(
            "/api/v1/definitions/{process}",
            read,
            doc("getDefinition", "流程定义", "A definition: forms, steps, ways out")
                .query::<query::Version>()
                .gives::<Definition>(),
        )
        .post(
            "/api/v1/definitions",
            release,
            doc(
                "postDefinition",
                "检查或发布流程",
                "Checks a bundle, or releases it from a day on",
            )
            .takes::<PostDefinition>()
            .gives::<Checked>(),
        )
}

async fn list(State(app): State<App>, _caller: Caller) -> Json<Page<DefinitionLine>> {
    let here = app.here();
    Json(Page::whole(lines(&here.world, here.now.day())))
}

async fn read(
    State(app): State<App>,
    _caller: Caller,
    Path(process): Path<String>,
    Asked(asked): Asked<query::Version>,
) -> Answer<Json<Definition>> {
    let here = app.here();
    let unknown = || Failed::not_found("这个流程或版本", "a process and version");
    let process = ProcessId::from(process.as_str());
    let found = match &asked.version {
        Some(version) => {
            let digest = shared::digest(version).ok_or_else(unknown)?;
            here.world.definition(&digest).filter(|found| found.id == process)
        }
        None => here.world.in_force(&process, here.now.day()),
    };
    Ok(Json(whole(found.ok_or_else(unknown)?)))
}

async fn release(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Large(body): Large<PostDefinition>,
) -> Answer<(StatusCode, Json<Checked>)> {
    let here = app.here();
    caller.must_hold(&here, Office::System)?;
    let today = here.now.day();
    let from = body.from.as_deref().map(|text| shared::day(text, "/from")).transpose()?;
    let from = from.unwrap_or(today);
    if from < today {
        let error = format!("expected a first day from {today} on, but got {from}");
        return Err(Failed::value("/from", &error));
    }
    let dry_run = body.dry_run;
    let registration = Registration::Release { bundle: bundle(body)?, from };
    match app.engine.register(caller.actor(), registration, dry_run).await {
        Ok(registered) => {
            let checked = Checked {
                process: registered.process.map(|process| process.to_string()),
                version: registered.digest.map(|digest| digest.to_string()),
                from: (!dry_run).then(|| from.to_string()),
                changes: registered.differences.iter().map(Into::into).collect(),
                diagnostics: diagnostics(&registered.warnings, (language(&headers), true)),
            };
            let status = if dry_run { StatusCode::OK } else { StatusCode::CREATED };
            Ok((status, Json(checked)))
        }
        Err(Unregistered::Definition(found)) if dry_run => {
            let diagnostics = diagnostics(&found, (language(&headers), true));
            Ok((StatusCode::OK, Json(Checked { diagnostics, ..Checked::default() })))
        }
        Err(error) => Err(error.into()),
    }
}

/// The reader's language.
pub(super) fn language(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map_or(Lang::Zh, Lang::accepted)
}

fn bundle(body: PostDefinition) -> Answer<Bundle> {
    let mut bundle = Bundle::default();
    for (name, content) in body.files {
        let bytes = match content {
            FileContent::Text(text) => text.into_bytes(),
            FileContent::Bytes { base64 } => base64::decode(&base64)
                .map_err(|error| Failed::value(&format!("/files/{name}/base64"), &error))?,
        };
        bundle.files.insert(name, bytes.into());
    }
    Ok(bundle)
}
