//! What a step is given besides state and command: time, the world, randomness, answers.
//!
//! Invariant: with the same context, state and command, a step does the same, always.

use tongban_model::Process;

use crate::{
    actor::Actor,
    call::{Call, Called},
    data::Data,
    id::CommandId,
    moment::Moment,
    world::World,
};

/// The context of one step.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    /// When the command is recorded.
    pub recorded_at: Moment,
    /// When it happened on paper (补录), where that is earlier.
    pub occurred_at: Option<Moment>,
    /// Who sends it.
    pub actor: &'a Actor,
    /// The acceptance of this command.
    pub command: CommandId,
    /// Fresh random bytes: salts and receipts come from them.
    pub random: &'a [u8; 32],
    /// The world of this commit.
    pub world: &'a World,
    /// The definition that the instance is pinned to.
    pub process: &'a Process,
    /// What people wrote in this case so far.
    pub data: &'a Data,
    /// What plugins answered to the calls that this command asked before.
    pub answers: &'a [(Call, Called)],
}

impl Cx<'_> {
    /// The moment that starts legal clocks.
    pub fn at(&self) -> Moment {
        self.occurred_at.unwrap_or(self.recorded_at)
    }

    /// A number for a receipt: day, then 40 random bits, so that it cannot be guessed.
    pub(crate) fn receipt(&self, prefix: &str, nth: u32) -> String {
        use std::fmt::Write as _;

        use sha2::Digest as _;
        let seed = sha2::Sha256::new()
            .chain_update(self.random)
            .chain_update(nth.to_be_bytes())
            .finalize();
        let mut receipt = format!("{prefix}{}-", self.at().day().strftime("%Y%m%d"));
        for byte in &seed[..5] {
            write!(receipt, "{byte:02X}").expect("writing to a string cannot fail");
        }
        receipt
    }

    /// A salt for the nth document of this commit.
    pub(crate) fn salt(&self, nth: usize) -> [u8; 16] {
        use sha2::Digest as _;
        let hash = sha2::Sha256::new()
            .chain_update(b"salt")
            .chain_update(self.random)
            .chain_update([u8::try_from(nth).expect("a commit has few documents")])
            .finalize();
        hash[..16].try_into().expect("a hash has 32 bytes")
    }
}
