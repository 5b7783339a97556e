//! The register over the bundled table, and over the reform of 2019 in 沙河口区.

mod reform;

use super::*;
use crate::{Diagnostic, organisation::BUNDLED_DIVISIONS};

fn day(text: &str) -> Date {
    text.parse().expect("test dates are well formed")
}

fn code(text: &str) -> DivisionCode {
    text.parse().expect("test codes are well formed")
}

fn read(csv: &str) -> Divisions {
    let (divisions, diagnostics) = Divisions::parse_csv("d.csv", csv, None);
    assert_eq!(diagnostics, [], "the table has no problems");
    divisions.expect("a table without problems is read")
}

fn problems(csv: &str) -> Vec<String> {
    let (divisions, diagnostics) = Divisions::parse_csv("d.csv", csv, None);
    assert!(divisions.is_none(), "the table is wrong");
    assert!(diagnostics.iter().all(|d| !d.message.zh.is_empty()));
    diagnostics.iter().map(told).collect()
}

fn told(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, place, message, .. } = diagnostic;
    format!("{}:{} {code}: {}", place.line, place.column, message.en)
}

const TODAY: &str = "2026-03-02";

fn names(divisions: &Divisions, ids: impl IntoIterator<Item = DivisionId>) -> Vec<&str> {
    let latest = |id| divisions.latest(id).expect("known").name;
    ids.into_iter().map(latest).collect()
}

#[test]
fn a_village_knows_the_way_up() {
    let divisions = read(BUNDLED_DIVISIONS);
    let today = day(TODAY);
    let village = divisions.by_code(code("530428003004"), today).expect("青龙厂社区");
    let chain = divisions.chain(village, today);
    assert_eq!(
        names(&divisions, chain.iter().map(|(_, id)| *id)),
        [
            "中华人民共和国",
            "云南省",
            "玉溪市",
            "元江哈尼族彝族傣族自治县",
            "甘庄街道",
            "青龙厂社区居民委员会"
        ]
    );
    let levels: Vec<_> = chain.iter().map(|(level, _)| *level).collect();
    assert_eq!(
        levels,
        [
            Level::Nation,
            Level::Province,
            Level::Prefecture,
            Level::County,
            Level::Township,
            Level::Village
        ]
    );
    let township = divisions.at_level(village, Level::Township, today).expect("it has one");
    assert_eq!(divisions.get(township, today).expect("today").code, code("530428003"));
    assert_eq!(divisions.at_level(village, Level::Area, today), None);
    assert_eq!(divisions.at_level(township, Level::Village, today), None);
    assert!(divisions.lies_in(village, DivisionId::NATION, today));
    assert!(!divisions.lies_in(township, village, today));
}

#[test]
fn children_and_search_are_in_the_order_of_codes() {
    let divisions = read(BUNDLED_DIVISIONS);
    let today = day(TODAY);
    let county = divisions.by_code(code("530428"), today).expect("元江");
    let townships = divisions.children(county, today);
    assert_eq!(townships.len(), 10);
    assert_eq!(names(&divisions, townships)[..3], ["红河街道", "澧江街道", "甘庄街道"]);
    assert_eq!(
        names(&divisions, divisions.children(DivisionId::NATION, today)),
        ["辽宁省", "上海市", "浙江省", "重庆市", "云南省"]
    );

    assert_eq!(
        names(&divisions, divisions.search("甘庄", today, 9)),
        ["甘庄街道", "甘庄社区居民委员会"]
    );
    assert_eq!(divisions.search("5304280", today, 200).len(), 30);
    assert_eq!(divisions.search("社区", today, 5).len(), 5);
    assert_eq!(divisions.search(" ", today, 5), []);
    assert_eq!(divisions.search("没有这个地方", today, 5), []);
}

#[test]
fn unknown_ids_and_codes_are_nothing() {
    let divisions = Divisions::empty();
    let today = day(TODAY);
    assert_eq!(divisions.by_code(DivisionCode::NATION, today), Some(DivisionId::NATION));
    assert_eq!(divisions.by_code(code("530428"), today), None);
    for id in [DivisionId(1), DivisionId(u32::MAX)] {
        assert_eq!(divisions.get(id, today), None);
        assert_eq!(divisions.chain(id, today), []);
        assert_eq!(divisions.heir(id, today), None);
    }
}

#[test]
fn the_register_reads_back_from_its_own_table() {
    for csv in [BUNDLED_DIVISIONS, reform::REFORM] {
        let divisions = read(csv);
        let again = read(&divisions.to_csv());
        assert_eq!(again.to_csv(), divisions.to_csv());
        assert_eq!(again.periods_count(), divisions.periods_count());
        for id in divisions.ids() {
            assert!(again.history(id).eq(divisions.history(id)), "{id}");
            assert!(again.successors(id).eq(divisions.successors(id)), "{id}");
        }
    }
}

#[test]
fn a_new_edition_keeps_the_ids_on_file() {
    let old = read("code,name,parent,level\n53,云南省,,province\n5304,玉溪市,53,prefecture\n");
    let edition = "code,name,parent,level\n21,辽宁省,,province\n5304,玉溪市,53,prefecture\n\
                   53,云南省,,province\n";
    let (new, diagnostics) = Divisions::parse_csv("d.csv", edition, Some(&old));
    assert_eq!(diagnostics, []);
    let new = new.expect("it is read");
    let today = day(TODAY);
    for known in ["53", "5304"] {
        assert_eq!(new.by_code(code(known), today), old.by_code(code(known), today));
    }
    assert_eq!(new.by_code(code("21"), today), Some(DivisionId(3)), "the next free id");

    let (lost, diagnostics) =
        Divisions::parse_csv("d.csv", "code,name,parent,level\n53,云南省,,province\n", Some(&old));
    assert!(lost.is_none());
    assert_eq!(
        diagnostics.iter().map(told).collect::<Vec<_>>(),
        ["1:1 division-vanished: expected 5304 玉溪市, which is on file, but the table does not \
             have it"]
    );
}

#[test]
fn lines_have_places_and_are_all_told() {
    let csv = "code,name,parent,level,id,valid_from,valid_to,successors\n\
               5x,云南省,,province\n\
               53,,,province\n\
               53,云南省,,state\n\
               53,云南省,,nation\n\
               5304,玉溪市,,prefecture\n\
               53,云南省,,province,0\n\
               53,云南省,,province,1,2019-13-01\n\
               53,云南省,,province,1,2019-01-02,2019-01-02\n\
               53,云南省,,province,1,,,21\n";
    assert_eq!(
        problems(csv),
        [
            "2:1 division-code: expected a division code of 2 to 18 digits that begins with 1 to \
             9, but found `5x`",
            "3:4 division-name: expected a name of 1 to 300 bytes, but found ``",
            "4:9 division-level: expected `nation`, `province`, `prefecture`, `county`, \
             `township`, `area`, `village` or `grid`, but found `state`",
            "5:9 division-level: expected a level below the nation, but found `nation`",
            "6:10 division-code: expected a division code of 2 to 18 digits that begins with 1 \
             to 9, but found ``",
            "7:18 division-id: expected a permanent id from 1 to 4000000 or nothing, but found \
             `0`",
            "8:20 division-period: expected a date such as `2019-12-02` or nothing, but found \
             `2019-13-01`",
            "9:31 division-period: expected a day after `valid_from`, but found `2019-01-02`",
            "10:22 division-successor: expected `valid_to` together with successors, but found \
             `21`",
        ]
    );
    assert_eq!(
        problems("code,name\n"),
        ["1:1 division-columns: expected the columns `code`, `name`, `parent` and `level` in \
          the first line, but `parent` is missing"]
    );
}

#[test]
fn lines_must_fit_together() {
    let csv = "code,name,parent,level,id,valid_from,valid_to,successors\n\
               53,云南省,,province\n\
               5304,玉溪市,54,prefecture\n\
               530428,元江县,530429,county\n\
               530429,新县,53,county\n\
               53,云南省,,province\n\
               5305,保山市,53,prefecture,,2000-01-01,2010-01-01,5399\n\
               5306,昭通市,53,prefecture,9,2000-01-01\n\
               5307,丽江市,53,prefecture,9,2005-01-01\n";
    assert_eq!(
        problems(csv),
        [
            "3:1 division-parent: expected the parent 54 at that time, but it is not there",
            "4:1 division-parent: expected a parent above the level `county`, but 530429 is a \
             county",
            "6:1 division-twice: expected one division with the code 53 at a time, but line 2 \
             has it too",
            "7:1 division-successor: expected the successor 5399 to exist on 2010-01-01, but it \
             does not",
            "8:1 division-twice: expected the periods of id 9 one after another, but they overlap",
            "9:1 division-twice: expected the periods of id 9 one after another, but they overlap",
        ]
    );
}

#[test]
fn a_table_of_the_wrong_kind_has_a_bounded_list_of_problems() {
    let csv = format!("code,name,parent,level\n{}", "x,y,z,w\n".repeat(5000));
    assert_eq!(problems(&csv).len(), 200);
}

#[test]
fn areas_and_grids_hang_under_divisions() {
    let divisions = read(
        "code,name,parent,level\n53,云南省,,province\n5304,玉溪市,53,prefecture\n\
         530428,元江县,5304,county\n530428003,甘庄街道,530428,township\n\
         53042800391,东片,530428003,area\n530428003004,青龙厂社区,53042800391,village\n\
         530428003004001,第一网格,530428003004,grid\n",
    );
    let today = day(TODAY);
    let grid = divisions.by_code(code("530428003004001"), today).expect("a grid");
    let area = divisions.at_level(grid, Level::Area, today).expect("its area");
    assert_eq!(names(&divisions, [area]), ["东片"]);
    let township = divisions.at_level(grid, Level::Township, today).expect("its township");
    assert_eq!(names(&divisions, divisions.children(township, today)), ["东片"]);
}
