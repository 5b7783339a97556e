//! Printing data: as text for people, as JSON for programs.

use std::io::Write as _;

use serde_json::Value as Json;

/// Prints one piece of data to standard output.
///
/// A reader that has gone away (`| head`) is no error.
pub(crate) fn print(as_json: bool, json: &Json, text: &str) {
    let mut out = std::io::stdout().lock();
    let result = if as_json { writeln!(out, "{json}") } else { writeln!(out, "{text}") };
    if let Err(error) = result
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        eprintln!("error: writing to standard output: {error}");
    }
}
