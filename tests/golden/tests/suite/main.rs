//! Golden files: the traces of scenarios, and the bytes of everything durable.

mod bytes;
mod made;
mod scenarios;
