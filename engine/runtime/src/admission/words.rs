//! An examination in words, in Chinese and English.
//!
//! Not here: the figures themselves. Invariant: what was sampled or tested is never called more.

use tongban_core::{
    call::{Answer, Verdict},
    layer::Joined,
};
use tongban_expr::Value;
use tongban_model::Text;

use super::{
    cases::Input,
    report::{Basis, Examination, Loosening, LooseningKind, Replay, ReplayDifference, Said},
};

/// Longest text of a value that is shown whole.
const SHOWN_MAX: usize = 40;
/// Most items of a list that are named.
const NAMED_MAX: usize = 10;

impl Examination {
    /// What was found, a line each; loosening examples are told on their own.
    pub fn lines(&self) -> Vec<Text> {
        let mut lines = vec![self.tried()];
        if !self.idle_rules.is_empty() {
            let rules: Vec<_> = self.idle_rules.iter().take(NAMED_MAX).cloned().collect();
            lines.push(Text::new(
                format!("试算中这些规则从未起作用（上级总是更严）：{}", rules.join("、")),
                format!("rules that never decided: {}", rules.join(", ")),
            ));
        }
        if let Some(unanswered) = &self.unanswered {
            let (count, detail) = (unanswered.count, &unanswered.detail);
            let input = shown_input(&unanswered.input);
            lines.push(Text::new(
                format!("有 {count} 组输入本插件不回答，办件将转人工；如 {input}：{detail}"),
                format!("it gives no answer on {count} inputs; for example {input}: {detail}"),
            ));
        }
        if !self.unknown_inputs.is_empty() {
            let names = self.unknown_inputs.join("、");
            lines.push(Text::new(
                format!("扩展点不提供这些输入，办件中总是为空：{names}"),
                format!("inputs that the point does not give, always empty: {names}"),
            ));
        }
        lines.extend(self.replay.lines());
        lines
    }

    fn tried(&self) -> Text {
        let (zh, en) = match self.basis {
            Basis::Exhaustive => {
                ("逐一穷尽各表的界限", "every set of rules of the tables that can match")
            }
            Basis::Sampled => ("抽样（界限组合过多，未穷尽）", "a sample of the tables' bounds"),
            Basis::Tested => ("测试（有代码参与，不能穷尽）", "a test: code takes part"),
        };
        let (count, changed) = (self.tried_count, self.changed_count);
        if self.above.is_empty() {
            return Text::new(
                format!("试算 {count} 组输入：{zh}；上级没有规则，无从比较"),
                format!("tried on {count} inputs ({en}); no layer above to be held to"),
            );
        }
        let above: Vec<_> =
            self.above.iter().map(|(plugin, version)| format!("{plugin} {version}")).collect();
        let above = above.join("、");
        Text::new(
            format!("与 {above} 并行试算 {count} 组输入：{zh}；其中 {changed} 组结果会变"),
            format!("tried beside {above} on {count} inputs ({en}); {changed} come out otherwise"),
        )
    }
}

impl Replay {
    fn lines(&self) -> Vec<Text> {
        let Self { cases_count, skipped_count, differences } = self;
        let differ = differences.len();
        let mut lines = vec![Text::new(
            format!("重新审定最近办结的 {cases_count} 件，{differ} 件结果不同"),
            format!("{cases_count} finished cases decided again, {differ} otherwise"),
        )];
        if *skipped_count > 0 {
            lines.push(Text::new(
                format!("另有 {skipped_count} 件的材料已依法清除或无法读取，未审定"),
                format!("{skipped_count} more were erased or cannot be read"),
            ));
        }
        lines.extend(differences.iter().map(ReplayDifference::text));
        lines
    }
}

impl ReplayDifference {
    fn text(&self) -> Text {
        let Self { instance, before, after, .. } = self;
        let ((zh_before, en_before), (zh_after, en_after)) = (joined(before), joined(after));
        Text::new(
            format!("办件 {instance}：{zh_before} → {zh_after}"),
            format!("case {instance}: {en_before} → {en_after}"),
        )
    }
}

impl Loosening {
    /// The example whole: the input, both answers, and the law behind them.
    pub fn text(&self) -> Text {
        let input = shown_input(&self.input);
        let (own_zh, own_en) = told(&self.candidate);
        let (above_zh, above_en) = match &self.above {
            Some(above) => {
                let (zh, en) = told(above);
                (format!("；上级{zh}"), format!("; above it {en}"))
            }
            None => (String::new(), String::new()),
        };
        let (zh, en) = match &self.kind {
            LooseningKind::Verdict => (
                "上级不予通过的，下级不得写明通过".to_owned(),
                "expected no approval where a layer above is stricter".to_owned(),
            ),
            LooseningKind::IdleRule(rule) => (
                format!("规则“{rule}”处处比上级宽，永远不会起作用"),
                format!("expected rule `{rule}` to be as strict as the layers above somewhere"),
            ),
            LooseningKind::Value(name) => (
                format!("“{name}”比上级规定宽"),
                format!("expected `{name}` within what the layers above allow"),
            ),
            LooseningKind::OutOfBounds => (
                "数值超出扩展点限定的上下限（表格可在列标题写明输入的取值范围）".to_owned(),
                "expected a value inside the point's bounds".to_owned(),
            ),
        };
        Text::new(
            format!("{zh}。例：{input}：本插件{own_zh}{above_zh}"),
            format!("{en}; with {input} the plugin {own_en}{above_en}"),
        )
    }
}

fn told(said: &Said) -> (String, String) {
    let Said { plugin, version, law, answer } = said;
    let (zh, en) = answered(answer);
    let reasons: Vec<_> = answer.findings.iter().take(NAMED_MAX).map(reason).collect();
    let reasons =
        if reasons.is_empty() { String::new() } else { format!(" [{}]", reasons.join("；")) };
    (
        format!(" {plugin} {version}（{law}）：{zh}{reasons}"),
        format!("`{plugin}` {version} ({law}) says {en}{reasons}"),
    )
}

fn reason(finding: &tongban_core::call::Finding) -> String {
    match &finding.law {
        Some(law) => format!("{}，{law}", finding.rule),
        None => finding.rule.clone(),
    }
}

fn answered(answer: &Answer) -> (String, String) {
    let values: Vec<_> =
        answer.values.iter().map(|(name, value)| format!("{name} = {}", shown(value))).collect();
    let values = values.join("、");
    match answer.verdict {
        Some(verdict) if values.is_empty() => (zh(verdict).to_owned(), verdict.name().to_owned()),
        Some(verdict) => {
            (format!("{}，{values}", zh(verdict)), format!("{}, {values}", verdict.name()))
        }
        None => (values.clone(), values),
    }
}

/// What several layers came to, in a few words.
fn joined(joined: &Joined) -> (String, String) {
    let values = |facts: &tongban_core::facts::Facts| {
        let one =
            |(name, value): (&std::sync::Arc<str>, &Value)| format!("{name} = {}", shown(value));
        facts.0.iter().map(one).collect::<Vec<_>>().join("、")
    };
    match joined {
        Joined::Verdict(verdict, facts) if facts.0.is_empty() => {
            (zh(*verdict).to_owned(), verdict.name().to_owned())
        }
        Joined::Verdict(verdict, facts) => {
            let values = values(facts);
            (format!("{}，{values}", zh(*verdict)), format!("{}, {values}", verdict.name()))
        }
        Joined::Value(facts) => (values(facts), values(facts)),
        Joined::Nothing(code, _) => (format!("转人工（{code}）"), format!("a human ({code})")),
    }
}

fn zh(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "通过",
        Verdict::AskForMaterials => "补正",
        Verdict::Refer => "上报",
        Verdict::Reject => "不予",
    }
}

fn shown_input(input: &Input) -> String {
    let one = |(name, value): (&std::sync::Arc<str>, &Value)| format!("{name} = {}", shown(value));
    input.iter().map(one).collect::<Vec<_>>().join("、")
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "空".to_owned(),
        Value::Boolean(true) => "是".to_owned(),
        Value::Boolean(false) => "否".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.chars().take(SHOWN_MAX).collect(),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => instant.to_string(),
        Value::List(items) => format!("{} 项", items.len()),
        Value::Record(_) => "…".to_owned(),
    }
}
