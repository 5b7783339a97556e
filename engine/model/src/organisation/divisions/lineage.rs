//! Who came after whom: successions by merger and split.
//!
//! Not here: renaming and recoding, which keep the id. Invariant: a successor exists on the day of
//! the succession, so lines never run in a circle.

use tongban_calendar::Date;

use super::DivisionId;

/// All successions; a few thousand at most, beside hundreds of thousands of divisions.
#[derive(Clone, Debug, Default)]
pub(super) struct Lineage {
    /// By origin: origin, day, heir.
    forward: Vec<(DivisionId, Date, DivisionId)>,
    /// By heir: heir, day, origin.
    backward: Vec<(DivisionId, Date, DivisionId)>,
}

impl Lineage {
    pub(super) fn new(mut forward: Vec<(DivisionId, Date, DivisionId)>) -> Self {
        forward.sort_unstable();
        forward.dedup();
        let mut backward: Vec<_> =
            forward.iter().map(|&(origin, day, heir)| (heir, day, origin)).collect();
        backward.sort_unstable();
        Self { forward, backward }
    }

    pub(super) fn successors(&self, id: DivisionId) -> impl Iterator<Item = (Date, DivisionId)> {
        starting(&self.forward, id)
    }

    pub(super) fn predecessors(&self, id: DivisionId) -> impl Iterator<Item = (Date, DivisionId)> {
        starting(&self.backward, id)
    }
}

fn starting(
    pairs: &[(DivisionId, Date, DivisionId)],
    id: DivisionId,
) -> impl Iterator<Item = (Date, DivisionId)> {
    let from = pairs.partition_point(|(first, _, _)| *first < id);
    pairs[from..]
        .iter()
        .take_while(move |(first, _, _)| *first == id)
        .map(|(_, day, other)| (*day, *other))
}
