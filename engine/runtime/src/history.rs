//! Reading the records of a case back, with what people wrote.

use std::ops::Bound;

use tongban_core::{
    Rejection,
    event::Event,
    id::InstanceId,
    record::{self, Damage, Record, Row},
};
use tongban_store::{Range, Space};

use crate::{case::HistoryEntry, fold::log_key, refusal::Refusal, shared::Shared};

/// Up to `limit` records from a sequence on.
pub(crate) fn read(
    shared: &Shared,
    (id, from): (InstanceId, u64),
    limit: usize,
) -> Result<Vec<HistoryEntry>, Refusal> {
    let range = Range {
        from: Bound::Included(log_key(id, from)),
        ..Range::prefix(Space::Log, id.to_key())
    };
    let rows = shared.store.scan(&range.limited(limit))?;
    if rows.is_empty() && id.counter > 0 {
        let first = shared.store.get(Space::Log, &log_key(id, 1))?;
        return first.map(|_| Vec::new()).ok_or(Rejection::InstanceUnknown.into());
    }
    let damaged = |damage: Damage| {
        let what = damage.to_string();
        shared.mark_damaged(id, &what);
        Refusal::Damaged { instance: id, what }
    };
    rows.iter().map(|(_, value)| entry(value).map_err(damaged)).collect()
}

fn entry(row: &[u8]) -> Result<HistoryEntry, Damage> {
    let Row { record, documents } = Row::from_bytes(row)?;
    let hash = record::hash(&record);
    Ok(HistoryEntry { record: Record::<Event>::from_bytes(&record)?, documents, hash })
}
