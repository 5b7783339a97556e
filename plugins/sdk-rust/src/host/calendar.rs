//! Legal time by the published holiday tables, with the local days of the case's place. 日历

pub use crate::bindings::host_calendar::{DayKind, DayRoll, DayUnit};
use crate::{
    Date,
    bindings::host_calendar::{self as wit},
    host::HostError,
};

/// Where a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its last day.
    pub day: Date,
    /// It rests on a year whose holidays are not published yet.
    pub provisional: bool,
}

/// Whether offices work on a day. 是否工作日
pub fn day_kind(day: Date) -> Result<DayKind, HostError> {
    wit::is_working_day(day.days())
}

/// The last day of a term; the start day does not count. 届满日
pub fn add_days(start: Date, days: u32, unit: DayUnit, roll: DayRoll) -> Result<Due, HostError> {
    let due = wit::add_days(start.days(), days, unit, roll)?;
    Ok(Due { day: Date::from_days(due.day), provisional: due.provisional })
}

/// The last day of so many working days. 工作日
pub fn add_working_days(start: Date, days: u32) -> Result<Due, HostError> {
    add_days(start, days, DayUnit::WorkingDays, DayRoll::None)
}

/// How many working days lie after `start` up to and with `end`; negative backwards.
pub fn working_days_between(start: Date, end: Date) -> Result<i64, HostError> {
    wit::working_days_between(start.days(), end.days())
}
