//! The component itself: its size, imports, sheet and repeatability; tables that are refused.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use tongban_core::call::Question;
use tongban_expr::table::Table;
use tongban_plugin_api::PluginHost as _;
use wasmparser::{Parser, Payload};

use super::{Case, Draw, HOST, admitted, agree, questions, sheets, sound};
use crate::{
    contract::TYPES,
    table_component::{COMPILER, CompileError, SourceError, compile, source, with_file},
};

/// The sample of 12 rules.
const TWELVE: &str = include_str!("twelve.csv");

#[test]
fn twelve_rules_are_small() {
    let table = sound(TWELVE);
    assert_eq!(table.rules().count(), 12);
    let component = compile(&table, Question::Rule).expect("it fits");
    let code = component.len() - table.source().len();
    // It carries its world's types too: each answer has intents since there are five worlds.
    assert!(code < 10 * 1024, "{code} bytes beside the sheet");
    eprintln!("12 rules: {code} bytes and a sheet of {}", table.source().len());
}

#[test]
fn a_component_imports_only_types_and_carries_its_sheet() {
    for (name, sheet) in sheets() {
        let table = sound(&sheet);
        for (question, component) in questions(&table) {
            let mut depth = 0;
            for payload in Parser::new(0).parse_all(&component) {
                match payload.expect("the component is sound") {
                    Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                    Payload::End(_) => depth -= 1,
                    Payload::ComponentImportSection(imports) if depth == 0 => {
                        for import in imports {
                            assert_eq!(import.expect("sound").name.name, TYPES, "{name}");
                        }
                    }
                    Payload::ImportSection(imports) => {
                        assert_eq!(imports.count(), 0, "{name}: a core module imports");
                    }
                    _ => {}
                }
            }
            let carried = source(&component).expect("it carries its sheet");
            assert_eq!((&*carried.sheet, &*carried.compiler), (&*sheet, COMPILER), "{name}");
            assert_eq!(carried.digest, crate::Host::digest(sheet.as_bytes()));
            assert_eq!(carried.file, carried.digest);
            assert_eq!(HOST.table(&component), Some(carried));
            let again = compile(&table, question).expect("it was compiled before");
            assert_eq!(again, component, "{name}: the same table, other bytes");
            assert_eq!(HOST.admit(&component).expect("it is admitted").question, question);
        }
    }
}

#[test]
fn an_altered_sheet_is_seen() {
    let mut component = compile(&sound(TWELVE), Question::Rule).expect("it fits");
    let last = component.last_mut().expect("it has bytes");
    *last ^= 1;
    assert_eq!(source(&component), Err(SourceError::Altered));
    assert_eq!(HOST.table(&component), None);
    let strange = wat::parse_str("(component)").expect("the text is sound");
    assert_eq!(source(&strange), Err(SourceError::Missing));
}

#[test]
fn what_is_no_component_is_named_in_both_languages() {
    let whole = compile(&sound(TWELVE), Question::Rule).expect("it fits");
    let cut = whole.len() - 9;
    for (bytes, en, zh) in [
        (b"".as_slice(), "an empty file", "空文件"),
        (b"#table,t\r\n", "a text file", "文本文件"),
        ("#表,t\n".as_bytes(), "a text file", "文本文件"),
        (b"PK\x03\x04", "a workbook", "工作簿"),
        (b"\0asm\x01\0\0\0", "a core module", "核心模块"),
        (b"\x7fELF\x02\x01\x01\0", "another kind of file", "别的文件"),
        (&whole[..200], "cut off at byte", "组件不完整"),
        (&whole[..cut], "cut off at byte", "组件不完整"),
        (b"\0asm\x0d\0\x01\0", "it carries no sheet", "没有附带表格"),
    ] {
        let error = source(bytes).expect_err(en);
        assert!(error.to_string().contains(en), "{error}");
        assert!(error.zh().contains(zh), "{}", error.zh());
        assert!(!error.hint().0.is_ascii() && error.hint().1.is_ascii());
    }
}

#[test]
fn a_component_keeps_the_digest_of_another_file_than_its_sheet() {
    let plain = compile(&sound(TWELVE), Question::Rule).expect("it fits");
    let file = crate::Host::digest(b"a workbook");
    let of_file = with_file(plain.clone(), TWELVE, file);
    let carried = source(&of_file).expect("it carries its sheet");
    assert_eq!((&*carried.sheet, carried.file), (TWELVE, file));
    assert!(HOST.is_made_from(&of_file, &carried));
    assert!(!HOST.is_made_from(&plain, &carried), "the digest is part of the bytes");
    HOST.admit(&of_file).expect("it is admitted");
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let head = "#table,t\n#hit,";
    let rows = [
        ("F\nin:x:integer,out:y:integer\n1,5\n", Question::Amount, "a table without errors"),
        ("F\nin:x:integer,out:y:integer\n-,5\n#test\nx,=>y\n1,6\n", Question::Amount, "the test"),
        ("F\nin:x:integer,out:y:integer\n-,5\n", Question::Rule, "row 3: expected an output"),
    ];
    for (rest, question, expected) in rows {
        let (table, problems) = Table::parse(&format!("{head}{rest}"), "t.csv");
        let table = table.unwrap_or_else(|| panic!("expected a table, but {problems:?}"));
        let error: CompileError = compile(&table, question).expect_err(rest);
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!error.zh().is_empty() && !error.zh().is_ascii());
    }
}

/// A thousand villages of five brackets each: the most rules that a table may have.
fn largest() -> Table {
    let mut sheet = String::from(
        "#table,large\n#hit,F\nin:village:integer,in:income:decimal(2),out:value:decimal(2)\n",
    );
    for rule in 0..5_000 {
        let (village, bracket) = (rule / 5, rule % 5);
        let low = bracket * 200;
        let _ = writeln!(sheet, "{village},[{low}..{}),income * {rule}", low + 200);
    }
    sheet.push_str("否则,-,0\n");
    let (table, problems) = Table::parse(&sheet, "large.csv");
    table.filter(Table::is_releasable).unwrap_or_else(|| panic!("{problems:?}"))
}

#[test]
fn the_largest_table_is_split_admitted_and_answers_the_same() {
    let table = largest();
    assert_eq!(table.rules().count(), 5_000);
    let component = compile(&table, Question::Amount).expect("it fits");
    let started = std::time::Instant::now();
    let plugin = (Question::Amount, admitted(&component));
    eprintln!("5,000 rules: {} bytes, admitted in {:?}", component.len(), started.elapsed());
    let number = |units: i64, scale| tongban_expr::Value::Number(Decimal::new(units, scale));
    let mut draw = Draw(17);
    for round in 0..2_000 {
        // The edges of blocks first, then anywhere, also past the last village and bracket.
        let village = if round < 64 { round * 64 / 5 } else { draw.below(1_010) };
        let village = i64::try_from(village).expect("small");
        let income = i64::try_from(draw.below(101_000)).expect("small");
        let case: Case =
            [("village".into(), number(village, 0)), ("income".into(), number(income, 2))].into();
        agree(&table, plugin, case);
    }
}
