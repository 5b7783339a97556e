//! Attachments: streamed in before the command that names them, streamed out to those who may read
//! the case.

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt as _, channel::Channel};
use tokio::io::AsyncReadExt as _;
use tongban_api::wire::submission::Uploaded;
use tongban_core::{
    document::{Attachment, Document},
    id::InstanceId,
};
use tongban_runtime::Refusal;

use super::{Routes, shared};
use crate::{
    auth::Caller,
    extract::{discard, is_too_long},
    failed::{Answer, Failed},
    openapi::Doc,
    state::App,
};

/// Largest attachment: what the engine takes.
const BYTES_MAX: u64 = 20 << 20;
/// Bytes sent at a time.
const PIECE: usize = 64 << 10;

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .put(
            "/api/v1/attachments",
            upload,
            doc("putAttachment", "上传附件（不超过 20 MiB）", "Keeps a file of up to 20 MiB")
                .takes_bytes()
                .status(201)
                .gives::<Uploaded>(),
        )
        .get(
            "/api/v1/instances/{id}/attachments/{digest}",
            download,
            doc("getAttachment", "下载办件附件", "A file that the case names")
                .gives_other("application/octet-stream"),
        )
}

async fn upload(
    State(app): State<App>,
    _caller: Caller,
    request: Request,
) -> Answer<(StatusCode, Json<Uploaded>)> {
    let (parts, mut stream) = request.into_parts();
    if is_too_long(&parts.headers, BYTES_MAX) {
        // Whoever is still sending would not read the answer.
        discard(&parts.headers, stream, app.limits.discard_max).await;
        return Err(Refusal::AttachmentTooLarge { max: BYTES_MAX }.into());
    }
    let mut writer = app.engine.blob_writer().await?;
    let mut size = 0;
    while let Some(frame) = stream.frame().await {
        let frame = frame.map_err(|_| Failed::plain("body-malformed"))?;
        if let Ok(piece) = frame.into_data() {
            size += piece.len() as u64;
            writer.write(&piece).await?;
        }
    }
    let digest = writer.finish().await?.to_string();
    Ok((StatusCode::CREATED, Json(Uploaded { digest, size })))
}

async fn download(
    State(app): State<App>,
    caller: Caller,
    Path((id, digest)): Path<(String, String)>,
) -> Answer<Response> {
    let id: InstanceId = id.parse().map_err(|_| Failed::plain("instance-unknown"))?;
    let missing = || Failed::not_found("这个附件", "an attachment of this case");
    let wanted = shared::digest(&digest).ok_or_else(missing)?;
    shared::documents_of(&app, &caller, (id, "attachment")).await?;
    // A file is read through a case that names it, never by its digest alone.
    let named = named(&app, id, &digest).await?.ok_or_else(missing)?;
    let (file, size) = app.engine.blob(&wanted).await?.ok_or_else(missing)?;
    let kind = HeaderValue::from_static("application/octet-stream");
    // Names are the sender's: only their percent-encoded form reaches the header.
    let name = format!("attachment; filename*=UTF-8''{}", percent(&named.name));
    let name = HeaderValue::from_str(&name).map_err(|_| missing())?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
    ];
    Ok((headers, Body::new(pieces(file))).into_response())
}

/// The attachment of this digest among the documents of a case.
async fn named(app: &App, id: InstanceId, digest: &str) -> Answer<Option<Attachment>> {
    let history = shared::whole_history(app, id).await?;
    let written = history.iter().flat_map(|entry| &entry.documents);
    let attachments = written.filter_map(Document::submission);
    let mut attachments = attachments.flat_map(|submission| submission.attachments);
    Ok(attachments.find(|attachment| attachment.digest == digest))
}

/// A file as a body, piece by piece.
fn pieces(mut file: tokio::fs::File) -> Channel<Bytes, std::io::Error> {
    let (mut sender, body) = Channel::new(2);
    tokio::spawn(async move {
        loop {
            let mut piece = vec![0; PIECE];
            let count = match file.read(&mut piece).await {
                Ok(count) => count,
                Err(error) => return sender.abort(error),
            };
            piece.truncate(count);
            // The reader may have gone away.
            if count == 0 || sender.send_data(piece.into()).await.is_err() {
                return;
            }
        }
    });
    body
}

fn percent(name: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)]);
            encoded.push('%');
            encoded.extend(digits.map(char::from));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn names_cannot_break_out_of_the_header() {
        assert_eq!(percent("a.pdf"), "a.pdf");
        assert_eq!(percent("户\"\r\n.pdf"), "%E6%88%B7%22%0D%0A.pdf");
    }
}
