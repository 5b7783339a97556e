//! Lists by a table: a township asks for a paper more and has forms checked, without a programmer.

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};
use tongban_core::call::Question;
use tongban_e2e::Stage;
use tongban_xtask::{drive::Case, walk::dibao};

use crate::plugins::{Keepers, compiled_as, install, packed};

const PAPERS: &str = "#表,papers,材料清单（测试）\n#命中,收集\n\
    编号,输入:户籍不在一处:布尔,输入:单独申请事由:文本,输出:材料:文本,输出:份数:整数,依据,理由\n\
    residence-permit,是,-,居住证,1,甘庄街道办法（测试）第一条,家庭成员户籍不在一处\n\
    disability,-,残疾,残疾人证,1,甘庄街道办法（测试）第二条,以重度残疾单独申请\n";

const CHECKS: &str = "#表,checks,填写校验（测试）\n#命中,收集\n\
    编号,输入:共同生活人数:整数,输出:字段:文本,输出:仅提示:布尔,依据,理由\n\
    人数过多,超过20,household_size,否,甘庄街道办法（测试）第三条,共同生活人数超过二十人\n";

fn asked(stage: &Stage, form: &Json) -> anyhow::Result<Vec<String>> {
    let case = Case::start(&stage.client, &dibao::QINGLONGCHANG, form)?;
    let named = |item: &Json| item["name"].as_str().map(str::to_owned).context("a name");
    dibao::materials(&case)?.iter().map(named).collect()
}

#[test]
fn a_table_asks_for_papers_and_checks_what_was_filled_in() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let elsewhere = dibao::household(json!({ "hukou_elsewhere": true }));
    ensure!(asked(&stage, &elsewhere)?.is_empty(), "nobody supplies a list yet");
    for (world, point, sheet, question) in [
        ("checklist", "papers", PAPERS, Question::Checklist),
        ("validator", "application-checks", CHECKS, Question::Validator),
    ] {
        let id = format!("ganzhuang-{point}");
        let package =
            packed((world, point), (&id, "1.0.0", "530428003"), &compiled_as(sheet, question)?)?;
        let told = stage.check(&install(&keepers.sign(package)?), 201)?.json();
        ensure!(told.to_string().contains("试算"), "{told}");
    }
    ensure!(asked(&stage, &elsewhere)? == ["居住证"], "the township's table asks for it");
    ensure!(asked(&stage, &dibao::household(json!({})))?.is_empty(), "no row matches");
    let crowd = dibao::household(json!({ "household_size": 21 }));
    let problem =
        stage.refused(&dibao::QINGLONGCHANG.filing(&crowd), (422, "validation-failed"))?;
    let error = &problem["errors"][0];
    ensure!(error["pointer"] == "/form/household_size", "{problem}");
    let told = error["detail"].as_str().unwrap_or_default();
    ensure!(told == "共同生活人数超过二十人（甘庄街道办法（测试）第三条）", "{problem}");
    stage.verify()?;
    Ok(())
}
