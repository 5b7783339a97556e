//! The conformance plugin for amounts in Rust.
//!
//! Invariant: its sisters in other languages give the same answers, byte for byte; so does a table.

use tongban_plugin::{Assessment, Date, Decimal, Finding, Input, Refusal};

tongban_plugin::amount!(answer);

/// What a household may have a month, for each of its members.
const LINE: Decimal = Decimal { units: 90_050, scale: 2 };
/// How much of the gap is paid.
const SHARE: Decimal = Decimal { units: 65, scale: 2 };

fn answer(input: &Input) -> Result<Assessment, Refusal> {
    if input.date("申请日")? < Date::new(2026, 1, 1) {
        return nothing(Finding::new("尚未施行", "申请日早于施行日期"));
    }
    if input.is_empty("人均月收入") {
        return nothing(Finding::new("未核定", "收入尚未核定").law("示例第四条"));
    }
    let income = input.number("人均月收入")?;
    if income > LINE {
        return nothing(Finding::new("高于标准", "人均月收入高于标准").law("示例第三条"));
    }
    let gap = LINE.subtract(income)?.multiply(input.integer("人口")?)?;
    let why = Finding::new("补差", "按差额的六成五补助").law("示例第二条");
    Ok(Assessment::of(gap.multiply(SHARE)?.round(2)?).because(why))
}

fn nothing(why: Finding) -> Result<Assessment, Refusal> {
    Ok(Assessment::of(Decimal::ZERO.round(2)?).because(why))
}
