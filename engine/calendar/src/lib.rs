//! Legal time in China: working days from the published holiday tables, make-up days included,
//! calendar days, hours, roll rules.
//!
//! A [`Calendar`] answers when a [`Term`] ends; a [`HolidayTable`] is the data behind it and is
//! replaced when the State Council publishes the next year.
//!
//! Not here: pausing and restarting clocks (`tongban-core`), timers, the current time.
//! Invariants: pure; legal days are +08:00 and end at 24:00; the environment's time zone is never
//! read; a date that rests on an assumption says so.

mod calendar;
mod due;
mod legal_day;
mod month_day;
mod rank;
mod table;
mod term;

pub use jiff::{Timestamp as Instant, civil::Date};

pub use calendar::Calendar;
pub use due::{Assumption, Day, Due, Start};
pub use legal_day::{end_of, legal_day, start_of};
pub use month_day::MonthDay;
pub use table::{BUNDLED_HOLIDAYS, CsvProblem, HolidayTable};
pub use term::{COUNT_MAX, Roll, Term, TermError, Unit};
