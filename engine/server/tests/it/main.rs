//! The server from outside: requests in, responses out, over a memory store in virtual time.
//!
//! Invariant of these tests: no sockets but where the socket is what is tested, no sleeps, no wall
//! clock.

mod administration;
mod authorisation;
mod bodies;
mod citizens;
mod commands;
mod documents;
mod papers;
mod points;
mod reading;
mod stage;
mod templates;
