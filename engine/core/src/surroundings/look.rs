//! The world's answers to lookups.

use tongban_calendar::{Calendar, Roll, Term, Unit};
use tongban_model::organisation::DivisionId;

use super::{DayRoll, DayUnit, DivisionFacts, Found, Lookup};
use crate::{call::Scene, world::World};

/// Answers one lookup.
pub fn look(world: &World, scene: &Scene, lookup: &Lookup) -> Found {
    match lookup {
        Lookup::WorkingDay { day } => {
            let found = calendar(world, scene).is_working_day(*day);
            Found::Day { working: found.working, provisional: found.provisional }
        }
        Lookup::Add { from, days, unit, roll } => {
            if *days > tongban_calendar::COUNT_MAX {
                return unknown("expected at most 36500 days");
            }
            let term = Term { count: *days, unit: (*unit).into(), roll: (*roll).into() };
            let due = calendar(world, scene).due(*from, &term);
            Found::Due { day: due.date, provisional: due.provisional.is_some() }
        }
        Lookup::WorkingDaysBetween { from, to } => {
            Found::Days { count: calendar(world, scene).working_days_between(*from, *to) }
        }
        Lookup::Division { code, day } => division(world, scene, (code.as_deref(), *day)),
        Lookup::Row { table, key } => match world.reference(table, scene) {
            None => unknown("no such reference table applies here on that day"),
            Some(table) => table.row(key).map_or(Found::Nothing, |cells| Found::Row { cells }),
        },
    }
}

fn unknown(reason: &str) -> Found {
    Found::Unknown { reason: reason.to_owned() }
}

/// The calendar of the case's place.
fn calendar(world: &World, scene: &Scene) -> Calendar {
    let Some(division) = scene.division else { return world.calendar.clone() };
    let divisions = &world.organisation.divisions;
    let chain = world.organisation.chain(division, scene.day);
    let codes = chain.iter().filter_map(|(_, id)| divisions.get(*id, scene.day));
    let codes: Vec<_> = codes.map(|found| found.code.to_string()).collect();
    world.calendar.in_division(&codes.iter().map(String::as_str).collect::<Vec<_>>())
}

fn division(
    world: &World,
    scene: &Scene,
    (code, day): (Option<&str>, tongban_calendar::Date),
) -> Found {
    let id = match code {
        None => match scene.division {
            Some(own) => Some(own),
            None => return unknown("there is no case here"),
        },
        Some(code) => code.parse().ok().and_then(|code| world.organisation.division(code, day)),
    };
    let facts = |id: DivisionId| {
        let found = world.organisation.divisions.get(id, day)?;
        Some(DivisionFacts {
            code: found.code.to_string(),
            name: found.name.to_owned(),
            level: found.level.name().to_owned(),
        })
    };
    let Some((id, division)) = id.and_then(|id| Some((id, facts(id)?))) else {
        return Found::Nothing;
    };
    let chain = world.organisation.chain(id, day);
    let above = chain.iter().filter(|(_, above)| *above != id);
    let above = above.filter_map(|(_, above)| facts(*above)).collect();
    Found::Division { division, above }
}

impl From<DayUnit> for Unit {
    fn from(unit: DayUnit) -> Self {
        match unit {
            DayUnit::WorkingDays => Self::WorkingDays,
            DayUnit::CalendarDays => Self::CalendarDays,
        }
    }
}

impl From<DayRoll> for Roll {
    fn from(roll: DayRoll) -> Self {
        match roll {
            DayRoll::None => Self::None,
            DayRoll::Next => Self::Next,
            DayRoll::Previous => Self::Previous,
        }
    }
}
