//! The machine: it decides what a command does to a case, and nothing else.
//!
//! ```text
//! command ──► step(cx, &state, &command) ──► Done { events, documents, effects } | Ask(calls)
//!                                                   │
//!             apply(&mut state, &event, at)         the only writer of state; live and in replay
//! ```
//!
//! Not here: stores, threads, HTTP, plugins' code, clocks of the machine room.
//! Invariants: no IO, no async, no randomness, no time but what comes in [`Cx`]; the same context,
//! state and command always give the same step.

pub mod actor;
pub mod apply;
pub mod call;
pub mod command;
pub mod cx;
pub mod data;
pub mod document;
pub mod effect;
pub mod event;
pub mod facts;
pub mod id;
pub mod index;
pub mod key;
pub mod layer;
pub mod lifecycle;
pub mod moment;
pub mod record;
pub mod reference;
pub mod registry;
pub mod rejection;
pub mod state;
pub mod step;
pub mod surroundings;
pub mod world;

mod clock;
mod feel;
mod node;

pub use actor::Actor;
pub use apply::apply;
pub use command::Command;
pub use cx::Cx;
pub use event::Event;
pub use moment::Moment;
pub use rejection::Rejection;
pub use state::Instance;
pub use step::{Done, Step, step};
pub use world::World;
