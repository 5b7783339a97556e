//! The walk: real cases from the village to the county, over HTTP, told line by line.
//!
//! Everything that it says was read from the server's answers, and compared with what the law
//! expects; a difference is an error. All people are invented.

pub mod dibao;
pub mod home_care;
pub mod local_rule;

use anyhow::ensure;
use serde_json::{Value as Json, json};

use crate::drive::Client;

/// Everybody who acts, with what they are.
const STAFF: [(&str, &str); 18] = [
    ("bai-yun", "元江县青龙厂社区民政专干"),
    ("li-hong", "元江县甘庄街道窗口"),
    ("dao-mei", "元江县甘庄街道协理员"),
    ("yang-jun", "元江县甘庄街道协理员"),
    ("yang-hui", "元江县甘庄街道社会事务办"),
    ("zhang-li", "元江县甘庄街道分管副主任"),
    ("pu-hua", "元江县核对中心"),
    ("zhou-min", "元江县民政局"),
    ("guo-tao", "元江县系统管理员"),
    ("song-yan", "元江县审计员"),
    ("liu-yan", "沙河口区泉涌社区居委会主任"),
    ("sun-lei", "沙河口区西安路街道窗口"),
    ("cui-ning", "沙河口区西安路街道科员"),
    ("tang-wei", "沙河口区西安路街道民政干事"),
    ("zhao-qiang", "沙河口区西安路街道分管副主任"),
    ("wu-hui", "沙河口区民政局社会福利科"),
    ("ding-ling", "沙河口区民政局分管副局长"),
    ("han-xue", "沙河口区系统管理员"),
];

/// Gives everybody a token: the single-use token of the first start makes the administrator of
/// grants, who makes the others.
pub fn tokens(client: &mut Client, first_token: &str) -> anyhow::Result<()> {
    println!("一、令牌：首次启动的一次性令牌只能设一名授权管理员，再由其发给工作人员");
    client.issue("deng-yu", first_token)?;
    let grants = client.token("deng-yu")?.to_owned();
    for (person, post) in STAFF {
        client.issue(person, &grants)?;
        println!("   {person:<10} {post}");
    }
    Ok(())
}

/// Walks all cases. Gives the first one's exported bundle.
pub fn walk(client: &mut Client, first_token: &str) -> anyhow::Result<Vec<u8>> {
    tokens(client, first_token)?;
    println!("\n二、低保申请：村、乡镇、县逐级办理（民发〔2021〕57号）");
    let bundle = dibao::granted(client)?;
    println!("\n三、收入不低于标准：规则插件不予，告知申请人，县级不予确认并说明理由");
    dibao::refused(client)?;
    println!("\n四、地方规则：元江县的补充规则（WASM 插件）只能更严，撤销后恢复国家规则");
    local_rule::walk(client)?;
    println!("\n五、居家养老 A–D 类（沙河口区）：每月十日前审批，子女任养护员须张榜三天");
    home_care::walk(client)?;
    Ok(bundle)
}

/// Moves the virtual clock.
pub fn advance(client: &Client, to: &str) -> anyhow::Result<()> {
    client.post("/api/v1/clock/advance", Some("guo-tao"), &json!({ "to": to }))?;
    println!("   …… 时间到 {to}");
    Ok(())
}

/// What was said holds, or an error that shows what there was instead.
fn expect(what: &str, holds: bool, found: &Json) -> anyhow::Result<()> {
    ensure!(holds, "expected {what}, but got {found}");
    Ok(())
}
