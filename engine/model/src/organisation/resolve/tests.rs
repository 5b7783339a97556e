//! The bundled organisation, and one whose streets were reformed.

use super::*;
use crate::organisation::{BUNDLED_DIVISIONS, BUNDLED_STAFF};

fn day(text: &str) -> Date {
    text.parse().expect("test dates are well formed")
}

fn resolved(organisation: &Organisation, case: (&str, &str), role: &str, at: Level) -> Vec<String> {
    let (code, date) = case;
    let code = code.parse().expect("test codes are well formed");
    let village = organisation.divisions.by_code(code, day(date)).expect("it exists on that day");
    let role = RoleId::from(role);
    let resolved = organisation.resolve((&role, at), village, day(date)).expect("it has the level");
    for person in &resolved.holders {
        let positions = organisation.positions(person, day(date));
        assert!(positions.contains(&(role.clone(), resolved.division)), "{person}");
        assert!(organisation.holds(person, &role, resolved.division, day(date)), "{person}");
        assert!(organisation.has_post(person, resolved.division, day(date)), "{person}");
    }
    resolved.holders.iter().map(ToString::to_string).collect()
}

#[test]
fn the_bundled_files_have_no_problems() {
    let (divisions, diagnostics) = Divisions::parse_csv("divisions.csv", BUNDLED_DIVISIONS, None);
    assert_eq!(diagnostics, []);
    let divisions = divisions.expect("it is read");
    let (staff, diagnostics) =
        Staff::parse_yaml("staff.yaml", BUNDLED_STAFF.as_bytes(), &divisions);
    assert_eq!(diagnostics, []);
    let staff = staff.expect("it is read");
    for post in staff.posts() {
        assert!(staff.holdings().iter().any(|holding| holding.post == post.id), "{}", post.id);
    }
    for person in staff.people() {
        assert!(
            staff.holdings().iter().any(|holding| holding.person == person.id),
            "{}",
            person.id
        );
    }
}

#[test]
fn roles_are_resolved_from_the_village_upward() {
    let organisation = Organisation::bundled();
    let qinglongchang = ("530428003004", "2026-03-02");
    let beize = ("530428102201", "2026-03-02");
    let quanyong = ("210204018014", "2026-03-02");
    let table: [(_, _, _, &[&str]); 12] = [
        (qinglongchang, "village.clerk", Level::Village, &["bai-yun"]),
        (qinglongchang, "township.clerk", Level::Township, &["li-hong"]),
        (
            qinglongchang,
            "township.investigator",
            Level::Township,
            &["dao-mei", "yang-jun", "bai-feng"],
        ),
        (qinglongchang, "township.leader", Level::Township, &["zhang-li"]),
        (qinglongchang, "county.approver", Level::County, &["zhou-min", "chen-jie"]),
        (qinglongchang, "county.approver", Level::Prefecture, &[]),
        (beize, "township.investigator", Level::Township, &["he-ping", "ma-lan"]),
        (beize, "county.supervisor", Level::County, &["xu-gang"]),
        (("530428102201", "2026-02-20"), "township.leader", Level::Township, &["wang-fang"]),
        (quanyong, "home-care.head", Level::Township, &["zhao-qiang"]),
        (quanyong, "home-care.station", Level::Village, &["liu-yan"]),
        (quanyong, "county.approver", Level::County, &["wu-hui", "feng-bo"]),
    ];
    for (case, role, at, expected) in table {
        assert_eq!(resolved(&organisation, case, role, at), expected, "{case:?} {role} at {at}");
    }
    let village = "530428003004".parse().expect("a code");
    let village = organisation.divisions.latest_with(village).expect("on file");
    let clerk = RoleId::from("village.clerk");
    assert_eq!(organisation.resolve((&clerk, Level::Grid), village, day("2026-03-02")), None);
}

/// After a merger the staff of the new street acts for the old one; staff that is still on file
/// under the old street goes on acting; a split street has nobody.
#[test]
fn a_merged_street_is_served_by_its_heir() {
    let csv = "code,name,parent,level,valid_from,valid_to,successors\n\
               21,辽宁省,,province,,,\n2102,大连市,21,prefecture,,,\n\
               210204,沙河口区,2102,county,,,\n\
               210204001,中山公园街道,210204,township,,2019-12-02,210204018\n\
               210204003,兴工街道,210204,township,,2019-12-02,210204008;210204018\n\
               210204008,马栏街道,210204,township,,,\n\
               210204018,西安路街道,210204,township,2019-12-02,,\n";
    let yaml = "people:\n  old: { name: 旧 }\n  new: { name: 新 }\n  split: { name: 分 }\n\
                posts:\n\
                \x20 o: { title: 窗口, division: 210204001, roles: [township.clerk] }\n\
                \x20 n: { title: 窗口, division: 210204018, roles: [township.clerk] }\n\
                \x20 s: { title: 窗口, division: 210204003, roles: [township.clerk] }\n\
                appointments:\n\
                \x20 - { post: o, person: old, from: 2010-01-01, to: 2020-01-01 }\n\
                \x20 - { post: s, person: split, from: 2010-01-01 }\n\
                \x20 - { post: n, person: new, from: 2019-12-02 }\n";
    let (divisions, _) = Divisions::parse_csv("d.csv", csv, None);
    let divisions = divisions.expect("the divisions are right");
    let (staff, _) = Staff::parse_yaml("s.yaml", yaml.as_bytes(), &divisions);
    let organisation = Organisation::new(divisions, staff.expect("the staff is right"));
    let id = |code: &str| {
        let code = code.parse().expect("test codes are well formed");
        organisation.divisions.latest_with(code).expect("on file")
    };
    let clerk = RoleId::from("township.clerk");
    let table: [(&str, &str, &[&str]); 5] = [
        ("210204001", "2019-12-01", &["old"]),
        ("210204001", "2019-12-02", &["new", "old"]),
        ("210204018", "2019-12-02", &["new", "old"]),
        ("210204001", "2020-01-01", &["new"]),
        ("210204003", "2020-01-01", &[]),
    ];
    for (code, date, expected) in table {
        let holders = organisation.holders(&clerk, id(code), day(date));
        let holders: Vec<_> = holders.iter().map(PersonId::as_str).collect();
        assert_eq!(holders, expected, "{code} {date}");
    }
    let new = PersonId::from("new");
    let mut expected = [(clerk.clone(), id("210204001")), (clerk.clone(), id("210204018"))];
    expected.sort_unstable();
    assert_eq!(organisation.positions(&new, day("2020-01-01")), expected);
    assert!(organisation.has_post(&PersonId::from("old"), id("210204018"), day("2019-12-31")));
    assert_eq!(organisation.positions(&PersonId::from("split"), day("2020-01-01")), []);
}
