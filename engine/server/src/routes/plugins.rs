//! Plugins: install, list, withdraw.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use tongban_api::{
    view,
    wire::{
        page::Page,
        plugin::{InstallPlugin, PluginLine, WithdrawPlugin},
    },
};
use tongban_calendar::{Date, start_of};
use tongban_core::{Moment, call::Digest, layer::Layer};
use tongban_model::{PointId, ProcessId};
use tongban_plugin_api::{PluginId, PluginVersion};
use tongban_runtime::Registration;

use super::{Routes, shared};
use crate::{
    auth::{Caller, Office},
    base64,
    extract::{Body, Large},
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/plugins",
            list,
            doc("listPlugins", "已安装的插件", "Installed plugins").gives::<Page<PluginLine>>(),
        )
        .post(
            "/api/v1/plugins",
            install,
            doc("installPlugin", "安装插件", "Installs a plugin for a division")
                .takes::<InstallPlugin>()
                .status(201)
                .gives::<PluginLine>(),
        )
        .post(
            "/api/v1/plugins/{digest}/withdraw",
            withdraw,
            doc("withdrawPlugin", "撤销插件", "Ends a plugin from a day on")
                .takes::<WithdrawPlugin>()
                .status(204),
        )
}

async fn list(State(app): State<App>, _caller: Caller) -> Json<Page<PluginLine>> {
    let here = app.here();
    Json(Page::whole(here.world.all_layers().map(|layer| line(&here, layer)).collect()))
}

async fn install(
    State(app): State<App>,
    caller: Caller,
    Large(body): Large<InstallPlugin>,
) -> Answer<(StatusCode, Json<PluginLine>)> {
    let here = app.here();
    caller.must_hold(&here, Office::System)?;
    let component =
        base64::decode(&body.component).map_err(|error| Failed::value("/component", &error))?;
    let mut layer = layer(&here, &body)?;
    if let Some(division) = layer.division {
        // A division's rules are installed from its own office or from above.
        caller.must_read(&here, division)?;
    }
    let component = Arc::from(component);
    let registration = Registration::InstallPlugin { component, layer: layer.clone() };
    let registered = app.engine.register(caller.actor(), registration, body.dry_run).await?;
    if let Some(digest) = registered.digest {
        layer.digest = digest;
    }
    let status = if body.dry_run { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(line(&here, &layer))))
}

async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path(digest): Path<String>,
    Body(body, _): Body<WithdrawPlugin>,
) -> Answer<StatusCode> {
    let here = app.here();
    caller.must_hold(&here, Office::System)?;
    let unknown = || Failed::not_found("这个插件", "a plugin that is installed");
    let digest = shared::digest(&digest).ok_or_else(unknown)?;
    let layers = here.world.all_layers().filter(|layer| layer.digest == digest);
    for division in layers.filter_map(|layer| layer.division) {
        caller.must_read(&here, division)?;
    }
    let to = first_moment(shared::day(&body.to, "/to")?);
    let registration = Registration::WithdrawPlugin { digest, to, reason: body.reason };
    app.engine.register(caller.actor(), registration, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn layer(here: &Here, body: &InstallPlugin) -> Answer<Layer> {
    let id: PluginId = body.id.parse().map_err(|error| Failed::value("/id", &error))?;
    let version: PluginVersion =
        body.version.parse().map_err(|error| Failed::value("/version", &error))?;
    if body.law.trim().is_empty() {
        return Err(Failed::value("/law", &"expected what entitles the division to it"));
    }
    let code = body.division.as_deref();
    let division = code.map(|code| shared::division(here, code, "/division")).transpose()?;
    let last = body.to.as_deref().map(|text| shared::day(text, "/to")).transpose()?;
    Ok(Layer {
        process: ProcessId::from(body.process.as_str()),
        point: PointId::from(body.point.as_str()),
        division,
        plugin: id.to_string(),
        version: version.to_string(),
        digest: Digest([0; 32]),
        law: body.law.clone(),
        from: first_moment(shared::day(&body.from, "/from")?),
        to: last.map(|day| Moment::from(tongban_calendar::end_of(day))),
    })
}

fn first_moment(day: Date) -> Moment {
    start_of(day).into()
}

fn line(here: &Here, layer: &Layer) -> PluginLine {
    let code = |id| view::division(&here.world, id, here.now).code;
    PluginLine {
        digest: layer.digest.to_string(),
        id: layer.plugin.clone(),
        version: layer.version.clone(),
        process: layer.process.to_string(),
        point: layer.point.to_string(),
        division: layer.division.map(code),
        law: layer.law.clone(),
        from: layer.from.day().to_string(),
        to: layer.to.map(|to| to.day().to_string()),
    }
}
