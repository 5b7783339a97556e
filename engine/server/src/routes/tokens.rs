//! Tokens: issue, revoke.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use tongban_api::{
    Time,
    problem::Failure,
    wire::token::{IssueToken, NewToken},
};
use tongban_core::{Actor, Moment, call::Digest};
use tongban_model::organisation::PersonId;
use tongban_runtime::Registration;

use super::{Routes, shared};
use crate::{
    auth::{Caller, Office, Secret},
    extract::Body,
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

const DAY_MS: i64 = 24 * 3_600 * 1_000;
/// Longest life of a token, in days: a year, as long as an appointment lasts (一年一聘).
const DAYS_MAX: u16 = 366;

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .post(
            "/api/v1/tokens",
            issue,
            doc("issueToken", "签发令牌（只显示一次）", "Issues a token; it is shown this once")
                .takes::<IssueToken>()
                .status(201)
                .gives::<NewToken>(),
        )
        .delete(
            "/api/v1/tokens/{id}",
            revoke,
            doc("revokeToken", "吊销令牌", "Revokes a token").status(204),
        )
}

async fn issue(
    State(app): State<App>,
    caller: Caller,
    Body(body, _): Body<IssueToken>,
) -> Answer<(StatusCode, Json<NewToken>)> {
    let here = app.here();
    let person = PersonId::from(body.person.as_str());
    may_issue(&here, &caller, &person)?;
    if !(1..=DAYS_MAX).contains(&body.days) {
        let error = format!("expected 1 to {DAYS_MAX} days, but got {}", body.days);
        return Err(Failed::value("/days", &error));
    }
    let secret = Secret::new().map_err(|error| {
        tracing::error!(%error, "the machine gives no random bytes");
        Failed::plain("internal")
    })?;
    let hash = secret.hash();
    let expires = Moment(here.now.0 + i64::from(body.days) * DAY_MS);
    let registration = Registration::IssueToken { hash, person: body.person.clone(), expires };
    app.engine.register(caller.actor(), registration, false).await?;
    if caller.is_bootstrap() {
        // Used up: whoever holds it next finds it revoked.
        let registration = Registration::RevokeToken { hash: caller.token };
        app.engine.register(Actor::Engine, registration, false).await?;
    }
    let new = NewToken {
        token: secret.into_text(),
        id: hash.to_string(),
        person: body.person,
        expires: Time(expires),
    };
    Ok((StatusCode::CREATED, Json(new)))
}

/// The grants administrator issues tokens; the single-use token of the first start issues one, for
/// a grants administrator.
fn may_issue(here: &Here, caller: &Caller, person: &PersonId) -> Answer<()> {
    if !caller.is_bootstrap() {
        return caller.must_hold(here, Office::Grants);
    }
    let positions = here.world.organisation.positions(person, here.now.day());
    let role = Office::Grants.role();
    if positions.iter().any(|(held, _)| *held == role) {
        return Ok(());
    }
    let failure = Failure::new(
        "forbidden",
        format!("一次性令牌只能为持有角色 {role} 的人员签发令牌"),
        format!("expected a person who holds `{role}`: the single-use token is for them alone"),
    );
    Err(failure.into())
}

async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let hash: Option<Digest> = shared::digest(&id);
    let hash = hash.ok_or_else(|| Failed::not_found("这个令牌", "a token that counts"))?;
    // Anybody may give up their own.
    if hash != caller.token {
        caller.must_hold(&app.here(), Office::Grants)?;
    }
    let registration = Registration::RevokeToken { hash };
    app.engine.register(caller.actor(), registration, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
