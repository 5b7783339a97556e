//! What lies around every route: the reader's language, the limit of time, metrics, problems.
//!
//! Invariant: thin; a request that succeeds costs two clock readings and a few counters here.

use std::time::{Duration, Instant};

use axum::{
    body::HttpBody as _,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use tongban_api::Lang;

use crate::{
    config::Limits,
    failed::{Failed, written},
    state::App,
};

/// Runs a request and writes its problem, if it has one, in the reader's language.
pub(crate) async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    app.metrics.began();
    let lang = language(&request);
    let patience = patience(&app.limits, request.uri().path());
    let with_body = !request.body().is_end_stream();
    let answered = tokio::time::timeout(patience, next.run(request)).await;
    let mut response = match answered {
        Ok(response) => finished(response, lang),
        Err(_) => written(&Failed::plain("timed-out"), lang),
    };
    if with_body && refused_early(response.status()) {
        // The rest of the body may still lie on the connection, which then cannot be used again:
        // the client must know, or its next request fails.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    harden(&mut response);
    app.metrics.ended(response.status(), began.elapsed());
    response
}

/// Checking a whole store, moving a trial's clock and sending a scan over a village's line take
/// long.
fn patience(limits: &Limits, path: &str) -> Duration {
    let long = ["/verify", "/advance", "/attachments"];
    if long.iter().any(|end| path.ends_with(end)) { limits.long_max } else { limits.request_max }
}

/// Statuses that are given before the body was read.
fn refused_early(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::NOT_FOUND
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
    )
}

fn language(request: &Request) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE);
    header.and_then(|value| value.to_str().ok()).map_or(Lang::Zh, Lang::accepted)
}

fn finished(mut response: Response, lang: Lang) -> Response {
    if let Some(failed) = response.extensions_mut().remove::<Failed>() {
        return written(&failed, lang);
    }
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => {
            let allow = response.headers_mut().remove(header::ALLOW);
            let mut response = written(&Failed::plain("method-not-allowed"), lang);
            if let Some(allow) = allow {
                response.headers_mut().insert(header::ALLOW, allow);
            }
            response
        }
        _ => response,
    }
}

/// What browsers must not guess or keep.
fn harden(response: &mut Response) {
    let headers = response.headers_mut();
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
