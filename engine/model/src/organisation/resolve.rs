//! Divisions and staff together: the role at a level, resolved from a case's village upward.
//!
//! Not here: choosing among holders, policies for a role without one (`core`).
//! Invariant: a division that was merged is represented by its one heir; a split one by nobody.

use std::sync::Arc;

use tongban_calendar::Date;

use super::{DivisionCode, DivisionId, Divisions, Level, PersonId, Staff};
use crate::RoleId;

/// Who may act where. Immutable and cheap to clone.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// The register of divisions.
    pub divisions: Arc<Divisions>,
    /// The register of staff.
    pub staff: Arc<Staff>,
}

/// A role at a level, resolved for a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The division of that level above the case's.
    pub division: DivisionId,
    /// Who acts there in the role on the day; may be empty.
    pub holders: Vec<PersonId>,
}

impl Default for Organisation {
    fn default() -> Self {
        Self::new(Divisions::empty(), Staff::default())
    }
}

impl Organisation {
    /// Puts the two registers together; the staff was read over these divisions.
    pub fn new(divisions: Divisions, staff: Staff) -> Self {
        Self { divisions: Arc::new(divisions), staff: Arc::new(staff) }
    }

    /// The bundled sample: 元江 and 沙河口 with their staff.
    ///
    /// # Panics
    /// Never: a test reads the same bytes.
    pub fn bundled() -> Self {
        let (divisions, _) = Divisions::parse_csv("divisions.csv", super::BUNDLED_DIVISIONS, None);
        let divisions = divisions.expect("the bundled divisions are tested");
        let (staff, _) =
            Staff::parse_yaml("staff.yaml", super::BUNDLED_STAFF.as_bytes(), &divisions);
        Self::new(divisions, staff.expect("the bundled staff is tested"))
    }

    /// The division with this code on a day.
    pub fn division(&self, code: DivisionCode, day: Date) -> Option<DivisionId> {
        self.divisions.by_code(code, day)
    }

    /// The last division that had this code; see [`Divisions::latest_with`].
    pub fn division_now(&self, code: DivisionCode) -> Option<DivisionId> {
        self.divisions.latest_with(code)
    }

    /// The way from the country down to the division; see [`Divisions::chain`].
    pub fn chain(&self, division: DivisionId, day: Date) -> Vec<(Level, DivisionId)> {
        self.divisions.chain(division, day)
    }

    /// The level of a division on a day.
    pub fn level(&self, division: DivisionId, day: Date) -> Option<Level> {
        self.divisions.level(division, day)
    }

    /// The division of that level in the chain; see [`Divisions::at_level`].
    pub fn at_level(&self, division: DivisionId, level: Level, day: Date) -> Option<DivisionId> {
        self.divisions.at_level(division, level, day)
    }

    /// The division of level `at` above a case of `division`, and who acts there in `role`. None
    /// when the chain has no such level on that day.
    pub fn resolve(
        &self,
        (role, at): (&RoleId, Level),
        division: DivisionId,
        day: Date,
    ) -> Option<Resolved> {
        let division = self.at_level(division, at, day)?;
        Some(Resolved { division, holders: self.holders(role, division, day) })
    }

    /// Who acts in a role of a division on a day; for a merged division, of its heir.
    pub fn holders(&self, role: &RoleId, division: DivisionId, day: Date) -> Vec<PersonId> {
        let heir = self.divisions.heir(division, day);
        heir.map_or_else(Vec::new, |heir| {
            let mut holders = self.staff.holders(role, heir, day);
            for former in self.divisions.inherited_by(heir, day) {
                let others = self.staff.holders(role, former, day);
                holders.extend(others);
            }
            deduplicated(holders)
        })
    }

    /// Whether a person acts in a role of a division on a day.
    pub fn holds(&self, person: &PersonId, role: &RoleId, division: DivisionId, day: Date) -> bool {
        self.holders(role, division, day).contains(person)
    }

    /// Every role and division in which a person acts on a day, merged divisions that live on in
    /// one of them included: whose tasks the person sees.
    pub fn positions(&self, person: &PersonId, day: Date) -> Vec<(RoleId, DivisionId)> {
        let mut positions = Vec::new();
        for (role, division) in self.staff.positions(person, day) {
            let Some(heir) = self.divisions.heir(division, day) else { continue };
            let former = self.divisions.inherited_by(heir, day);
            positions.extend(former.into_iter().map(|division| (role.clone(), division)));
            positions.push((role, heir));
        }
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Whether a person acts in any post of a division on a day.
    pub fn has_post(&self, person: &PersonId, division: DivisionId, day: Date) -> bool {
        let Some(heir) = self.divisions.heir(division, day) else { return false };
        let mut former = self.divisions.inherited_by(heir, day).into_iter();
        self.staff.has_post(person, heir, day)
            || former.any(|division| self.staff.has_post(person, division, day))
    }

    /// Whether two people are near relatives on file.
    pub fn related(&self, a: &PersonId, b: &PersonId) -> bool {
        self.staff.related(a, b)
    }
}

fn deduplicated(people: Vec<PersonId>) -> Vec<PersonId> {
    let mut once = Vec::with_capacity(people.len());
    for person in people {
        if !once.contains(&person) {
            once.push(person);
        }
    }
    once
}

#[cfg(test)]
mod tests;
