//! Every scenario of every bundled workflow comes out as its script and its trace say.

use std::path::Path;

use tongban_golden::{Setting, compare, files, run};

#[test]
fn every_scenario_comes_out_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut failures = Vec::new();
    for workflow in ["dibao", "home-care"] {
        let folder = root.join("workflows").join(workflow);
        let setting = Setting::read(&folder, &root.join("plugins")).expect("a sound workflow");
        let files = files(&folder).expect("the scenarios can be read");
        assert!(files.len() >= 8, "{workflow} has at least eight scenarios");
        for file in files {
            let mut outcome = run(&setting, &file).expect("a script that can be performed");
            compare(&folder, &mut outcome, false).expect("the trace can be read");
            let name = &outcome.name;
            failures.extend(outcome.failures.iter().map(|why| format!("{workflow}/{name}: {why}")));
        }
    }
    assert_eq!(failures, Vec::<String>::new());
}
