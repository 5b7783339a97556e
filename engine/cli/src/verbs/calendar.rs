//! `tongban calendar`

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use serde_json::json;
use tongban_calendar::{Calendar, HolidayTable, Roll, Term, Unit};

use crate::{
    args::{self, CalendarRoll, CalendarUnit},
    output::print,
};

pub(super) fn calendar(as_json: bool, calendar: &args::Calendar) -> anyhow::Result<ExitCode> {
    match calendar {
        args::Calendar::Add { date, count, unit, roll, holidays } => {
            let unit = match unit {
                CalendarUnit::WorkingDays => Unit::WorkingDays,
                CalendarUnit::CalendarDays => Unit::CalendarDays,
            };
            let roll = match roll {
                CalendarRoll::Next => Roll::Next,
                CalendarRoll::Previous => Roll::Previous,
                CalendarRoll::None => Roll::None,
            };
            let term = Term { count: *count, unit, roll };
            let due = load(holidays.as_deref())?.due(*date, &term);
            let assumption = due.provisional.as_ref();
            let note = assumption.map(|note| format!("\n{}\n{}", note.zh(), note.en()));
            let data = json!({
                "date": due.date.to_string(),
                "ends": due.instant.to_string(),
                "provisional": assumption.map(tongban_calendar::Assumption::en),
            });
            print(as_json, &data, &format!("{}{}", due.date, note.unwrap_or_default()));
        }
        args::Calendar::Day { date, holidays } => {
            let day = load(holidays.as_deref())?.is_working_day(*date);
            let data = json!({ "working": day.working, "provisional": day.provisional });
            let words = if day.working { "working day 工作日" } else { "rest day 休息日" };
            let note = if day.provisional { " (provisional 暂定)" } else { "" };
            print(as_json, &data, &format!("{words}{note}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn load(holidays: Option<&Path>) -> anyhow::Result<Calendar> {
    let Some(path) = holidays else { return Ok(Calendar::bundled()) };
    let csv =
        std::fs::read_to_string(path).with_context(|| format!("reading `{}`", path.display()))?;
    match HolidayTable::parse_csv(&csv) {
        Ok(table) => Ok(Calendar::new(table)),
        Err(problems) => {
            for problem in &problems {
                eprintln!("{}:{}: {}\n  {}", path.display(), problem.line, problem.en, problem.zh);
            }
            bail!(
                "expected a holiday table in `{}`, but it has the errors above 放假安排表有误，见上",
                path.display()
            )
        }
    }
}
