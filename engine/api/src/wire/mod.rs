//! The types on the wire, one file for each group of routes.
//!
//! Requests refuse fields that they do not know; answers may grow. Names are those of DESIGN §2.

pub mod calendar;
pub mod definition;
pub mod division;
pub mod history;
pub mod instance;
pub mod key;
pub mod notice;
pub mod page;
pub mod paper;
pub mod plugin;
pub mod point;
pub mod public;
pub mod query;
pub mod reference;
pub mod submission;
pub mod system;
pub mod task;
pub mod text;
pub mod token;
pub mod why;
