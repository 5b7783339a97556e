//! Checking documents: each is the one that its event names, or was erased by law.
//!
//! Invariant: an erased document is not damage; a changed one always is.

use std::collections::BTreeSet;

use tongban_core::{
    document::Document,
    event::{DocumentRef, Event},
    id::InstanceId,
    record::{Record, Row},
};

use crate::{blobs::Blobs, blobs::read_digest, report::Report};

/// What was counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) sound: u64,
    pub(crate) erased: u64,
    /// Attachments whose bytes match their digests.
    pub(crate) files: u64,
}

/// Checks the documents of one row of the log, and their files where there is a directory.
pub(crate) fn check(
    id: InstanceId,
    row: &[u8],
    (blobs, report): (Option<&Blobs>, &mut Report),
    count: &mut Count,
) {
    let Ok(row) = Row::from_bytes(row) else { return };
    let Ok(record) = Record::<Event>::from_bytes(&row.record) else { return };
    let mut named = BTreeSet::new();
    for reference in record.events.iter().flat_map(references) {
        named.insert(usize::from(reference.index));
        match row.documents.get(usize::from(reference.index)) {
            Some(document) if document.json.is_none() => count.erased += 1,
            Some(document) if document.digest() == Some(reference.digest) => {
                count.sound += 1;
                files(id, document, (blobs, &mut *report), count);
            }
            _ => {
                let en = format!("a document of record {} was changed", record.sequence);
                report.wrong(id, ("文书被改动或缺失", &en));
            }
        }
    }
    if named.len() != row.documents.len() {
        let en = format!("record {} has documents that no event names", record.sequence);
        report.wrong(id, ("有来历不明的文书", &en));
    }
}

fn files(
    id: InstanceId,
    document: &Document,
    (blobs, report): (Option<&Blobs>, &mut Report),
    count: &mut Count,
) {
    let (Some(blobs), Some(submission)) = (blobs, document.submission()) else { return };
    for attachment in submission.attachments {
        let digest = read_digest(&attachment.digest);
        match digest.and_then(|digest| blobs.is_sound(&digest)) {
            Some(true) => count.files += 1,
            Some(false) => {
                let en = format!("attachment {} was changed", attachment.digest);
                report.wrong(id, ("附件被改动", &en));
            }
            None => {
                let en = format!("attachment {} is missing", attachment.digest);
                report.wrong(id, ("附件缺失", &en));
            }
        }
    }
}

/// The documents that an event names.
fn references(event: &Event) -> impl Iterator<Item = &DocumentRef> {
    let consulted = match event {
        Event::PointAnswered(event) => event.consulted.as_ref(),
        _ => None,
    };
    written(event).into_iter().chain(consulted)
}

/// The document that an event rests on: what somebody wrote, or what a plugin was given.
fn written(event: &Event) -> Option<&DocumentRef> {
    match event {
        Event::InstanceStarted(event) => Some(&event.application),
        Event::TaskDecided(event) => event.document.as_ref(),
        Event::SentBack(event) => event.reason.as_ref(),
        Event::ObjectionFiled(event) => Some(&event.document),
        Event::PointAnswered(event) => Some(&event.input),
        Event::ClockExtended(event) => Some(&event.reason),
        Event::InstanceCancelled(event) => event.reason.as_ref(),
        Event::FlowTaken(_)
        | Event::JoinReached(_)
        | Event::ElementActivated(_)
        | Event::ElementCompleted(_)
        | Event::ElementCancelled(_)
        | Event::TaskOpened(_)
        | Event::TaskClaimed(_)
        | Event::TaskReleased(_)
        | Event::NoticePosted(_)
        | Event::TableEvaluated(_)
        | Event::ClockStarted(_)
        | Event::ClockRungReached(_)
        | Event::LocalLimitSet(_)
        | Event::LocalLimitPaused(_)
        | Event::LocalLimitResumed(_)
        | Event::TimerSet(_)
        | Event::TimerFired(_)
        | Event::AlarmRang(_)
        | Event::DueMoved(_)
        | Event::IncidentRaised(_)
        | Event::IncidentResolved(_)
        | Event::InstanceCompleted(_) => None,
    }
}
