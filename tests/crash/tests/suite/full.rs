//! A disk that becomes full: a clean error, no further write, reads as before, nothing lost.

use std::path::Path;
use std::process::{Command, Output};

use crate::{program, seed};

/// The largest file the process may write, in blocks of 512 bytes.
const BLOCKS_MAX: u32 = 8_192;

fn acknowledged(output: &Output) -> u64 {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "seed {}: {error}", seed());
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().last().map_or(0, |line| line.parse().expect("acknowledgements are numbers"))
}

fn run(program: &mut Command, store: &str, dir: &Path, rest: &[u64]) -> u64 {
    program.arg(store).arg(dir).args(rest.iter().map(u64::to_string));
    acknowledged(&program.output().expect("the program was built with the tests"))
}

fn survives_a_full_disk(store: &str) {
    let dir = tempfile::tempdir().expect("the temporary directory is writable");
    let dir = dir.path();
    let acked = run(program().arg("work"), store, dir, &[seed(), 0, 20]);
    assert_eq!(acked, 20);
    // The limit stands for the full disk. Its signal is ignored, so that writes fail instead.
    let mut limited = Command::new("sh");
    limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {BLOCKS_MAX}; exec \"$0\" fill \"$@\"")]);
    let full = run(limited.arg(program().get_program()), store, dir, &[seed(), acked]);
    assert!(full > acked, "{store}, seed {}: no batch fitted at all", seed());
    // The limit is gone: everything acknowledged is there, and the store goes on.
    run(program().arg("check"), store, dir, &[seed(), full]);
}

#[test]
fn fjall_survives_a_full_disk() {
    survives_a_full_disk("fjall");
}

#[test]
fn sled_survives_a_full_disk() {
    survives_a_full_disk("sled");
}
