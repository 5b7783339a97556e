//! The named key spaces. Their numbers are part of the stored format.

/// A named, ordered key space. The number is part of the stored format: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Space {
    /// Format version, partition count, ownership epochs. Written by the store alone.
    Meta = 0,
    /// The truth: one row per commit of an instance, by (instance, sequence): the hashed record,
    /// and beside it the documents that came with the command, which can be erased without
    /// touching the hash.
    Log = 1,
    /// Where each position of a partition is: (partition, first position) → the rows of one group
    /// commit, in order; derived.
    Feed = 2,
    /// State snapshots by instance; derived.
    Snapshot = 3,
    /// Plugin components, definitions and other large immutable things, by digest.
    Artifact = 4,
    /// Armed timers by (partition, due, instance, element, n); derived.
    Timer = 5,
    /// Open tasks by who may act, due date and instance; derived.
    Task = 6,
    /// Instances by process, status and division; derived.
    Instance = 7,
    /// Effects that were recorded and not yet delivered, by (partition, position, n).
    Outbox = 8,
    /// Recorded responses for idempotency keys.
    Idempotency = 9,
    /// Cases by receipt number, public notices, and other look-ups; derived.
    Lookup = 10,
}

impl Space {
    /// Every space, in the order of its number.
    pub const ALL: [Self; 11] = [
        Self::Meta,
        Self::Log,
        Self::Feed,
        Self::Snapshot,
        Self::Artifact,
        Self::Timer,
        Self::Task,
        Self::Instance,
        Self::Outbox,
        Self::Idempotency,
        Self::Lookup,
    ];

    /// The stored number.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// A short lower-case name for directories, metrics and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Log => "log",
            Self::Feed => "feed",
            Self::Snapshot => "snapshot",
            Self::Artifact => "artifact",
            Self::Timer => "timer",
            Self::Task => "task",
            Self::Instance => "instance",
            Self::Outbox => "outbox",
            Self::Idempotency => "idempotency",
            Self::Lookup => "lookup",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Space;

    #[test]
    fn the_list_is_complete_and_in_order() {
        for (index, space) in Space::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(space.number()), index, "{space:?}");
        }
    }
}
