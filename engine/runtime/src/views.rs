//! Cases as readers see them: the last state of each that is on disk.
//!
//! Filled by the committer after each commit, and from the store on a miss.
//! Invariant: a view is never replaced by an older one, and is on disk when it is shown.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tongban_core::id::InstanceId;

use crate::{
    case::CaseView,
    fold::{self, Unreadable},
    generations::Generations,
    refusal::Refusal,
    shared::{PARTITIONS, Shared},
};

/// The cache, one part for each partition.
pub(crate) struct Views([Mutex<Generations<InstanceId, Arc<CaseView>>>; PARTITIONS]);

impl Views {
    pub(crate) fn new(cached_max: usize) -> Self {
        let part = || Mutex::new(Generations::new(cached_max.div_ceil(PARTITIONS)));
        Self(std::array::from_fn(|_| part()))
    }

    /// Shows a view, unless a later one is shown already.
    pub(crate) fn publish(&self, view: &Arc<CaseView>) {
        let mut part = self.part(view.id());
        let later = part.get(view.id()).is_some_and(|known| known.sequence > view.sequence);
        if !later {
            part.insert(view.id(), Arc::clone(view), |_| false);
        }
    }

    pub(crate) fn get(&self, id: InstanceId) -> Option<Arc<CaseView>> {
        self.part(id).get(id)
    }

    fn part(&self, id: InstanceId) -> MutexGuard<'_, Generations<InstanceId, Arc<CaseView>>> {
        let part = &self.0[usize::from(id.partition.0) % PARTITIONS];
        part.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a case from the store; none if it never began. Blocks.
pub(crate) fn load(shared: &Shared, id: InstanceId) -> Result<Option<Arc<CaseView>>, Refusal> {
    let known = shared.known();
    match fold::load(shared.store.as_ref(), &known.world, id) {
        Ok(view) => {
            shared.clear_damaged(id);
            Ok(view.map(Arc::new))
        }
        Err(Unreadable::Store(error)) => Err(error.into()),
        Err(Unreadable::Damaged(what)) => {
            shared.mark_damaged(id, &what);
            Err(Refusal::Damaged { instance: id, what })
        }
    }
}
