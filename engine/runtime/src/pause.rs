//! Standing still: all writers stop between two commands while derived rows are rebuilt.
//!
//! Invariant: writers go on when the [`Standstill`] is dropped, whatever happened meanwhile.

use std::sync::{Arc, mpsc};

use tongban_core::id::Partition;

use crate::{inbox::Wakeup, refusal::Refusal, shared::Shared};

/// Tells one writer to stand still.
pub(crate) struct Pause {
    stopped: mpsc::SyncSender<()>,
    /// Closed when it may go on.
    go_on: mpsc::Receiver<()>,
}

impl Pause {
    /// Stands still; called by the writer.
    pub(crate) fn stand_still(self) {
        if self.stopped.send(()).is_ok() {
            // Nothing is ever sent: the wait ends when the other side is dropped.
            let _ = self.go_on.recv();
        }
    }
}

/// While this lives no writer moves.
pub(crate) struct Standstill {
    _go_on: Vec<mpsc::SyncSender<()>>,
}

/// Stops all writers; returns when all stand still. Blocks.
fn stand_still(shared: &Arc<Shared>) -> Standstill {
    let (stopped, all_stopped) = mpsc::sync_channel(shared.inboxes.len());
    let mut go_on = Vec::new();
    for inbox in &shared.inboxes {
        let (held, waits) = mpsc::sync_channel(1);
        inbox.control(Wakeup::Pause(Pause { stopped: stopped.clone(), go_on: waits }));
        go_on.push(held);
    }
    drop(stopped);
    for _ in &shared.inboxes {
        // A writer that has ended has dropped its sender: it stands still too.
        let _ = all_stopped.recv();
    }
    Standstill { _go_on: go_on }
}

/// Stops all writers and waits until what they had queued is on disk, so that store and memory say
/// the same. Blocks.
pub(crate) fn settle(shared: &Arc<Shared>) -> Result<Standstill, Refusal> {
    let standstill = stand_still(shared);
    if !shared.commits.stopped() {
        shared.commits.flush((Partition(0), shared.epochs[0]))?;
    }
    Ok(standstill)
}
