//! Pages for citizens: rendered here, without JavaScript, large type, for phones. Chinese first;
//! `?lang=en` gives English.
//!
//! Invariant: they show what `/public` answers and nothing else.

mod case;
mod notice;
mod page;

use axum::{
    Router,
    extract::FromRequestParts,
    http::{header, request::Parts},
    routing::get,
};
use tongban_api::{Lang, wire::query::Language};

use crate::{
    extract::Asked,
    failed::{Answer, Failed},
    state::App,
};

pub(crate) use page::layout;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/", get(case::ask))
        .route("/citizen", get(case::ask))
        .route("/citizen/case", get(case::show))
        .route("/citizen/notices", get(notice::board))
        .route("/citizen/notices/{id}", get(notice::show))
        .route("/citizen/notices/{id}/object", get(notice::form).post(notice::file))
}

/// The language of a page: `?lang=`, else what the browser asks for.
pub(crate) struct Reader(pub(crate) Lang);

impl FromRequestParts<App> for Reader {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let asked = Asked::<LanguageAmong>::from_request_parts(parts, app).await;
        let asked = asked.ok().and_then(|Asked(asked)| asked.lang);
        let header = parts.headers.get(header::ACCEPT_LANGUAGE);
        let header = header.and_then(|value| value.to_str().ok());
        let Language { lang } = Language { lang: asked };
        Ok(Self(match lang.as_deref() {
            Some("en") => Lang::En,
            Some(_) => Lang::Zh,
            None => header.map_or(Lang::Zh, Lang::accepted),
        }))
    }
}

/// `lang` among other parameters.
#[derive(serde::Deserialize)]
struct LanguageAmong {
    lang: Option<String>,
}
