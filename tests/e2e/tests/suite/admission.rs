//! A township's rule before it is in force: what loosens is refused with an example, what is
//! stricter is told with the cases that it would have changed, and each layer can be read.

use std::process::Command;

use anyhow::{Context as _, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};
use tongban_core::call::Question;
use tongban_e2e::{Stage, tongban};
use tongban_plugin_api::Package;
use tongban_xtask::{
    drive::{Call, Case, act, text},
    process,
    walk::dibao,
};

use crate::plugins::{
    Keeper, Keepers, compiled, compiled_as, guest, install, means_test, township,
};

const POINT: &str = "/api/v1/processes/dibao/points/means-test/explain";

/// A township that thinks it may grant up to a hundred yuan above the standard.
const LOOSENING: &str = "#表,t,测试\n#命中,首个\n\
    编号,输入:人均补差:小数(2)[-10000..10000],输出:结论,依据,理由\n\
    略高于标准,[-100..0],通过,甘庄街道（测试）第一条,略高于标准的也给\n\
    否则,-,通过,甘庄街道（测试）,没有补充规定\n";

/// A township that wants the county to look at large families.
const STRICTER: &str = "#表,t,测试\n#命中,收集\n\
    编号,输入:共同生活人数:整数[1..30],输出:结论,依据,理由\n\
    三人以上,3以上,上报,甘庄街道（测试）第二条,人口多的由县级核实\n";

/// A county that has come to refuse large families outright: the township's rule adds nothing.
const STRICTER_ABOVE: &str = "#表,t,测试\n#命中,收集\n\
    编号,输入:共同生活人数:整数[1..30],输出:结论,依据,理由\n\
    人口多,3以上,不予,元江县（测试）第一条,测试\n";

/// What looks at a package.
fn examine(package: &Package) -> Call {
    let sent = json!({ "package": STANDARD.encode(package.encode()) });
    Call::post("/api/v1/plugins/examine", &sent)
}

#[test]
fn a_table_that_loosens_is_refused_with_the_example() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let package = keepers.sign(township(&compiled(LOOSENING)?)?)?;
    let refused = stage.check(&install(&package), 422)?.json();
    ensure!(refused["code"] == "plugin-loosens", "{refused}");
    let told = text(&refused, "/detail")?;
    for part in ["人均补差", "略高于标准", "dibao-means-national", "不予", "第十八条"]
    {
        ensure!(told.contains(part), "expected `{part}` in: {told}");
    }
    let examined = stage.check(&examine(&package).by("li-hong"), 200)?.json();
    ensure!(examined["admissible"] == false && examined["basis"] == "exhaustive", "{examined}");
    let example = &examined["loosens"][0];
    ensure!(example["kind"] == "verdict", "{example}");
    ensure!(example["candidate"]["answer"]["verdict"] == "approve", "{example}");
    ensure!(example["above"]["answer"]["verdict"] == "reject", "{example}");
    let difference = example["input"]["人均补差"].to_string().replace('"', "");
    let difference: f64 = difference.parse().context("a number")?;
    ensure!((-100.0..=0.0).contains(&difference), "the example is one of its own: {example}");
    let listed = stage.client.get("/api/v1/plugins", Some("guo-tao"))?;
    ensure!(!listed.to_string().contains("dibao-means-ganzhuang"), "nothing is installed");
    Ok(())
}

/// A rule in code that approves everybody, by a rule of that name.
const APPROVES: &str = r#"(data (i32.const 24) "\40\00\00\00\01\00\00\00")
    (data (i32.const 64) "\60\00\00\00\04\00\00\00\60\00\00\00\04\00\00\00")
    (data (i32.const 96) "rule")"#;

#[test]
fn code_is_tested_and_never_called_more() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let examined = |data: &str| -> anyhow::Result<Json> {
        let package = keepers.sign(township(&guest(1, data, "(i32.const 16)")?)?)?;
        Ok(stage.check(&examine(&package).by("li-hong"), 200)?.json())
    };
    let silent = examined("")?;
    ensure!(silent["basis"] == "tested" && silent["admissible"] == true, "{silent}");
    ensure!(silent["tried"].as_u64() > Some(1_000) && silent["changed"] == 0, "{silent}");
    ensure!(silent["report"].to_string().contains("测试（有代码参与，不能穷尽）"), "{silent}");
    let grants = examined(APPROVES)?;
    ensure!(grants["basis"] == "tested" && grants["admissible"] == false, "{grants}");
    let example = &grants["loosens"][0];
    ensure!(example["candidate"]["answer"]["rules"][0]["rule"] == "rule", "{example}");
    let package = keepers.sign(township(&guest(1, APPROVES, "(i32.const 16)")?)?)?;
    stage.refused(&install(&package), (422, "plugin-loosens"))?;
    Ok(())
}

/// A rule that is withdrawn from a day long past, by one who finds out later, was known until then.
#[test]
fn an_auditor_asks_what_was_known_on_a_day() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let signed = keepers.sign(township(&compiled(STRICTER)?)?)?;
    let installed = stage.check(&install(&signed), 201)?.json();
    let moved = json!({ "to": "2026-09-21T09:00:00+08:00" });
    stage.check(&Call::post("/api/v1/clock/advance", &moved).by("guo-tao"), 200)?;
    let path = format!("/api/v1/plugins/{}/withdraw", text(&installed, "/digest")?);
    let sent = json!({ "to": "2026-01-01", "reason": "未经会议通过" });
    stage.check(&Call::post(&path, &sent).by("guo-tao"), 200)?;
    let path = |known: &str| format!("{POINT}?division=530428003004&day=2026-03-02{known}");
    let has = |known: &str| -> anyhow::Result<bool> {
        let answer = stage.client.get(&path(known), Some("song-yan"))?;
        Ok(answer["layers"].to_string().contains("dibao-means-ganzhuang"))
    };
    ensure!(!has("")?, "it no longer counts for that day");
    ensure!(has("&known=2026-09-18")? && has("&known=2026-09-20")?, "it was known to");
    ensure!(!has("&known=2026-09-21")?, "on that day it was withdrawn");
    // Nobody was registered, and no process either, before the server began.
    let early = Call::get(&path("&known=2026-09-17")).by("song-yan");
    stage.refused(&early, (404, "not-found"))?;
    let clerk = Call::get(&path("&known=2026-09-20")).by("li-hong");
    stage.refused(&clerk, (403, "forbidden"))?;
    stage.verify()?;
    Ok(())
}

/// A first day from before there was any rule above is no way around the rules of today.
#[test]
fn a_first_day_long_past_is_tried_beside_the_rules_of_today() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let manifest = serde_json::from_value(json!({
        "id": "dibao-means-ganzhuang", "version": "1.0.0", "world": "rule", "process": "dibao",
        "point": "means-test", "division": "530428003", "law": "甘庄街道（测试）",
        "effective": { "from": "2020-01-01" },
    }))?;
    let package = keepers.sign(Package::new(&manifest, compiled(LOOSENING)?)?)?;
    stage.refused(&install(&package), (422, "plugin-loosens"))?;
    Ok(())
}

/// Two townships fill in the same table; one of them takes its rule back. The nation's stays.
#[test]
fn withdrawing_ends_one_place_and_never_the_nation() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let neighbour = Keeper::on_file(&stage, "530428002")?;
    let component = compiled(STRICTER)?;
    stage.check(&install(&keepers.sign(township(&component)?)?), 201)?;
    let other = means_test(("dibao-means-lijiang", "530428002"), &component)?;
    let other = keepers.countersign(neighbour.sign(other)?)?;
    let digest = stage.check(&install(&other), 201)?.json();
    let path = format!("/api/v1/plugins/{}/withdraw", text(&digest, "/digest")?);
    let withdraw = |path: &str, sent: &Json| Call::post(path, sent).by("guo-tao");
    let mut sent = json!({ "to": "2026-10-01", "reason": "测试" });
    stage.refused(&withdraw(&path, &sent), (409, "plugin-in-places"))?;
    sent["at"] = json!({ "process": "dibao", "point": "means-test", "division": "530428002" });
    stage.check(&withdraw(&path, &sent), 200)?;
    let listed = stage.client.get("/api/v1/plugins", Some("guo-tao"))?;
    let items = listed["items"].as_array().context("a list")?;
    let ends = |id: &str| items.iter().find(|item| item["id"] == id).map(|item| &item["to"]);
    ensure!(ends("dibao-means-lijiang") == Some(&json!("2026-10-01")), "{listed}");
    ensure!(ends("dibao-means-ganzhuang").is_some_and(Json::is_null), "{listed}");
    stage.refused(&install(&other), (409, "plugin-installed-already"))?;
    let nation = items.iter().find(|item| item["id"] == "dibao-means-national");
    let nation = text(nation.context("the nation's rule")?, "/digest")?;
    let path = format!("/api/v1/plugins/{nation}/withdraw");
    let sent = json!({ "to": "2026-10-01", "reason": "测试" });
    stage.refused(&withdraw(&path, &sent), (409, "plugin-of-the-nation"))?;
    Ok(())
}

/// The law says seven days at least, and the point fifteen at most.
#[test]
fn a_value_outside_its_bounds_is_refused_with_the_example() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let county = Keeper::on_file(&stage, "530428")?;
    let days = |rural: u32| -> anyhow::Result<Package> {
        let table = format!(
            "#表,t,测试\n#命中,首个\n编号,输入:户籍类别:文本,输出:天数:整数,依据\n\
             农村,\"\"\"农村\"\"\",{rural},测试\n否则,-,7,测试\n"
        );
        let manifest = serde_json::from_value(json!({
            "id": "dibao-notice-days-yuanjiang", "version": "1.0.0", "world": "parameter",
            "process": "dibao", "point": "notice-days", "division": "530428", "law": "测试",
            "effective": { "from": "2026-01-01" },
        }))?;
        let component = compiled_as(&table, Question::Parameter)?;
        county.sign(Package::new(&manifest, component)?)
    };
    for wrong in [3, 20] {
        let refused = stage.check(&install(&days(wrong)?), 422)?.json();
        ensure!(refused["code"] == "plugin-loosens", "{refused}");
        let told = text(&refused, "/detail")?;
        let value = format!("value = {wrong}");
        ensure!(told.contains("户籍类别 = 农村") && told.contains(&value), "{told}");
    }
    stage.check(&install(&days(10)?), 201)?;
    Ok(())
}

/// The same on the command line: the report in both languages, and a code other than 0.
#[test]
fn the_command_line_shows_the_report() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let (file, token) = (stage.path("ganzhuang.tbp"), stage.path("token"));
    std::fs::write(&token, stage.client.token("li-hong")?)?;
    let address = stage.server().address();
    let lacks = "未发现放宽；签名尚缺（plugin-countersignature-missing）";
    for (table, code, words, walked) in [
        (LOOSENING, 1, "不予安装：放宽了上级规则", "逐一穷尽各表的界限，共 "),
        (STRICTER, 0, lacks, "规则能同时命中的情形逐一试过，界限组合 "),
    ] {
        let package = keepers.submit(township(&compiled(table)?)?)?;
        std::fs::write(&file, package.encode())?;
        let mut command = Command::new(tongban());
        command.args(["plugin", "examine"]).arg(&file).args(["--server", address]);
        let said = command.arg("--token-file").arg(&token).output()?;
        let report = String::from_utf8(said.stdout)?;
        let wrong = String::from_utf8_lossy(&said.stderr);
        ensure!(said.status.code() == Some(code), "{report}{wrong}");
        ensure!(report.contains(words) && report.contains(walked), "{report}");
    }
    Ok(())
}

/// A case that has not asked yet is told what it would be told.
#[test]
fn a_running_case_is_told_what_it_would_be_told() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let case = Case::start(&stage.client, &dibao::QINGLONGCHANG, &dibao::application("李建国"))?;
    case.decide(&act("accept", "li-hong", "accept").form(dibao::accepted()))?;
    case.decide(&act("check", "pu-hua", "done").form(dibao::means(300, 1)))?;
    let explain = || stage.client.get(&format!("{POINT}?instance={}", case.id), Some("li-hong"));
    let before = explain()?;
    ensure!(before["basis"] == "asked" && before["joined"]["verdict"] == "refer", "{before}");
    let county = &before["layers"].as_array().context("layers")?;
    let county = county.iter().find(|layer| layer["plugin"] == "dibao-means-yuanjiang");
    let rule = &county.context("the county's layer")?["answer"]["rules"][0];
    ensure!(rule["rule"] == "有机动车" && rule["law"].is_string(), "{before}");
    dibao::surveyed(&case)?;
    let after = explain()?;
    ensure!(after["basis"] == "recorded" && after["joined"] == before["joined"], "{after}");
    stage.refused(
        &Call::get(&format!("{POINT}?instance={}", case.id)).by("liu-yan"),
        (403, "forbidden"),
    )?;
    stage.refused(&Call::get(POINT).by("li-hong"), (422, "value-malformed"))?;
    Ok(())
}

/// An administrator of the county who has the same office in every province with a layer.
fn appoint_in_provinces(stage: &Stage) -> anyhow::Result<()> {
    let read = |name: &str| std::fs::read_to_string(process::root().join("engine/data").join(name));
    let (divisions, mut staff) = (read("divisions.csv")?, read("staff.yaml")?);
    for code in ["21", "31", "33", "50", "53"] {
        let post = format!(
            "posts:\n  pr-{code}: {{ title: 系统管理员, division: {code}, \
             roles: [system.administrator] }}\n  \
             ke-{code}: {{ title: 授权管理员, division: {code}, roles: [system.grants] }}\n"
        );
        staff = staff.replacen("posts:\n", &post, 1);
        let held = format!(
            "appointments:\n  - {{ post: pr-{code}, person: guo-tao, from: 2020-01-01 }}\n  \
             - {{ post: ke-{code}, person: deng-yu, from: 2020-01-01 }}\n"
        );
        staff = staff.replacen("appointments:\n", &held, 1);
    }
    let sent = json!({ "divisions": divisions, "staff": staff, "dry_run": false });
    stage.check(&Call::post("/api/v1/organisation", &sent).by("deng-yu"), 200)?;
    Ok(())
}

/// A system administrator acts for the own place: a neighbour's and a province's packages are
/// neither looked at nor installed nor withdrawn, whoever signed them.
#[test]
fn an_administrator_acts_for_the_own_place_alone() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let package = keepers.sign(township(&compiled(STRICTER)?)?)?;
    stage.refused(&install(&package).by("han-xue"), (403, "forbidden"))?;
    stage.refused(&examine(&package).by("han-xue"), (403, "forbidden"))?;
    let digest = stage.check(&install(&package), 201)?.json();
    let path = format!("/api/v1/plugins/{}/withdraw", text(&digest, "/digest")?);
    let sent = json!({ "to": "2026-09-01", "reason": "测试" });
    stage.refused(&Call::post(&path, &sent).by("han-xue"), (403, "forbidden"))?;
    let province = means_test(("dibao-means-yunnan-2", "53"), &compiled(STRICTER_ABOVE)?)?;
    stage.refused(&install(&province), (403, "forbidden"))?;
    stage.refused(&examine(&province).by("guo-tao"), (403, "forbidden"))?;
    appoint_in_provinces(&stage)?;
    let province = Keeper::on_file(&stage, "53")?.sign(province)?;
    stage.check(&install(&province), 201)?;
    Ok(())
}

/// What the engine brings is not examined when it starts; it is here.
#[test]
fn what_is_bundled_loosens_nothing() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    appoint_in_provinces(&stage)?;
    let mut means_tests = 0;
    let mut seen = 0;
    for entry in std::fs::read_dir(process::root().join("plugins"))? {
        let folder = entry?.path();
        let (Ok(manifest), Ok(table)) = (
            std::fs::read_to_string(folder.join("plugin.yaml")),
            std::fs::read_to_string(folder.join("table.csv")),
        ) else {
            continue;
        };
        let division = manifest.lines().find_map(|line| line.strip_prefix("division: "));
        let Some(division) = division else { continue };
        // Under another title and version: these very bytes are installed already.
        let copy = stage.path("copy");
        std::fs::create_dir_all(&copy)?;
        let newer = manifest.replacen("version: 1.", "version: 9.", 1);
        std::fs::write(copy.join("plugin.yaml"), &newer)?;
        std::fs::write(copy.join("table.csv"), table.replacen('\n', "（样例）\n", 1))?;
        let package = tongban_cli::package::pack(&copy)?;
        let package = Keeper::on_file(&stage, division.trim_matches('"'))?.sign(package)?;
        let name = folder.display();
        let examined = stage.check(&examine(&package).by("guo-tao"), 200)?.json();
        ensure!(examined["admissible"] == true, "{name}: {examined}");
        let report = examined["report"].to_string();
        ensure!(!report.contains("the layer below"), "{name}: {report}");
        if examined["point"] == "means-test" {
            ensure!(examined["basis"] == "exhaustive", "{name}: {examined}");
            means_tests += 1;
        }
        seen += 1;
    }
    ensure!(means_tests == 3 && seen > 10, "{means_tests} of {seen}");
    Ok(())
}

#[test]
fn a_stricter_table_tells_which_cases_it_would_have_changed() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    dibao::granted(&stage.client)?;
    let package = keepers.submit(township(&compiled(STRICTER)?)?)?;
    // Nobody of another county sees what became of its cases.
    stage.refused(&examine(&package).by("liu-yan"), (403, "forbidden"))?;
    let examined = stage.check(&examine(&package).by("li-hong"), 200)?.json();
    ensure!(examined["admissible"] == true, "{examined}");
    ensure!(examined["lacks"] == "plugin-countersignature-missing", "{examined}");
    ensure!(examined["basis"] == "exhaustive", "{examined}");
    let count = |name: &str| examined[name].as_u64().unwrap_or_default();
    ensure!(count("tried") > 50 && count("changed") > 0, "{examined}");
    ensure!(count("replayed") == 1, "one case is finished: {examined}");
    let changed = &examined["differences"][0];
    ensure!(changed["before"]["verdict"] == "approve", "{changed}");
    ensure!(changed["after"]["verdict"] == "refer", "{changed}");
    let case = text(changed, "/instance")?;

    let layers = |answer: &Json| -> Vec<String> {
        let layers = answer["layers"].as_array().map_or(&[][..], Vec::as_slice);
        layers.iter().map(|layer| layer["plugin"].to_string().replace('"', "")).collect()
    };
    let explained = stage.client.get(&format!("{POINT}?instance={case}"), Some("li-hong"))?;
    ensure!(explained["basis"] == "recorded", "{explained}");
    ensure!(explained["joined"]["verdict"] == "approve", "{explained}");
    let before = layers(&explained);
    ensure!(before.first().is_some_and(|first| first == "dibao-means-national"), "{explained}");

    let signed = keepers.sign(township(&compiled(STRICTER)?)?)?;
    stage.check(&install(&signed), 201)?;
    let day = |day: &str| {
        let path = format!("{POINT}?division=530428003004&day={day}");
        stage.client.get(&path, Some("li-hong"))
    };
    let (old, new) = (day("2025-12-31")?, day("2026-01-01")?);
    ensure!(!layers(&old).contains(&"dibao-means-ganzhuang".to_owned()), "{old}");
    ensure!(layers(&new).last().is_some_and(|last| last == "dibao-means-ganzhuang"), "{new}");
    let again = stage.client.get(&format!("{POINT}?instance={case}"), Some("li-hong"))?;
    ensure!(layers(&again) == before, "what was recorded stays: {again}");
    let county = |answer: &Json| -> anyhow::Result<Json> {
        let layers = answer["layers"].as_array().context("layers")?;
        let county = layers.iter().find(|layer| layer["plugin"] == "dibao-means-yuanjiang");
        county.cloned().context("the county's layer")
    };
    let layer = county(&again)?;
    ensure!(layer["in_force"] == true, "{layer}");
    let path = format!("/api/v1/plugins/{}/withdraw", text(&layer, "/digest")?);
    let sent = json!({ "to": "2026-09-01", "reason": "细则废止" });
    stage.check(&Call::post(&path, &sent).by("guo-tao"), 200)?;
    let again = stage.client.get(&format!("{POINT}?instance={case}"), Some("li-hong"))?;
    ensure!(layers(&again) == before && county(&again)?["in_force"] == false, "{again}");
    stage.verify()?;
    Ok(())
}

/// The level above may change its rule at any time: whoever does is told which layers below now
/// say something looser, and these stay as they are.
#[test]
fn a_rule_above_tells_which_rules_below_it_overtakes() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let below = keepers.sign(township(&compiled(STRICTER)?)?)?;
    stage.check(&install(&below), 201)?;
    let county = means_test(("dibao-means-yuanjiang-2", "530428"), &compiled(STRICTER_ABOVE)?)?;
    let county = Keeper::on_file(&stage, "530428")?.sign(county)?;
    let named = |lines: &Json| -> anyhow::Result<()> {
        let lines = lines.as_array().context("lines")?;
        let told = |line: &&Json| line["zh"].to_string().contains("dibao-means-ganzhuang 1.0.0");
        let line = lines.iter().find(told).with_context(|| format!("{lines:?}"))?;
        for part in ["甘庄街道（530428003）", "三人以上", "共同生活人数 = ", "元江县（测试）第一条"]
        {
            ensure!(text(line, "/zh")?.contains(part), "expected `{part}` in: {line}");
        }
        ensure!(text(line, "/en")?.contains("the layer below `dibao-means-ganzhuang`"), "{line}");
        Ok(())
    };
    let examined = stage.check(&examine(&county).by("guo-tao"), 200)?.json();
    ensure!(examined["admissible"] == true, "{examined}");
    named(&examined["report"])?;
    let sent = json!({ "package": STANDARD.encode(county.encode()), "dry_run": true });
    let dry = stage.check(&Call::post("/api/v1/plugins", &sent).by("guo-tao"), 200)?.json();
    named(&dry["differences"])?;
    let installed = stage.check(&install(&county), 201)?.json();
    named(&installed["differences"])?;
    let listed = stage.client.get("/api/v1/plugins", Some("guo-tao"))?;
    ensure!(listed.to_string().contains("dibao-means-ganzhuang"), "it stays: {listed}");
    stage.verify()?;
    Ok(())
}
