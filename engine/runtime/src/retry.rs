//! A plugin was installed or withdrawn: every case that a plugin's failure parked is tried again.
//!
//! The work is a parcel of the outbox, as that of `recompute`: after a crash it is done again. A
//! case that still gets no answer has its next incident record, and waits for the next mending.

use std::sync::Arc;

use tongban_core::{Command, id::ElementId, id::InstanceId, registry::REGISTRY};
use tongban_store::{Range, Space};

use crate::{
    index_keys::{self, Tail},
    outbox::{self, Delivery, InDelivery, Parcel},
    shared::Shared,
};

/// Cases under way at a time: a quarter of what one partition takes.
const PAGE: usize = 256;

/// What the codes of all incident records begin with that come from a plugin.
const CODES: &str = "plugin-";

/// The parcel of a change of plugins that was recorded at this position.
pub(crate) fn delivery(position: u64) -> Delivery {
    let key = outbox::key(REGISTRY.partition, position, 0);
    Delivery { key, parcel: Parcel::Retry }
}

/// Does the work on a thread of its own, and then removes the parcel.
pub(crate) fn start(shared: &Arc<Shared>, parcel: InDelivery) {
    let shared = Arc::clone(shared);
    let work = move || match all(&shared) {
        Ok(count) => {
            if count > 0 {
                tracing::info!(count, "cases that waited for a plugin were tried again");
            }
            outbox::write(&shared, REGISTRY.partition, (Vec::new(), parcel));
        }
        Err(error) => {
            tracing::error!(%error, "cases that wait for a plugin wait for the next start");
        }
    };
    let spawned = std::thread::Builder::new().name("tongban-retry".into()).spawn(work);
    if let Err(error) = spawned {
        tracing::error!(%error, "cases that wait for a plugin wait for the next start");
    }
}

fn all(shared: &Shared) -> tongban_store::Result<usize> {
    let parked = parked(shared)?;
    for page in parked.chunks(PAGE) {
        let sent = page.iter().map(|(instance, element)| {
            shared.send_own(*instance, Command::ResolveIncident(*element), None)
        });
        for answer in sent.collect::<Vec<_>>() {
            // A case that refuses has ended or is damaged; neither stops the others.
            let _ = answer.blocking_recv();
        }
        if shared.commits.stopped() {
            return Err(tongban_store::Error::Unavailable);
        }
    }
    Ok(parked.len())
}

/// The elements that wait for a plugin now. Read whole before any is tried: a case that fails again
/// comes back to the same index, and must not be met twice.
fn parked(shared: &Shared) -> tongban_store::Result<Vec<(InstanceId, ElementId)>> {
    let range = Range::prefix(Space::Lookup, index_keys::incident_prefix());
    let mut parked = Vec::new();
    for row in tongban_store::rows(shared.store.as_ref(), range) {
        let (key, code) = row?;
        let mut tail = Tail(&key);
        if let (Some(element), Some(instance)) = (tail.element(), tail.instance())
            && code.starts_with(CODES.as_bytes())
        {
            parked.push((instance, element));
        }
    }
    Ok(parked)
}
