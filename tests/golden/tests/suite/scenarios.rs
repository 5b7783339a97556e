//! Every scenario of every bundled workflow comes out on the bare machine as its script and its
//! trace
//! say: the same traces as those of a whole engine.

use std::path::Path;

use tongban_cli::scenario::{Script, compare, files, play};
use tongban_golden::{MachineDesk, Setting};

#[tokio::test]
async fn every_scenario_comes_out_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut failures = Vec::new();
    for workflow in ["dibao", "home-care", "temporary-aid"] {
        let folder = root.join("workflows").join(workflow);
        let setting = Setting::read(&folder, &root.join("plugins")).expect("a sound workflow");
        let files = files(&folder).expect("the scenarios can be read");
        assert!(files.len() >= 8, "{workflow} has at least eight scenarios");
        for file in files {
            let script = Script::read(&file).expect("a script");
            let mut desk = MachineDesk::new(&setting, &script);
            let played = play(&mut desk, &script).await;
            let mut outcome = played.expect("a script that can be performed");
            compare(&folder, &mut outcome, false).expect("the trace can be read");
            let name = &outcome.name;
            failures.extend(outcome.failures.iter().map(|why| format!("{workflow}/{name}: {why}")));
        }
    }
    assert_eq!(failures, Vec::<String>::new());
}
