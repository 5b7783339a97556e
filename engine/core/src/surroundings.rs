//! What a plugin may look up in the world, and what the world answers.
//!
//! ```text
//! plugin ─ host function ─► Lookup ─ look(world, scene, lookup) ─► Found
//!                             └───── kept as Consulted, so that it is asked without a world ─┘
//! ```
//! Not here: FEEL and logging, which ask nothing of the world; counting and limits (`plugin-host`).
//! Invariant: pure; the same world, scene and lookup always find the same.

mod look;
mod transcript;

use serde::{Deserialize, Serialize};
use tongban_calendar::Date;

pub use look::look;
pub use transcript::{Told, Transcript};

/// A question to the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Lookup {
    /// Whether offices work on a day.
    WorkingDay {
        /// The day.
        day: Date,
    },
    /// The day on which a term ends.
    Add {
        /// The day from which it runs; it does not count.
        from: Date,
        /// How many days.
        days: u32,
        /// Which days count.
        unit: DayUnit,
        /// Where the end moves from a day off.
        roll: DayRoll,
    },
    /// How many working days lie after one day up to another; negative backwards.
    WorkingDaysBetween {
        /// Not counted.
        from: Date,
        /// Counted.
        to: Date,
    },
    /// A division on a day.
    Division {
        /// Its code; none for the case's own.
        code: Option<String>,
        /// The day.
        day: Date,
    },
    /// A row of a registered reference table.
    Row {
        /// The table.
        table: String,
        /// The text in its first column.
        key: String,
    },
}

/// Which days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayUnit {
    /// 工作日
    WorkingDays,
    /// 日
    CalendarDays,
}

/// Where an end that falls on a day off moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayRoll {
    /// Nowhere.
    None,
    /// The next working day.
    Next,
    /// The previous working day.
    Previous,
}

/// What the world answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "kebab-case")]
pub enum Found {
    /// What a day is.
    Day {
        /// Offices work.
        working: bool,
        /// The holidays of its year are not published.
        provisional: bool,
    },
    /// Where a term ends.
    Due {
        /// Its last day.
        day: Date,
        /// It rests on a year whose holidays are not published.
        provisional: bool,
    },
    /// A number of days.
    Days {
        /// How many.
        count: i64,
    },
    /// A division.
    Division {
        /// The division.
        division: DivisionFacts,
        /// Those above it, from the country down.
        above: Vec<DivisionFacts>,
    },
    /// A row: the names of the columns and their texts.
    Row {
        /// Column and cell, in order.
        cells: Vec<(String, String)>,
    },
    /// There is none.
    Nothing,
    /// It cannot be asked here: no such table, no case, no world.
    Unknown {
        /// Why, for the plugin's author.
        reason: String,
    },
}

/// What a division is on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivisionFacts {
    /// Its code; `0` for the country.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its level, as definitions write it.
    pub level: String,
}

/// A lookup and what it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// What was asked.
    pub lookup: Lookup,
    /// What was answered.
    pub found: Found,
}
