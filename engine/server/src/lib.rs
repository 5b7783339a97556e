//! The HTTP server: the routes of the API, pages for citizens, papers for print.
//!
//! ```text
//! request ──► around (language, limits of time, metrics, problems) ──► route ──► Engine
//!                                              │
//!             one table: method, path, handler, documentation ──► router and openapi.json
//! ```
//! Not here: what a command does (`tongban-core`), wire types and views (`tongban-api`), flags and
//! files (`cli`). The only crate that names axum.
//! Invariants: without a token only `/public`, pages and health are answered; what a person may
//! read is checked here, what a person may do in the core; every problem is RFC 9457 with a code
//! that has a page; no handler holds a lock across an await.

mod around;
mod auth;
mod base64;
mod citizen;
mod config;
mod extract;
mod failed;
mod limiter;
mod metrics;
mod openapi;
mod paper;
mod problem_page;
mod routes;
mod serve;
mod state;

pub use auth::bootstrap_token;
pub use config::{Limits, ServerConfig};
pub use openapi::document as openapi;
pub use serve::{ServeError, bind, router, router_with, serve, serve_on};
