//! Driving a real `tongban serve` from outside: the child process, the HTTP client, a case.
//!
//! Invariant: nothing here knows the engine's types; what it sees is what any client sees.

mod case;
mod client;
mod server;

pub use case::{Act, Application, Case, act};
pub use client::{Call, Client, Reply, text};
pub use server::{Server, Serving};
