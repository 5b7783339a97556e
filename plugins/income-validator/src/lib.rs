//! 家庭收入校验：申请表上的人数、收入和日期互相对得上，才予提交。
//!
//! Not here: whether the income meets a standard (the means test decides that).
//! Invariant: every problem is told at once, at the field that it concerns.

mod member;

use tongban_plugin::{Date, Decimal, Input, Problem, Refusal, Report};

use crate::member::{Entry, Member};

tongban_plugin::validator!(answer);

/// 家庭成员的认定。
const HOUSEHOLD: &str = "民发〔2021〕57号 第七条、第八条";
/// 如实申报。
const TRUTH: &str = "民发〔2021〕57号 第九条、第十条";
/// 一户一申请人。
const APPLICANT: &str = "民发〔2021〕57号 第四条至第六条";

fn answer(input: &Input) -> Result<Report, Refusal> {
    let mut problems = Vec::new();
    // 没有名单的申请（纸质名单另附）照常提交，只校验所填的。
    if !input.is_empty("成员") {
        let (members, unread) = member::read(input.json("成员")?);
        let applied = input.date("申请日期")?;
        let is_list = !members.is_empty() || unread.is_empty();
        problems.extend(unread.into_iter().map(|problem| problem.law(TRUTH)));
        if !is_list {
            problems.extend(average(input)?);
            return Ok(report(problems));
        }
        problems.extend(household(input.integer("共同生活人数")?, &members));
        problems.extend(sum(input.number("家庭月收入")?, &members)?);
        for (place, member) in members.iter().enumerate() {
            problems.extend(person(place, member, applied));
        }
    }
    problems.extend(average(input)?);
    Ok(report(problems))
}

fn report(problems: Vec<Problem>) -> Report {
    problems.into_iter().fold(Report::new(), Report::with)
}

/// 人数与成员名单，本人，重复。
fn household(size: i64, members: &[Member]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let listed = members.len();
    if i64::try_from(listed) != Ok(size) {
        let words = format!("填写 {size} 人，但成员名单列有 {listed} 人");
        let english = format!("{size} members are stated, but {listed} are listed");
        problems.push(Problem::error("共同生活人数", words).english(english).law(HOUSEHOLD));
    }
    let applicants = members.iter().filter(|member| member.relation == "本人").count();
    if applicants != 1 {
        let words = format!("成员名单中“本人”应为 1 人，现为 {applicants} 人");
        let english = format!("expected one applicant among the members, but {applicants}");
        problems.push(Problem::error("成员", words).english(english).law(APPLICANT));
    }
    for (place, member) in members.iter().enumerate() {
        let earlier = members.iter().take(place);
        if earlier.into_iter().any(|other| !member.id.is_empty() && other.id == member.id) {
            let words = format!("“{}”的证件号码与前面的成员重复", member.name);
            let field = format!("成员.{place}.证件号码");
            let problem = Problem::error(field, words).english("the identity number stands twice");
            problems.push(problem.law(HOUSEHOLD));
        }
    }
    problems
}

/// 各成员收入合计与家庭收入；有读不懂的，合不起来。
fn sum(stated: Decimal, members: &[Member]) -> Result<Option<Problem>, Refusal> {
    let mut sum = Decimal::ZERO;
    for member in members {
        match member.income {
            Entry::Value(income) => sum = sum.add(income)?,
            Entry::Empty => {}
            Entry::Unread => return Ok(None),
        }
    }
    if sum == stated {
        return Ok(None);
    }
    let words = format!("各成员月收入合计 {sum} 元，与填写的 {stated} 元不符");
    let english = format!("the members' incomes come to {sum} yuan, not {stated}");
    Ok(Some(Problem::error("家庭月收入", words).english(english).law(TRUTH)))
}

/// 家庭收入与人均收入；人均没有填的，不校验。
fn average(input: &Input) -> Result<Option<Problem>, Refusal> {
    let size = input.integer("共同生活人数")?;
    if size < 1 || input.is_empty("人均月收入") {
        return Ok(None);
    }
    let (stated, told) = (input.number("家庭月收入")?, input.number("人均月收入")?);
    let average = stated.divide(size, 2)?;
    if told == average {
        return Ok(None);
    }
    let words = format!("家庭月收入除以 {size} 人为 {average} 元，与填写的 {told} 元不符");
    let english = format!("income by {size} members is {average} yuan, not {told}");
    Ok(Some(Problem::error("人均月收入", words).english(english).law(TRUTH)))
}

/// 一名成员自己的各项。
fn person(place: usize, member: &Member, applied: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    let name = &member.name;
    let mut tell = |field: &str, words: String, english: &str| {
        let problem = Problem::error(format!("成员.{place}.{field}"), words);
        problems.push(problem.english(english).law(TRUTH));
    };
    match member.income {
        Entry::Empty => {
            tell("月收入", format!("“{name}”的月收入未填，没有收入请填 0"), "no income is stated")
        }
        Entry::Value(income) if income < 0 => {
            tell("月收入", format!("“{name}”的月收入不得为负"), "the income is negative");
        }
        Entry::Value(_) | Entry::Unread => {}
    }
    if matches!(member.born, Entry::Value(born) if born > applied) {
        tell("出生日期", format!("“{name}”的出生日期晚于申请日期"), "born after the application");
    }
    problems
}
