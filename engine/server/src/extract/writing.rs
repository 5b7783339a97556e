//! What the headers of a command demand: `If-Match`, `Idempotency-Key`.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use sha2::{Digest as _, Sha256};
use tongban_api::problem::Failure;
use tongban_core::call::Digest;
use tongban_runtime::Idempotency;

use crate::{
    failed::{Answer, Failed},
    state::App,
};

/// Longest idempotency key: a few UUIDs.
const KEY_MAX: usize = 200;

/// What the headers of a command demand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Writing {
    /// The version at which the caller saw the case.
    pub(crate) expected: Option<u64>,
    key: Option<(String, Digest)>,
}

impl Writing {
    /// Reads the headers; the key stands for method, path and body.
    pub(crate) fn read(parts: &Parts, body: &[u8]) -> Answer<Self> {
        let expected = expected(&parts.headers)?;
        let key = key(&parts.headers)?.map(|key| {
            let digest = Sha256::new()
                .chain_update(parts.method.as_str())
                .chain_update([0])
                .chain_update(parts.uri.path())
                .chain_update([0])
                .chain_update(body)
                .finalize();
            (key.to_owned(), Digest(digest.into()))
        });
        Ok(Self { expected, key })
    }

    /// The key as the runtime keeps it, in the name of a principal.
    pub(crate) fn idempotency(self, principal: &str) -> Option<Idempotency> {
        let (key, body) = self.key?;
        Some(Idempotency { principal: principal.to_owned(), key, body })
    }
}

/// For commands without a body.
impl FromRequestParts<App> for Writing {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Answer<Self> {
        Self::read(parts, &[])
    }
}

fn expected(headers: &HeaderMap) -> Answer<Option<u64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let sequence = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    sequence.map(Some).ok_or_else(|| {
        let failure = Failure::new(
            "header-malformed",
            "`If-Match` 应为带引号的版本号，如 `\"12\"`",
            "expected `If-Match: \"12\"`, the `ETag` of the case",
        );
        failure.into()
    })
}

fn key(headers: &HeaderMap) -> Answer<Option<&str>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let fits = |text: &&str| (1..=KEY_MAX).contains(&text.len());
    value.to_str().ok().filter(fits).map(Some).ok_or_else(|| {
        let failure = Failure::new(
            "header-malformed",
            format!("`Idempotency-Key` 应为 1 至 {KEY_MAX} 个可见 ASCII 字符"),
            format!("expected an `Idempotency-Key` of 1 to {KEY_MAX} visible ASCII characters"),
        );
        failure.into()
    })
}
