//! What a writer knows of a partition that it owns: the next numbers.
//!
//! Invariants: positions and sequences have no gap; a command's id is unique in the store, since
//! each opening has another epoch.

use tongban_core::{
    Actor, Moment,
    id::{CommandId, InstanceId, Partition},
    record::{self, FORMAT, Record, Row, SUITE},
    registry::REGISTRY,
};
use tongban_store::{Epoch, Space, Write};

use crate::{
    feed::FeedEntry,
    fold::log_key,
    registry::{Change, Head, artifact},
};

/// A partition that this process owns.
pub(crate) struct Owned {
    pub(crate) partition: Partition,
    pub(crate) epoch: Epoch,
    /// The position of the last record.
    pub(crate) last_position: u64,
    /// The counter of the last case.
    pub(crate) last_counter: u64,
    /// Commands so far in this epoch.
    pub(crate) commands: u32,
    /// Where the registry's chain goes on; of partition 0 alone.
    pub(crate) registry: Option<Head>,
}

impl Owned {
    /// The id of the next case.
    pub(crate) fn next_instance(&mut self) -> InstanceId {
        self.last_counter += 1;
        InstanceId { partition: self.partition, counter: self.last_counter }
    }

    /// The next position of the feed.
    pub(crate) fn next_position(&mut self) -> u64 {
        self.last_position += 1;
        self.last_position
    }

    /// Four bits of partition, 28 of epoch, 32 of counter.
    pub(crate) fn next_command(&mut self) -> CommandId {
        self.commands = self.commands.wrapping_add(1);
        let partition = u64::from(self.partition.0) << 60;
        let epoch = (self.epoch.number() & 0x0FFF_FFFF) << 32;
        CommandId(partition | epoch | u64::from(self.commands))
    }

    /// The record of a change of the world: its place, its rows, its sequence.
    pub(crate) fn registry_record(
        &mut self,
        (now, actor, command): (Moment, Actor, CommandId),
        change: &Change,
    ) -> (FeedEntry, Vec<Write>, u64) {
        let position = self.next_position();
        let head = self.registry.as_mut().expect("partition 0 holds the registry");
        let sequence = head.sequence + 1;
        let record = Record {
            format: FORMAT,
            suite: SUITE,
            position,
            instance: REGISTRY,
            sequence,
            world: change.world,
            recorded_at: now,
            occurred_at: None,
            actor,
            command,
            previous: head.hash,
            events: change.events.clone(),
        };
        let bytes = record.to_bytes();
        *head = Head { sequence, hash: record::hash(&bytes) };
        let artifacts = change.artifacts.iter();
        let mut writes: Vec<_> =
            artifacts.flat_map(|(digest, bytes)| artifact::writes(digest, bytes)).collect();
        writes.push(Write::Put {
            space: Space::Log,
            key: log_key(REGISTRY, sequence),
            value: Row::encode(bytes, &[]),
        });
        (FeedEntry { position, instance: REGISTRY, sequence }, writes, sequence)
    }
}
