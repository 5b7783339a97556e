//! The price of a call to a compiled table of 12 rules. The target is 20 µs; a test only looks for
//! a mistake of a factor of fifty, because the machine may be busy. `tests/bench` measures.

use std::time::Duration;

use tongban_core::call::{Call, Question};
use tongban_expr::Value;

use super::{Case, HOST, SCENE, admitted, compile, sound};
use crate::time_calls;

#[test]
fn a_compiled_table_is_asked_in_microseconds() {
    let table = sound(include_str!("twelve.csv"));
    let component = compile(&table, Question::Rule).expect("it fits");
    let mut input = Case::new();
    let number = |number: u32| Value::Number(number.into());
    for (name, value) in [
        ("resident", Value::Boolean(true)),
        ("age", number(66)),
        ("sex", Value::Text("m".into())),
        ("care", Value::Text("full".into())),
        ("household", Value::Text("couple".into())),
        ("income", number(1_200)),
        ("certificate", Value::Boolean(false)),
    ] {
        input.insert(name.into(), value);
    }
    for field in 0..13 {
        input.insert(format!("family.member{field}").into(), number(field));
    }
    let call = Call { plugin: admitted(&component), question: Question::Rule, input, scene: SCENE };
    let times = time_calls(&*HOST, &call, 2_000).expect("it answers");
    assert!(times.median < Duration::from_millis(1), "{times:?}");
    eprintln!("20 fields, compiled table of 12 rules: {times:?}");
}
