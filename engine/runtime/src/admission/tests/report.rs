//! What was found out, in words.

use super::*;

/// What was found out about a candidate of which nothing is to be said.
fn examination(basis: Basis, walked: Walked) -> Examination {
    Examination {
        basis,
        walked,
        tried_count: 1_010,
        above: vec![("above".into(), "1.0.0".into())],
        changed_count: 0,
        silent_above_count: 0,
        loosens: Vec::new(),
        idle_rules: Vec::new(),
        unanswered: None,
        failing: None,
        left_count: 0,
        unknown_inputs: Vec::new(),
        below: Below::default(),
        replay: Replay::default(),
    }
}

/// Of so many combinations so many: 穷尽 is said of all alone, and never of what is calculated.
#[test]
fn combinations_are_called_exhausted_only_where_all_were_tried() {
    let rows = [
        (
            Basis::Exhaustive,
            (10, 10, false),
            "：逐一穷尽各表的界限，共 10 组；",
            "all 10 combinations",
        ),
        (Basis::Exhaustive, (10, 10, true), "共 10 组，算出的数只在这些组上试过；", "these alone"),
        (
            Basis::Exhaustive,
            (10, 12_000, false),
            "界限组合 12000 组，以其中 10 组代表；",
            "10 of 12000",
        ),
        (
            Basis::Exhaustive,
            (10, 12_000, true),
            "10 组代表，算出的数只在这些组上试过；",
            "these alone",
        ),
        (
            Basis::Sampled,
            (10, 12_000, false),
            "（界限组合 12000 组，未穷尽，只试其中 10 组）",
            "a sample, 10 of",
        ),
        (Basis::Tested, (10, 10, false), "（有代码参与，不能穷尽）", "code takes part"),
    ];
    for (basis, (tried_count, all_count, calculated), zh, en) in rows {
        let walked = Walked { tried_count, all_count, calculated };
        let told = examination(basis, walked).lines().swap_remove(0);
        assert!(told.zh.contains(zh) && told.en.contains(en), "{told:?}");
        let said = told.zh.replace("未穷尽", "").replace("不能穷尽", "").contains("穷尽");
        assert_eq!(
            said,
            basis == Basis::Exhaustive && tried_count as u128 == all_count,
            "{told:?}"
        );
    }
}

#[test]
fn a_layer_below_that_loosens_is_named_with_the_example() {
    let grants: Does = |_| says(Verdict::Approve, Some("照给"), 300);
    let found = tried(grants, &rule(), Basis::Tested);
    let example = found.loosens[0].clone();
    let below = Below {
        tried_count: 50,
        left_count: 7,
        loosens: vec![BelowExample { division: "元江县（530428）".into(), example }],
    };
    let examination = Examination { below, ..examination(found.basis, Walked::default()) };
    let lines = examination.lines();
    let (count, line) = (&lines[1], &lines[2]);
    assert!(count.zh.contains("50 条") && count.zh.contains("另有 7 条未试"), "{}", count.zh);
    for part in ["元江县（530428）", "own 1.0.0", "例：n = ", "下级 own", "上级 above"] {
        assert!(line.zh.contains(part), "{part}: {}", line.zh);
    }
    assert!(line.en.contains("the layer below `own` 1.0.0"), "{}", line.en);
    let alone = Examination { below: Below::default(), ..examination };
    assert_eq!(alone.lines().len(), 2, "where nothing lies below nothing is said");
}
