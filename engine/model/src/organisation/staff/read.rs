//! From a YAML file to the register: all diagnostics at once, or a register.
//!
//! ```yaml
//! people:
//!   li-hong: { name: 李红, relatives: [wang-qiang] }
//! posts:
//!   clerk: { title: 低保专干, division: 530428003004, roles: [village.clerk] }
//!   head: { title: 院长, division: 210204018, roles: [home-care.head], ex_officio: deputy }
//! appointments:
//!   - { post: clerk, person: li-hong, from: 2024-01-01, to: 2027-01-01 }
//! absences:
//!   - { person: li-hong, from: 2026-02-01, to: 2026-03-01, substitute: wang-qiang }
//! ```
//!
//! Not here: YAML itself (`source::yaml`). Invariant: a register that is given has no errors.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{DivisionCode, Divisions, problem::Problem},
    Absence, Holding, Person, PersonId, Post, PostId, Staff, separation,
    shape::is_role,
};
use crate::{
    Diagnostic, Place, RoleId, Severity, Text,
    source::yaml::{self, Limits, Map, Yaml},
};

/// A county with 2,000 people in 5,000 posts has some 2 MB; a prefecture ten times that.
const LIMITS: Limits = Limits { bytes_max: 32 << 20, depth_max: 6, values_max: 2_000_000 };

impl Staff {
    /// Reads a register; all diagnostics at once, a register when none is an error.
    pub fn parse_yaml(
        file: &str,
        bytes: &[u8],
        divisions: &Divisions,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let (root, mut diagnostics) = yaml::read(file, bytes, LIMITS);
        let broken = diagnostics.iter().any(|one| one.severity == Severity::Error);
        let Some(root) = root.filter(|_| !broken) else { return (None, diagnostics) };
        let mut reader = Reader { divisions, problems: Vec::new() };
        let staff = reader.staff(&root);
        let (staff, found) = Problem::finish(file, Some(staff), reader.problems);
        diagnostics.extend(found);
        (staff, diagnostics)
    }
}

pub(super) struct Reader<'d> {
    divisions: &'d Divisions,
    pub(super) problems: Vec<Problem>,
}

impl Reader<'_> {
    fn staff(&mut self, root: &Yaml) -> Staff {
        const SECTIONS: [&str; 4] = ["people", "posts", "appointments", "absences"];
        let Some(sections) = self.map(root, &SECTIONS) else { return Staff::default() };
        let people = self.people(sections);
        let posts = self.posts(sections);
        let appointments = self.appointments(sections, &people, &posts);
        let absences = self.absences(sections, &people);
        if !self.problems.is_empty() {
            return Staff::default();
        }
        let staff = Staff::new(people, posts, (appointments, absences));
        self.separation(&staff, sections);
        staff
    }

    fn people(&mut self, sections: &Map) -> BTreeMap<PersonId, Person> {
        let mut people = BTreeMap::new();
        for (id, place, entry) in self.entries(sections, "people") {
            let Some(fields) = self.map(entry, &["name", "relatives"]) else { continue };
            let name = self.text(entry, fields, "name").unwrap_or_default();
            let relatives = self.texts(fields, "relatives");
            self.id(id, place);
            let relatives = relatives.iter().map(|relative| PersonId::from(*relative)).collect();
            let id = PersonId::from(id);
            people.insert(id.clone(), Person { id, name: name.into(), relatives });
        }
        self.both_ways(&mut people, sections);
        people
    }

    /// A relation that one of the two has on file holds for both.
    fn both_ways(&mut self, people: &mut BTreeMap<PersonId, Person>, sections: &Map) {
        let pairs: Vec<(PersonId, PersonId)> = people
            .values()
            .flat_map(|one| one.relatives.iter().map(|other| (one.id.clone(), other.clone())))
            .collect();
        for (one, other) in pairs {
            match people.get_mut(&other) {
                Some(person) if one != other => {
                    person.relatives.insert(one);
                }
                _ => {
                    let list = sections.get("people").and_then(Yaml::map);
                    let place = list.and_then(|list| list.entry(one.as_str()));
                    let place = place.map(|entry| entry.key.clone());
                    self.unknown(
                        "staff-person",
                        place.as_ref(),
                        ("另一名在册人员", "another person on file", other.as_str()),
                    );
                }
            }
        }
    }

    fn posts(&mut self, sections: &Map) -> BTreeMap<PostId, Post> {
        let mut posts = BTreeMap::new();
        for (id, place, entry) in self.entries(sections, "posts") {
            let keys = ["title", "division", "roles", "ex_officio"];
            let Some(fields) = self.map(entry, &keys) else { continue };
            self.id(id, place);
            let title = self.text(entry, fields, "title").unwrap_or_default();
            let division = self.division(entry, fields);
            let roles = self.roles(entry, fields);
            let ex_officio = fields.get("ex_officio").and_then(|post| self.word(post));
            let post = Post {
                id: PostId::from(id),
                title: Text::new(title, title),
                division: division.unwrap_or_default(),
                roles,
                ex_officio: ex_officio.map(PostId::from),
            };
            posts.insert(post.id.clone(), post);
        }
        for (id, _, entry) in self.entries(sections, "posts") {
            let Some(value) = entry.map().and_then(|fields| fields.get("ex_officio")) else {
                continue;
            };
            self.ex_officio(&posts, &PostId::from(id), &value.place);
        }
        posts
    }

    /// The chain of posts that this one follows must end.
    fn ex_officio(&mut self, posts: &BTreeMap<PostId, Post>, id: &PostId, place: &Place) {
        let mut seen = BTreeSet::from([id]);
        let mut next = posts.get(id).and_then(|post| post.ex_officio.as_ref());
        while let Some(above) = next {
            let Some(post) = posts.get(above) else {
                self.unknown(
                    "staff-post",
                    Some(place),
                    ("岗位表中的岗位", "a post on file", above.as_str()),
                );
                return;
            };
            if !seen.insert(above) {
                let problem = Problem::on("staff-ex-officio", place)
                    .zh(format!("岗位 {id} 的兼任关系绕成了圈"))
                    .en(format!(
                        "expected the posts that `{id}` follows to end, but they form a circle"
                    ));
                self.problems.push(problem);
                return;
            }
            next = post.ex_officio.as_ref();
        }
    }

    fn division(&mut self, entry: &Yaml, fields: &Map) -> Option<super::DivisionId> {
        let text = self.text(entry, fields, "division")?;
        let place = &fields.get("division")?.place;
        let found =
            text.parse::<DivisionCode>().ok().and_then(|code| self.divisions.latest_with(code));
        if found.is_none() {
            self.unknown(
                "staff-division",
                Some(place),
                ("区划表中的代码", "the code of a division on file", text),
            );
        }
        found
    }

    fn roles(&mut self, entry: &Yaml, fields: &Map) -> Vec<RoleId> {
        let roles = self.texts(fields, "roles");
        let place = fields.get("roles").map_or(&entry.place, |roles| &roles.place);
        for role in roles.iter().filter(|role| !is_role(role)) {
            self.unknown(
                "staff-role",
                Some(place),
                ("形如 township.clerk 的角色名", "a role such as `township.clerk`", role),
            );
        }
        roles.into_iter().map(RoleId::from).collect()
    }

    fn appointments(
        &mut self,
        sections: &Map,
        people: &BTreeMap<PersonId, Person>,
        posts: &BTreeMap<PostId, Post>,
    ) -> Vec<Holding> {
        let mut appointments = Vec::new();
        for item in self.items(sections, "appointments") {
            let Some(fields) = self.map(item, &["post", "person", "from", "to"]) else { continue };
            let person = self.known_person((item, fields, "person"), people);
            let post = self.known_post(item, fields, posts);
            let from = self.day(item, fields, "from");
            let to = fields.get("to").and_then(|_| self.day(item, fields, "to"));
            self.forward(item, from, to);
            if let (Some(person), Some(post), Some(from)) = (person, post, from) {
                appointments.push(Holding { person, post, from, to });
            }
        }
        appointments
    }

    fn known_post(
        &mut self,
        item: &Yaml,
        fields: &Map,
        posts: &BTreeMap<PostId, Post>,
    ) -> Option<PostId> {
        let id = PostId::from(self.text(item, fields, "post")?);
        let place = &fields.get("post")?.place;
        match posts.get(&id) {
            None => {
                self.unknown(
                    "staff-post",
                    Some(place),
                    ("岗位表中的岗位", "a post on file", id.as_str()),
                );
                None
            }
            Some(Post { ex_officio: Some(above), .. }) => {
                let problem = Problem::on("staff-ex-officio", place)
                    .zh(format!("岗位 {id} 由 {above} 兼任，不应另行任命"))
                    .en(format!(
                        "expected no appointment to `{id}`, but it follows `{above}` ex officio"
                    ));
                self.problems.push(problem);
                None
            }
            Some(_) => Some(id),
        }
    }

    fn known_person(
        &mut self,
        (item, fields, key): (&Yaml, &Map, &str),
        people: &BTreeMap<PersonId, Person>,
    ) -> Option<PersonId> {
        let text = self.text(item, fields, key)?;
        let id = PersonId::from(text);
        if people.contains_key(&id) {
            return Some(id);
        }
        let place = fields.get(key).map(|value| &value.place);
        self.unknown("staff-person", place, ("在册人员", "a person on file", text));
        None
    }

    fn absences(&mut self, sections: &Map, people: &BTreeMap<PersonId, Person>) -> Vec<Absence> {
        let mut absences = Vec::new();
        for item in self.items(sections, "absences") {
            let keys = ["person", "from", "to", "substitute"];
            let Some(fields) = self.map(item, &keys) else { continue };
            let person = self.known_person((item, fields, "person"), people);
            let named = fields.get("substitute").is_some();
            let substitute =
                named.then(|| self.known_person((item, fields, "substitute"), people)).flatten();
            let (from, to) = (self.day(item, fields, "from"), self.day(item, fields, "to"));
            self.forward(item, from, to);
            if let Some(own) = substitute.as_ref().filter(|other| Some(*other) == person.as_ref()) {
                let place = fields.get("substitute").map(|value| &value.place);
                self.unknown(
                    "staff-person",
                    place,
                    ("另一名在册人员", "another person on file", own.as_str()),
                );
            }
            if let (Some(person), Some(from), Some(to)) = (person, from, to) {
                absences.push(Absence { person, from, to, substitute });
            }
        }
        absences
    }

    fn separation(&mut self, staff: &Staff, sections: &Map) {
        for clash in separation::clashes(staff) {
            let people = sections.get("people").and_then(Yaml::map);
            let Some(entry) = people.and_then(|people| people.entry(clash.person.as_str())) else {
                continue;
            };
            let ([a, b], from) = (clash.roles, clash.from);
            let problem = Problem::on("staff-separation", &entry.key)
                .zh(format!("系统管理员、授权管理员、审计员应由不同的人担任，但 {} 自 {from} 起兼有 {a} 和 {b}", clash.person))
                .en(format!(
                    "expected different people as system administrator, grants administrator and \
                     auditor, but `{}` is `{a}` and `{b}` from {from}",
                    clash.person
                ))
                .hint("替班期间也要分开", "a substitute holds what the absent person held");
            self.problems.push(problem);
        }
    }
}
