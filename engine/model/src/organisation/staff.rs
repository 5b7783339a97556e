//! Posts, people and who holds what when.
//!
//! A post belongs to a division and gives roles. A person holds a post for a period; a post may
//! follow another ex officio (院长 = 分管副主任): whoever holds that one holds it too. While a person
//! is absent the substitute acts, and the absent person does not.
//!
//! Not here: mergers of divisions and the way up (`resolve`); tokens.
//! Invariants: immutable; every person, post and division that is named exists; nobody is two of
//! system administrator, grants administrator and auditor at a time (三员分立).

mod read;
mod roster;
mod separation;
mod shape;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use tongban_calendar::Date;

use super::{DivisionId, PersonId};
use crate::{RoleId, Text};

pub use separation::{AUDITOR, GRANTS_ADMINISTRATOR, SYSTEM_ADMINISTRATOR};

/// The register of staff. Share it behind an `Arc`.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    people: BTreeMap<PersonId, Person>,
    posts: BTreeMap<PostId, Post>,
    /// Appointments, then what follows from them ex officio.
    holdings: Vec<Holding>,
    absences: Vec<Absence>,
    /// Division → role → numbers of holdings.
    by_role: BTreeMap<DivisionId, BTreeMap<RoleId, Vec<usize>>>,
    /// Person → numbers of holdings.
    by_person: BTreeMap<PersonId, Vec<usize>>,
    /// Person → numbers of the absences in which the person is away.
    away: BTreeMap<PersonId, Vec<usize>>,
    /// Person → numbers of the absences in which the person stands in.
    standing_in: BTreeMap<PersonId, Vec<usize>>,
}

/// A person on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The name.
    pub name: Arc<str>,
    /// Near relatives 近亲属 on file, in both directions.
    pub relatives: BTreeSet<PersonId>,
}

/// A post, by the name that the register gives it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(Arc<str>);

/// A post 岗位.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The id.
    pub id: PostId,
    /// The title.
    pub title: Text,
    /// The division that it belongs to.
    pub division: DivisionId,
    /// The roles that it gives, in that division alone.
    pub roles: Vec<RoleId>,
    /// The post whose holders hold this one by virtue of office 兼任.
    pub ex_officio: Option<PostId>,
}

/// A person in a post for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Who.
    pub person: PersonId,
    /// Which post.
    pub post: PostId,
    /// First day.
    pub from: Date,
    /// First day on which it is over; none while it is open.
    pub to: Option<Date>,
}

/// A time in which a person does not act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Who is away.
    pub person: PersonId,
    /// First day.
    pub from: Date,
    /// First day on which the person is back.
    pub to: Date,
    /// Who acts instead, in all posts; nobody does for a substitute who is away too.
    pub substitute: Option<PersonId>,
}

impl PostId {
    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PostId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Holding {
    /// Whether the person holds the post on a day.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

impl Absence {
    /// Whether the person is away on a day.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && day < self.to
    }
}

#[cfg(test)]
mod tests;
