//! The price of a call. The target is 20 µs for a table of 12 rules; a test only looks for a
//! mistake of a factor of fifty, because the machine may be busy. `tests/bench` measures.

use std::time::Duration;

use tongban_core::call::{Call, Question};
use tongban_expr::Value;
use tongban_plugin_api::PluginHost as _;

use super::guest::{HOST, SCENE, component};
use crate::time_calls;

/// Like a compiled table: 12 rules of 3 comparisons over 20 fields, one finding in static data.
fn table() -> Vec<u8> {
    let cell = |rule: usize, cell: usize| {
        let offset = (rule + cell * 5) % 20 * 32 + 16;
        format!(
            "(i64.ge_s (i64.load offset={offset} (local.get $fields)) (i64.const {rule})) i32.and"
        )
    };
    let rule = |rule: usize| {
        let cells = [0, 1, 2].map(|n| cell(rule, n)).join(" ");
        format!("(i32.const 1) {cells} (if (then (i32.store (i32.const 28) (i32.const 1))))")
    };
    let rules = (0..12).map(rule).collect::<Vec<_>>().join(" ");
    let data = "(data (i32.const 24) \"\\40\\00\\00\\00\")
        (data (i32.const 64) \"\\80\\00\\00\\00\\02\\00\\00\\00\\90\\00\\00\\00\\06\\00\\00\\00\")
        (data (i32.const 128) \"r1\") (data (i32.const 144) \"符合\")";
    component(Question::Rule, data, &format!("{rules} (i32.const 16)"))
}

#[test]
fn a_table_is_asked_in_microseconds() {
    let admitted = HOST.admit(&table()).expect("it is a rule");
    let input =
        (0..20_u32).map(|n| (format!("家庭.字段{n}").into(), Value::Number(n.into()))).collect();
    let call = Call { plugin: admitted.digest, question: Question::Rule, input, scene: SCENE };
    let times = time_calls(&*HOST, &call, 2_000).expect("it answers");
    assert!(times.median < Duration::from_millis(1), "{times:?}");
    eprintln!("20 fields, 12 rules: {times:?}");
}
