//! Query parameters.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use tongban_api::problem::Failure;

use crate::{
    failed::{Answer, Failed},
    state::App,
};

/// The query parameters of a request.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Answer<Self> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(error) => {
                let error = std::error::Error::source(&error)
                    .map_or_else(|| error.to_string(), ToString::to_string);
                let failure = Failure::new(
                    "query-malformed",
                    format!("查询参数有误：{error}"),
                    format!("expected known query parameters, but {error}"),
                );
                Err(failure.into())
            }
        }
    }
}
