//! Notices and objections, as staff see them.

use axum::{Json, extract::State};
use tongban_api::{
    view::{Reading, document, element_id},
    wire::{
        notice::{NoticeLine, Objection},
        page::Page,
        query,
    },
};
use tongban_core::{
    document::Document,
    event::Event,
    id::{ElementId, InstanceId},
    state::Work,
};
use tongban_runtime::query::NoticeItem;

use super::{Routes, shared};
use crate::{
    auth::{Caller, audit},
    extract::{Asked, InstancePath},
    failed::Answer,
    openapi::Doc,
    state::{App, Here},
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/notices",
            list,
            doc("listNotices", "公示中的办件", "Standing notices that the caller may read")
                .query::<query::Notices>()
                .gives::<Page<NoticeLine>>(),
        )
        .get(
            "/api/v1/instances/{id}/objections",
            objections,
            doc("listObjections", "办件收到的异议", "The objections to a case's notices")
                .gives::<Page<Objection>>(),
        )
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<query::Notices>,
) -> Answer<Json<Page<NoticeLine>>> {
    let here = app.here();
    let (items, next) = standing(&app, &here, asked).await?;
    let mut lines = Vec::with_capacity(items.len());
    for item in items.iter().filter(|item| caller.covers(&here, item.division)) {
        let case = app.engine.case(item.instance).await?;
        lines.extend(line(&here.reading(&case), item.element));
    }
    Ok(Json(Page { items: lines, next }))
}

/// Standing notices of a division and everything below it, or of all.
pub(super) async fn standing(
    app: &App,
    here: &Here,
    asked: query::Notices,
) -> Answer<(Vec<NoticeItem>, Option<String>)> {
    let above = asked.division.as_deref();
    let above = above.map(|code| shared::division(here, code, "/division")).transpose()?;
    let divisions = &here.world.organisation.divisions;
    let today = here.now.day();
    // A village's notices have their own prefix in the index; above it the whole list is filtered.
    let exact = above.filter(|id| divisions.children(*id, today).is_empty());
    let slice = shared::slice(asked.cursor, asked.limit);
    let page = app.engine.notices(exact, slice).await?;
    let inside = |item: &NoticeItem| {
        above.is_none_or(|above| divisions.lies_in(item.division, above, today))
    };
    let items = page.items.into_iter().filter(inside).collect();
    Ok((items, page.next.map(|cursor| cursor.0)))
}

fn line(reading: &Reading<'_>, element: ElementId) -> Option<NoticeLine> {
    let state = &reading.case.state;
    let Some(Work::Notice(notice)) = &state.element(element)?.work else { return None };
    Some(NoticeLine {
        id: element_id(state.id, element),
        instance: state.id.to_string(),
        title: (&reading.case.process.title).into(),
        division: reading.division(),
        posted_at: notice.posted_at.into(),
        until: reading.due(notice.until),
        objections_count: notice.objections.len(),
    })
}

async fn objections(
    State(app): State<App>,
    caller: Caller,
    InstancePath(id): InstancePath,
) -> Answer<Json<Page<Objection>>> {
    let (here, case) = shared::readable(&app, &caller, id).await?;
    let with_documents = caller.reads_documents(&here, case.state.division);
    if with_documents {
        audit(&caller, id, "objections");
    }
    let found = filed(&app, id, with_documents).await?;
    Ok(Json(Page::whole(found)))
}

async fn filed(app: &App, id: InstanceId, with_documents: bool) -> Answer<Vec<Objection>> {
    let mut found = Vec::new();
    for entry in shared::whole_history(app, id).await? {
        let at = entry.record.occurred_at.unwrap_or(entry.record.recorded_at);
        for event in &entry.record.events {
            let Event::ObjectionFiled(filed) = event else { continue };
            let written = document(&filed.document, &entry.documents);
            let written = written.filter(|_| with_documents).and_then(Document::submission);
            found.push(Objection {
                id: filed.objection.0,
                notice: element_id(id, filed.element),
                receipt: filed.receipt.clone(),
                at: at.into(),
                written: written.map(Into::into),
            });
        }
    }
    Ok(found)
}
