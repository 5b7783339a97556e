//! The host from outside: whole components against `admit` and `call`.
//!
//! Not here: the parts alone (beside them). Guests are written in the text format, so that what is
//! hostile about each can be read.

mod admission;
mod answering;
mod calling;
mod compiling;
mod desk;
mod fuzzing;
mod guest;
mod keeping;
mod lists;
mod speed;
