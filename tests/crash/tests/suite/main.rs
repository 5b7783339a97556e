//! Nothing acknowledged is lost and nothing half-written shows: after kills, after the loss of
//! power, on a full disk; for every adapter with a disk.
//!
//! `TONGBAN_LONG=1` runs many more rounds; `TONGBAN_SEED` sets the seed, which every failure names.

mod full;
mod kill;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod torn;

use std::process::Command;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tongban-crash"))
}

fn is_long() -> bool {
    std::env::var_os("TONGBAN_LONG").is_some_and(|value| value == "1")
}

fn seed() -> u64 {
    let seed = std::env::var("TONGBAN_SEED").ok();
    seed.map_or(20_260_801, |seed| seed.parse().expect("TONGBAN_SEED is a number"))
}
