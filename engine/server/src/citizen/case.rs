//! A case by the number on its receipt.

use axum::{extract::State, http::StatusCode, response::Response};
use maud::{Markup, html};
use tongban_api::{
    Lang,
    problem::Failure,
    view::words,
    wire::{public::PublicCase, text::Text},
};

use super::{Reader, layout, page::short};
use crate::{
    extract::{Address, Asked},
    routes::public,
    state::App,
};

/// The receipt that was typed.
#[derive(serde::Deserialize)]
pub(super) struct Typed {
    receipt: Option<String>,
}

pub(super) async fn ask(Reader(lang): Reader) -> Response {
    layout(lang, lang.pick("查询办理进度", "Follow a case"), &form(lang, None), StatusCode::OK)
}

pub(super) async fn show(
    State(app): State<App>,
    Reader(lang): Reader,
    Address(address): Address,
    Asked(typed): Asked<Typed>,
) -> Response {
    let receipt = typed.receipt.unwrap_or_default();
    let found = match app.lookups.admit(address) {
        Ok(()) => public::by_receipt(&app, &receipt).await,
        Err(failed) => Err(failed),
    };
    match found {
        Ok(case) => {
            let title = in_words(lang, &case.title);
            layout(lang, title, &shown(lang, &case), StatusCode::OK)
        }
        Err(failed) => {
            let body = form(lang, Some(&failed.0));
            let title = lang.pick("查询办理进度", "Follow a case");
            layout(lang, title, &body, status(&failed.0))
        }
    }
}

pub(super) fn status(failure: &Failure) -> StatusCode {
    StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

pub(super) fn in_words(lang: Lang, text: &Text) -> &str {
    lang.pick(&text.zh, &text.en)
}

/// What was wrong, above a form.
pub(super) fn wrong(lang: Lang, failure: &Failure) -> Markup {
    html! {
        div.wrong role="alert" {
            p { (lang.of(&failure.detail)) }
            @if let Some(hint) = &failure.hint { p { (lang.of(hint)) } }
        }
    }
}

fn form(lang: Lang, failure: Option<&Failure>) -> Markup {
    html! {
        h1 { (lang.pick("查询办理进度", "Follow a case")) }
        @if let Some(failure) = failure { (wrong(lang, failure)) }
        form method="get" action="/citizen/case" {
            input type="hidden" name="lang" value=(short(lang));
            label for="receipt" { (lang.pick("回执号", "Number on the receipt")) }
            input #receipt name="receipt" required maxlength="40" autocomplete="off"
                autocapitalize="characters" spellcheck="false" placeholder="20260302-1A2B3C4D5E";
            button { (lang.pick("查询", "Look up")) }
        }
        p {
            (lang.pick(
                "回执号印在申请或异议的回执上，不需要登录。",
                "It is printed on the receipt of an application or an objection. No login.",
            ))
        }
    }
}

fn shown(lang: Lang, case: &PublicCase) -> Markup {
    html! {
        h1 { (in_words(lang, &case.title)) }
        p.words { (in_words(lang, &case.words)) }
        @if !case.notices.is_empty() {
            h2 { (lang.pick("给您的通知", "Notices to you")) }
            ul { @for notice in &case.notices { li { (notice) } } }
        }
        @if let Some(to_do) = &case.to_do {
            h2 { (lang.pick("请您办理", "What you must do")) }
            p { (in_words(lang, to_do)) }
        }
        dl {
            dt { (lang.pick("回执号", "Receipt")) } dd { (case.receipt) }
            dt { (lang.pick("所属", "Place")) } dd { (case.division.name) }
            dt { (lang.pick("收到日期", "Received")) } dd { (case.received_at.0.day()) }
            @if let Some(limit) = &case.limit {
                dt { (lang.pick("最迟办结", "Decided by")) }
                dd {
                    (limit.day)
                    @if let Some(left) = limit.working_days_left.map(words::days_left) {
                        "（" (lang.of(&left)) "）"
                    }
                    @if limit.provisional { (lang.pick(" 暂定", " provisional")) }
                }
            }
        }
    }
}
