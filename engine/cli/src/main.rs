//! `tongban`: see `tongban --help`.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let args = tongban_cli::args::Args::parse();
    match tongban_cli::run(args) {
        Ok(code) => code,
        Err(error) => {
            eprint!("{}", tongban_cli::trouble::told(&error));
            ExitCode::from(2)
        }
    }
}
