//! The conformance plugin in Rust: what a plugin can read, say, wish, ask, refuse and break.
//!
//! Invariant: its sisters in other languages give the same answers, byte for byte.

mod asking;

use tongban_plugin::{
    Addressee, Date, Decimal, Decision, Finding, Input, Intent, Refusal, Value, Verdict,
};

tongban_plugin::rule!(answer);

fn answer(input: &Input) -> Result<Decision, Refusal> {
    match input.text("做")? {
        "判定" => judge(input),
        "回显" => Ok(echo(input)),
        "理由" => Ok(reasons()),
        "意愿" => Ok(wishes()),
        "日志" => asking::log(input),
        "表达式" => asking::feel(input),
        "日历" => asking::calendar(input),
        "区划" => asking::division(input),
        "参考" => asking::reference(input),
        "拒绝" => Err("没有足够的信息作出判定".into()),
        "崩溃" => panic!("as asked"),
        other => Err(format!("不认识“{other}”").into()),
    }
}

/// What a decision table can say too.
fn judge(input: &Input) -> Result<Decision, Refusal> {
    let income = input.number("月收入")?;
    let members = input.integer("人口")?;
    let applied = input.date("申请日")?;
    if applied < Date::new(2026, 1, 1) {
        let why = Finding::new("尚未施行", "申请日早于施行日期").law("示例第一条");
        return Ok(Decision::refer().because(why).with("差额", Decimal::ZERO.round(2)?));
    }
    let line = Decimal { units: 90_050, scale: 2 };
    let gap = line.multiply(members)?.subtract(income)?.round(2)?;
    let (verdict, why) = if income < line {
        (Verdict::Approve, Finding::new("低于标准", "月收入低于标准").law("示例第二条"))
    } else {
        (Verdict::Reject, Finding::new("不低于标准", "月收入不低于标准").law("示例第三条"))
    };
    Ok(Decision::of(verdict).because(why).with("差额", gap))
}

/// Everything comes back as it came.
fn echo(input: &Input) -> Decision {
    let others = input.fields().iter().filter(|field| field.name != "做");
    others.fold(Decision::approve(), |decision, field| {
        decision.with(field.name.clone(), field.value.clone())
    })
}

fn reasons() -> Decision {
    Decision::ask_for_materials()
        .because(Finding::new("有依据", "缺少收入证明").law("民发〔2021〕57号 第十条"))
        .because(Finding::new("无依据", "缺少户口簿\n“首页”与 \"本人页\" 😀"))
        .with("材料", vec!["收入证明".to_owned(), "户口簿".to_owned()])
        .with("截止", Date::new(2026, 2, 28))
        .with("空", Value::None)
}

fn wishes() -> Decision {
    Decision::refer()
        .wish(Intent::notify(Addressee::role("township.clerk"), "请入户核实"))
        .wish(Intent::notify(Addressee::person("p-1"), "请回避"))
        .wish(Intent::notify(Addressee::Applicant, "请补交收入证明"))
        .wish(Intent::ask_agency("公安", "是否有机动车登记", ["申请人.姓名", "申请人.证件号码"]))
        .wish(Intent::ask_agency("民政", "是否已享受其他救助", [""; 0]))
}
