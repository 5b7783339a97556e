//! Tests of sheets, by boundary: bytes in, text and changes out.

mod choices;
mod fuzzing;
mod reading;
mod templates;
