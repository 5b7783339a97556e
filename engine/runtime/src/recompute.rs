//! A new holiday table: every case whose dates rest on an assumption computes them anew.
//!
//! The work is a parcel of the outbox, so that a crash in the middle only means doing it again; a
//! second time changes nothing.

use std::sync::Arc;

use tongban_core::{Command, registry::REGISTRY};
use tongban_store::{Range, Space, rows};

use crate::{
    index_keys::{self, Tail},
    outbox::{self, Delivery, InDelivery, Parcel},
    shared::Shared,
};

/// Cases under way at a time: a quarter of what one partition takes.
const PAGE: usize = 256;

/// The parcel of a holiday table that was recorded at this position.
pub(crate) fn delivery(position: u64) -> Delivery {
    let key = outbox::key(REGISTRY.partition, position, 0);
    Delivery { key, parcel: Parcel::Recompute }
}

/// Does the work on a thread of its own, and then removes the parcel.
pub(crate) fn start(shared: &Arc<Shared>, parcel: InDelivery) {
    let shared = Arc::clone(shared);
    let work = move || match all(&shared) {
        Ok(count) => {
            tracing::info!(count, "provisional dates were computed anew");
            outbox::write(&shared, REGISTRY.partition, (Vec::new(), parcel));
        }
        Err(error) => {
            tracing::error!(%error, "provisional dates wait for the next start");
        }
    };
    let spawned = std::thread::Builder::new().name("tongban-recompute".into()).spawn(work);
    if let Err(error) = spawned {
        tracing::error!(%error, "provisional dates wait for the next start");
    }
}

/// How many cases have dates that rest on an assumption.
pub(crate) fn count(shared: &Shared) -> tongban_store::Result<u64> {
    let range = Range::prefix(Space::Lookup, index_keys::provisional_prefix());
    rows(shared.store.as_ref(), range).try_fold(0, |count, row| row.map(|_| count + 1))
}

fn all(shared: &Shared) -> tongban_store::Result<u64> {
    let mut count = 0;
    let mut range = Range::prefix(Space::Lookup, index_keys::provisional_prefix()).limited(PAGE);
    loop {
        let page = shared.store.scan(&range)?;
        let Some((last, _)) = page.last() else { return Ok(count) };
        range = range.after(last.clone());
        let sent: Vec<_> = page
            .iter()
            .filter_map(|(key, _)| Tail(key).instance())
            .map(|id| shared.send_own(id, Command::Recompute, None))
            .collect();
        count += sent.len() as u64;
        for answer in sent {
            // A case that refuses has ended or is damaged; neither stops the others.
            let _ = answer.blocking_recv();
        }
        if shared.commits.stopped() {
            return Err(tongban_store::Error::Unavailable);
        }
    }
}
