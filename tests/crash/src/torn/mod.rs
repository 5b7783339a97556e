//! Power loss: records what a store asks of the file system, then rebuilds the directory as it may
//! be found when the power goes at some moment, and lets the store open it.
//!
//! The process under test runs under `ptrace`, so its real system calls are seen, whichever library
//! makes them; a way of writing that the recorder does not know (a shared writable mapping, a copy
//! inside the kernel) fails the run. What a rebuilt directory contains is in [`image`].

mod image;
mod record;
mod syscalls;
mod trace;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use tongban_store::conformance::Random;

use image::Image;
pub use record::stop_if_recorded;
use trace::Op;

/// Longest opening and checking of one rebuilt directory, in seconds: it takes well under one.
const CHECK_SECONDS_MAX: u64 = 120;

/// One run: a recording, and the moments at which its power is cut.
#[derive(Debug)]
pub struct Plan {
    /// Name of the adapter.
    pub store: String,
    /// An empty directory to work in.
    pub dir: PathBuf,
    /// Decides the workload, the moments and what is torn.
    pub seed: String,
    /// Batches to record.
    pub batches: u64,
    /// Moments to try.
    pub cuts: usize,
}

/// Records, cuts, rebuilds and checks.
///
/// # Errors
/// The first moment at which the store did not come back whole, with all that repeats it.
pub fn run(plan: &Plan) -> Result<()> {
    let work = plan.dir.join("work");
    let ops = record::record(plan, &work)?;
    let syncs = ops.iter().filter(|op| matches!(op, Op::Sync { .. })).count();
    let acks = ops.iter().filter(|op| matches!(op, Op::Ack(_))).count();
    eprintln!(
        "{}: seed {}: {} operations, {syncs} syncs, {acks} batches",
        plan.store,
        plan.seed,
        ops.len()
    );
    ensure!(acks as u64 == plan.batches, "expected {} batches, but saw {acks}", plan.batches);
    let digits = plan.seed.trim_start_matches('h');
    let mut random = Random::new(digits.parse().context("the seed is no number")?);
    let moments = moments(&ops, plan.cuts, &mut random);
    let mut image = Image::new(&work);
    let (mut done, mut acked, mut failures) = (0, 0, Vec::new());
    for moment in moments {
        for op in &ops[done..moment] {
            if let Op::Ack(number) = op {
                acked = *number;
            }
            image.apply(op)?;
        }
        done = moment;
        let rebuilt = plan.dir.join(format!("cut-{moment}"));
        image.rebuild(&rebuilt, &mut random)?;
        match check(plan, &rebuilt, acked) {
            Ok(()) => fs::remove_dir_all(&rebuilt)?,
            Err(error) => failures.push(format!(
                "{} with seed {}, {} batches, {} cuts, power lost after operation {moment} with \
                 {acked} batches acknowledged: {error:#}",
                plan.store, plan.seed, plan.batches, plan.cuts
            )),
        }
    }
    ensure!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
    Ok(())
}

/// Where to cut: half of the moments just before a sync has its effect, when most is at stake, the
/// others anywhere.
fn moments(ops: &[Op], count: usize, random: &mut Random) -> BTreeSet<usize> {
    let is_sync = |op: &Op| matches!(op, Op::Sync { .. });
    let syncs: Vec<usize> = (0..ops.len()).filter(|at| is_sync(&ops[*at])).collect();
    let mut moments = BTreeSet::new();
    while moments.len() < count.min(ops.len()) {
        let is_at_sync = random.one_in(2) && !syncs.is_empty();
        moments.insert(if is_at_sync {
            syncs[random.below(syncs.len())]
        } else {
            random.below(ops.len() + 1)
        });
    }
    moments
}

/// Opens the store twice in processes of their own: the first opening repairs, the second must find
/// what the first one left.
fn check(plan: &Plan, dir: &Path, acked: u64) -> Result<()> {
    let head = check_once(plan, dir, acked).context("first opening")?;
    // The check goes on by one batch, acknowledged or not read by anyone.
    check_once(plan, dir, head + 1).context("second opening")?;
    Ok(())
}

fn check_once(plan: &Plan, dir: &Path, acked: u64) -> Result<u64> {
    let output_path = dir.with_extension("out");
    let output = fs::File::create(&output_path)?;
    let mut child = Command::new(std::env::current_exe()?)
        .args(["check", &plan.store])
        .arg(dir)
        .args([&plan.seed, &acked.to_string()])
        .stdout(output.try_clone()?)
        .stderr(output)
        .stdin(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > Duration::from_secs(CHECK_SECONDS_MAX) {
            child.kill()?;
            child.wait()?;
            anyhow::bail!("still not open after {CHECK_SECONDS_MAX} s");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let text = fs::read_to_string(&output_path)?;
    ensure!(status.success(), "{status}: {}", text.trim());
    fs::remove_file(&output_path)?;
    text.lines().last().and_then(|line| line.parse().ok()).context("the check told no head")
}
