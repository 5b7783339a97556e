//! `host-calendar`: working days and terms by the world's holiday tables.

use tongban_core::{
    call::HostFunction,
    surroundings::{DayRoll as Roll, DayUnit as Unit, Found, Lookup},
};

use super::{Served, expect, no_day};
use crate::{
    bindings::{
        host_calendar::{DayKind, DayRoll, DayUnit, DueDay, Host},
        types::HostError,
    },
    input::{day, days},
    sandbox::Seat,
};

/// Longest term, as the calendar reads it.
const DAYS_MAX: u32 = 36_500;

impl Host for Seat {
    fn is_working_day(&mut self, number: i32) -> Served<DayKind> {
        let desk = self.desk();
        desk.charge(HostFunction::IsWorkingDay, 0)?;
        let Some(day) = day(number) else { return Ok(Err(no_day())) };
        let found = desk.look_up(Lookup::WorkingDay { day })?;
        Ok(expect(found, |found| match found {
            Found::Day { working, provisional } => {
                Some(DayKind { working: *working, provisional: *provisional })
            }
            _ => None,
        }))
    }

    fn add_days(&mut self, from: i32, count: u32, unit: DayUnit, roll: DayRoll) -> Served<DueDay> {
        let desk = self.desk();
        desk.charge(HostFunction::AddDays, 0)?;
        let Some(from) = day(from) else { return Ok(Err(no_day())) };
        if count > DAYS_MAX || day(days(from).saturating_add(2 * 366 * 100)).is_none() {
            let words = format!("expected a term of at most {DAYS_MAX} days that ends before 9999");
            return Ok(Err(HostError::Invalid(words)));
        }
        let unit = match unit {
            DayUnit::WorkingDays => Unit::WorkingDays,
            DayUnit::CalendarDays => Unit::CalendarDays,
        };
        let roll = match roll {
            DayRoll::None => Roll::None,
            DayRoll::Next => Roll::Next,
            DayRoll::Previous => Roll::Previous,
        };
        let found = desk.look_up(Lookup::Add { from, days: count, unit, roll })?;
        Ok(expect(found, |found| match found {
            Found::Due { day, provisional } => {
                Some(DueDay { day: days(*day), provisional: *provisional })
            }
            _ => None,
        }))
    }

    fn working_days_between(&mut self, from: i32, to: i32) -> Served<i64> {
        let desk = self.desk();
        desk.charge(HostFunction::WorkingDaysBetween, 0)?;
        let (Some(from), Some(to)) = (day(from), day(to)) else { return Ok(Err(no_day())) };
        let found = desk.look_up(Lookup::WorkingDaysBetween { from, to })?;
        Ok(expect(found, |found| match found {
            Found::Days { count } => Some(*count),
            _ => None,
        }))
    }
}
