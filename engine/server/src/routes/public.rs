//! What anybody may see and do without a token.
//!
//! Invariant: rates are limited; of what people wrote nothing leaves but `publish` lines, masked.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use tongban_api::wire::{
    page::Page,
    public::{FileObjection, ObjectionReceipt, PublicCase, PublicNotice},
    query,
};
use tongban_core::{
    Actor, Command, command,
    document::Submission,
    id::{ElementId, InstanceId},
};
use tongban_runtime::{
    Request, Target,
    query::{About, Inbox, ReminderItem},
};

use super::{Routes, notices::standing, shared};
use crate::{
    extract::{Address, Asked, Body, ElementPath, Writing},
    failed::{Answer, Failed},
    openapi::Doc,
    state::App,
};

/// Longest name or contact of an objector, in characters.
const CONTACT_MAX: usize = 200;

pub(super) fn add(routes: Routes) -> Routes {
    let doc = |id, zh, en| Doc::new(id, zh, en).public();
    routes
        .get(
            "/public/notices",
            list,
            doc("listPublicNotices", "公示列表（脱敏）", "Standing notices, masked")
                .query::<query::Notices>()
                .gives::<Page<PublicNotice>>(),
        )
        .get(
            "/public/notices/{id}",
            read,
            doc("getPublicNotice", "一件公示（脱敏）", "One notice, masked")
                .gives::<PublicNotice>(),
        )
        .post(
            "/public/notices/{id}/objections",
            object,
            doc("fileObjection", "提出异议，得到回执", "Objects to a notice; gives a receipt")
                .command()
                .takes::<FileObjection>()
                .status(201)
                .gives::<ObjectionReceipt>(),
        )
        .get(
            "/public/cases/{receipt}",
            case,
            doc("getPublicCase", "按回执号查询进度", "Where a case is, by its receipt")
                .gives::<PublicCase>(),
        )
}

async fn list(
    State(app): State<App>,
    Address(address): Address,
    Asked(asked): Asked<query::Notices>,
) -> Answer<Json<Page<PublicNotice>>> {
    app.lookups.admit(address)?;
    notices(&app, asked).await.map(Json)
}

/// Standing notices, masked.
pub(crate) async fn notices(app: &App, asked: query::Notices) -> Answer<Page<PublicNotice>> {
    let here = app.here();
    let (found, next) = standing(app, &here, asked).await?;
    let mut items = Vec::with_capacity(found.len());
    for item in found {
        // One damaged case must not take the whole board down.
        let Ok(case) = app.engine.case(item.instance).await else { continue };
        let notice = here.reading(&case).public_notice(item.element);
        items.extend(notice.filter(|notice| notice.open));
    }
    Ok(Page { items, next })
}

async fn read(
    State(app): State<App>,
    Address(address): Address,
    ElementPath(id, element): ElementPath,
) -> Answer<Json<PublicNotice>> {
    app.lookups.admit(address)?;
    notice(&app, (id, element)).await.map(Json)
}

/// One notice, masked.
pub(crate) async fn notice(
    app: &App,
    (id, element): (InstanceId, ElementId),
) -> Answer<PublicNotice> {
    let unknown = || Failed::not_found("这件公示", "a notice");
    let case = app.engine.case(id).await.map_err(|_| unknown())?;
    let here = app.here();
    here.reading(&case).public_notice(element).ok_or_else(unknown)
}

async fn object(
    State(app): State<App>,
    Address(address): Address,
    ElementPath(id, element): ElementPath,
    Body(body, writing): Body<FileObjection>,
) -> Answer<(StatusCode, Json<ObjectionReceipt>)> {
    app.objections.admit(address)?;
    let receipt = filed(&app, (id, element), (body, writing)).await?;
    Ok((StatusCode::CREATED, Json(receipt)))
}

/// Files an objection.
pub(crate) async fn filed(
    app: &App,
    (id, element): (InstanceId, ElementId),
    (body, writing): (FileObjection, Writing),
) -> Answer<ObjectionReceipt> {
    // Whoever guesses an id learns no more than that there is no such notice.
    notice(app, (id, element)).await?;
    let objection = Arc::new(submission(body)?);
    let command = Command::FileObjection(command::FileObjection { element, objection });
    let request = Request {
        idempotency: writing.idempotency("[citizen]"),
        ..Request::new(Target::Existing(id), command, Actor::Citizen)
    };
    let accepted = app.engine.submit(request).await?;
    let receipt = accepted.summary.objection.map(|filed| filed.receipt);
    Ok(ObjectionReceipt {
        receipt: receipt.ok_or_else(|| Failed::plain("internal"))?,
        received_at: accepted.recorded_at.into(),
    })
}

fn submission(body: FileObjection) -> Answer<Submission> {
    let mut written = Submission { opinion: body.opinion, ..Submission::default() };
    for (name, value) in [("name", body.name), ("contact", body.contact)] {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { continue };
        if value.chars().count() > CONTACT_MAX {
            let error = format!("expected at most {CONTACT_MAX} characters");
            return Err(Failed::value(&format!("/{name}"), &error));
        }
        written.form.insert(name.to_owned(), value.into());
    }
    Ok(written)
}

async fn case(
    State(app): State<App>,
    Address(address): Address,
    Path(receipt): Path<String>,
) -> Answer<Json<PublicCase>> {
    app.lookups.admit(address)?;
    by_receipt(&app, &receipt).await.map(Json)
}

/// A case by the number on a receipt.
pub(crate) async fn by_receipt(app: &App, receipt: &str) -> Answer<PublicCase> {
    let unknown = || Failed::plain("receipt-unknown");
    let receipt = receipt.trim().to_ascii_uppercase();
    let fits = receipt.len() <= 40 && receipt.bytes().all(|byte| byte.is_ascii_graphic());
    if !fits {
        return Err(unknown());
    }
    let id = app.engine.by_receipt(&receipt).await?.ok_or_else(unknown)?;
    let case = app.engine.case(id).await?;
    let here = app.here();
    let mut shown = here.reading(&case).public_case(&receipt).ok_or_else(unknown)?;
    if case.state.receipt == receipt {
        let inbox = Inbox::Applicant(id);
        let told = app.engine.reminders(&inbox, shared::slice(None, None)).await?;
        let words = |item: ReminderItem| match item.about {
            About::Notice(message) => Some(message),
            About::Rung(_) | About::Request(_) => None,
        };
        shown.notices = told.items.into_iter().filter_map(words).collect();
    }
    Ok(shown)
}
