//! What a plugin may ask the host. Each call is counted and limited, and what was answered is kept
//! with the case, so that the same call can be checked later.
//!
//! Not here: a clock, files, a network, chance; there are none.
//! Invariant: whatever the host cannot answer is a [`HostError`], which `?` turns into a refusal.

pub mod calendar;
pub mod division;
pub mod feel;
pub mod log;
pub mod reference;

pub use crate::bindings::types::HostError;
use crate::Refusal;

impl From<HostError> for Refusal {
    fn from(error: HostError) -> Self {
        let words = match error {
            HostError::Invalid(reason) => format!("查询无效：{reason}"),
            HostError::Unavailable(reason) => format!("无法查询：{reason}"),
            HostError::Other(reason) => format!("查询失败：{reason}"),
        };
        Self::from(words)
    }
}
