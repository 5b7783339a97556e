//! Divisions, posts and people: who may act where, on a day.
//!
//! Not here: tokens and logins (`server`), and the choice among several holders (`core`).

mod codes;
mod divisions;
mod ids;
mod level;
mod problem;
mod resolve;
mod staff;

pub use codes::CODES;
pub use divisions::{Division, Divisions};
pub use ids::{DivisionCode, DivisionId, NotACode, PersonId};
pub use level::{Level, UnknownLevel};
pub use resolve::{Organisation, Resolved};
pub use staff::{
    AUDITOR, Absence, GRANTS_ADMINISTRATOR, Holding, Person, Post, PostId, SYSTEM_ADMINISTRATOR,
    Staff,
};

/// The divisions of 元江 (530428) and 沙河口 (210204), and one township each of 淳安 (330127), 云阳
/// (500235) and 青浦 (310118), as shipped: samples for trying and testing.
pub const BUNDLED_DIVISIONS: &str = include_str!("../../../data/divisions.csv");

/// Sample staff for these divisions. All names are invented.
pub const BUNDLED_STAFF: &str = include_str!("../../../data/staff.yaml");
