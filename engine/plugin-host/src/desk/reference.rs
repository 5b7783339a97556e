//! `host-reference`: rows of registered reference tables.

use tongban_core::{
    call::HostFunction,
    surroundings::{Found, Lookup},
};

use super::{Served, expect};
use crate::{
    bindings::host_reference::{Cell, Host},
    sandbox::Seat,
};

impl Host for Seat {
    fn row(&mut self, table: String, key: String) -> Served<Option<Vec<Cell>>> {
        let desk = self.desk();
        desk.charge(HostFunction::ReferenceRow, table.len().saturating_add(key.len()))?;
        let found = desk.look_up(Lookup::Row { table, key })?;
        let cell =
            |(column, text): &(String, String)| Cell { column: column.clone(), text: text.clone() };
        Ok(expect(found, |found| match found {
            Found::Row { cells } => Some(Some(cells.iter().map(cell).collect())),
            Found::Nothing => Some(None),
            _ => None,
        }))
    }
}
