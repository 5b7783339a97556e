//! 沙河口区 on 2019-12-02: 兴工街道 was split, 中山公园街道 merged into the new 西安路街道, their
//! communities recoded. The codes before the reform are samples; those after it are the real ones.

use super::*;

pub(super) const REFORM: &str = "\
code,name,parent,level,id,valid_from,valid_to,successors
21,辽宁省,,province,,,,
2102,大连市,21,prefecture,,,,
210204,沙河口区,2102,county,,,,
210204001,中山公园街道,210204,township,,,2019-12-02,210204018
210204003,兴工街道,210204,township,,,2019-12-02,210204008;210204018
210204008,马栏街道,210204,township,,,,
210204018,西安路街道,210204,township,,2019-12-02,,
210204001004,如意社区居委会,210204001,village,,,2019-12-02,210204018012
210204018012,如意社区居委会,210204018,village,,2019-12-02,,
210204003001,大庆社区居委会,210204003,village,,,2019-12-02,210204008031
210204008031,大庆社区居委会,210204008,village,,2019-12-02,,
210204003014,泉涌社区居委会,210204003,village,,,2019-12-02,210204018014
210204018014,泉涌社区居委会,210204018,village,,2019-12-02,,
";

const BEFORE: &str = "2019-12-01";
const AFTER: &str = "2019-12-02";

fn at(divisions: &Divisions, text: &str, date: &str) -> DivisionId {
    divisions.by_code(code(text), day(date)).expect("it exists on that day")
}

#[test]
fn a_recoded_community_keeps_its_id_and_changes_its_street() {
    let divisions = read(REFORM);
    let table = [
        ("210204001004", "210204018012", "中山公园街道", "西安路街道"),
        ("210204003001", "210204008031", "兴工街道", "马栏街道"),
        ("210204003014", "210204018014", "兴工街道", "西安路街道"),
    ];
    for (old, new, street_before, street_after) in table {
        let id = at(&divisions, old, BEFORE);
        assert_eq!(id, at(&divisions, new, AFTER), "{old} is {new}");
        assert_eq!(divisions.by_code(code(old), day(AFTER)), None);
        for (date, street) in [(BEFORE, street_before), (AFTER, street_after)] {
            let township = divisions.at_level(id, Level::Township, day(date)).expect("a street");
            assert_eq!(divisions.get(township, day(date)).expect("it exists").name, street);
        }
        let codes: Vec<_> = divisions.history(id).map(|period| period.code).collect();
        assert_eq!(codes, [code(old), code(new)]);
    }
}

#[test]
fn a_merged_street_has_an_heir_and_a_split_one_has_not() {
    let divisions = read(REFORM);
    let merged = at(&divisions, "210204001", BEFORE);
    let split = at(&divisions, "210204003", BEFORE);
    let (west, maland) = (at(&divisions, "210204018", AFTER), at(&divisions, "210204008", AFTER));
    assert_ne!(merged, west, "two streets came together: it is a new one");

    assert_eq!(divisions.heir(merged, day(BEFORE)), Some(merged));
    assert_eq!(divisions.heir(merged, day(AFTER)), Some(west));
    assert_eq!(divisions.heir(split, day(AFTER)), None);
    assert_eq!(divisions.heirs(split, day(AFTER)), [maland.min(west), maland.max(west)]);
    assert_eq!(divisions.inherited_by(west, day(AFTER)), [merged]);
    assert_eq!(divisions.inherited_by(west, day(BEFORE)), []);
    assert!(divisions.predecessors(west).eq([merged, split]));
    assert_eq!(divisions.heirs(west, day(BEFORE)), [], "not there yet");

    let ancestors = divisions.chain(merged, day(AFTER));
    assert_eq!(ancestors.last(), Some(&(Level::Township, west)));
    assert_eq!(divisions.chain(split, day(AFTER)), [], "no one street stands for it");
}

#[test]
fn a_renamed_town_keeps_its_id() {
    let divisions = read(
        "code,name,parent,level,valid_from,valid_to\n53,云南省,,province,,\n\
         5304,玉溪地区,53,prefecture,,1998-01-01\n5304,玉溪市,53,prefecture,1998-01-01,\n",
    );
    let id = at(&divisions, "5304", "1997-12-31");
    assert_eq!(id, at(&divisions, "5304", "1998-01-01"));
    let names: Vec<_> = divisions.history(id).map(|period| period.name).collect();
    assert_eq!(names, ["玉溪地区", "玉溪市"]);
}

#[test]
fn a_code_that_is_used_again_is_another_division() {
    let divisions = read(
        "code,name,parent,level,valid_from,valid_to,successors\n53,云南省,,province,,,\n\
         5391,甲地区,53,prefecture,,1990-01-01,5392\n5392,乙地区,53,prefecture,,,\n\
         5391,丙市,53,prefecture,2000-01-01,,\n",
    );
    let old = at(&divisions, "5391", "1989-01-01");
    assert_ne!(old, at(&divisions, "5391", "2000-01-01"));
    assert_eq!(divisions.heir(old, day("2026-01-01")), Some(at(&divisions, "5392", "2026-01-01")));
}

#[test]
fn villages_of_a_merged_town_follow_it_without_new_lines() {
    let divisions = read(
        "code,name,parent,level,valid_from,valid_to,successors\n53,云南省,,province,,,\n\
         5391,甲地区,53,prefecture,,1990-01-01,5392\n5392,乙地区,53,prefecture,,,\n\
         539101,丁县,5391,county,,,\n",
    );
    let county = at(&divisions, "539101", "1989-01-01");
    let (old, new) = (at(&divisions, "5391", "1989-01-01"), at(&divisions, "5392", "1990-01-01"));
    assert_eq!(divisions.parent(county, day("1989-01-01")), Some(old));
    assert_eq!(divisions.parent(county, day("1990-01-01")), Some(new));
    assert_eq!(divisions.children(new, day("1990-01-01")), [county]);
    assert_eq!(divisions.children(new, day("1989-01-01")), []);
}

#[test]
fn an_end_that_leaves_cases_without_a_place_is_told() {
    let head = "code,name,parent,level,valid_from,valid_to,successors\n53,云南省,,province,,,\n";
    let csv = format!("{head}5391,甲地区,53,prefecture,,1990-01-01,\n");
    let (divisions, diagnostics) = Divisions::parse_csv("d.csv", &csv, None);
    assert!(divisions.is_some(), "a warning");
    assert_eq!(
        diagnostics.iter().map(told).collect::<Vec<_>>(),
        ["3:1 division-without-heir: expected successors of 5391, but it ends on 1990-01-01 \
          without: its cases have no place"]
    );

    let csv = format!(
        "{head}5391,甲地区,53,prefecture,,1990-01-01,5392;5393\n5392,乙地区,53,prefecture,,,\n\
         5393,丙地区,53,prefecture,,,\n539101,丁县,5391,county,,,\n"
    );
    assert_eq!(
        problems(&csv),
        ["6:1 division-parent: expected the parent 5391 or its one successor in the whole \
          period, but there is none on 9999-12-30"]
    );
}
