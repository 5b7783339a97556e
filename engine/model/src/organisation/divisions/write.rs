//! The register as a CSV table with ids: reading it back gives the same register.
//!
//! Not here: reading (`read`).

use std::fmt::Write as _;

use tongban_calendar::Date;

use super::{DivisionId, Divisions, Period};

impl Divisions {
    /// The whole register as CSV, with every column that `parse_csv` knows.
    pub fn to_csv(&self) -> String {
        let mut csv = String::from("code,name,parent,level,id,valid_from,valid_to,successors\n");
        for period in self.periods.iter().filter(|p| p.division != DivisionId::NATION) {
            let Period { code, level, division, from, to, .. } = period;
            let day = |date: Date, open: Date| {
                if date == open { String::new() } else { date.to_string() }
            };
            let (name, parent) = (quoted(self.name(period)), self.parent_code(period));
            let (from, to) = (day(*from, Date::MIN), day(*to, Date::MAX));
            let heirs = self.heir_codes(period);
            writeln!(csv, "{code},{name},{parent},{level},{division},{from},{to},{heirs}")
                .expect("a string takes everything");
        }
        csv
    }

    /// The code that the parent had when the period began, or had first within it.
    fn parent_code(&self, period: &Period) -> String {
        let mut parents = self.periods_of(period.parent).iter();
        parents
            .find(|parent| parent.from < period.to && period.from < parent.to)
            .map_or_else(String::new, |parent| parent.code.to_string())
    }

    fn heir_codes(&self, period: &Period) -> String {
        let heirs = self.lineage.successors(period.division).filter(|(day, _)| *day == period.to);
        let codes = heirs.filter_map(|(day, heir)| self.get(heir, day));
        codes.map(|heir| heir.code.to_string()).collect::<Vec<_>>().join(";")
    }
}

fn quoted(name: &str) -> String {
    if name.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}
