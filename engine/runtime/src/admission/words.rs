//! An examination in words, in Chinese and English.
//!
//! Not here: the figures themselves. Invariant: what was sampled or tested is never called more.

use std::sync::Arc;

use tongban_core::{
    call::{Finding, Verdict},
    layer::Joined,
};
use tongban_expr::Value;
use tongban_model::Text;

use super::{
    cases::Input,
    report::{
        Basis, Below, BelowExample, Examination, Loosening, LooseningKind, Replay,
        ReplayDifference, Said, Unanswered, Walked,
    },
};

/// Longest text of a value that is shown whole.
const SHOWN_MAX: usize = 40;
/// Most items of a list that are named.
const NAMED_MAX: usize = 10;

impl Examination {
    /// What was found, a line each; loosening examples are told on their own.
    pub fn lines(&self) -> Vec<Text> {
        let mut lines = vec![self.tried()];
        if self.silent_above_count == self.tried_count && self.tried_count > 0 {
            lines.push(Text::new(
                "上级规则对全部输入都不回答，无从比较",
                "the layers above answered no input: nothing was compared",
            ));
        }
        if !self.idle_rules.is_empty() {
            let rules: Vec<_> = self.idle_rules.iter().take(NAMED_MAX).cloned().collect();
            lines.push(Text::new(
                format!("试算中这些规则从未起作用（上级总是更严）：{}", rules.join("、")),
                format!("rules that never decided: {}", rules.join(", ")),
            ));
        }
        if let Some(failing) = &self.failing {
            lines.push(failing.failed());
        }
        if let Some(unanswered) = &self.unanswered {
            let (count, detail) = (unanswered.count, &unanswered.detail);
            let (zh, en) = fields(&unanswered.input);
            lines.push(Text::new(
                format!("有 {count} 组输入本插件不回答，办件将转人工；如 {zh}：{detail}"),
                format!("it gives no answer on {count} inputs; for example {en}: {detail}"),
            ));
        }
        if !self.unknown_inputs.is_empty() {
            let names = &self.unknown_inputs;
            lines.push(Text::new(
                format!("扩展点不提供这些输入，办件中总是为空：{}", names.join("、")),
                format!("inputs that the point does not give, always empty: {}", names.join(", ")),
            ));
        }
        lines.extend(self.below.lines());
        lines.extend(self.replay.lines());
        lines
    }

    fn tried(&self) -> Text {
        let Text { zh, en } = match self.basis {
            Basis::Exhaustive => self.walked.exhausted(),
            Basis::Sampled => self.walked.sampled(),
            Basis::Tested if self.left_count == 0 => {
                Text::new("测试（有代码参与，不能穷尽）", "a test: code takes part")
            }
            Basis::Tested => Text::new("测试（未试完）", "a test that was cut short"),
        };
        let (count, changed) = (self.tried_count, self.changed_count);
        let count = match self.left_count {
            0 => count.to_string(),
            left => format!("{count}/{}", count + left),
        };
        if self.above.is_empty() {
            return Text::new(
                format!("试算 {count} 组输入：{zh}；上级没有规则，无从比较"),
                format!("tried on {count} inputs ({en}); no layer above to be held to"),
            );
        }
        let above: Vec<_> =
            self.above.iter().map(|(plugin, version)| format!("{plugin} {version}")).collect();
        let (above_zh, above_en) = (above.join("、"), above.join(", "));
        Text::new(
            format!("与 {above_zh} 并行试算 {count} 组输入：{zh}；其中 {changed} 组结果会变"),
            format!(
                "tried beside {above_en} on {count} inputs ({en}); {changed} come out otherwise"
            ),
        )
    }
}

impl Walked {
    /// Every decision that rules state outright was seen. Combinations are called exhausted only
    /// where each was tried, and what is calculated never.
    fn exhausted(self) -> Text {
        let Self { tried_count: tried, all_count: all, calculated } = self;
        let (zh, en) = if tried as u128 == all {
            (
                format!("逐一穷尽各表的界限，共 {all} 组"),
                format!("all {all} combinations of the tables' bounds"),
            )
        } else {
            (
                format!("规则能同时命中的情形逐一试过，界限组合 {all} 组，以其中 {tried} 组代表"),
                format!("every set of rules that can match, by {tried} of {all} combinations"),
            )
        };
        if calculated {
            let (zh_too, en_too) =
                ("算出的数只在这些组上试过", "what rules calculate, at these alone");
            return Text::new(format!("{zh}，{zh_too}"), format!("{en}; {en_too}"));
        }
        Text::new(zh, en)
    }

    fn sampled(self) -> Text {
        let Self { tried_count: tried, all_count: all, .. } = self;
        Text::new(
            format!("抽样（界限组合 {all} 组，未穷尽，只试其中 {tried} 组）"),
            format!("a sample, {tried} of {all} combinations of the tables' bounds"),
        )
    }
}

impl Unanswered {
    /// A candidate that fails, with an example.
    pub(crate) fn failed(&self) -> Text {
        let Self { count, input, detail } = self;
        let (zh, en) = fields(input);
        Text::new(
            format!("试算中本插件失败 {count} 次，例：{zh}：{detail}"),
            format!(
                "expected a plugin that answers, but it failed {count} times; with {en}: {detail}"
            ),
        )
    }
}

impl Below {
    fn lines(&self) -> Vec<Text> {
        let Self { tried_count, left_count, loosens } = self;
        if *tried_count + *left_count == 0 {
            return Vec::new();
        }
        let count = loosens.len();
        let (left_zh, left_en) = match left_count {
            0 => Default::default(),
            left => (format!("；另有 {left} 条未试"), format!("; {left} more were not tried")),
        };
        let counted = Text::new(
            format!("下级现有规则 {tried_count} 条与本规则并行试算，{count} 条放宽{left_zh}"),
            format!("{tried_count} layers below tried beside it, {count} would loosen{left_en}"),
        );
        [counted].into_iter().chain(loosens.iter().map(BelowExample::text)).collect()
    }
}

impl BelowExample {
    /// Whose layer would loosen what, with the example.
    pub fn text(&self) -> Text {
        let Self { division, example } = self;
        let Said { plugin, version, .. } = &example.candidate;
        let told = example.worded(("下级", "the layer below"));
        Text::new(
            format!("{division} {plugin} {version} 须由其修改，在此之前从严执行：{}", told.zh),
            format!(
                "{division} `{plugin}` {version} is theirs to mend, the stricter stands: {}",
                told.en
            ),
        )
    }
}

impl Replay {
    fn lines(&self) -> Vec<Text> {
        let Self { cases_count, skipped_count, left_count, differences } = self;
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
        if *left_count > 0 {
            lines.push(Text::new(
                format!("另有 {left_count} 件来不及审定"),
                format!("for {left_count} more there was no time"),
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
        self.worded(("本插件", "the plugin"))
    }

    /// The same, with a word for whose layer it is.
    fn worded(&self, (whose_zh, whose_en): (&str, &str)) -> Text {
        let (input_zh, input_en) = fields(&self.input);
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
            format!("{zh}。例：{input_zh}：{whose_zh}{own_zh}{above_zh}"),
            format!("{en}; with {input_en} {whose_en} {own_en}{above_en}"),
        )
    }
}

fn told(said: &Said) -> (String, String) {
    let Said { plugin, version, law, answer } = said;
    let (zh, en) = match answer.verdict {
        Some(verdict) => with_values(verdict, &answer.values),
        None => fields(&answer.values),
    };
    let reasons: Vec<_> = answer.findings.iter().take(NAMED_MAX).map(reason).collect();
    let reasons = match reasons[..] {
        [] => String::new(),
        _ => format!(" [{}]", reasons.join("；")),
    };
    (
        format!(" {plugin} {version}（{law}）：{zh}{reasons}"),
        format!("`{plugin}` {version} ({law}) says {en}{reasons}"),
    )
}

fn reason(finding: &Finding) -> String {
    match &finding.law {
        Some(law) => format!("{}，{law}", finding.rule),
        None => finding.rule.clone(),
    }
}

/// What several layers came to, in a few words.
fn joined(joined: &Joined) -> (String, String) {
    match joined {
        Joined::Verdict(verdict, facts) => with_values(*verdict, &facts.0),
        Joined::Value(facts) => fields(&facts.0),
        Joined::Nothing(code, _) => (format!("转人工（{code}）"), format!("a human ({code})")),
    }
}

fn with_values(verdict: Verdict, values: &Input) -> (String, String) {
    if values.is_empty() {
        return (zh(verdict).to_owned(), verdict.name().to_owned());
    }
    let (zh_values, en_values) = fields(values);
    (format!("{}，{zh_values}", zh(verdict)), format!("{}, {en_values}", verdict.name()))
}

fn zh(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "通过",
        Verdict::AskForMaterials => "补正",
        Verdict::Refer => "上报",
        Verdict::Reject => "不予",
    }
}

/// Names and values, in both languages.
fn fields(fields: &Input) -> (String, String) {
    let one = |(name, value): (&Arc<str>, &Value)| {
        let (zh, en) = shown(value);
        (format!("{name} = {zh}"), format!("{name} = {en}"))
    };
    let (zh, en): (Vec<_>, Vec<_>) = fields.iter().map(one).unzip();
    (zh.join("、"), en.join(", "))
}

fn shown(value: &Value) -> (String, String) {
    let both = |text: String| (text.clone(), text);
    let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match value {
        Value::Null => pair("空", "null"),
        Value::Boolean(true) => pair("是", "true"),
        Value::Boolean(false) => pair("否", "false"),
        Value::Number(number) => both(number.to_string()),
        Value::Text(text) => both(text.chars().take(SHOWN_MAX).collect()),
        Value::Date(date) => both(date.to_string()),
        Value::Instant(instant) => both(instant.to_string()),
        Value::List(items) => (format!("{} 项", items.len()), format!("{} items", items.len())),
        Value::Record(_) => pair("…", "…"),
    }
}
