//! What travels over HTTP: the types of the API, its problems, and the views of a case.
//!
//! ```text
//! wire::…      one file for each group of routes: what is sent and what is answered
//! problem::…   everything that can go wrong, by a stable code with a page
//! view::…      how a case becomes an answer; pure functions of state, definition and world
//! ```
//! Not here: sockets, routes, who may read what (`tongban-server`).
//! Invariants: pure; every code of a problem has a page in `engine/docs/errors`; instants are
//! written with the offset +08:00, days without any.

pub mod problem;
pub mod view;
pub mod wire;

mod lang;
mod time;

pub use lang::Lang;
pub use time::Time;
