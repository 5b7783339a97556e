//! What handlers take from a request: body, query, preconditions, ids, addresses.
//!
//! Each is refused with a problem that points at the place.

mod address;
mod body;
mod numbers;
mod path;
mod query;
mod waiting;
mod writing;

pub(crate) use address::Address;
pub(crate) use body::{Body, Large, discard, is_too_long};
pub(crate) use path::{ElementPath, InstancePath};
pub(crate) use query::Asked;
pub(crate) use waiting::wait_for;
pub(crate) use writing::Writing;
