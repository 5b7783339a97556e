//! Responses kept for idempotency keys.
//!
//! ```text
//! (day, first half of SHA-256(principal 0 key)) → [digest of the request, response]
//! ```
//! The day comes first so that what has expired lies together and is swept in pages; looking up
//! asks each day that still counts.
//! Invariant: between looking up and committing nobody else may use the key ([`KeyGuard`]).

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};
use tongban_core::{Moment, call::Digest};
use tongban_store::{Range, Space, Store, Write};

use crate::{
    refusal::Refusal,
    request::{Accepted, Idempotency},
};

const DAY_MS: i64 = 86_400_000;

/// Half of a hash: the name of a key.
type Name = [u8; 16];

/// The row that a command will leave.
pub(crate) struct Kept {
    name: Name,
    body: Digest,
}

#[derive(Encode, Decode)]
struct Response {
    #[n(0)]
    body: Digest,
    #[n(1)]
    accepted: Accepted,
}

/// The keys whose requests are under way.
#[derive(Clone, Default)]
pub(crate) struct KeysInFlight(Arc<Mutex<HashSet<Name>>>);

/// Holds a key until its request is answered.
pub(crate) struct KeyGuard {
    keys: KeysInFlight,
    name: Name,
}

impl Drop for KeyGuard {
    fn drop(&mut self) {
        self.keys.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

impl KeysInFlight {
    /// Takes a key; refused while another request has it.
    pub(crate) fn take(&self, of: &Idempotency) -> Result<KeyGuard, Refusal> {
        let name = name(of);
        let fresh = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        if fresh { Ok(KeyGuard { keys: self.clone(), name }) } else { Err(Refusal::KeyInFlight) }
    }
}

/// The response that is kept for a key, if it was for this request.
pub(crate) fn find(
    store: &dyn Store,
    of: &Idempotency,
    (now, days): (Moment, u16),
) -> Result<Option<Accepted>, Refusal> {
    let today = day(now);
    for back in 0..=days {
        let key = key(today.saturating_sub(back), &name(of));
        let Some(value) = store.get(Space::Idempotency, &key)? else { continue };
        let Ok(Response { body, accepted }) = minicbor::decode(&value) else {
            tracing::error!("expected a kept response, but its row is damaged");
            return Err(Refusal::KeyReused);
        };
        if body != of.body {
            return Err(Refusal::KeyReused);
        }
        return Ok(Some(Accepted { replayed: true, ..accepted }));
    }
    Ok(None)
}

impl Kept {
    pub(crate) fn new(of: &Idempotency) -> Self {
        Self { name: name(of), body: of.body }
    }

    /// The row, for the commit that carries the command out.
    pub(crate) fn row(&self, accepted: &Accepted) -> Write {
        let response = Response { body: self.body, accepted: accepted.clone() };
        Write::Put {
            space: Space::Idempotency,
            key: key(day(accepted.recorded_at), &self.name),
            value: minicbor::to_vec(response).expect("encoding to memory cannot fail"),
        }
    }
}

/// Deletes of one page of rows that have expired.
pub(crate) fn expired(
    store: &dyn Store,
    (now, days): (Moment, u16),
    limit: usize,
) -> tongban_store::Result<Vec<Write>> {
    let first_kept = day(now).saturating_sub(days);
    let range = Range {
        to: std::ops::Bound::Excluded(first_kept.to_be_bytes().to_vec()),
        ..Range::all(Space::Idempotency)
    };
    let rows = store.scan(&range.limited(limit))?;
    let delete = |(key, _)| Write::Delete { space: Space::Idempotency, key };
    Ok(rows.into_iter().map(delete).collect())
}

fn name(of: &Idempotency) -> Name {
    let hash = Sha256::new()
        .chain_update(of.principal.as_bytes())
        .chain_update([0])
        .chain_update(of.key.as_bytes())
        .finalize();
    hash[..16].try_into().expect("a hash has 32 bytes")
}

/// Days since 1970; sixteen bits last until 2149.
fn day(at: Moment) -> u16 {
    u16::try_from(at.0.div_euclid(DAY_MS)).unwrap_or(if at.0 < 0 { 0 } else { u16::MAX })
}

fn key(day: u16, name: &Name) -> Vec<u8> {
    [&day.to_be_bytes()[..], name].concat()
}
