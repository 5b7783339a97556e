//! `cargo xtask tidy`: the shape of the code, checked.
//!
//! Limits are a ratchet: `engine/xtask/ratchet.txt` lists what is above a limit today, each with its
//! size; nothing may be added or grow, and what shrinks is taken out by `--bless`.

mod arrows;
mod crates;
mod docs;
mod leftovers;
mod sizes;
mod sources;

use anyhow::bail;

/// Everything that is wrong, all at once.
pub(crate) fn tidy(bless: bool) -> anyhow::Result<()> {
    let sources = sources::read()?;
    let metadata = crates::metadata()?;
    let mut problems = Vec::new();
    problems.extend(arrows::check(&metadata));
    problems.extend(crates::check(&metadata));
    problems.extend(sizes::check(&sources, bless)?);
    problems.extend(docs::check(&sources, &metadata));
    problems.extend(leftovers::check(&sources));
    for problem in &problems {
        println!("{problem}");
    }
    if !problems.is_empty() {
        bail!("expected a tidy tree, but there are {} problems", problems.len());
    }
    Ok(())
}
