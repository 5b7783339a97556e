//! Divisions, posts and people: who may act where, on a day.
//!
//! Not here: tokens and logins (`server`), and the choice among several holders (`core`).

mod ids;
mod level;

pub use ids::{DivisionCode, DivisionId, NotACode, PersonId};
pub use level::{Level, UnknownLevel};
