//! What lies around every route: the reader's language, the limit of time, metrics, problems.
//!
//! Invariant: thin; a request that succeeds costs two clock readings and a few counters here.

use std::time::Instant;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use tongban_api::Lang;

use crate::{
    failed::{Failed, written},
    state::App,
};

/// Runs a request and writes its problem, if it has one, in the reader's language.
pub(crate) async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    app.metrics.began();
    let lang = language(&request);
    let answered = tokio::time::timeout(app.limits.request_max, next.run(request)).await;
    let mut response = match answered {
        Ok(response) => finished(response, lang),
        Err(_) => written(&Failed::plain("timed-out"), lang),
    };
    harden(&mut response);
    app.metrics.ended(response.status(), began.elapsed());
    response
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
