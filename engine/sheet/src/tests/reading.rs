//! Reading: encodings, delimiters, workbooks, what is told to the clerk, what is refused.

use std::io::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tongban_expr::Table;
use zip::write::SimpleFileOptions;

use crate::{CODES, Sheet, SheetError};

const PLAIN: &str = "#表,t,题\n#命中,F\n输入:年龄:整数,输出:结论\n60以上,通过\n-,不予\n";

/// Bytes, the text that comes out, and the changes that are shown.
#[track_caller]
fn check(bytes: &[u8], text: &str, changes: &[&str]) -> Sheet {
    let sheet = Sheet::read(bytes).expect("a sheet");
    assert_eq!(sheet.text, text);
    let told: Vec<String> = sheet.changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, changes);
    sheet
}

/// Bytes that are refused, and how.
#[track_caller]
fn refused(bytes: &[u8], code: &str, words: &str) {
    let error = Sheet::read(bytes).expect_err("no sheet");
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(words), "{error}");
    assert!(!error.zh().is_ascii());
    assert!(CODES.iter().any(|(known, _, _)| *known == code));
}

/// A workbook of worksheets, each with the cells of its rows.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a short name");
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).expect("inside");
            }
        }
    }
    book.save_to_buffer().expect("it is written")
}

#[test]
fn text_in_the_usual_encodings() {
    check(PLAIN.as_bytes(), PLAIN, &[]);
    check(format!("\u{feff}{PLAIN}").as_bytes(), PLAIN, &[]);
    let (gb, _, _) = encoding_rs::GB18030.encode(PLAIN);
    check(&gb, PLAIN, &["`GB18030` → `UTF-8`"]);
    let tabs = PLAIN.replace(',', "\t");
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(tabs.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&wide, PLAIN, &["`UTF-16` → `UTF-8`", "`TAB` → `,`"]);
    check(PLAIN.replace(',', ";").as_bytes(), PLAIN, &["`;` → `,`"]);
}

#[test]
fn full_width_signs_are_shown_as_they_are_read() {
    let written = "#表,t,题\n#命中,Ｆ\n输入：年龄：整数,输入:性别:文本(男|女),输出:结论\n＞＝６０,男｜女,通过\n-,-,不予\n";
    let changes = [
        "A3: `输入：年龄：整数` → `输入:年龄:整数`",
        "A4: `＞＝６０` → `>=60`",
        "B4: `男｜女` → `男|女`",
    ];
    let sheet = check(written.as_bytes(), written, &changes);
    let (table, problems) = Table::parse(&sheet.text, "t.csv");
    assert!(table.is_some_and(|table| table.is_releasable()), "{problems:?}");
}

#[test]
fn a_workbook_with_tests_becomes_one_sheet_with_its_places() {
    let rules: &[&[&str]] = &[
        &["#表", "t", "题"],
        &["#命中", "F"],
        &[],
        &["输入:年龄:整数", "输出:结论"],
        &["60以上", "通过"],
        &["-", "不予"],
    ];
    let tests: &[&[&str]] = &[&["年龄", "=>结论"], &["60", "通过"], &["x", "不予"]];
    let bytes = workbook(&[("规则", rules), ("测试", tests), ("说明", &[&["怎么填"]])]);
    let text = "#表,t,题\n#命中,F\n\n输入:年龄:整数,输出:结论\n60以上,通过\n-,不予\n#测试\n年龄,=>结论\n60,通过\nx,不予\n";
    let sheet = check(&bytes, text, &[]);
    let (_, problems) = Table::parse(&sheet.text, "t.xlsx");
    let places: Vec<String> =
        problems.iter().map(|problem| sheet.place(problem.row, problem.column)).collect();
    assert_eq!(places, ["测试!A3"]);
    assert_eq!((sheet.place(5, 2), sheet.place(5, 0)), ("规则!B5".into(), "规则!5:5".into()));
    assert_eq!(sheet.place(1, 28), "规则!AB1");
}

#[test]
fn a_test_that_does_not_come_out_is_told_in_its_own_worksheet() {
    let rules: &[&[&str]] =
        &[&["#表", "t"], &["#命中", "F"], &["输入:年龄:整数", "输出:结论"], &["60以上", "通过"]];
    let tests: &[&[&str]] =
        &[&["年龄", "=>结论"], &["60", "通过"], &["61", "不予"], &["30", "通过"]];
    let bytes = workbook(&[("规则", rules), ("测试", tests)]);
    let sheet = Sheet::read(&bytes).expect("a sheet");
    let (table, problems) = Table::parse(&sheet.text, "t.xlsx");
    let table = table.unwrap_or_else(|| panic!("{problems:?}"));
    let told: Vec<(String, String)> = table
        .run_tests()
        .into_iter()
        .map(|failure| (sheet.place(failure.row, failure.column), failure.zh))
        .collect();
    let [wrong, silent] = &told[..] else { panic!("two tests fail, but {told:?}") };
    assert_eq!((&*wrong.0, &*wrong.1), ("测试!B3", "“结论”应为 不予，实为 通过"));
    assert_eq!(silent.0, "测试!4:4", "the whole row has no answer: {}", silent.1);
}

#[test]
fn numbers_days_and_answers_are_read_as_they_are_shown() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let head = ["输入:a:小数(2)", "输入:b:日期", "输入:c:布尔", "输出:n:小数(2)"];
    sheet.write_string(0, 0, "#表").expect("inside");
    sheet.write_string(0, 1, "t").expect("inside");
    for (column, title) in (0..).zip(head) {
        sheet.write_string(1, column, title).expect("inside");
    }
    let day = ExcelDateTime::from_ymd(2024, 2, 29).expect("a day");
    let format = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_number(2, 0, 0.1 + 0.2).expect("inside");
    sheet.write_with_format(2, 1, &day, &format).expect("inside");
    sheet.write_boolean(2, 2, true).expect("inside");
    sheet.write_number(2, 3, -1_000_000.5).expect("inside");
    sheet.write_number(3, 0, 7.0).expect("inside");
    let bytes = book.save_to_buffer().expect("it is written");
    let titles = head.join(",");
    check(&bytes, &format!("#表,t\n{titles}\n0.3,2024-02-29,是,-1000000.5\n7\n"), &[]);

    sheet_with_time(&mut book);
    let bytes = book.save_to_buffer().expect("it is written");
    refused(&bytes, "sheet-cell", "Sheet1!B4");
}

#[test]
fn a_formula_is_its_result_and_is_told() {
    let with = |result: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "输出:n:整数").expect("inside");
        let formula = rust_xlsxwriter::Formula::new("=20*3").set_result(result);
        sheet.write_formula(1, 0, formula).expect("inside");
        book.save_to_buffer().expect("it is written")
    };
    check(&with("60"), "输出:n:整数\n60\n", &["Sheet1!A2: `=20*3` → `60`"]);
    refused(&with("#REF!"), "sheet-cell", "Sheet1!A2");
}

fn sheet_with_time(book: &mut Workbook) {
    let sheet = book.worksheet_from_index(0).expect("the first");
    let moment = ExcelDateTime::from_ymd(2024, 2, 29).and_then(|day| day.and_hms(8, 30, 0));
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let moment = moment.expect("a moment");
    sheet.write_with_format(3, 1, &moment, &format).expect("inside");
}

#[test]
fn headings_of_two_rows_in_merged_cells_become_titles() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new();
    sheet.merge_range(0, 0, 0, 4, "某县认定表", &format).expect("inside");
    sheet.write_string(1, 0, "#表").expect("inside");
    sheet.write_string(1, 1, "t").expect("inside");
    sheet.merge_range(2, 0, 2, 1, "条件", &format).expect("inside");
    sheet.merge_range(2, 2, 3, 2, "结论", &format).expect("inside");
    sheet.merge_range(2, 3, 3, 3, "依据", &format).expect("inside");
    for (column, title) in [(0, "年龄:整数"), (1, "性别:文本(男|女)")] {
        sheet.write_string(3, column, title).expect("inside");
    }
    for (row, cells) in (4..).zip([["60以上", "-", "通过"], ["不满60", "-", "不予"]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("inside");
        }
    }
    sheet.merge_range(4, 3, 5, 3, "某办法第一条", &format).expect("inside");
    let bytes = book.save_to_buffer().expect("it is written");
    let sheet = Sheet::read(&bytes).expect("a sheet");
    assert_eq!(
        sheet.text,
        "#说明,某县认定表\n#表,t\n\n输入:年龄:整数,输入:性别:文本(男|女),输出:结论,依据\n\
         60以上,-,通过,某办法第一条\n不满60,-,不予,某办法第一条\n"
    );
    assert!(sheet.changes.iter().any(|change| change.to_string().contains("Sheet1!A4")));
    let (table, problems) = Table::parse(&sheet.text, "t.xlsx");
    assert!(table.is_some_and(|table| table.is_releasable()), "{problems:?}");
}

/// An archive whose one part inflates to `size` zeros.
fn bomb(size: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", SimpleFileOptions::default()).expect("a part");
    let zeros = vec![0_u8; 1 << 20];
    for _ in 0..size >> 20 {
        archive.write_all(&zeros).expect("it takes them");
    }
    archive.finish().expect("it ends").into_inner()
}

/// A small file whose one text of `len` bytes would stand in 200,000 or in 5,000 cells.
fn spread(len: usize, merged: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let text = "x".repeat(len);
    if merged {
        sheet.merge_range(0, 0, 1_999, 99, &text, &Format::new()).expect("inside");
    } else {
        for row in 0..5_000 {
            sheet.write_string(row, 0, &text).expect("inside");
        }
    }
    let bytes = book.save_to_buffer().expect("written");
    assert!(bytes.len() < crate::FILE_BYTES_MAX);
    bytes
}

#[test]
fn what_is_no_sheet_is_refused_with_its_place() {
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet-old-format", "older Excel");
    refused(b"PK\x03\x04 and then nothing", "sheet-unreadable", "workbook");
    refused(b"a,b\n\xff\xff\xff,1\n", "sheet-encoding", "row 2");
    refused(&vec![b'a'; crate::FILE_BYTES_MAX + 1], "sheet-too-large", "bytes");
    refused(&vec![b'a'; tongban_expr::table::SOURCE_BYTES_MAX + 1], "sheet-too-large", "bytes");
    let unpacked = usize::try_from(crate::UNPACKED_BYTES_MAX).expect("it fits");
    let bomb = bomb(unpacked + (1 << 20));
    assert!(bomb.len() < 200_000, "it is a bomb: {} bytes", bomb.len());
    refused(&bomb, "sheet-too-large", "once unpacked");
    refused(&workbook(&[("规则", &[])]), "sheet-no-table", "all are empty");
    let two = workbook(&[("甲", &[&["a"]]), ("乙", &[&["b"]])]);
    refused(&two, "sheet-several-tables", "甲, 乙");
    let tests = [("规则", &[&["a"][..]][..]), ("测试", &[&["b"]]), ("Tests", &[&["c"]])];
    refused(&workbook(&tests), "sheet-several-tables", "tests, but found 测试, Tests");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(crate::ROWS_MAX, 0, "far").expect("inside");
    refused(&book.save_to_buffer().expect("written"), "sheet-too-large", "rows");
    let mut book = Workbook::new();
    let column = u16::try_from(crate::COLUMNS_MAX).expect("small");
    book.add_worksheet().write_string(1_000, column, "wide").expect("inside");
    refused(&book.save_to_buffer().expect("written"), "sheet-too-large", "columns");
    refused(&spread(100, true), "sheet-too-large", "bytes");
    refused(&spread(30_000, false), "sheet-too-large", "bytes");
    let shown: Vec<&str> = [SheetError::NoTable, SheetError::OldFormat].map(|it| it.code()).into();
    assert_eq!(shown, ["sheet-no-table", "sheet-old-format"]);
}
