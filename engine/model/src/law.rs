//! Legal bases: what a rule, a limit or a step rests on.

use tongban_calendar::Date;

/// A law, regulation or document of an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// Its number or title, for example `民发〔2021〕57号`.
    pub id: String,
    /// The first day on which it applies.
    pub in_force: Option<Date>,
}
