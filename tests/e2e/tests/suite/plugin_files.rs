//! Plugins as files on an administrator's desk: what `plugin build`, `plugin explain` and `plugin
//! diff` print, and what they say of files that are none of theirs.

use std::{
    fs,
    process::{Command, Output},
};

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tongban_e2e::tongban;

/// A folder, and the program typed in it.
struct Desk(TempDir);

/// What a command came to.
struct Came {
    code: i32,
    printed: String,
    told: String,
}

const RULE: &str = "#表,t\n#命中,首个\n输入:年龄:整数,输出:结论\n60以上,通过\n-,不予\n";
const NUMBER: &str = "#表,n\n#命中,首个\n输入:年龄:整数,输出:天数:整数\n60以上,10\n-,7\n";

impl Desk {
    fn new() -> anyhow::Result<Self> {
        Ok(Self(tempfile::tempdir().context("making a folder")?))
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> anyhow::Result<()> {
        Ok(fs::write(self.0.path().join(name), bytes)?)
    }

    fn read(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        Ok(fs::read(self.0.path().join(name))?)
    }

    /// Types `tongban` with these words.
    fn types(&self, words: &str) -> anyhow::Result<Came> {
        let mut command = Command::new(tongban());
        command.args(words.split(' ')).current_dir(self.0.path());
        let Output { status, stdout, stderr } = command.output()?;
        let code = status.code().context("it ended by itself")?;
        Ok(Came { code, printed: String::from_utf8(stdout)?, told: String::from_utf8(stderr)? })
    }

    fn builds(&self, words: &str) -> anyhow::Result<()> {
        let came = self.types(&format!("plugin build {words}"))?;
        ensure!(came.code == 0, "{words}: {}", came.told);
        Ok(())
    }

    /// What `sha256sum` prints of a file.
    fn sha256sum(&self, name: &str) -> anyhow::Result<String> {
        let mut command = Command::new("sha256sum");
        let Output { stdout, .. } = command.arg(name).current_dir(self.0.path()).output()?;
        let line = String::from_utf8(stdout)?;
        Ok(line.split(' ').next().context("a digest")?.to_owned())
    }
}

impl Came {
    /// Fails unless it ended with this code and told all of these words.
    fn expect(&self, code: i32, words: &[&str]) -> anyhow::Result<()> {
        let Self { code: found, printed, told } = self;
        ensure!(*found == code, "code {found}: {printed}{told}");
        for word in words {
            ensure!(told.contains(word) || printed.contains(word), "{word} in {printed}{told}");
        }
        Ok(())
    }
}

#[test]
fn a_table_that_does_not_fit_its_world_is_told_at_its_cell() -> anyhow::Result<()> {
    let desk = Desk::new()?;
    desk.put("n.csv", NUMBER)?;
    desk.types("plugin build n.csv")?.expect(
        2,
        &[
            "n.csv B3: table-misfit: expected an output `outcome`, but the outputs are 天数",
            "规则判定的表要有“输出:结论”一列；现有输出列：天数",
            "hint 提示: 加一列，标题写 输出:结论",
            "add a column out:outcome",
            "“n.csv”中的决策表有误",
        ],
    )?;
    let two = NUMBER.replace("整数\n", "整数,输出:说明语:文本\n").replace("10\n", "10,长\n");
    desk.put("two.csv", two.replace("7\n", "7,短\n"))?;
    desk.types("plugin build two.csv --world parameter")?.expect(
        2,
        &["two.csv C3: table-misfit: expected one output", "只能有一个输出列", "备注"],
    )?;
    // Beside its `plugin.yaml` a table is checked for its question too.
    let made = desk.types("plugin new local-days --lang table --world parameter")?;
    ensure!(made.code == 0, "{}", made.told);
    let wrong = RULE
        .replace("输出:结论", "输出:甲:整数,输出:乙:整数")
        .replace("通过", "1,2")
        .replace("不予", "3,4");
    desk.put("local-days/table.csv", wrong)?;
    let came = desk.types("--json check local-days/table.csv")?;
    let report: Json = serde_json::from_str(&came.printed)?;
    let found = &report["diagnostics"][0];
    ensure!(came.code == 1 && report["errors"] == 1, "{report}");
    ensure!(found["code"] == "table-misfit" && found["place"] == "C3", "{report}");
    ensure!(found["hint"]["zh"].is_string() && found["hint"]["en"].is_string(), "{report}");
    Ok(())
}

#[test]
fn explain_prints_the_table_and_the_digest_of_the_clerks_own_file() -> anyhow::Result<()> {
    let desk = Desk::new()?;
    let (gb18030, _, _) = encoding_rs::GB18030.encode(RULE);
    desk.put("utf-8.csv", RULE)?;
    desk.put("marked.csv", format!("\u{feff}{RULE}"))?;
    desk.put("gb18030.csv", gb18030)?;
    let root = tongban_xtask::process::root();
    let workflow = root.join("workflows/dibao");
    let template = format!("plugin template {} means-test -o workbook.xlsx", workflow.display());
    desk.types(&template)?.expect(0, &[])?;
    for name in ["utf-8.csv", "marked.csv", "gb18030.csv", "workbook.xlsx"] {
        desk.builds(&format!("{name} -o out.wasm"))?;
        let digest = desk.sha256sum(name)?;
        let came = desk.types("plugin explain out.wasm")?;
        came.expect(0, &[&format!("source 原文件 sha256 {digest}\n"), "重新编译，字节相同"])?;
        let is_converted = name != "utf-8.csv";
        ensure!(came.told.contains("转换后的表格文本") == is_converted, "{name}: {}", came.told);
        if name != "workbook.xlsx" {
            ensure!(came.printed == RULE, "{name}: {}", came.printed);
        }
        let json: Json =
            serde_json::from_str(&desk.types("--json plugin explain out.wasm")?.printed)?;
        ensure!(json["source_sha256"] == digest && json["reproduced"] == true, "{json}");
        ensure!((json["sheet_sha256"] != digest) == is_converted, "{json}");
        ensure!(json["sha256"] == desk.sha256sum("out.wasm")?, "{json}");
    }
    Ok(())
}

#[test]
fn what_is_no_component_of_a_table_is_told_without_a_dump() -> anyhow::Result<()> {
    let desk = Desk::new()?;
    desk.put("t.csv", RULE)?;
    desk.builds("t.csv")?;
    let whole = desk.read("t.wasm")?;
    desk.put("cut.wasm", &whole[..whole.len() - 20])?;
    desk.put("empty.wasm", b"")?;
    desk.put("module.wasm", b"\0asm\x01\0\0\0")?;
    desk.put("program.wasm", b"\0asm\x0d\0\x01\0")?;
    let mut altered = whole;
    *altered.last_mut().context("bytes")? ^= 1;
    desk.put("altered.wasm", altered)?;
    for (name, en, zh) in [
        ("t.csv", "it is a text file", "应为组件，却是文本文件"),
        ("cut.wasm", "it is broken or cut off at byte", "组件不完整"),
        ("empty.wasm", "it is an empty file", "却是空文件"),
        ("module.wasm", "it is a core module of WebAssembly", "却是核心模块"),
        ("program.wasm", "made from a table, but it carries no sheet", "没有附带表格"),
        ("altered.wasm", "the sheet to match its digest", "与其摘要不符"),
    ] {
        let came = desk.types(&format!("plugin explain {name}"))?;
        let place = format!("error: reading the table of `{name}`: expected ");
        came.expect(2, &[&place, en, zh, "\n  错误: ", "\n  提示: ", "\n  hint: "])?;
        ensure!(came.told.lines().count() == 4 && !came.told.contains("0x"), "{}", came.told);
        ensure!(came.printed.is_empty(), "{}", came.printed);
    }
    desk.types("plugin explain .")?.expect(2, &["`.` is a folder", "是文件夹"])?;
    Ok(())
}

/// A row of the test sheet that expects something else is told at its own cell, and nothing is
/// built until it comes out.
#[test]
fn a_test_row_that_does_not_come_out_is_told_at_the_clerks_own_row() -> anyhow::Result<()> {
    let desk = Desk::new()?;
    let rule = RULE.replace("输入", "编号,输入").replace("60以上", "老人,60以上");
    let rule = rule.replace("-,不予", "其他,-,不予");
    let table = |age: &str, rule_named: &str| {
        format!("{rule}#测试\n年龄,=>结论,=>规则\n60,通过,\n{age},通过,\n30,不予,{rule_named}\n")
    };
    let wrong = [
        "t.csv B9: expected `outcome` to be approve, but it is reject",
        "“结论”应为 通过，实为 不予",
        "t.csv C10: expected `rule` to be 老人, but it is 其他",
        "“规则”应为 老人，实为 其他",
    ];
    desk.put("t.csv", table("59", "老人"))?;
    let came = desk.types("plugin build t.csv")?;
    came.expect(2, &wrong)?;
    came.expect(2, &["2 failed 测试行未通过"])?;
    ensure!(!desk.0.path().join("t.wasm").exists(), "nothing is built");
    let came = desk.types("--json check t.csv")?;
    let report: Json = serde_json::from_str(&came.printed)?;
    ensure!(came.code == 1 && report["errors"] == 2, "{report}");
    let found = &report["diagnostics"][0];
    ensure!(found["code"] == "test-failed" && found["place"] == "B9", "{report}");
    desk.put("t.csv", table("61", "其他"))?;
    desk.builds("t.csv")?;
    Ok(())
}

#[test]
fn diff_shows_the_cases_that_come_out_otherwise() -> anyhow::Result<()> {
    let desk = Desk::new()?;
    desk.put("old.csv", format!("{RULE}#测试\n年龄,=>结论\n63,通过\n30,不予\n"))?;
    desk.put("new.csv", RULE.replace("60", "65"))?;
    desk.builds("old.csv")?;
    desk.builds("new.csv")?;
    for (old, new) in [("old.csv", "new.csv"), ("old.wasm", "new.wasm"), ("old.wasm", "new.csv")] {
        let came = desk.types(&format!("plugin diff {old} {new}"))?;
        let words = [
            "row 8 行\n  {\"年龄\":63}\n  - 通过 approve [4]\n  + 不予 reject [5]\n",
            "boundary 4 边界\n  {\"年龄\":60}\n",
            "4 of 13 cases differ 共比较 13 例，4 例结果不同 (2 written 用例, 11 at bounds 边界值, all",
            "已穷尽",
        ];
        came.expect(1, &words)?;
        // The differences are data; how many there are is said beside them.
        ensure!(came.printed.lines().count() == 16, "{}", came.printed);
    }
    desk.put("more.json", json!([{ "case": "六十二岁", "input": { "年龄": 62 } }]).to_string())?;
    let came = desk.types("--json plugin diff old.csv new.csv --cases more.json")?;
    came.expect(1, &["5 of 14 cases differ"])?;
    let told = came.printed.lines().map(serde_json::from_str::<Json>);
    let told = told.collect::<Result<Vec<_>, _>>()?;
    let given = told.iter().find(|line| line["case"] == "六十二岁").context("the given case")?;
    ensure!(given["input"] == json!({ "年龄": 62 }), "{given}");
    ensure!(given["old"] != given["new"] && told.len() == 5, "{given}");
    Ok(())
}

#[test]
fn equal_tables_do_not_differ_and_different_worlds_are_not_compared() -> anyhow::Result<()> {
    let desk = Desk::new()?;
    desk.put("t.csv", RULE)?;
    // The same rules in other words.
    let same = RULE.replace("60以上,通过\n-,不予", "不满60,不予\n空,不予\n-,通过");
    desk.put("same.csv", same)?;
    for (new, also) in [("t.csv", ""), ("same.csv", "另有 7 例结果相同，所依规则不同")]
    {
        let came = desk.types(&format!("plugin diff t.csv {new}"))?;
        came.expect(0, &["0 of 8 cases differ 共比较 8 例，0 例结果不同", also])?;
        ensure!(came.printed.is_empty(), "{}", came.printed);
    }
    desk.put("n.csv", NUMBER)?;
    desk.builds("n.csv --world parameter")?;
    desk.types("plugin diff t.csv n.wasm")?
        .expect(2, &["one world, but got `rule` and `parameter`", "回答的问题不同，不能比较"])?;
    desk.put("x.wasm", "no component")?;
    desk.types("plugin diff t.csv x.wasm")?.expect(
        2,
        &["error[plugin-not-a-component]: trying the plugin `x.wasm`", "不是 WebAssembly 组件"],
    )?;
    desk.types("plugin diff t.csv missing.csv")?.expect(2, &["missing.csv"])?;
    Ok(())
}

/// A table alone lists, too; what is asked for more shows in the comparison.
#[test]
fn a_list_is_built_explained_and_compared() -> anyhow::Result<()> {
    const PAPERS: &str = "#表,papers,材料清单\n#命中,收集\n\
        编号,输入:共同生活人数:整数[1..30],输出:材料:文本,输出:份数:整数,依据\n\
        hukou,-,户口簿,1,第九条\n\
        marriage,2以上,结婚证,1,第九条\n";
    let desk = Desk::new()?;
    desk.put("old.csv", PAPERS)?;
    desk.put("new.csv", PAPERS.replace("户口簿,1", "户口簿,2"))?;
    desk.builds("old.csv --world checklist")?;
    desk.types("plugin explain old.wasm")?.expect(0, &["marriage,2以上,结婚证,1,第九条"])?;
    let same = desk.types("plugin diff old.wasm old.csv --world checklist")?;
    same.expect(0, &["0 例结果不同"])?;
    let came = desk.types("plugin diff old.csv new.csv --world checklist")?;
    came.expect(1, &["{\"共同生活人数\":1}"])?;
    for copies in [1, 2] {
        let shown = format!(r#""original":false,"copies":{copies},"#);
        ensure!(came.printed.contains(&shown), "{shown}: {}", came.printed);
    }
    ensure!(!came.printed.contains("结婚证"), "what is the same is not shown: {}", came.printed);
    let unfit = desk.types("plugin build old.csv --world validator")?;
    unfit.expect(2, &["old.csv C3: table-misfit", "要有“字段”一列"])?;
    Ok(())
}
