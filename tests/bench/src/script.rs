//! The cases that are measured: who does what, in which order.

use serde_json::{Value as Json, json};

/// One decision.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) node: &'static str,
    pub(crate) by: &'static str,
    pub(crate) outcome: &'static str,
    pub(crate) form: Json,
    pub(crate) opinion: &'static str,
}

/// A case from its application on.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) process: &'static str,
    pub(crate) by: &'static str,
    pub(crate) application: Json,
    pub(crate) acts: Vec<Act>,
}

/// The village in which all cases lie: 青龙厂社区.
pub(crate) const VILLAGE: &str = "530428003004";

/// Everybody who acts.
pub(crate) const PEOPLE: [&str; 8] =
    ["bai-yun", "li-hong", "dao-mei", "yang-jun", "yang-hui", "zhang-li", "pu-hua", "zhou-min"];

fn act(node: &'static str, by: &'static str, outcome: &'static str, form: Json) -> Act {
    Act { node, by, outcome, form, opinion: "" }
}

/// Five human decisions and a form of about 600 bytes.
pub(crate) fn reference() -> Script {
    let none = || json!({});
    Script {
        process: "reference",
        by: "bai-yun",
        application: application(),
        acts: vec![
            act("accept", "li-hong", "accept", none()),
            act("survey", "dao-mei", "done", none()),
            act("panel", "bai-yun", "recorded", none()),
            act("township", "zhang-li", "submit", none()),
            act("county", "zhou-min", "approve", none()),
        ],
    }
}

/// The bundled 低保 process up to its written refusal: nine decisions, two of them on one task, and
/// the means test asked of three layers. The way without a notice of seven days, which no load can
/// wait for.
pub(crate) fn dibao() -> Script {
    let survey = || {
        json!({
            "visited_on": "2026-09-22", "persons_met": 3,
            "findings": "住房为土木结构一层，户主长期患病", "signed_by_family": true,
        })
    };
    let accepted = json!({
        "related_to_staff": false, "related_staff": [], "originals_seen": true,
    });
    let check = json!({
        "income_per_head": 300, "standard": 550, "vehicles_count": 0, "homes_count": 1,
        "refused_cooperation": false,
    });
    let panel = json!({
        "held_on": "2026-09-18", "members": 9, "present": 7, "in_favour": 1, "against": 6,
    });
    let none = || json!({});
    Script {
        process: "dibao",
        by: "bai-yun",
        application: application(),
        acts: vec![
            act("accept", "li-hong", "accept", accepted),
            act("check", "pu-hua", "done", check),
            act("survey", "dao-mei", "done", survey()),
            act("survey", "yang-jun", "done", survey()),
            act("village-panel", "bai-yun", "recorded", panel),
            Act {
                opinion: "评议未通过，拟不予保障",
                ..act("opinion", "yang-hui", "oppose", none())
            },
            act("township-review", "zhang-li", "submit", none()),
            Act { opinion: "不符合条件", ..act("county", "zhou-min", "refuse", none()) },
            act("refusal", "li-hong", "delivered", none()),
        ],
    }
}

/// About 600 bytes of JSON. All people are invented.
fn application() -> Json {
    json!({
        "applicant_name": "李建国", "applicant_id": "530428196503120018", "phone": "13800001234",
        "region": "农村", "household_size": 3, "monthly_income": 900, "monthly_costs": 620,
        "hardship": "户主因病丧失劳动能力，配偶长期照料，子女在读高中，家庭收入主要来自土地流转和零工，\
                     近两年医疗支出较大，已享受大病保险报销，仍有较大自付部分，住房为土木结构一层，\
                     无机动车和商品房，无其他大额财产，邻里可以作证，村委会已入户核实基本情况",
        "promise": true, "authorised": true,
    })
}
