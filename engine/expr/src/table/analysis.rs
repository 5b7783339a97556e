//! The check of the whole: cases that no rule covers, cases that several cover, rules never reached.
//!
//! Each column falls into pieces at the ends of its conditions; inside a piece no condition changes
//! its mind. The search goes column by column, keeps the set of rules that are still alive, joins
//! pieces that leave the same rules alive, and never visits (column, alive rules) twice. It is
//! exact. It stops after [`WORK_MAX`] operations; then random cases are drawn and the table is said to
//! be checked incompletely. Not here: problems of single cells (`read`).

mod pieces;
mod search;

use std::sync::Arc;

pub(super) use self::pieces::starts;
use self::{
    pieces::{Pieces, Point},
    search::{Found, Search},
};
use super::{
    Policy, Rule, Table,
    problem::{self, At, Bilingual, Problems, TableProblem},
};

/// Most operations on 64 rules of the exact search: less than a second on one core.
const WORK_MAX: usize = 50_000_000;
/// Cases drawn when the exact search gave up.
const SAMPLES: u32 = 5_000;
/// Overlaps and unreachable rules reported one by one; more are alike.
const REPORTS_MAX: usize = 20;

/// Adds what is wrong with the table as a whole.
pub(super) fn check(table: &Table, problems: &mut Problems) {
    let mut work = WORK_MAX;
    let mut complete = true;
    if table.policy.is_single() && table.default.is_none() {
        complete = check_gaps(table, &mut work, problems);
    }
    match table.policy {
        Policy::Unique | Policy::Any => check_overlaps(table, problems),
        Policy::First | Policy::Priority => {
            let reached = check_reach(table, &mut work, problems);
            if complete && !reached {
                let (zh, en) = (
                    "表太大，未能逐行核对有没有轮不到的规则",
                    "expected a table whose rules can all be tried, but it is too large: a rule \
                     may never be reached",
                );
                warn_incomplete(Bilingual::new(zh, en), problems);
            }
        }
        Policy::Collect | Policy::OutputOrder | Policy::Aggregate(_) => {}
    }
}

/// Looks for a case without a rule; whether all were looked at.
fn check_gaps(table: &Table, work: &mut usize, problems: &mut Problems) -> bool {
    let pieces = Pieces::of(table, false, work);
    let found = pieces.map_or(Found::GaveUp, |pieces| Search::new(&pieces, work).gap());
    match found {
        Found::Nothing => check_fine_gaps(table, work, problems),
        Found::Case(case) => report_gap(table, &case, problems),
        Found::GaveUp => {
            if let Some(case) = pieces::sampled_gap(table, SAMPLES) {
                report_gap(table, &case, problems);
            }
            let (zh, en) = (
                format!("表太大，未能逐一核对；抽查了 {SAMPLES} 种情形"),
                format!(
                    "expected a table that can be checked completely, but it is too large: \
                     {SAMPLES} cases were drawn"
                ),
            );
            warn_incomplete(Bilingual::new(zh, en), problems);
            return false;
        }
    }
    true
}

fn warn_incomplete(text: Bilingual, problems: &mut Problems) {
    problems.warn(whole(), problem::NOT_COMPLETE, text).hint =
        Some(Bilingual::new("拆成几张表，或加一行“否则”", "split it, or add a default row"));
}

/// A gap between 1000 and 1000.01 in a column of two decimals: real for a quotient like 3000.01/3.
fn check_fine_gaps(table: &Table, work: &mut usize, problems: &mut Problems) {
    let Some(fine) = Pieces::of(table, true, work) else { return };
    if let Found::Case(case) = Search::new(&fine, work).gap() {
        let (zh, en) = (
            "小数位更多的数落在两档之间，没有规则管".to_owned(),
            "expected a rule for every value, but one with more decimals falls between".to_owned(),
        );
        let added = problems.warn(whole(), problem::GAP_BETWEEN_UNITS, Bilingual::new(zh, en));
        added.example = example(table, &case);
        added.hint = Some(Bilingual::new(
            "上一档写 1000以下，下一档写 超过1000",
            "let the next rule start with >1000 where this one ends with <=1000",
        ));
    }
}

fn report_gap(table: &Table, case: &Point, problems: &mut Problems) {
    let example = example(table, case);
    let (zh, en) = (
        format!("没有规则管这种情形：{}", listed(&example)),
        format!("expected a rule for every case, but none matches {}", listed(&example)),
    );
    let added = problems.error(whole(), problem::GAP, Bilingual::new(zh, en));
    added.example = example;
    added.hint = Some(Bilingual::new(
        "补一条规则，或在末尾加一行：否则,-,…",
        "add a rule, or a default row: #default,-,…",
    ));
}

/// Rules that can match one case: an error under `U`, and under `A` where they disagree.
fn check_overlaps(table: &Table, problems: &mut Problems) {
    let mut reported = 0;
    for (at, later) in table.rules.iter().enumerate() {
        for (before, earlier) in table.rules[..at].iter().enumerate() {
            if table.policy == Policy::Any && table.same[before] == table.same[at] {
                continue;
            }
            let Some(case) = common_case(table, earlier, later) else { continue };
            reported += 1;
            if reported > REPORTS_MAX {
                return;
            }
            report_overlap(table, (earlier, later), &case, problems);
        }
    }
}

fn report_overlap(
    table: &Table,
    (earlier, later): (&Rule, &Rule),
    case: &Point,
    problems: &mut Problems,
) {
    let example = example(table, case);
    let (first, at) = (earlier.row, At { row: later.row, column: 0 });
    let (zh, en) = (
        format!("与第 {first} 行同时成立：{}", listed(&example)),
        format!(
            "expected one rule for each case, but row {first} matches too: {}",
            listed(&example)
        ),
    );
    let added: &mut TableProblem = problems.error(at, problem::OVERLAP, Bilingual::new(zh, en));
    added.example = example;
    added.hint = Some(Bilingual::new(
        "写明界限：如 3以上不满10、10以上（以上以下含本数，不满超过不含）；或改用首个命中",
        "make the bounds explicit, like [3..10) and >=10, or use hit policy F",
    ));
}

fn common_case(table: &Table, one: &Rule, other: &Rule) -> Option<Point> {
    let columns = one.accepted.iter().zip(&other.accepted);
    if columns.into_iter().any(|(one, other)| !one.meets(other)) {
        return None;
    }
    let mut case = Point::new();
    for (at, column) in table.inputs.iter().enumerate() {
        let both = one.accepted[at].intersect(&other.accepted[at]);
        let met = both.ranges().iter().find_map(|&(low, high)| {
            let (low, high) = (low.max(column.domain.0), high.min(column.domain.1));
            (low <= high).then(|| pieces::plain(column, low, high))
        });
        match met {
            Some(value) => case.push(Some(value)),
            None if both.accepts_null() => case.push(None),
            None => return None,
        }
    }
    Some(case)
}

/// Rules whose every case an earlier rule takes; whether every rule was looked at.
fn check_reach(table: &Table, work: &mut usize, problems: &mut Problems) -> bool {
    let Some(pieces) = Pieces::of(table, true, work) else { return false };
    let mut complete = true;
    let mut reported = 0;
    for (place, &at) in table.order.iter().enumerate() {
        let found = Search::new(&pieces, work).beyond(at, &table.order[..place]);
        complete &= !matches!(found, Found::GaveUp);
        if !matches!(found, Found::Nothing) || reported == REPORTS_MAX {
            continue;
        }
        reported += 1;
        let text = Bilingual::new(
            "这一行永远轮不到：前面的规则已管了它的一切情形",
            "expected a rule that can match, but earlier rules take all its cases",
        );
        let at = At { row: table.rules[at].row, column: 0 };
        problems.warn(at, problem::UNREACHABLE, text);
    }
    complete
}

fn whole() -> At {
    At::default()
}

fn example(table: &Table, case: &Point) -> Vec<(Arc<str>, String)> {
    let cells = table.inputs.iter().zip(case);
    cells.map(|(column, value)| (Arc::clone(&column.name), column.spelled(*value))).collect()
}

fn listed(example: &[(Arc<str>, String)]) -> String {
    let cells: Vec<String> =
        example.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    cells.join(", ")
}
