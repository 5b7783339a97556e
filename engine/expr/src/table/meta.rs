//! The `#` lines above the titles: id, title, hit policy, legal basis, what 以上 and 以下 mean.
//!
//! Not here: `#default` and `#test`, which part the sheet (`sheet`).

use std::sync::Arc;

use super::{
    NAME_BYTES_MAX, Policy,
    cell::Words,
    problem::{self, At, CellProblem, Problems},
    sheet::{Line, Sheet},
    spelling::normalised,
};

/// What the `#` lines said.
pub(super) struct Meta {
    pub(super) id: Arc<str>,
    pub(super) title: Arc<str>,
    pub(super) policy: Policy,
    /// Where the policy is written, if it is.
    pub(super) policy_at: Option<At>,
    pub(super) law: Option<Arc<str>>,
    pub(super) words: Words,
}

/// Reads the `#` lines above the titles.
pub(super) fn parse(sheet: &Sheet, problems: &mut Problems) -> Meta {
    let mut meta = Meta {
        id: "".into(),
        title: "".into(),
        policy: Policy::Unique,
        policy_at: None,
        law: None,
        words: Words::default(),
    };
    for (key, line) in &sheet.meta {
        let cell = line.cell(1);
        match key.as_str() {
            "table" | "表" | "决策表" => {
                meta.id = cell.into();
                meta.title = rest(line, 2);
            }
            "hit" | "命中" | "命中方式" => match Policy::parse(cell) {
                Some(policy) => {
                    (meta.policy, meta.policy_at) = (policy, Some(line.at(1)));
                }
                None => wrong_policy(line, problems),
            },
            "law" | "依据" => {
                meta.law = Some(rest(line, 1)).filter(|law| !law.is_empty());
            }
            "以上" | "以下" => {
                let included = match normalised(cell).as_str() {
                    "含" | "含本数" => true,
                    "不含" | "不含本数" => false,
                    _ => {
                        wrong_meta(problems, line, "写 含 或 不含", "write 含 or 不含");
                        continue;
                    }
                };
                match key.as_str() {
                    "以上" => meta.words.above_included = included,
                    _ => meta.words.below_included = included,
                }
            }
            "note" | "说明" | "备注" => {}
            _ => wrong_meta(
                problems,
                line,
                "可用：#表 #命中 #依据 #以上 #以下 #说明 #否则 #测试",
                "known: #table #hit #law #以上 #以下 #note #default #test",
            ),
        }
    }
    if !is_id(&meta.id) {
        let at = sheet.meta.iter().find(|(key, _)| matches!(key.as_str(), "table" | "表"));
        let at = at.map_or(At::default(), |(_, line)| line.at(1));
        problems.add(
            at,
            CellProblem::new(problem::META, "表没有编号", "expected a table id, but found none")
                .hint("第一行写 #表,home-care-class,居家养老类别", "write #table,ID,TITLE first"),
        );
    }
    meta
}

/// A title or citation that holds commas without quotes, put together again.
fn rest(line: &Line, from: usize) -> Arc<str> {
    line.cells.get(from..).unwrap_or_default().join("，").into()
}

fn wrong_policy(line: &Line, problems: &mut Problems) {
    let found = line.cell(1);
    problems.add(
        line.at(1),
        CellProblem::new(
            problem::META,
            format!("命中方式“{found}”不认识"),
            format!("expected a hit policy, but found `{found}`"),
        )
        .hint(
            "U 唯一、F 首个、P 优先、A 任一、C 收集、R 按序、O 按优先序、C+ 合计、C< 最小、C> 最大、C# 计数",
            "one of U F P A C R O C+ C< C> C#",
        ),
    );
}

fn wrong_meta(problems: &mut Problems, line: &Line, zh: &str, en: &str) {
    let found = line.cell(0);
    let problem = CellProblem::new(
        problem::META,
        format!("“{found}”行读不懂"),
        format!("expected a known `#` line, but found `{found}`"),
    );
    problems.add(line.at(0), problem.hint(zh, en));
}

fn is_id(id: &str) -> bool {
    let sign = |next: char| next.is_alphanumeric() || next == '-' || next == '_';
    !id.is_empty() && id.len() <= NAME_BYTES_MAX && id.chars().all(sign)
}
