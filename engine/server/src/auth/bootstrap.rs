//! The first start: one single-use token for whoever sets the system up. There is no default
//! password.
//!
//! It may load the organisation and the holidays, and issue one token to a grants administrator;
//! with that it is used up.

use tongban_core::{Actor, Moment};
use tongban_runtime::{Engine, Registration, Unregistered};

use super::Secret;

/// The person that the single-use token stands for; no register of staff can name it, since ids of
/// people have no brackets.
pub(crate) const BOOTSTRAP: &str = "[bootstrap]";

/// How long it counts: a working day to set up.
const LIFETIME_MS: i64 = 24 * 3_600 * 1_000;

/// The single-use token of a store to which nobody has access; none when any token counts.
///
/// Only its hash is kept: a lost one is replaced at the first start after it has expired.
pub async fn bootstrap_token(engine: &Engine) -> Result<Option<String>, Unregistered> {
    if engine.has_tokens() {
        return Ok(None);
    }
    let Ok(secret) = Secret::new() else { return Ok(None) };
    let registration = Registration::IssueToken {
        hash: secret.hash(),
        person: BOOTSTRAP.to_owned(),
        expires: Moment(engine.now().0 + LIFETIME_MS),
    };
    engine.register(Actor::Engine, registration, false).await?;
    Ok(Some(secret.into_text()))
}
