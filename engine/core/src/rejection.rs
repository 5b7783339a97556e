//! Rejections: the caller's mistakes. Nothing changed.
//!
//! Each has a stable code with a page in `engine/docs/errors`, and says in Chinese and English what
//! was expected.

use tongban_model::{
    FormProblem, NodeId, OutcomeId, PointId, RoleId, Text, organisation::PersonId,
};

use crate::{call::Problem, id::ElementId};

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The case has ended.
    InstanceEnded,
    /// The case has begun already.
    InstanceExists,
    /// There is no such case.
    InstanceUnknown,
    /// The process or its version is not known here, or not in force.
    ProcessNotInForce,
    /// The division does not exist on that day, or is of another level.
    DivisionUnfit {
        /// The level that the process demands.
        expected: &'static str,
    },
    /// No such element is open.
    NotOpen(ElementId),
    /// The notice has ended: an objection comes too late.
    NoticeEnded,
    /// Somebody else took the task.
    ClaimedByOther(PersonId),
    /// This person has decided already.
    DecidedAlready,
    /// The person does not hold the role on that day.
    NotAuthorised {
        /// The role that may act.
        role: RoleId,
    },
    /// The person did another step of this case that excludes this one.
    Excluded {
        /// That step.
        node: NodeId,
    },
    /// The person is on file as a near relative, or is named as one.
    Recused,
    /// The outcome is none of the node's.
    OutcomeUnknown {
        /// What was sent.
        outcome: OutcomeId,
        /// What may be.
        expected: Vec<OutcomeId>,
    },
    /// The form is wrong.
    FormInvalid(Vec<FormProblem>),
    /// The layers of a validator found what is filled in wrong.
    ValidationFailed(Vec<Problem>),
    /// A validator did not answer, so what is filled in cannot be taken.
    ValidatorFailed {
        /// The point that was asked.
        point: PointId,
        /// What came of it.
        detail: String,
    },
    /// A material is named as missing that is on no checklist of the case, or that the outcome
    /// does not tell the applicant of.
    MaterialUnknown {
        /// What was sent.
        material: String,
        /// What may be; empty where the outcome prints no notice of missing materials.
        expected: Vec<String>,
    },
    /// The outcome demands reasons.
    ReasonRequired,
    /// Something is longer or more than allowed.
    TooLarge {
        /// What.
        what: &'static str,
        /// How much is allowed.
        max: usize,
    },
    /// The case cannot go back there.
    SendBackIllegal {
        /// The nodes to which it can.
        expected: Vec<NodeId>,
    },
    /// `occurred_at` lies after now, or before the case.
    OccurredAtUnfit,
    /// An earlier date needs the right to enter one, and a reason.
    BackdatingNotAllowed,
    /// The limit of the case cannot be extended.
    ClockNotExtendable(NotExtendable),
    /// The case has moved on since the caller looked.
    Stale {
        /// What the caller saw.
        expected: u64,
        /// Where the case is.
        found: u64,
    },
    /// Another command for this case is being answered by a plugin; the runtime queues behind it, so
    /// callers see this only when the queue is full.
    Busy,
}

impl Rejection {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InstanceEnded => "instance-ended",
            Self::InstanceExists => "instance-exists",
            Self::InstanceUnknown => "instance-unknown",
            Self::ProcessNotInForce => "process-not-in-force",
            Self::DivisionUnfit { .. } => "division-unfit",
            Self::NotOpen(_) => "task-not-open",
            Self::NoticeEnded => "notice-ended",
            Self::ClaimedByOther(_) => "task-claimed-by-other",
            Self::DecidedAlready => "decided-already",
            Self::NotAuthorised { .. } => "not-authorised",
            Self::Excluded { .. } => "excluded-by-other-step",
            Self::Recused => "recused",
            Self::OutcomeUnknown { .. } => "outcome-unknown",
            Self::FormInvalid(_) => "form-invalid",
            Self::ValidationFailed(_) => "validation-failed",
            Self::ValidatorFailed { .. } => "validator-failed",
            Self::MaterialUnknown { .. } => "material-unknown",
            Self::ReasonRequired => "reason-required",
            Self::TooLarge { .. } => "too-large",
            Self::SendBackIllegal { .. } => "send-back-illegal",
            Self::OccurredAtUnfit => "occurred-at-unfit",
            Self::BackdatingNotAllowed => "backdating-not-allowed",
            Self::ClockNotExtendable(_) => "clock-not-extendable",
            Self::Stale { .. } => "stale",
            Self::Busy => "busy",
        }
    }

    /// What happened and what was expected, for the person who sent the command.
    pub fn message(&self) -> Text {
        match self {
            Self::InstanceEnded => Text::new("此件已办结，不能再操作", "the case has ended"),
            Self::InstanceExists => Text::new("此件已受理在案", "the case has begun already"),
            Self::InstanceUnknown => Text::new("没有这个办件", "there is no such case"),
            Self::ProcessNotInForce => Text::new(
                "该流程版本未发布或尚未施行",
                "the process is not released or not yet in force",
            ),
            Self::DivisionUnfit { expected } => Text::new(
                format!("应填报现行有效的 {expected} 级区划"),
                format!("expected a division of level `{expected}` that exists on that day"),
            ),
            Self::NotOpen(element) => Text::new(
                format!("第 {element} 项任务不在待办状态，可能已由他人办理或已退回"),
                format!("element {element} is not open: it was decided, cancelled or sent back"),
            ),
            Self::NoticeEnded => Text::new(
                "公示期已满，不能再提出异议；可向办理机关书面反映",
                "the notice has ended: no objection can be filed any more",
            ),
            Self::ClaimedByOther(person) => Text::new(
                format!("该任务已由 {person} 签收"),
                format!("the task was claimed by `{person}`"),
            ),
            Self::DecidedAlready => {
                Text::new("您已对此项作出决定", "this person has decided this task already")
            }
            Self::NotAuthorised { role } => Text::new(
                format!("需由持有角色 {role} 的在岗人员办理"),
                format!("expected a person who holds the role `{role}` there on that day"),
            ),
            Self::Excluded { node } => Text::new(
                format!("您已办理本件的“{node}”环节，不得同时办理此环节"),
                format!("whoever did `{node}` in this case may not do this step"),
            ),
            Self::Recused => {
                Text::new("您与申请人有近亲属关系，应当回避", "a near relative must stay away")
            }
            Self::OutcomeUnknown { outcome, expected } => outcome_message(outcome, expected),
            Self::FormInvalid(problems) => form_message(problems),
            Self::ValidationFailed(problems) => validation_message(problems),
            Self::ValidatorFailed { point, detail } => validator_message(point, detail),
            Self::MaterialUnknown { material, expected } => material_message(material, expected),
            Self::ReasonRequired => {
                Text::new("此办理结果必须填写理由", "this outcome demands an opinion with reasons")
            }
            Self::TooLarge { what, max } => Text::new(
                format!("{what} 超出上限 {max}"),
                format!("expected at most {max} for `{what}`"),
            ),
            Self::SendBackIllegal { expected } => send_back_message(expected),
            Self::OccurredAtUnfit => Text::new(
                "发生时间不得晚于现在，也不得早于本件受理之前的环节",
                "expected `occurred_at` not after now and not before the case",
            ),
            Self::BackdatingNotAllowed => Text::new(
                "补录以往日期须有补录权限并说明理由",
                "an earlier date needs the role `records.backdate` and an opinion",
            ),
            Self::ClockNotExtendable(why) => why.message(),
            Self::Stale { expected, found } => Text::new(
                format!("办件已有新进展（您看到的是第 {expected} 版，现为第 {found} 版），请刷新"),
                format!("expected version {expected}, but the case is at {found}"),
            ),
            Self::Busy => Text::new("此件正在处理，请稍后重试", "the case is busy, try again"),
        }
    }
}

fn listed<T: std::fmt::Display>(names: &[T]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn send_back_message(expected: &[NodeId]) -> Text {
    if expected.is_empty() {
        return Text::new("此环节不得退回", "nothing can be sent back from here");
    }
    Text::new(
        format!("不能退回到该环节，可退回：{}", listed(expected)),
        format!("expected one of {}: only done steps on this path", listed(expected)),
    )
}

fn outcome_message(outcome: &OutcomeId, expected: &[OutcomeId]) -> Text {
    Text::new(
        format!("没有办理结果 {outcome}，可选：{}", listed(expected)),
        format!("expected one of {}, but got `{outcome}`", listed(expected)),
    )
}

fn material_message(material: &str, expected: &[String]) -> Text {
    if expected.is_empty() {
        return Text::new(
            "此环节不出具一次性告知书，不能列缺少的材料",
            "expected no `missing`: nothing is printed here that could ask for materials",
        );
    }
    Text::new(
        format!("材料清单中没有“{material}”，可列：{}", listed(expected)),
        format!("expected one of {}, but got `{material}`", listed(expected)),
    )
}

fn validator_message(point: &PointId, detail: &str) -> Text {
    Text::new(
        format!("“{point}”的校验插件无法回答，暂不能提交：{detail}"),
        format!("expected the validators of `{point}` to answer, but: {detail}"),
    )
}

fn validation_message(problems: &[Problem]) -> Text {
    let join = |of: fn(Text) -> String| {
        let told = problems.iter().map(|problem| of(problem.text()));
        told.collect::<Vec<_>>().join("; ")
    };
    Text::new(
        format!("填写内容未通过校验：{}", join(|text| text.zh)),
        format!("what was filled in does not pass its checks: {}", join(|text| text.en)),
    )
}

fn form_message(problems: &[FormProblem]) -> Text {
    let join = |of: fn(&Text) -> &str| {
        problems
            .iter()
            .map(|problem| format!("{} {}", problem.pointer, of(&problem.message)))
            .collect::<Vec<_>>()
            .join("; ")
    };
    Text::new(
        format!("表单填写有误：{}", join(|text| &text.zh)),
        format!("the form is not valid: {}", join(|text| &text.en)),
    )
}

/// Why a limit cannot be extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotExtendable {
    /// The process has no extension.
    NoExtension,
    /// The clock has not begun, or stands.
    NotRunning,
    /// A second extension.
    Extended,
    /// The limit has passed.
    Passed,
}

impl NotExtendable {
    fn message(self) -> Text {
        let (zh, en) = match self {
            Self::NoExtension => ("该流程没有延长期限的规定", "the process has no extension"),
            Self::NotRunning => ("期限未在计算", "the clock does not run"),
            Self::Extended => ("已延长过一次", "it was extended once already"),
            Self::Passed => ("期限已经届满", "the limit has passed"),
        };
        Text::new(format!("不能延长期限：{zh}"), format!("cannot extend: {en}"))
    }
}
