//! HTTP: the server as a process of its own, and a client that costs little.
//!
//! Server and clients share the machine, so the client is the thinnest that is still HTTP: one
//! connection kept open, requests written as bytes, only what is needed read of an answer.

mod client;
mod server;

pub(crate) use client::Client;
pub(crate) use server::{Server, serve};
