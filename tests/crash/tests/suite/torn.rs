//! Power lost at random moments of a recorded run. What is rebuilt is described in `torn::image`.

use crate::{is_long, program, seed};

/// Recorded in one run: 50 cuts in all, or 2,000.
fn survives_power_loss(store: &str) {
    let (runs, cuts) = if is_long() { (40, 50) } else { (1, 50) };
    for run in 0..runs {
        // The last of many runs writes megabytes, so that journals rotate.
        let is_heavy = runs > 1 && run == runs - 1;
        let seed = format!("{}{}", if is_heavy { "h" } else { "" }, seed() + run);
        let batches = if is_heavy { 90 } else { 150 };
        let dir = tempfile::tempdir().expect("the temporary directory is writable");
        let output = program()
            .args(["torn", store])
            .arg(dir.path())
            .args([seed, batches.to_string(), cuts.to_string()])
            .output()
            .expect("the program was built with the tests");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
    }
}

#[test]
fn fjall_survives_power_loss() {
    survives_power_loss("fjall");
}

#[test]
fn sled_survives_power_loss() {
    survives_power_loss("sled");
}
