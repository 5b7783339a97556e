//! A process that commits and acknowledges is killed at random moments, also while it opens. The
//! page cache survives that, so this finds half batches and wrong recoveries, not missing syncs.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tongban_store::conformance::Random;

use crate::{is_long, program, seed};

fn rounds() -> u64 {
    if is_long() { 500 } else { 20 }
}

/// A store starts anew after so many rounds, for the check reads all of it every time.
const ROUNDS_PER_STORE: u64 = 20;

/// Works until killed; returns the last batch that was acknowledged.
fn work_and_kill(store: &str, dir: &Path, (seed, acked): (u64, u64), random: &mut Random) -> u64 {
    let mut child = program()
        .args(["work", store])
        .arg(dir)
        .args([seed.to_string(), acked.to_string(), u64::MAX.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program was built with the tests");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let mut last = acked;
    let mut next = || {
        let line = lines.next()?.expect("acknowledgements are text");
        Some(line.parse::<u64>().expect("acknowledgements are numbers"))
    };
    // Every third time it dies while it opens, else after some batches.
    if random.one_in(3) {
        std::thread::sleep(Duration::from_micros(random.below(60_000) as u64));
    } else {
        for _ in 0..random.below(40) {
            last = next().unwrap_or_else(|| panic!("{store}, seed {seed}: it ended by itself"));
        }
        std::thread::sleep(Duration::from_micros(random.below(5_000) as u64));
    }
    child.kill().expect("it is running");
    while let Some(number) = next() {
        last = number;
    }
    let status = child.wait().expect("it was killed");
    assert_eq!(status.code(), None, "{store}, seed {seed}: it ended by itself");
    last
}

/// Opens and checks; returns the batch at which the store stands, with the one the check adds.
fn check(store: &str, dir: &Path, seed: u64, acked: u64) -> u64 {
    let output = program()
        .args(["check", store])
        .arg(dir)
        .args([seed.to_string(), acked.to_string()])
        .output()
        .expect("the program was built with the tests");
    let text = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{store}, seed {seed}, {acked} acknowledged: {error}");
    let head: u64 = text.trim().parse().expect("the check tells the head");
    head + 1
}

fn survives_kills(store: &str) {
    for first in (0..rounds()).step_by(20) {
        let seed = seed() + first;
        let mut random = Random::new(seed);
        let dir = tempfile::tempdir().expect("the temporary directory is writable");
        let mut acked = 0;
        for _ in 0..ROUNDS_PER_STORE {
            acked = work_and_kill(store, dir.path(), (seed, acked), &mut random);
            acked = check(store, dir.path(), seed, acked);
        }
        assert!(acked > 2 * ROUNDS_PER_STORE, "{store}, seed {seed}: hardly anything was written");
    }
}

#[test]
fn fjall_survives_kills() {
    survives_kills("fjall");
}

#[test]
fn sled_survives_kills() {
    survives_kills("sled");
}
