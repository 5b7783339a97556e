//! Look-ups in the register: who acts in a role, and where somebody acts.
//!
//! Not here: divisions that were merged (`resolve`). Invariant: `holds` and `positions` say the
//! same as `holders`.

use std::collections::BTreeMap;

use tongban_calendar::Date;

use super::{Absence, DivisionId, Holding, Person, PersonId, Post, PostId, RoleId, Staff};

impl Staff {
    pub(super) fn new(
        people: BTreeMap<PersonId, Person>,
        posts: BTreeMap<PostId, Post>,
        (appointments, absences): (Vec<Holding>, Vec<Absence>),
    ) -> Self {
        let mut staff = Self { people, posts, absences, ..Self::default() };
        let mut followers: BTreeMap<PostId, Vec<PostId>> = BTreeMap::new();
        for post in staff.posts.values() {
            if let Some(above) = &post.ex_officio {
                followers.entry(above.clone()).or_default().push(post.id.clone());
            }
        }
        for appointment in appointments {
            staff.hold(appointment, &followers);
        }
        for (number, holding) in staff.holdings.iter().enumerate() {
            let post = &staff.posts[&holding.post];
            let roles = staff.by_role.entry(post.division).or_default();
            for role in &post.roles {
                roles.entry(role.clone()).or_default().push(number);
            }
            staff.by_person.entry(holding.person.clone()).or_default().push(number);
        }
        for (number, absence) in staff.absences.iter().enumerate() {
            staff.away.entry(absence.person.clone()).or_default().push(number);
            if let Some(substitute) = &absence.substitute {
                staff.standing_in.entry(substitute.clone()).or_default().push(number);
            }
        }
        staff
    }

    /// Enters an appointment and what follows from it ex officio; posts never follow each other in
    /// a circle.
    fn hold(&mut self, holding: Holding, followers: &BTreeMap<PostId, Vec<PostId>>) {
        for post in followers.get(&holding.post).into_iter().flatten() {
            self.hold(Holding { post: post.clone(), ..holding.clone() }, followers);
        }
        self.holdings.push(holding);
    }

    /// A person.
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.get(id)
    }

    /// All people, by id.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// A post.
    pub fn post(&self, id: &PostId) -> Option<&Post> {
        self.posts.get(id)
    }

    /// All posts, by id.
    pub fn posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.values()
    }

    /// All appointments and what follows from them ex officio.
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// All absences.
    pub fn absences(&self) -> &[Absence] {
        &self.absences
    }

    /// Who acts in a role of a division on a day, substitutes for the absent, in the order of the
    /// register. Empty when nobody does: the process says what happens then.
    pub fn holders(&self, role: &RoleId, division: DivisionId, day: Date) -> Vec<PersonId> {
        let mut holders = Vec::new();
        let numbers = self.by_role.get(&division).and_then(|roles| roles.get(role));
        for number in numbers.into_iter().flatten() {
            let holding = &self.holdings[*number];
            let acting = holding.covers(day).then(|| self.acting(&holding.person, day)).flatten();
            if let Some(person) = acting.filter(|person| !holders.contains(*person)) {
                holders.push(person.clone());
            }
        }
        holders
    }

    /// Whether a person acts in a role of a division on a day.
    pub fn holds(&self, person: &PersonId, role: &RoleId, division: DivisionId, day: Date) -> bool {
        self.holders(role, division, day).contains(person)
    }

    /// Everywhere that a person acts on a day: own posts, and those of people they stand in for.
    pub fn positions(&self, person: &PersonId, day: Date) -> Vec<(RoleId, DivisionId)> {
        let posts = self.acting_in(person, day);
        let mut positions: Vec<_> = posts
            .flat_map(|post| post.roles.iter().map(|role| (role.clone(), post.division)))
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Whether a person acts in any post of a division on a day.
    pub fn has_post(&self, person: &PersonId, division: DivisionId, day: Date) -> bool {
        self.acting_in(person, day).any(|post| post.division == division)
    }

    /// Whether two people are near relatives on file.
    pub fn related(&self, a: &PersonId, b: &PersonId) -> bool {
        self.people.get(a).is_some_and(|person| person.relatives.contains(b))
    }

    fn acting_in<'s>(&'s self, person: &'s PersonId, day: Date) -> impl Iterator<Item = &'s Post> {
        let away = self.absences_on(&self.away, person, day).next().is_some();
        let replaced = self.absences_on(&self.standing_in, person, day);
        let replaced = replaced
            .map(|absence| &absence.person)
            .filter(move |absent| self.acting(absent, day) == Some(person));
        std::iter::once(person)
            .chain(replaced)
            .filter(move |_| !away)
            .filter_map(|person| self.by_person.get(person))
            .flatten()
            .map(|number| &self.holdings[*number])
            .filter(move |holding| holding.covers(day))
            .map(|holding| &self.posts[&holding.post])
    }

    /// The person, or the substitute while the person is away.
    fn acting<'s>(&'s self, person: &'s PersonId, day: Date) -> Option<&'s PersonId> {
        let Some(absence) = self.absences_on(&self.away, person, day).next() else {
            return Some(person);
        };
        let substitute = absence.substitute.as_ref()?;
        let there = self.absences_on(&self.away, substitute, day).next().is_none();
        there.then_some(substitute)
    }

    fn absences_on<'s>(
        &'s self,
        numbers: &'s BTreeMap<PersonId, Vec<usize>>,
        person: &PersonId,
        day: Date,
    ) -> impl Iterator<Item = &'s Absence> {
        let numbers = numbers.get(person).into_iter().flatten();
        numbers.map(|number| &self.absences[*number]).filter(move |absence| absence.covers(day))
    }
}
