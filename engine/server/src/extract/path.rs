//! Ids in paths.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use tongban_api::view::parse_element_id;
use tongban_core::id::{ElementId, InstanceId};

use crate::{
    failed::{Answer, Failed},
    state::App,
};

/// `{id}`: a case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InstancePath(pub(crate) InstanceId);

/// `{id}`: a task or a notice, `3-1f.7`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ElementPath(pub(crate) InstanceId, pub(crate) ElementId);

impl FromRequestParts<App> for InstancePath {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let id = Path::<String>::from_request_parts(parts, app).await;
        let id = id.ok().and_then(|Path(id)| id.parse().ok());
        id.map(Self).ok_or_else(|| Failed::plain("instance-unknown"))
    }
}

impl FromRequestParts<App> for ElementPath {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let id = Path::<String>::from_request_parts(parts, app).await;
        let id = id.ok().and_then(|Path(id)| parse_element_id(&id));
        id.map(|(instance, element)| Self(instance, element)).ok_or_else(|| {
            Failed::not_found("这项任务或公示", "a task or a notice such as `3-1f.7`")
        })
    }
}
