//! Papers for print: what there is, and each as HTML on A4.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tongban_api::wire::{page::Page, paper::PaperLine, query};
use tongban_core::id::{ElementId, InstanceId};

use super::{Routes, shared};
use crate::{
    auth::Caller,
    extract::{Asked, InstancePath},
    failed::{Answer, Failed},
    openapi::Doc,
    paper::{self, Kind, Paper, Subject},
    state::App,
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/instances/{id}/papers",
            list,
            doc("listPapers", "可打印的文书", "The papers that can be printed from a case")
                .gives::<Page<PaperLine>>(),
        )
        .get(
            "/api/v1/instances/{id}/papers/{kind}",
            print,
            doc("getPaper", "打印文书（A4）", "A paper as HTML for print; the latest of its kind")
                .query::<query::Paper>()
                .gives_other("text/html"),
        )
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
) -> Answer<Json<Page<PaperLine>>> {
    let (here, case) = shared::readable(&app, &caller, id).await?;
    let site = app.config.site();
    let subject = Subject { reading: here.reading(&case), history: &[], site: &site };
    let line = |paper: Paper<'_>| {
        let (kind, element) = (paper.kind.name(), paper.id);
        PaperLine {
            kind: kind.to_owned(),
            title: paper.kind.title().into(),
            number: subject.number(&paper),
            element: element.0,
            day: paper::dated(paper.element).day().to_string(),
            href: format!("/api/v1/instances/{id}/papers/{kind}?element={element}"),
        }
    };
    let there = Kind::ALL.into_iter().flat_map(|kind| subject.papers(kind));
    Ok(Json(Page::whole(there.map(line).collect())))
}

async fn print(
    State(app): State<App>,
    caller: Caller,
    Path((id, kind)): Path<(String, String)>,
    Asked(query::Paper { element }): Asked<query::Paper>,
) -> Answer<Response> {
    let id: InstanceId = id.parse().map_err(|_| Failed::plain("instance-unknown"))?;
    let missing = || Failed::not_found("这份文书", "a paper that this case has");
    let kind = Kind::of(&kind).ok_or_else(missing)?;
    let (here, case) = shared::documents_of(&app, &caller, (id, "paper")).await?;
    let history = shared::whole_history(&app, id).await?;
    let site = app.config.site();
    let subject = Subject { reading: here.reading(&case), history: &history, site: &site };
    let papers = subject.papers(kind);
    let mut latest_first = papers.iter().rev();
    let asked = |paper: &&Paper<'_>| element.is_none_or(|id| paper.id == ElementId(id));
    let html = latest_first.find(asked).and_then(|paper| subject.print(paper));
    let html = html.ok_or_else(missing)?;
    let utf8 = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, utf8)], html.into_string()).into_response())
}
