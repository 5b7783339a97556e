//! What several route groups need: reading a case with its rights, resolving names, paging.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use tongban_api::problem::Failure;
use tongban_calendar::Date;
use tongban_core::{call::Digest, id::InstanceId};
use tongban_model::organisation::{DivisionCode, DivisionId};
use tongban_runtime::{
    CaseView, HistoryEntry,
    query::{Cursor, Slice},
};

use crate::{
    auth::{Caller, audit},
    failed::{Answer, Failed},
    state::{App, Here},
};

/// Lines of a page unless told: a screen and a half.
const LINES: usize = 50;
/// Most lines of a page; the engine has the same limit.
const LINES_MAX: usize = 500;
/// Records of one reading of a whole history.
const RECORDS: usize = 200;
/// Most records read for one paper: a case with more has gone astray.
const RECORDS_MAX: usize = 10_000;

/// A case that the caller may read.
pub(super) async fn readable(
    app: &App,
    caller: &Caller,
    id: InstanceId,
) -> Answer<(Here, Arc<CaseView>)> {
    let case = app.engine.case(id).await?;
    let here = app.here();
    caller.must_read(&here, case.state.division)?;
    Ok((here, case))
}

/// As [`readable`], for those who may see what people wrote; the reading is logged.
pub(super) async fn documents_of(
    app: &App,
    caller: &Caller,
    (id, what): (InstanceId, &'static str),
) -> Answer<(Here, Arc<CaseView>)> {
    let (here, case) = readable(app, caller, id).await?;
    if !caller.reads_documents(&here, case.state.division) {
        let failure = Failure::new(
            "forbidden",
            "系统管理和授权管理岗位不得查阅办件内容",
            "expected a post that works on cases: administrators do not read documents",
        );
        return Err(failure.into());
    }
    audit(caller, id, what);
    Ok((here, case))
}

/// All records of a case.
pub(super) async fn whole_history(app: &App, id: InstanceId) -> Answer<Vec<HistoryEntry>> {
    let mut history = Vec::new();
    loop {
        let from = history.len() as u64 + 1;
        let part = app.engine.history(id, from, RECORDS).await?;
        let last = part.len() < RECORDS;
        history.extend(part);
        if last || history.len() >= RECORDS_MAX {
            return Ok(history);
        }
    }
}

/// The division of a code today, else the one that had it last.
pub(super) fn division(here: &Here, code: &str, pointer: &str) -> Answer<DivisionId> {
    let parsed: DivisionCode = code.parse().map_err(|error| Failed::value(pointer, &error))?;
    let organisation = &here.world.organisation;
    let found = organisation.division(parsed, here.now.day());
    found.or_else(|| organisation.division_now(parsed)).ok_or_else(|| unknown(parsed))
}

/// The division that had a code on a day.
pub(super) fn division_on(
    here: &Here,
    (code, day): (&str, Date),
    pointer: &str,
) -> Answer<DivisionId> {
    let parsed: DivisionCode = code.parse().map_err(|error| Failed::value(pointer, &error))?;
    let found = here.world.organisation.divisions.by_code(parsed, day);
    found.ok_or_else(|| unknown(parsed))
}

fn unknown(code: DivisionCode) -> Failed {
    let failure = Failure::new(
        "division-unknown",
        format!("没有代码为 {code} 的区划"),
        format!("expected a division that exists, but `{code}` is none"),
    );
    failure.into()
}

/// A day, `2026-03-02`.
pub(super) fn day(text: &str, pointer: &str) -> Answer<Date> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(40).collect();
        let error = format!("expected a day such as `2026-03-02`, but got `{shown}`");
        Failed::value(pointer, &error)
    })
}

/// A digest in hexadecimal.
pub(super) fn digest(text: &str) -> Option<Digest> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let nibble = |digit: u8| char::from(digit).to_digit(16);
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::try_from(nibble(pair[0])? * 16 + nibble(pair[1])?).ok()?;
    }
    Some(Digest(bytes))
}

/// The part of a list that a query asks for.
pub(super) fn slice(cursor: Option<String>, limit: Option<usize>) -> Slice {
    Slice { after: cursor.map(Cursor), limit: lines(limit) }
}

/// Lines of a page.
pub(super) fn lines(limit: Option<usize>) -> usize {
    limit.unwrap_or(LINES).clamp(1, LINES_MAX)
}

/// The headers of an answer that shows a version of a case.
pub(super) fn etag(sequence: u64) -> (header::HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{sequence}\""));
    (header::ETAG, value.expect("digits in quotes are a header"))
}

/// The headers of an answer to a command.
pub(super) fn of_command(sequence: u64, replayed: bool) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(2);
    let (name, value) = etag(sequence);
    headers.insert(name, value);
    if replayed {
        headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    headers
}
