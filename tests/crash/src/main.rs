//! The processes of the crash suites: `work`, `check`, `fill`, and `torn`, which records and
//! replays.
//!
//! Standard output carries acknowledgements, one number a line, each written once the batch is on
//! disk.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use tongban_crash::stores;
use tongban_crash::workload::Workload;
use tongban_store::Error;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["work", store, dir, seed, acked, count] => {
            work(store, Path::new(dir), workload(seed)?, (number(acked)?, number(count)?))
        }
        ["check", store, dir, seed, acked] => {
            let store = stores::open(store, Path::new(dir))?;
            let head = workload(seed)?.check(&*store, number(acked)?)?;
            // A store that was recovered must also be able to go on.
            store.commit(workload(seed)?.next(head).0)?;
            acknowledge(head.number)
        }
        ["fill", store, dir, seed, acked] => fill(store, Path::new(dir), workload(seed)?, acked),
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        ["torn", store, dir, seed, batches, cuts] => {
            tongban_crash::torn::run(&tongban_crash::torn::Plan {
                store: (*store).to_owned(),
                dir: dir.into(),
                seed: (*seed).to_owned(),
                batches: number(batches)?,
                cuts: usize::try_from(number(cuts)?)?,
            })
        }
        _ => bail!("expected `work`, `check`, `fill` or `torn` with its arguments"),
    }
}

fn number(text: &str) -> Result<u64> {
    text.parse().with_context(|| format!("expected a number, but got `{text}`"))
}

/// A seed, with `h` before it for the heavy workload.
fn workload(seed: &str) -> Result<Workload> {
    let (is_heavy, digits) = seed.strip_prefix('h').map_or((false, seed), |rest| (true, rest));
    Ok(Workload { seed: number(digits)?, is_heavy })
}

fn acknowledge(number: u64) -> Result<()> {
    Ok(std::io::stdout().write_all(format!("{number}\n").as_bytes())?)
}

fn work(name: &str, dir: &Path, workload: Workload, (acked, count): (u64, u64)) -> Result<()> {
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    tongban_crash::torn::stop_if_recorded()?;
    let store = stores::open(name, dir)?;
    let mut head = workload.check(&*store, acked)?;
    for _ in 0..count {
        let (batch, next) = workload.next(head);
        store.commit(batch)?;
        head = next;
        acknowledge(head.number)?;
    }
    Ok(store.close()?)
}

/// Commits until the disk is full, then tries everything that must still hold.
fn fill(name: &str, dir: &Path, workload: Workload, acked: &str) -> Result<()> {
    let store = stores::open(name, dir)?;
    let mut head = workload.check(&*store, number(acked)?)?;
    let error = loop {
        ensure!(head.number < 100_000, "the disk never became full");
        let (batch, next) = workload.next(head);
        match store.commit(batch) {
            Ok(()) => head = next,
            Err(error) => break error,
        }
        acknowledge(head.number)?;
    };
    ensure!(matches!(error, Error::Failed { .. }), "unexpected error: {error:?}");
    ensure!(error.code() == "store-unavailable" && error.hint().is_some(), "{error:?}");
    let again = store.commit(workload.next(head).0);
    ensure!(matches!(again, Err(Error::Unavailable)), "the handle is not poisoned: {again:?}");
    // Reads go on: everything acknowledged is there, and possibly the batch that failed.
    workload.check(&*store, head.number)?;
    Ok(())
}
