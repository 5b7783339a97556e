//! Failures as responses: the one error type of all handlers.
//!
//! A handler does not know the reader's language: the failure travels in the response's extensions
//! and `around` writes the problem.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tongban_api::{Lang, problem::Failure};
use tongban_core::Rejection;
use tongban_runtime::{Refusal, Unregistered};

/// Why a handler has no answer.
#[derive(Clone, Debug)]
pub(crate) struct Failed(pub(crate) Arc<Failure>);

/// What a handler gives.
pub(crate) type Answer<T> = Result<T, Failed>;

impl Failed {
    /// A failure that says no more than its title.
    pub(crate) fn plain(code: &'static str) -> Self {
        Failure::plain(code).into()
    }

    /// Something that the request names is not there.
    pub(crate) fn not_found(zh: &str, en: &str) -> Self {
        Failure::new("not-found", format!("没有找到{zh}"), format!("expected {en} that exists"))
            .into()
    }

    /// A field that does not have the form that is needed.
    pub(crate) fn value(pointer: &str, error: &dyn std::fmt::Display) -> Self {
        let text = tongban_model::Text::new(format!("填写的值有误：{error}"), error.to_string());
        Failure::new("value-malformed", text.zh.as_str(), text.en.as_str()).at(pointer, text).into()
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self(Arc::new(failure))
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        if matches!(refusal, Refusal::Damaged { .. } | Refusal::StoreUnavailable) {
            tracing::error!(code = refusal.code(), error = %refusal, "a request failed");
        }
        Failure::from(&refusal).into()
    }
}

impl From<Rejection> for Failed {
    fn from(rejection: Rejection) -> Self {
        Failure::from(&rejection).into()
    }
}

impl From<Unregistered> for Failed {
    fn from(unregistered: Unregistered) -> Self {
        Failure::from(&unregistered).into()
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status());
        let mut response = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The response in a reader's language.
pub(crate) fn written(failed: &Failed, lang: Lang) -> Response {
    let problem = failed.0.problem(lang);
    let body = serde_json::to_vec(&problem).expect("a problem is plain data");
    let status = StatusCode::from_u16(problem.status);
    let mut response = (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body).into_response();
    let headers = response.headers_mut();
    let json = HeaderValue::from_static("application/problem+json");
    headers.insert(header::CONTENT_TYPE, json);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    if let Some(seconds) = failed.0.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.status == 401 {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
