//! Partitions of a store and the epochs that say who owns them.

use std::fmt;

use crate::{Error, Result};

/// How many partitions a store has. Fixed at creation and recorded in [`crate::Space::Meta`].
pub const PARTITIONS: u8 = 16;

/// One of the [`PARTITIONS`] shares of the instances; each has one logical writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition(u8);

impl Partition {
    /// The partition with this number.
    ///
    /// # Errors
    /// [`Error::UnknownPartition`] if the number is not below [`PARTITIONS`].
    pub const fn new(number: u8) -> Result<Self> {
        if number < PARTITIONS { Ok(Self(number)) } else { Err(Error::UnknownPartition { number }) }
    }

    /// Every partition, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..PARTITIONS).map(Self)
    }

    /// Its number, below [`PARTITIONS`].
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How often a partition has been claimed. Whoever claims it next has a greater epoch, and from
/// then on the store refuses the batches of all earlier owners. Zero: never claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(u64);

impl Epoch {
    /// The epoch with this number, as stored.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The epoch of the next owner.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
