//! How long an evaluation takes: a bound far above what is measured, so that it fails on a change
//! of kind and not on a busy machine. With `TONGBAN_LONG` set, the figures are told.

use std::{env, io::Write as _, time::Instant};

use super::{clock, full, parsed};

#[test]
#[expect(clippy::disallowed_methods, reason = "time is what is tested, for longer when asked")]
fn a_comparison_takes_microseconds() {
    let values = full();
    let rounds: u32 = if env::var_os("TONGBAN_LONG").is_some() { 20_000 } else { 2_000 };
    let sources = [
        "income > 1000",
        "婚姻 = \"已婚\"",
        "survey.visited and survey.score >= 60",
        "income / 家庭人数 < 800 and not(urgent)",
        "sum(成员.收入) / count(成员) < 1200",
        "count(成员[年龄 >= 60]) > 0",
        "matches(婚姻, \"^\\\\d{17}[\\\\dX]$\")",
    ];
    for source in sources {
        let expression = parsed(source);
        let start = Instant::now();
        for _ in 0..rounds {
            expression.evaluate(&values, clock()).expect("an answer");
        }
        let each = start.elapsed() / rounds;
        assert!(each.as_micros() < 500, "`{source}` takes {each:?}");
        if rounds > 2_000 {
            writeln!(std::io::stderr(), "{each:?} {source}").expect("standard error");
        }
    }
}
