//! The board of notices, one notice, and the form for an objection.

use axum::{
    extract::{RawForm, State},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};
use tongban_api::{
    Lang,
    problem::Failure,
    wire::{
        page::Page,
        public::{FileObjection, ObjectionReceipt, PublicNotice},
        query,
    },
};

use super::{
    Reader,
    case::{in_words, status, wrong},
    layout,
    page::short,
};
use crate::{
    extract::{Address, Asked, ElementPath, Writing},
    failed::Answer,
    routes::public,
    state::App,
};

/// Which notices.
#[derive(serde::Deserialize)]
pub(super) struct Which {
    division: Option<String>,
    cursor: Option<String>,
}

pub(super) async fn board(
    State(app): State<App>,
    Reader(lang): Reader,
    Address(address): Address,
    Asked(which): Asked<Which>,
) -> Answer<Response> {
    app.lookups.admit(address)?;
    let division = which.division.filter(|code| !code.trim().is_empty());
    let asked = query::Notices { division: division.clone(), cursor: which.cursor, limit: None };
    let page = public::notices(&app, asked).await?;
    let title = lang.pick("公示", "Public notices");
    Ok(layout(lang, title, &listed(lang, &page, division.as_deref()), StatusCode::OK))
}

pub(super) async fn show(
    State(app): State<App>,
    Reader(lang): Reader,
    Address(address): Address,
    ElementPath(id, element): ElementPath,
) -> Answer<Response> {
    app.lookups.admit(address)?;
    let notice = public::notice(&app, (id, element)).await?;
    let title = in_words(lang, &notice.title);
    Ok(layout(lang, title, &shown(lang, &notice), StatusCode::OK))
}

pub(super) async fn form(
    State(app): State<App>,
    Reader(lang): Reader,
    Address(address): Address,
    ElementPath(id, element): ElementPath,
) -> Answer<Response> {
    app.lookups.admit(address)?;
    let notice = public::notice(&app, (id, element)).await?;
    let body = objection(lang, &notice, (None, &FileObjection::default()));
    Ok(layout(lang, lang.pick("提出异议", "Object"), &body, StatusCode::OK))
}

pub(super) async fn file(
    State(app): State<App>,
    Reader(lang): Reader,
    Address(address): Address,
    ElementPath(id, element): ElementPath,
    RawForm(bytes): RawForm,
) -> Answer<Response> {
    app.objections.admit(address)?;
    let notice = public::notice(&app, (id, element)).await?;
    let written = fields(&bytes);
    match public::filed(&app, (id, element), (written.clone(), Writing::default())).await {
        Ok(receipt) => {
            let title = lang.pick("异议已收到", "Your objection was received");
            Ok(layout(lang, title, &received(lang, &receipt), StatusCode::CREATED))
        }
        Err(failed) => {
            let body = objection(lang, &notice, (Some(&failed.0), &written));
            Ok(layout(lang, lang.pick("提出异议", "Object"), &body, status(&failed.0)))
        }
    }
}

/// The fields of a form as browsers send it.
fn fields(bytes: &[u8]) -> FileObjection {
    let mut written = FileObjection::default();
    for pair in bytes.split(|byte| *byte == b'&') {
        let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let value = decoded(pair.get(at + 1..).unwrap_or_default());
        match &pair[..at] {
            b"opinion" => written.opinion = value,
            b"name" => written.name = Some(value),
            b"contact" => written.contact = Some(value),
            _ => {}
        }
    }
    written
}

/// Undoes the percent encoding of forms.
fn decoded(text: &[u8]) -> String {
    let nibble = |digit: Option<&u8>| char::from(*digit?).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let escaped = (text[at] == b'%')
            .then(|| Some(nibble(text.get(at + 1))? * 16 + nibble(text.get(at + 2))?))
            .flatten()
            .and_then(|value| u8::try_from(value).ok());
        match (escaped, text[at]) {
            (Some(byte), _) => {
                bytes.push(byte);
                at += 2;
            }
            (None, b'+') => bytes.push(b' '),
            (None, byte) => bytes.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn listed(lang: Lang, page: &Page<PublicNotice>, division: Option<&str>) -> Markup {
    html! {
        h1 { (lang.pick("公示", "Public notices")) }
        form method="get" {
            input type="hidden" name="lang" value=(short(lang));
            label for="division" { (lang.pick("区划代码（可不填）", "Division code (optional)")) }
            input #division name="division" inputmode="numeric" value=(division.unwrap_or(""));
            button { (lang.pick("筛选", "Filter")) }
        }
        @if page.items.is_empty() {
            p { (lang.pick("目前没有公示。", "There are no notices now.")) }
        }
        ul {
            @for notice in &page.items {
                li {
                    a href={ "/citizen/notices/" (notice.id) "?lang=" (short(lang)) } {
                        (notice.division.name) " · " (in_words(lang, &notice.title))
                    }
                    " " (lang.pick("至", "until")) " " (notice.until.day)
                }
            }
        }
        @if let Some(next) = &page.next {
            a href={
                "?lang=" (short(lang)) "&cursor=" (next) "&division=" (division.unwrap_or(""))
            } { (lang.pick("下一页", "Next")) }
        }
    }
}

fn shown(lang: Lang, notice: &PublicNotice) -> Markup {
    html! {
        h1 { (in_words(lang, &notice.title)) " " (lang.pick("公示", "– public notice")) }
        p { (notice.division.name) }
        dl {
            @for line in &notice.lines {
                dt { (in_words(lang, &line.title)) } dd { (line.value) }
            }
            dt { (lang.pick("公示期", "Stands")) }
            dd { (notice.posted_at.0.day()) " – " (notice.until.day) }
            @if let Some(law) = &notice.law {
                dt { (lang.pick("依据", "Article")) } dd { (law) }
            }
        }
        @if notice.open {
            p {
                a href={ "/citizen/notices/" (notice.id) "/object?lang=" (short(lang)) } {
                    (lang.pick("对此公示提出异议", "Object to this notice"))
                }
            }
        } @else {
            p.words {
                (lang.pick("公示期已满，内容不再展示。", "The notice has ended; it is no longer shown."))
            }
        }
    }
}

fn objection(
    lang: Lang,
    notice: &PublicNotice,
    (failure, written): (Option<&Failure>, &FileObjection),
) -> Markup {
    html! {
        h1 { (lang.pick("提出异议", "Object")) }
        p { (notice.division.name) " · " (in_words(lang, &notice.title)) }
        @if let Some(failure) = failure { (wrong(lang, failure)) }
        form method="post"
            action={ "/citizen/notices/" (notice.id) "/object?lang=" (short(lang)) } {
            label for="opinion" { (lang.pick("异议内容和理由（必填）", "What you object, and why")) }
            textarea #opinion name="opinion" rows="6" required maxlength="4000" {
                (written.opinion)
            }
            label for="name" { (lang.pick("姓名（可不填）", "Your name (optional)")) }
            input #name name="name" maxlength="200" autocomplete="name"
                value=(written.name.as_deref().unwrap_or(""));
            label for="contact" {
                (lang.pick("联系方式（可不填）", "How to reach you (optional)"))
            }
            input #contact name="contact" maxlength="200"
                value=(written.contact.as_deref().unwrap_or(""));
            p {
                (lang.pick(
                    "留下姓名和联系方式的，核实后予以反馈；您的信息只供核查人员查阅。",
                    "Whoever leaves a name and contact is answered; only those who look into it \
                     see them.",
                ))
            }
            button { (lang.pick("提交", "Send")) }
        }
    }
}

fn received(lang: Lang, receipt: &ObjectionReceipt) -> Markup {
    html! {
        h1 { (lang.pick("异议已收到", "Your objection was received")) }
        p { (lang.pick("请记下回执号，凭此查询：", "Note this number; it shows what comes of it:")) }
        p.receipt { (receipt.receipt) }
        p {
            a href={ "/citizen/case?receipt=" (receipt.receipt) "&lang=" (short(lang)) } {
                (lang.pick("查询进度", "Follow it"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn forms_are_read_as_browsers_send_them() {
        let written = fields(b"opinion=%E4%B8%8D%E5%AF%B9+a%26b%&name=&other=x");
        assert_eq!(written.opinion, "不对 a&b%");
        assert_eq!(written.name.as_deref(), Some(""));
        assert_eq!(written.contact, None);
    }
}
