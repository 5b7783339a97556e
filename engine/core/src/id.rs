//! Identities: of instances, of the elements in them, of commands.
//!
//! Invariant: an id is never reused, and none depends on where a thing happens to be in memory.

use std::{fmt, str::FromStr};

use minicbor::{Decode, Encode};

/// One of the store's shards; each has one logical writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Partition(#[n(0)] pub u8);

impl Partition {
    /// Partitions of a store, fixed at its creation.
    pub const COUNT: u8 = 16;
}

/// A running or ended case: a partition and a counter in it. Written `3-1f`: partition and counter
/// in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct InstanceId {
    /// Where it lives.
    #[n(0)]
    pub partition: Partition,
    /// Its number there, from 1.
    #[n(1)]
    pub counter: u64,
}

impl InstanceId {
    /// Length of [`InstanceId::to_key`].
    pub const KEY_LEN: usize = 9;

    /// Bytes that sort by partition, then by counter.
    pub fn to_key(self) -> [u8; Self::KEY_LEN] {
        let mut key = [0; Self::KEY_LEN];
        key[0] = self.partition.0;
        key[1..].copy_from_slice(&self.counter.to_be_bytes());
        key
    }

    /// The id whose key this is.
    pub fn from_key(key: &[u8]) -> Option<Self> {
        let (&partition, counter) = key.split_first()?;
        let counter = u64::from_be_bytes(counter.try_into().ok()?);
        Some(Self { partition: Partition(partition), counter })
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:x}", self.partition.0, self.counter)
    }
}

impl fmt::Debug for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for InstanceId {
    type Err = NotAnInstanceId;

    fn from_str(text: &str) -> Result<Self, NotAnInstanceId> {
        let parse = || {
            let (partition, counter) = text.split_once('-')?;
            let partition = u8::from_str_radix(partition, 16).ok()?;
            let counter = u64::from_str_radix(counter, 16).ok()?;
            (partition < Partition::COUNT)
                .then_some(Self { partition: Partition(partition), counter })
        };
        parse().ok_or_else(|| NotAnInstanceId(text.to_owned()))
    }
}

/// The text is no instance id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an instance id such as `3-1f`, but got `{0}`")]
pub struct NotAnInstanceId(pub String);

/// A node activated in an instance; numbered from 1 within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ElementId(#[n(0)] pub u32);

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A timer of an instance; numbered from 1 within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct TimerId(#[n(0)] pub u32);

/// An objection to a notice; numbered from 1 within its instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ObjectionId(#[n(0)] pub u32);

/// One acceptance of a command; made by the runtime, unique in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct CommandId(#[n(0)] pub u64);
