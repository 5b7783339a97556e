//! A local rule that makes a difference: the same family with a car, under 元江's layer and, after
//! that was withdrawn, under the nation's and the province's alone.

use anyhow::Context as _;
use serde_json::{Value as Json, json};

use super::{dibao, expect};
use crate::drive::{Case, Client, act, text};

/// Both families.
pub fn walk(client: &Client) -> anyhow::Result<()> {
    println!(
        "   国家和云南省（示例）规则对有一辆车的家庭未作规定；元江县（示例）规定须由县级核实用途："
    );
    let answer = tested(client, "刀文光")?;
    expect("the county's layer to refer", verdict(&answer) == Some("refer"), &answer)?;
    expect("three layers", layers_count(&answer) == Some(3), &answer)?;
    let layer = &answer["layers"][2];
    let (plugin, digest) = (text(layer, "/plugin")?, text(layer, "/digest")?);
    expect("the county's layer", plugin == "dibao-means-yuanjiang", layer)?;
    println!("   元江县系统管理员撤销 {plugin}，同样的家庭再次申请：");
    let sent = json!({ "to": "2026-09-26", "reason": "演示：施行前以正式文件替换" });
    let path = format!("/api/v1/plugins/{digest}/withdraw");
    client.post(&path, Some("guo-tao"), &sent)?;
    let answer = tested(client, "刀文亮")?;
    expect("the layers above to approve", verdict(&answer) == Some("approve"), &answer)?;
    expect("two layers", layers_count(&answer) == Some(2), &answer)
}

/// A family with one car, to where the rules have answered. Gives that event.
pub fn tested(client: &Client, name: &str) -> anyhow::Result<Json> {
    let case = Case::start(client, &dibao::QINGLONGCHANG, &dibao::application(name))?;
    case.decide(&act("accept", "li-hong", "accept").form(dibao::accepted()))?;
    case.decide(&act("check", "pu-hua", "done").form(dibao::means(300, 1)))?;
    dibao::surveyed(&case)?;
    let answer = answered(&case)?;
    for layer in answer["layers"].as_array().context("layers")? {
        println!("      {} → {}", text(layer, "/plugin")?, text(layer, "/answer")?);
        for rule in layer["rules"].as_array().context("rules")? {
            let part = |name: &str| rule[name].as_str().unwrap_or_default().to_owned();
            println!("         {}：{}（{}）", part("rule"), part("reason"), part("law"));
        }
    }
    println!("      合并结论：{}", verdict(&answer).unwrap_or_default());
    Ok(answer)
}

/// The event with which a case's means test was answered.
pub fn answered(case: &Case<'_>) -> anyhow::Result<Json> {
    let events = case.events()?;
    let ours = |event: &&Json| event["layers"].as_array().is_some_and(|layers| !layers.is_empty());
    events.iter().rev().find(ours).cloned().context("expected an answer of the means test")
}

fn layers_count(answer: &Json) -> Option<usize> {
    answer["layers"].as_array().map(Vec::len)
}

fn verdict(answer: &Json) -> Option<&str> {
    answer["outcome"].as_str().or_else(|| answer["values"]["verdict"].as_str())
}
