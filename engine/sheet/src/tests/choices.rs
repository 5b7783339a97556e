//! Drop-downs of templates, in the written workbook's own XML: every column of declared words has
//! one, however long its list is.

use std::io::{Cursor, Read as _};

use tongban_expr::Table;
use tongban_model::{PointId, Process, World};

use super::templates::{bundle, load, process};
use crate::{Sheet, SheetError, template};

/// Titles of columns whose cells can be chosen, as the template writes their types.
fn is_enumeration(title: &str) -> bool {
    title == "输出:结论" || title.ends_with(":布尔") || title.contains(":文本(")
}

/// One part of a workbook.
fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    file.read_to_string(&mut text).expect("XML is text");
    text
}

/// What a worksheet's cells may be chosen from, with the columns: `D` and `"是,否"`.
fn validations(sheet: &str) -> Vec<(String, String)> {
    let each = sheet.split("<dataValidation ").skip(1).map(|text| {
        let text = text.split("</dataValidation>").next().expect("a part");
        assert!(text.contains("type=\"list\""), "{text}");
        let range = between(text, "sqref=\"", "\"");
        let column = range.split(|letter: char| letter.is_ascii_digit()).next();
        let list = between(text, "<formula1>", "</formula1>").replace("&quot;", "\"");
        (column.expect("a column").to_owned(), list)
    });
    each.collect()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split_once(after).expect("it ends").0
}

fn letters(column: usize) -> String {
    rust_xlsxwriter::utility::column_number_to_name(u16::try_from(column).expect("few"))
}

/// Checks both worksheets of a template; gives the lists of the rules.
fn check(process: &Process, point: &str) -> Vec<String> {
    let book = template(process, &PointId::from(point)).expect("a template");
    let text = Sheet::read(&book).expect("a sheet").text;
    let mut lines = csv::ReaderBuilder::new();
    let lines = lines.has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = lines.into_records().map(|line| line.expect("it is CSV"));
    let titles = lines.find(|line| &line[0] == "编号").expect("titles");
    let chosen = |titles: Vec<&str>| {
        let enumerations = titles.iter().enumerate().filter(|(_, title)| is_enumeration(title));
        enumerations.map(|(column, _)| letters(column)).collect::<Vec<_>>()
    };
    let titles: Vec<&str> = titles.iter().collect();
    let rules = validations(&part(&book, "xl/worksheets/sheet1.xml"));
    let columns: Vec<&str> = rules.iter().map(|(column, _)| &**column).collect();
    assert_eq!(columns, chosen(titles.clone()), "{point}: {titles:?}");
    let tests = validations(&part(&book, "xl/worksheets/sheet2.xml"));
    let columns: Vec<&str> = tests.iter().map(|(column, _)| &**column).collect();
    let inputs = titles.into_iter().filter(|title| title.starts_with("输入:")).collect();
    assert_eq!(columns, chosen(inputs), "{point}: its tests");
    rules.into_iter().map(|(_, list)| list).collect()
}

#[test]
fn every_enumeration_of_the_gallery_can_be_chosen() {
    let mut lists_count = 0;
    for name in ["dibao", "home-care", "temporary-aid"] {
        let process = process(name);
        for (id, point) in &process.points {
            if !matches!(point.world, World::Checklist | World::Validator) {
                lists_count += check(&process, id.as_str()).len();
            }
        }
    }
    assert!(lists_count >= 10, "{lists_count} lists");
}

const FORM: &str = "forms/application.schema.json";

/// 居家养老 with a field of so many words; the last holds a comma where `comma` says so.
fn with_words(count: usize, comma: bool) -> (Process, Vec<String>) {
    let mut bundle = bundle("home-care");
    let mut words: Vec<String> = ["自理", "需照料", "不能自理"].map(str::to_owned).into();
    words.extend((4..=count).map(|number| format!("照料需要第{number}类")));
    if comma {
        words.push("一级,二级".to_owned());
    }
    let listed = serde_json::to_string(&words).expect("JSON");
    let form = String::from_utf8(bundle.files[FORM].to_vec()).expect("text");
    let longer = form.replace("[\"自理\", \"需照料\", \"不能自理\"]", &listed);
    assert_ne!(longer, form, "the form has the words");
    bundle.files.insert(FORM.to_owned(), longer.into_bytes().into());
    (load(&bundle), words)
}

#[test]
fn a_long_list_stands_on_a_hidden_worksheet() {
    let (process, words) = with_words(60, false);
    let lists = check(&process, "class");
    let long: Vec<&String> = lists.iter().filter(|list| list.contains('!')).collect();
    assert_eq!(long, ["'选项'!$A$1:$A$62"], "{lists:?}");

    let book = template(&process, &PointId::from("class")).expect("a template");
    let tests = validations(&part(&book, "xl/worksheets/sheet2.xml"));
    assert!(tests.iter().any(|(_, list)| list == "'选项'!$B$1:$B$60"), "{tests:?}");
    let tabs = part(&book, "xl/workbook.xml");
    assert!(tabs.contains("name=\"选项\" sheetId=\"4\" state=\"hidden\""), "{tabs}");
    let cells = part(&book, "xl/worksheets/sheet4.xml");
    assert_eq!(cells.matches("<c r=\"A").count(), words.len() + 2, "{cells}");
    let shared = part(&book, "xl/sharedStrings.xml");
    assert!(words.iter().all(|word| shared.contains(&format!("<t>{word}</t>"))), "{shared}");
    let (table, problems) = Table::parse(&Sheet::read(&book).expect("a sheet").text, "t.xlsx");
    assert!(table.is_some_and(|table| table.is_releasable()), "{problems:?}");
}

#[test]
fn a_list_that_just_fits_stands_in_its_cells_and_a_comma_parts_no_word() {
    let (process, _) = with_words(20, false);
    assert!(check(&process, "class").iter().all(|list| !list.contains('!')));
    let (process, _) = with_words(4, true);
    let lists = check(&process, "class");
    assert!(lists.contains(&"'选项'!$A$1:$A$7".to_owned()), "{lists:?}");
}

#[test]
fn a_clerks_own_worksheet_of_that_name_is_not_passed_over() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["规则", "选项"] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.write_string(0, 0, "#表").expect("inside");
    }
    let read = Sheet::read(&book.save_to_buffer().expect("it is written"));
    assert!(matches!(read, Err(SheetError::SeveralTables(_))), "{read:?}");
}
