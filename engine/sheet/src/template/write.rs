//! The workbook: 规则 with drop-downs, 测试, 说明.
//!
//! Not here: what the cells say (`example`). Invariant: the same rows give the same bytes; the day
//! of creation is a fixed one.

use rust_xlsxwriter::{
    DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet,
    XlsxError,
};

use super::{Spec, choices::Lists, column::Field, example::Rows};

const WIDTH: f64 = 22.0;

/// The bytes of the workbook.
pub(crate) fn workbook(spec: &Spec, rows: &Rows) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let mut lists = Lists::default();
    rules(book.add_worksheet(), (spec, rows), &mut lists)?;
    tests(book.add_worksheet(), (spec, rows), &mut lists)?;
    notes(book.add_worksheet(), spec)?;
    lists.write(&mut book)?;
    book.save_to_buffer()
}

fn bold() -> Format {
    Format::new().set_bold().set_text_wrap()
}

/// Cells are text, so that Excel turns neither `1-2` nor `2024-01` into something else.
fn text() -> Format {
    Format::new().set_num_format("@")
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    (cells, format): (&[String], &Format),
) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            sheet.write_string_with_format(row, column, cell, format)?;
        }
    }
    Ok(())
}

fn rules(
    sheet: &mut Worksheet,
    (spec, rows): (&Spec, &Rows),
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    sheet.set_name("规则")?;
    let mut row = 0;
    for cells in &rows.meta {
        line(sheet, row, (cells, &text()))?;
        row += 1;
    }
    let titles = row;
    line(sheet, titles, (&rows.titles, &bold()))?;
    for cells in &rows.rules {
        row += 1;
        line(sheet, row, (cells, &text()))?;
    }
    for (column, _) in (0..).zip(&rows.titles) {
        sheet.set_column_width(column, WIDTH)?;
        sheet.set_column_format(column, &text())?;
    }
    for (column, input) in (1..).zip(&spec.inputs) {
        sheet.insert_note(titles, column, &Note::new(explained(input)))?;
        let mut choices = input.choices();
        if !choices.is_empty() {
            choices.extend(["-", "空"]);
        }
        // A condition may also be 甲|乙 or 非(甲): the list suggests and does not forbid.
        lists.choose(sheet, (titles, column), (&choices, DataValidationErrorStyle::Information))?;
    }
    let first_output = u16::try_from(1 + spec.inputs.len()).expect("columns are few");
    for (column, output) in (first_output..).zip(&spec.outputs) {
        lists.choose(
            sheet,
            (titles, column),
            (&output.choices(), DataValidationErrorStyle::Stop),
        )?;
    }
    sheet.set_freeze_panes(titles + 1, 1)?;
    Ok(())
}

fn tests(
    sheet: &mut Worksheet,
    (spec, rows): (&Spec, &Rows),
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    sheet.set_name("测试")?;
    line(sheet, 0, (&rows.test_titles, &bold()))?;
    for (row, cells) in (1..).zip(&rows.tests) {
        line(sheet, row, (cells, &text()))?;
    }
    for (column, _) in (0..).zip(&rows.test_titles) {
        sheet.set_column_width(column, WIDTH)?;
        sheet.set_column_format(column, &text())?;
    }
    for (column, input) in (0..).zip(&spec.inputs) {
        lists.choose(sheet, (0, column), (&input.choices(), DataValidationErrorStyle::Stop))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn explained(field: &Field) -> String {
    let label = if field.label.is_empty() { &field.name } else { &field.label };
    let unit = if field.unit.is_empty() { String::new() } else { format!("（{}）", field.unit) };
    format!("{label}{unit}\n写法：{}", field.condition_words())
}

fn notes(sheet: &mut Worksheet, spec: &Spec) -> Result<(), XlsxError> {
    sheet.set_name("说明")?;
    sheet.set_column_width(0, WIDTH)?;
    sheet.set_column_width(1, 18)?;
    sheet.set_column_width(2, 10)?;
    sheet.set_column_width(3, 70)?;
    let mut row = 0;
    let mut say = |cells: &[&str], format: &Format| -> Result<(), XlsxError> {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        line(sheet, row, (&cells, format))?;
        row += 1;
        Ok(())
    };
    let plain = Format::new();
    say(&[&spec.title], &bold())?;
    say(&[&spec.what], &plain)?;
    let lines = [
        "在“规则”表里一行写一条规则：条件都满足时，得出结论。不限的条件写 -，要求未填写的写 空。",
        "“以上”“以下”“以内”包括本数，“不满”“超过”不包括；要改就写 60以上(不含)。",
        "依据写文件名称和条款，理由写给申请人看。#表 后面的编号可改，命中方式见下。",
        "命中方式：唯一（只一条成立）、首个（自上而下第一条）、优先、任一、收集（都算）、按优先序、合计、最小、最大、计数。",
        "在“测试”表里写几个例子和应得的结果；编译时逐行核对，不符就不能提交。",
    ];
    for words in lines {
        say(&[words], &plain)?;
    }
    say(&[], &plain)?;
    say(&["列", "类型", "单位", "含义和写法"], &bold())?;
    for field in spec.inputs.iter().chain(&spec.outputs) {
        let meaning = explained(field).replace('\n', "；");
        say(&[&field.name, &field.type_words(), &field.unit, &meaning], &plain)?;
    }
    if !spec.left_out.is_empty() {
        let names = spec.left_out.join("、");
        say(&[&format!("这些输入是列表或分组，表格里用不了：{names}")], &plain)?;
    }
    Ok(())
}
