//! Every bench once, tiny: so that none of them rots. No figure is looked at.

use std::process::Command;

#[test]
fn every_bench_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("figures.json");
    let status = Command::new(env!("CARGO_BIN_EXE_tongban-bench"))
        .args(["all", "--json", "--stores", "fjall,sled", "--clients", "2", "--seconds", "1"])
        .args(["--cases", "40", "--live", "50", "--pending", "50", "--calls", "50"])
        .args(["--plugins", "20"])
        .arg("--dir")
        .arg(folder.path())
        .arg("--out")
        .arg(&out)
        .status()
        .expect("the program starts");
    assert!(status.success());
    let figures = std::fs::read_to_string(&out).expect("the figures were written");
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("they are JSON");
    let rows = figures["rows"].as_array().expect("rows");
    for bench in [
        "http-decisions",
        "core-decisions",
        "disk-per-case",
        "reopen",
        "timers",
        "plugin-call",
        "plugin-chain",
        "plugin-many",
        "plugin-languages",
    ] {
        assert!(rows.iter().any(|row| row["bench"] == bench), "no figure of `{bench}`");
    }
}
