//! Separation of powers over the system 三员分立: who runs it, who grants rights and who audits are
//! three people.
//!
//! Not here: exclusions within a case (`not:` of a performer). Invariant: what a substitute would
//! hold counts too.

use tongban_calendar::Date;

use super::{PersonId, Staff};

/// Runs the system: installs, backs up, resolves incident records.
pub const SYSTEM_ADMINISTRATOR: &str = "system.administrator";
/// Grants rights: people, posts, tokens.
pub const GRANTS_ADMINISTRATOR: &str = "system.grants";
/// Reads every log and decides nothing.
pub const AUDITOR: &str = "system.auditor";

/// A person who would be two of the three at a time.
#[derive(Debug)]
pub(super) struct Clash {
    pub(super) person: PersonId,
    pub(super) roles: [&'static str; 2],
    pub(super) from: Date,
}

struct Power<'s> {
    person: &'s PersonId,
    role: &'static str,
    from: Date,
    to: Date,
}

/// Everybody who would be two of the three at a time; one clash for each pair of roles.
pub(super) fn clashes(staff: &Staff) -> Vec<Clash> {
    let mut powers = own(staff);
    powers.extend(lent(staff, &powers));
    let mut clashes: Vec<Clash> = Vec::new();
    for (number, a) in powers.iter().enumerate() {
        for b in &powers[number + 1..] {
            let from = a.from.max(b.from);
            let together = a.person == b.person && a.role != b.role && from < a.to.min(b.to);
            let roles = [a.role.min(b.role), a.role.max(b.role)];
            let told = clashes.iter().any(|c| c.person == *a.person && c.roles == roles);
            if together && !told {
                clashes.push(Clash { person: a.person.clone(), roles, from });
            }
        }
    }
    clashes
}

fn own(staff: &Staff) -> Vec<Power<'_>> {
    let mut powers = Vec::new();
    for holding in &staff.holdings {
        let roles = &staff.posts[&holding.post].roles;
        for role in [SYSTEM_ADMINISTRATOR, GRANTS_ADMINISTRATOR, AUDITOR] {
            if roles.iter().any(|given| given.as_str() == role) {
                let to = holding.to.unwrap_or(Date::MAX);
                powers.push(Power { person: &holding.person, role, from: holding.from, to });
            }
        }
    }
    powers
}

fn lent<'s>(staff: &'s Staff, own: &[Power<'s>]) -> Vec<Power<'s>> {
    let mut lent = Vec::new();
    for absence in &staff.absences {
        let Some(person) = &absence.substitute else { continue };
        for power in own.iter().filter(|power| *power.person == absence.person) {
            let (from, to) = (power.from.max(absence.from), power.to.min(absence.to));
            if from < to {
                lent.push(Power { person, role: power.role, from, to });
            }
        }
    }
    lent
}
