//! The machine.

pub mod call;
