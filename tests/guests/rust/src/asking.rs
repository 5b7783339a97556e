//! What is asked of the host: each function, and how its answers come back.

use tongban_plugin::{
    Decision, HostError, Input, Refusal, Value,
    calendar::{self, DayRoll, DayUnit},
    division::{self, Division, Place},
    feel, log, reference,
};

/// So many lines of the kinds in turn.
pub(crate) fn log(input: &Input) -> Result<Decision, Refusal> {
    for number in 1..=input.integer("行数")? {
        let line = format!("第 {number} 行");
        match number % 3 {
            1 => log::debug(&line),
            2 => log::info(&line),
            _ => log::warning(&line),
        }
    }
    Ok(Decision::approve())
}

pub(crate) fn feel(input: &Input) -> Result<Decision, Refusal> {
    let expression = input.text("式")?;
    let value = match input.text("当作")? {
        "条件" => feel::condition(expression, input.fields())?.into(),
        "数值" => feel::number(expression, input.fields())?.into(),
        _ => feel::evaluate(expression, input.fields())?,
    };
    Ok(Decision::approve().with("果", value))
}

pub(crate) fn calendar(input: &Input) -> Result<Decision, Refusal> {
    let day = input.date("日")?;
    let days = u32::try_from(input.integer("天数")?).map_err(|_| "天数不得为负")?;
    let kind = calendar::day_kind(day)?;
    let due = calendar::add_days(day, days, DayUnit::WorkingDays, DayRoll::None)?;
    let next = calendar::add_days(day, days, DayUnit::CalendarDays, DayRoll::Next)?;
    let previous = calendar::add_days(day, days, DayUnit::CalendarDays, DayRoll::Previous)?;
    Ok(Decision::approve()
        .with("上班", kind.working)
        .with("暂定", kind.provisional)
        .with("届满", due.day)
        .with("届满暂定", due.provisional)
        .with("顺延", next.day)
        .with("提前", previous.day)
        .with("相隔", calendar::working_days_between(day, due.day)?)
        .with("倒数", calendar::working_days_between(due.day, day)?))
}

pub(crate) fn division(input: &Input) -> Result<Decision, Refusal> {
    let day = input.date("日")?;
    let place = match input.is_empty("代码") {
        true => division::here(day)?,
        false => division::find(input.text("代码")?, day)?,
    };
    Ok(place.map_or_else(Decision::reject, |place| shown(&place)))
}

fn shown(place: &Place) -> Decision {
    let words = |division: &Division| {
        let Division { code, name, level } = division;
        format!("{code} {name} {level}")
    };
    let county = place.at("county").map_or(Value::None, |county| county.name.clone().into());
    Decision::approve()
        .with("本级", words(&place.here))
        .with("上级", place.above.iter().map(words).collect::<Vec<_>>())
        .with("县", county)
}

/// A plugin may know better than to refuse.
pub(crate) fn reference(input: &Input) -> Result<Decision, Refusal> {
    let row = match reference::row(input.text("表")?, input.text("键")?) {
        Err(HostError::Unavailable(_)) => return Ok(Decision::refer()),
        other => other?,
    };
    let Some(row) = row else { return Ok(Decision::reject()) };
    let cell = |cell: &reference::Cell| format!("{}={}", cell.column, cell.text);
    Ok(Decision::approve()
        .with("行", row.cells().iter().map(cell).collect::<Vec<_>>())
        .with("标准", row.number("标准")?)
        .with("户籍", row.text("户籍")?))
}
