//! `cargo xtask demo`: real cases, walked through the machine with their real plugins.
//!
//! Each case is one of the scenarios in `workflows/*/scenarios`; the walk of the first is printed in
//! full, then how each of them came out.

use crate::process::{cargo, run};

/// Walks the cases. Fails when one of them differed from what is written.
pub(crate) fn demo() -> anyhow::Result<()> {
    println!(
        "低保：从申请、受理、入户调查、核对、村评议、公示、乡镇审核到县级确认（民发〔2021〕57号）"
    );
    println!(
        "A minimum living allowance from application to the county's decision, in virtual time."
    );
    println!("Each line is an event of the case: + a node begins, - it ends, → the outcome.\n");
    let walk = ["--walk", "dibao/approval"];
    let mut words = vec!["run", "--quiet", "--package", "tongban-golden", "--"];
    words.extend(walk);
    run(&mut cargo(&words))?;
    println!("\nThe traces above are compared line by line with `workflows/*/expected`.");
    Ok(())
}
