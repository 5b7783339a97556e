//! Templates: each point of the gallery that a table can answer gives a workbook that is a sound
//! table as it is, and still one once it is filled in.

use std::path::Path;

use tongban_expr::Table;
use tongban_model::{Bundle, PointId, Process, World};

use crate::{Sheet, TemplateError, template};

/// A process of the gallery.
pub(super) fn process(name: &str) -> Process {
    load(&bundle(name))
}

pub(super) fn load(bundle: &Bundle) -> Process {
    let (process, diagnostics) = tongban_model::load(bundle);
    process.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

pub(super) fn bundle(name: &str) -> Bundle {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows").join(name);
    let mut bundle = Bundle::default();
    collect(&folder, &folder, &mut bundle);
    bundle
}

fn collect(root: &Path, folder: &Path, bundle: &mut Bundle) {
    for entry in std::fs::read_dir(folder).expect("the gallery is in the repository") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            if !path.ends_with("expected") && !path.ends_with("scenarios") {
                collect(root, &path, bundle);
            }
            continue;
        }
        let name = path.strip_prefix(root).expect("inside").display().to_string();
        let bytes = std::fs::read(&path).expect("it can be read");
        bundle.files.insert(name, bytes.into());
    }
}

fn sound(text: &str) -> Table {
    let (table, problems) = Table::parse(text, "template.xlsx");
    let table = table.filter(Table::is_releasable);
    let table = table.unwrap_or_else(|| panic!("{problems:?} in\n{text}"));
    assert_eq!(table.run_tests(), [], "{text}");
    table
}

/// The text of a point's template.
fn check(name: &str, point: &str) -> String {
    let process = process(name);
    let bytes = template(&process, &PointId::from(point)).expect("a template");
    assert_eq!(template(&process, &PointId::from(point)).expect("again"), bytes, "the same bytes");
    let sheet = Sheet::read(&bytes).expect("a template is a sheet");
    assert_eq!(sheet.changes, [], "nothing has to be respelled");
    sound(&sheet.text);
    sheet.text
}

#[test]
fn a_rule_gets_columns_with_types_bounds_and_words() {
    let text = check("dibao", "means-test");
    let titles = text.lines().find(|line| line.starts_with("编号")).expect("titles");
    assert!(titles.contains("输入:家庭机动车数:整数[0..100]"), "{titles}");
    assert!(titles.contains("输入:人均补差:小数(2)"), "{titles}");
    assert!(titles.contains("输入:拒不配合核对:布尔"), "{titles}");
    assert!(titles.ends_with("输出:结论,依据,理由"), "{titles}");
}

#[test]
fn a_parameter_gets_its_bounds() {
    let text = check("dibao", "notice-days");
    assert!(text.contains("输出:value:整数[7..15]"), "{text}");
}

#[test]
fn every_point_that_a_table_can_answer_has_a_template() {
    for name in ["dibao", "home-care", "temporary-aid"] {
        let process = process(name);
        assert!(!process.points.is_empty());
        for (id, point) in &process.points {
            let text = check(name, id.as_str());
            let collects = matches!(point.world, World::Checklist | World::Validator);
            assert!(!collects || text.contains("#命中,收集"), "{text}");
        }
    }
    let unknown = template(&process("dibao"), &PointId::from("no-such-point"));
    assert!(matches!(unknown, Err(TemplateError::UnknownPoint)));
}

#[test]
fn a_filled_in_template_is_the_table_that_was_meant() {
    let text = check("dibao", "means-test");
    let filled: Vec<Vec<String>> = text
        .lines()
        .map(|line| match line {
            _ if line.starts_with("示例") => "有机动车,-,-,-,-,-,1以上,-,-,上报,示例,须核实用途",
            _ => line,
        })
        .map(|line| line.split(',').map(str::to_owned).collect())
        .take_while(|cells: &Vec<String>| !cells[0].starts_with("#测试"))
        .collect();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("规则").expect("a name");
    for (row, cells) in (0..).zip(&filled) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("inside");
        }
    }
    let tests = book.add_worksheet().set_name("测试").expect("a name");
    for (row, cells) in
        (0..).zip([["家庭机动车数", "=>结论", "=>规则"], ["1", "[上报]", "有机动车"]])
    {
        for (column, cell) in (0..).zip(cells) {
            tests.write_string(row, column, cell).expect("inside");
        }
    }
    let bytes = book.save_to_buffer().expect("it is written");
    let table = sound(&Sheet::read(&bytes).expect("a sheet").text);
    assert_eq!((table.rules().count(), table.tests().len()), (1, 1));
}
