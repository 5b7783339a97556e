//! `host-division`: a division and those above it, on a day.

use tongban_core::{
    call::HostFunction,
    surroundings::{DivisionFacts, Found, Lookup},
};

use super::{Served, expect, no_day};
use crate::{
    bindings::host_division::{Division, Host, Place},
    input::day,
    sandbox::Seat,
};

impl Host for Seat {
    fn here(&mut self, number: i32) -> Served<Option<Place>> {
        self.desk().charge(HostFunction::Here, 0)?;
        find(self, None, number)
    }

    fn find(&mut self, code: String, number: i32) -> Served<Option<Place>> {
        self.desk().charge(HostFunction::FindDivision, code.len())?;
        find(self, Some(code), number)
    }
}

fn find(seat: &mut Seat, code: Option<String>, number: i32) -> Served<Option<Place>> {
    let Some(day) = day(number) else { return Ok(Err(no_day())) };
    let found = seat.desk().look_up(Lookup::Division { code, day })?;
    Ok(expect(found, |found| match found {
        Found::Division { division, above } => {
            let above = above.iter().map(shown).collect();
            Some(Some(Place { here: shown(division), above }))
        }
        Found::Nothing => Some(None),
        _ => None,
    }))
}

fn shown(facts: &DivisionFacts) -> Division {
    let DivisionFacts { code, name, level } = facts.clone();
    Division { code, name, level }
}
