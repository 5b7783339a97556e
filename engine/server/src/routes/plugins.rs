//! Plugins: install, list, withdraw.
//!
//! Invariant: the system administrator of one place installs and withdraws for that place and
//! those below it alone.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use tongban_api::{
    problem::Failure,
    view,
    wire::{
        page::Page,
        plugin::{InstallPlugin, InstalledPlugin, PluginLine, WithdrawPlugin},
        text::Text,
    },
};
use tongban_calendar::{Date, start_of};
use tongban_core::{Moment, layer::Layer};
use tongban_model::organisation::DivisionId;
use tongban_plugin_api::{DivisionCode, Package};
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
            doc("installPlugin", "安装已签名的插件包", "Installs a signed package for a division")
                .takes::<InstallPlugin>()
                .status(201)
                .gives::<InstalledPlugin>(),
        )
        .post(
            "/api/v1/plugins/{digest}/withdraw",
            withdraw,
            doc(
                "withdrawPlugin",
                "撤销插件",
                "Ends a plugin from a day on; says what answers then",
            )
            .takes::<WithdrawPlugin>()
            .gives::<Page<Text>>(),
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
) -> Answer<(StatusCode, Json<InstalledPlugin>)> {
    let here = app.here();
    caller.must_hold(&here, Office::System)?;
    let package =
        base64::decode(&body.package).map_err(|error| Failed::value("/package", &error))?;
    caller.must_hold_over(&here, (Office::System, division_of(&here, &package)?))?;
    let registration = Registration::InstallPackage { package: package.into() };
    let registered = app.engine.register(caller.actor(), registration, body.dry_run).await?;
    let installed = InstalledPlugin {
        digest: registered.digest.map(|digest| digest.to_string()).unwrap_or_default(),
        applied: !body.dry_run,
        differences: registered.differences.into_iter().map(Into::into).collect(),
    };
    let status = if body.dry_run { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(installed)))
}

async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path(digest): Path<String>,
    Body(body, _): Body<WithdrawPlugin>,
) -> Answer<Json<Page<Text>>> {
    let here = app.here();
    caller.must_hold(&here, Office::System)?;
    let unknown = || Failed::not_found("这个插件", "a plugin that is installed");
    let digest = shared::digest(&digest).ok_or_else(unknown)?;
    let mut layers: Vec<_> =
        here.world.all_layers().filter(|layer| layer.digest == digest).collect();
    if let Some(at) = &body.at {
        let named = |layer: &&Layer| {
            let division = layer.division.map(|id| view::division(&here.world, id, here.now).code);
            layer.process.as_str() == at.process
                && layer.point.as_str() == at.point
                && division == at.division
        };
        layers.retain(named);
        if layers.is_empty() {
            return Err(unknown());
        }
    }
    for layer in &layers {
        caller.must_hold_over(&here, (Office::System, layer.division))?;
    }
    if body.reason.trim().is_empty() {
        return Err(Failed::value("/reason", &"expected why it is withdrawn"));
    }
    let place = body.at.and_then(|_| layers.first().map(|layer| layer.place()));
    let to = first_moment(shared::day(&body.to, "/to")?);
    let registration = Registration::WithdrawPlugin { digest, place, to, reason: body.reason };
    let registered = app.engine.register(caller.actor(), registration, false).await?;
    Ok(Json(Page::whole(registered.differences.into_iter().map(Into::into).collect())))
}

/// Whose a package is, by its code on its first day: none for the nation's.
pub(super) fn division_of(here: &Here, package: &[u8]) -> Answer<Option<DivisionId>> {
    let package = Package::decode(package)
        .map_err(|error| Failed::from(Failure::new(error.code(), error.zh(), error.to_string())))?;
    let manifest = package.manifest();
    let on_first_day = |code: &DivisionCode| {
        shared::division_on(here, (code.as_str(), manifest.effective.from), "/package")
    };
    manifest.division.as_ref().map(on_first_day).transpose()
}

fn first_moment(day: Date) -> Moment {
    start_of(day).into()
}

fn line(here: &Here, layer: &Layer) -> PluginLine {
    let code = |id| view::division(&here.world, id, here.now).code;
    let signers = here.world.signers(layer);
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
        signed_by: signers.map(|signers| signers.supplier.clone()),
        countersigned_by: signers.and_then(|signers| signers.countersigner.clone()),
    }
}
