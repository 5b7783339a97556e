//! Keys by which divisions sign their plugins: register, list, revoke.
//!
//! The grants administrator keeps the keys, the system administrator installs what was signed by
//! them: neither can bring a rule in alone (三员分立).
//! Invariant: a grants administrator keeps the keys of the own place and those below it alone; the
//! nation's are kept by those of a province, since nobody here is above it.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use tongban_api::{
    view,
    wire::{
        key::{KeyLine, RegisterKey, RevokeKey},
        page::Page,
        text::Text,
    },
};
use tongban_core::key::Key;
use tongban_runtime::Registration;

use super::{Routes, shared};
use crate::{
    auth::{Caller, Office},
    extract::Body,
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/keys",
            list,
            doc("listKeys", "已登记的签名密钥", "Keys on file").gives::<Page<KeyLine>>(),
        )
        .post(
            "/api/v1/keys",
            register,
            doc("registerKey", "登记签名密钥", "Puts a key on file for a division")
                .takes::<RegisterKey>()
                .status(201)
                .gives::<Page<Text>>(),
        )
        .post(
            "/api/v1/keys/{id}/revoke",
            revoke,
            doc("revokeKey", "吊销签名密钥", "Ends a key at once; says what it had signed")
                .takes::<RevokeKey>()
                .gives::<Page<Text>>(),
        )
}

async fn list(State(app): State<App>, _caller: Caller) -> Json<Page<KeyLine>> {
    let here = app.here();
    Json(Page::whole(here.world.keys().map(|key| line(&here, key)).collect()))
}

async fn register(
    State(app): State<App>,
    caller: Caller,
    Body(body, _): Body<RegisterKey>,
) -> Answer<(StatusCode, Json<Page<Text>>)> {
    let here = app.here();
    caller.must_hold(&here, Office::Grants)?;
    if body.holder.trim().is_empty() {
        return Err(Failed::value("/holder", &"expected who keeps the secret half"));
    }
    let code = body.division.as_deref();
    let division = code.map(|code| shared::division(&here, code, "/division")).transpose()?;
    caller.must_keep_keys(&here, division)?;
    let from = body.from.as_deref().map(|text| shared::day(text, "/from")).transpose()?;
    let registration = Registration::RegisterKey {
        public: body.public,
        division,
        holder: body.holder,
        from: from.unwrap_or_else(|| here.now.day()),
        to: body.to.as_deref().map(|text| shared::day(text, "/to")).transpose()?,
    };
    let registered = app.engine.register(caller.actor(), registration, false).await?;
    let lines = registered.differences.into_iter().map(Into::into).collect();
    Ok((StatusCode::CREATED, Json(Page::whole(lines))))
}

async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body, _): Body<RevokeKey>,
) -> Answer<Json<Page<Text>>> {
    let here = app.here();
    caller.must_hold(&here, Office::Grants)?;
    if let Some(key) = here.world.key(&id) {
        caller.must_keep_keys(&here, key.division)?;
    }
    if body.reason.trim().is_empty() {
        return Err(Failed::value("/reason", &"expected why the key ends"));
    }
    let registration = Registration::RevokeKey { id, reason: body.reason };
    let registered = app.engine.register(caller.actor(), registration, false).await?;
    Ok(Json(Page::whole(registered.differences.into_iter().map(Into::into).collect())))
}

fn line(here: &Here, key: &Key) -> KeyLine {
    let code = |id| view::division(&here.world, id, here.now).code;
    KeyLine {
        id: key.id.clone(),
        public: key.public.clone(),
        division: key.division.map(code),
        holder: key.holder.clone(),
        from: key.from.day().to_string(),
        to: key.to.map(|to| to.day().to_string()),
        revoked: key.revoked.map(|at| at.day().to_string()),
        counts: key.counts(here.now.day()),
    }
}
