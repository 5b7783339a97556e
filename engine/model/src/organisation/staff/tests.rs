//! Registers of staff, right and wrong ones.

use super::*;
use crate::{
    Diagnostic,
    organisation::{BUNDLED_DIVISIONS, Divisions},
};

const HEAD: &str = "\
people:
  a: { name: 甲 }
  b: { name: 乙, relatives: [c] }
  c: { name: 丙 }
posts:
  clerk: { title: 专干, division: 530428003004, roles: [village.clerk] }
  deputy: { title: 副主任, division: 530428003, roles: [township.leader] }
  head: { title: 院长, division: 530428003, roles: [home-care.head], ex_officio: deputy }
  adviser: { title: 顾问, division: 530428, roles: [], ex_officio: head }
  admin: { title: 管理员, division: 530428, roles: [system.administrator] }
  auditor: { title: 审计员, division: 530428, roles: [system.auditor] }
";

fn day(text: &str) -> Date {
    text.parse().expect("test dates are well formed")
}

fn divisions() -> Divisions {
    let (divisions, _) = Divisions::parse_csv("d.csv", BUNDLED_DIVISIONS, None);
    divisions.expect("the bundled divisions are right")
}

fn read(tail: &str) -> Staff {
    let yaml = format!("{HEAD}{tail}");
    let (staff, diagnostics) = Staff::parse_yaml("staff.yaml", yaml.as_bytes(), &divisions());
    assert_eq!(diagnostics, [], "the register has no problems");
    staff.expect("a register without problems is read")
}

fn problems(yaml: &str) -> Vec<String> {
    let (staff, diagnostics) = Staff::parse_yaml("staff.yaml", yaml.as_bytes(), &divisions());
    assert!(staff.is_none(), "the register is wrong");
    assert!(diagnostics.iter().all(|d| !d.message.zh.is_empty()));
    let told = |Diagnostic { code, place, message, .. }: &Diagnostic| {
        format!("{}:{} {code}: {}", place.line, place.column, message.en)
    };
    diagnostics.iter().map(told).collect()
}

fn division(code: &str) -> DivisionId {
    let code = code.parse().expect("test codes are well formed");
    divisions().latest_with(code).expect("a division on file")
}

fn holders(staff: &Staff, role: &str, code: &str, date: &str) -> Vec<String> {
    let holders = staff.holders(&RoleId::from(role), division(code), day(date));
    holders.iter().map(ToString::to_string).collect()
}

#[test]
fn a_post_is_held_from_its_first_to_before_its_last_day() {
    let staff = read(
        "appointments:\n\
         \x20 - { post: clerk, person: a, from: 2024-01-01, to: 2025-01-01 }\n\
         \x20 - { post: clerk, person: b, from: 2025-01-01 }\n",
    );
    let table: [(&str, &[&str]); 4] = [
        ("2023-12-31", &[]),
        ("2024-01-01", &["a"]),
        ("2024-12-31", &["a"]),
        ("2025-01-01", &["b"]),
    ];
    for (date, expected) in table {
        assert_eq!(holders(&staff, "village.clerk", "530428003004", date), expected, "{date}");
    }
    assert!(holders(&staff, "village.clerk", "530428003", "2025-01-01").is_empty(), "not above");
    assert!(holders(&staff, "village.head", "530428003004", "2025-01-01").is_empty());
}

#[test]
fn roles_by_virtue_of_office_follow_the_post() {
    let staff = read(
        "appointments:\n\
         \x20 - { post: deputy, person: a, from: 2024-01-01, to: 2025-01-01 }\n\
         \x20 - { post: deputy, person: b, from: 2025-01-01 }\n",
    );
    assert_eq!(holders(&staff, "home-care.head", "530428003", "2024-06-01"), ["a"]);
    assert_eq!(holders(&staff, "home-care.head", "530428003", "2025-06-01"), ["b"]);
    let b = PersonId::from("b");
    assert_eq!(
        staff.positions(&b, day("2025-06-01")),
        [
            (RoleId::from("home-care.head"), division("530428003")),
            (RoleId::from("township.leader"), division("530428003")),
        ]
    );
    assert!(staff.has_post(&b, division("530428"), day("2025-06-01")), "adviser, two steps on");
    assert!(!staff.has_post(&b, division("530428"), day("2024-06-01")));
}

#[test]
fn a_substitute_acts_instead_of_the_absent() {
    let staff = read(
        "appointments:\n\
         \x20 - { post: clerk, person: a, from: 2024-01-01 }\n\
         absences:\n\
         \x20 - { person: a, from: 2026-02-01, to: 2026-03-01, substitute: b }\n\
         \x20 - { person: a, from: 2026-04-01, to: 2026-05-01 }\n\
         \x20 - { person: b, from: 2026-02-10, to: 2026-02-12 }\n",
    );
    let (a, b) = (PersonId::from("a"), PersonId::from("b"));
    let role = RoleId::from("village.clerk");
    let village = division("530428003004");
    let table: [(&str, &[&str]); 6] = [
        ("2026-01-31", &["a"]),
        ("2026-02-01", &["b"]),
        ("2026-02-10", &[]), // the substitute is away too
        ("2026-02-28", &["b"]),
        ("2026-03-01", &["a"]),
        ("2026-04-15", &[]), // nobody was named
    ];
    for (date, expected) in table {
        let date_ = day(date);
        assert_eq!(holders(&staff, "village.clerk", "530428003004", date), expected, "{date}");
        for person in [&a, &b] {
            let acts = expected.contains(&person.as_str());
            assert_eq!(staff.holds(person, &role, village, date_), acts, "{person} {date}");
            let listed = staff.positions(person, date_).contains(&(role.clone(), village));
            assert_eq!(listed, acts, "{person} {date}");
            assert_eq!(staff.has_post(person, village, date_), acts, "{person} {date}");
        }
    }
}

#[test]
fn relatives_are_relatives_of_each_other() {
    let staff = read("");
    let [a, b, c] = ["a", "b", "c"].map(PersonId::from);
    assert!(staff.related(&b, &c) && staff.related(&c, &b));
    assert!(!staff.related(&a, &b) && !staff.related(&a, &PersonId::from("nobody")));
}

#[test]
fn administrator_and_auditor_are_two_people() {
    let yaml = format!(
        "{HEAD}appointments:\n\
         \x20 - {{ post: admin, person: a, from: 2024-01-01 }}\n\
         \x20 - {{ post: auditor, person: b, from: 2024-01-01, to: 2026-01-01 }}\n\
         \x20 - {{ post: auditor, person: a, from: 2026-01-01 }}\n"
    );
    let told = "2:3 staff-separation: expected different people as system administrator, grants \
                administrator and auditor, but `a` is `system.administrator` and \
                `system.auditor` from 2026-01-01";
    assert_eq!(problems(&yaml), [told]);

    let yaml = format!(
        "{HEAD}appointments:\n\
         \x20 - {{ post: admin, person: a, from: 2024-01-01 }}\n\
         \x20 - {{ post: auditor, person: b, from: 2024-01-01 }}\n\
         absences:\n\
         \x20 - {{ person: b, from: 2026-01-01, to: 2026-01-05, substitute: a }}\n"
    );
    assert_eq!(problems(&yaml), [told], "by standing in");

    read(
        "appointments:\n\
         \x20 - { post: admin, person: a, from: 2024-01-01, to: 2026-01-01 }\n\
         \x20 - { post: auditor, person: a, from: 2026-01-01 }\n",
    );
}

#[test]
fn all_problems_are_told_with_their_places() {
    let yaml = "\
people:
  a: { name: 甲, phone: 1 }
  b: { relatives: [nobody] }
  坏: { name: [x] }
posts:
  p: { title: 岗, division: 999999, roles: [Clerk] }
  q: { title: 岗, division: 530428, roles: x, ex_officio: r }
  r: { title: 岗, division: 530428, roles: [], ex_officio: q }
  s: { title: 岗, division: 530428, roles: [], ex_officio: t }
appointments:
  - { post: u, person: a, from: 2024-01-01 }
  - { post: q, person: z, from: tomorrow }
  - { post: p, person: a, from: 2024-01-01, to: 2024-01-01 }
absences:
  - { person: a, from: 2024-01-01, to: 2024-02-01, substitute: a }
  - x
rooms: []
";
    assert_eq!(
        problems(yaml),
        [
            "2:17 staff-key: expected one of `name`, `relatives`, but found `phone`",
            "3:3 staff-person: expected another person on file, but found `nobody`",
            "3:6 staff-key: expected `name`, but it is missing",
            "4:3 staff-id: expected an id of 1 to 64 letters, digits, `-`, `_`, `.`, but found `坏`",
            "4:14 staff-shape: expected a text, but this is something else",
            "6:28 staff-division: expected the code of a division on file, but found `999999`",
            "6:43 staff-role: expected a role such as `township.clerk`, but found `Clerk`",
            "7:43 staff-shape: expected a list, but this is something else",
            "7:58 staff-ex-officio: expected the posts that `q` follows to end, but they form a \
             circle",
            "8:59 staff-ex-officio: expected the posts that `r` follows to end, but they form a \
             circle",
            "9:59 staff-post: expected a post on file, but found `t`",
            "11:13 staff-post: expected a post on file, but found `u`",
            "12:13 staff-ex-officio: expected no appointment to `q`, but it follows `r` ex \
             officio",
            "12:24 staff-person: expected a person on file, but found `z`",
            "12:33 staff-period: expected a date such as `2026-01-01`, but found `tomorrow`",
            "13:5 staff-period: expected a day after 2024-01-01, but found `2024-01-01`",
            "15:64 staff-person: expected another person on file, but found `a`",
            "16:5 staff-shape: expected keys and values, but this is something else",
            "17:1 staff-key: expected one of `people`, `posts`, `appointments`, `absences`, but \
             found `rooms`",
        ]
    );
    assert_eq!(problems("- x\n").len(), 1);
    assert_eq!(problems("people: [\n").len(), 1, "what is no YAML is told by its reader");
}
