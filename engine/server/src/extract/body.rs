//! JSON bodies.
//!
//! Invariants: never more than the limit in memory; the error of a malformed body says where; the
//! good path reads the bytes once.

use axum::{
    body::{Body as Stream, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use tongban_api::problem::Failure;
use tongban_model::Text;

use super::{numbers, writing::Writing};
use crate::{
    failed::{Answer, Failed},
    state::App,
};

/// A JSON body within the usual limit, and what its headers demand.
pub(crate) struct Body<T>(pub(crate) T, pub(crate) Writing);

/// A JSON body within the limit of bundles and imports.
pub(crate) struct Large<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        let (parts, stream) = request.into_parts();
        let limits = app.limits;
        must_be_json(&parts.headers)?;
        let sizes = (limits.json_max, limits.discard_max);
        let bytes = read(&parts.headers, stream, sizes).await?;
        let writing = Writing::read(&parts, &bytes)?;
        Ok(Self(parse(&bytes)?, writing))
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Large<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        let (parts, stream) = request.into_parts();
        let limits = app.limits;
        must_be_json(&parts.headers)?;
        let sizes = (limits.bundle_max, limits.discard_max);
        let bytes = read(&parts.headers, stream, sizes).await?;
        Ok(Self(parse(&bytes)?))
    }
}

fn must_be_json(headers: &HeaderMap) -> Answer<()> {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else {
        return Ok(());
    };
    let json = kind.to_str().is_ok_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json")
    });
    if json { Ok(()) } else { Err(Failed::plain("body-not-json")) }
}

/// Reads a body of at most `max` bytes; what is more is thrown away, up to `discard_max`.
async fn read(
    headers: &HeaderMap,
    mut stream: Stream,
    (max, discard_max): (usize, usize),
) -> Answer<Bytes> {
    let announced = announced(headers);
    if announced.is_some_and(|length| length > max) {
        discard(headers, stream, discard_max).await;
        return Err(too_large(max));
    }
    let first = next(&mut stream).await?;
    let Some(first) = first else { return Ok(Bytes::new()) };
    if announced == Some(first.len()) {
        return Ok(first);
    }
    let mut whole = Vec::with_capacity(announced.unwrap_or(first.len()).min(max));
    let mut piece = Some(first);
    while let Some(bytes) = piece {
        if whole.len() + bytes.len() > max {
            drop(whole);
            discard(headers, stream, discard_max).await;
            return Err(too_large(max));
        }
        whole.extend_from_slice(&bytes);
        piece = next(&mut stream).await?;
    }
    Ok(whole.into())
}

async fn next(stream: &mut Stream) -> Answer<Option<Bytes>> {
    while let Some(frame) = stream.frame().await {
        let frame = frame.map_err(|_| Failed::plain("body-malformed"))?;
        if let Ok(bytes) = frame.into_data() {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// Throws a body away piece by piece. A sender that waits to be asked for it is not asked.
pub(crate) async fn discard(headers: &HeaderMap, mut stream: Stream, max: usize) {
    if headers.contains_key(header::EXPECT) {
        return;
    }
    let mut left = max;
    while let Ok(Some(bytes)) = next(&mut stream).await {
        match left.checked_sub(bytes.len()) {
            Some(less) => left = less,
            None => return,
        }
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Whether a body announces more than `max` bytes.
pub(crate) fn is_too_long(headers: &HeaderMap, max: u64) -> bool {
    announced(headers).is_some_and(|length| length as u64 > max)
}

fn too_large(max: usize) -> Failed {
    let failure = Failure::new(
        "body-too-large",
        format!("请求内容不得超过 {max} 字节"),
        format!("expected a body of at most {max} bytes, but it has more"),
    );
    failure
        .with_hint(
            "文件请用 `PUT /api/v1/attachments` 上传",
            "upload files with `PUT /api/v1/attachments`",
        )
        .into()
}

fn parse<T: DeserializeOwned>(bytes: &Bytes) -> Answer<T> {
    // An empty body stands for an object without fields: claims and releases say nothing more.
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    let parsed = serde_json::from_slice(bytes).map_err(|error| malformed::<T>(bytes, &error))?;
    match numbers::too_long(bytes) {
        None => Ok(parsed),
        Some(number) => Err(too_long(number)),
    }
}

/// Where and why; found by reading a second time, with the path of each field.
fn malformed<T: DeserializeOwned>(bytes: &[u8], error: &serde_json::Error) -> Failed {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let path = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Ok(_) => String::new(),
        Err(traced) => pointer(traced.path()),
    };
    let text = Text::new(format!("请求内容不是所需的结构：{error}"), error.to_string());
    Failure::new("body-malformed", text.zh.as_str(), text.en.as_str()).at(path, text).into()
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn too_long(number: numbers::TooLong<'_>) -> Failed {
    let numbers::TooLong { text, offset } = number;
    let shown: String = text.chars().take(24).collect();
    let failure = Failure::new(
        "number-too-long",
        format!("第 {offset} 字节处的数字 {shown} 超过 15 位有效数字"),
        format!("expected at most 15 significant digits, but byte {offset} begins {shown}"),
    );
    failure.with_hint("请改用带引号的文本", "send it as text in quotes").into()
}
