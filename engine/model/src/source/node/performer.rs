//! Who may do a task, as a source.

use tongban_expr::Type;

use crate::{
    Nobody, NodeId, Performer, RoleId, Text,
    source::{
        codes,
        context::Context,
        node::Kind,
        shape::{Choice, Field, Shape, choice},
    },
};

/// The keys under `performer`.
pub(super) const PERFORMER: &[Field] = &[
    Field::required("role", Shape::Role, "角色", "Role."),
    Field::required("at", Shape::Level, "层级", "Level of the division whose post counts."),
    Field::optional(
        "not",
        Shape::List(&Shape::Name, 50),
        "不得与这些节点为同一人",
        "Whoever decided one of these nodes may not decide this one.",
    ),
    Field::optional(
        "recuse",
        Shape::Expression,
        "须回避的人员编号列表",
        "List of the ids of people who must stay away.",
    ),
    Field::optional(
        "nobody",
        Shape::Either(&Shape::Word(NOBODY), &Shape::Record(INSTEAD)),
        "无人任职时",
        "What happens when nobody holds the role.",
    ),
];

const NOBODY: &[Choice] =
    &[choice("incident", "转管理员处理", "an administrator must appoint somebody")];

const INSTEAD: &[Field] = &[
    Field::required("role", Shape::Role, "角色", "Role."),
    Field::required("at", Shape::Level, "层级", "Level."),
];

pub(super) fn read(cx: &mut Context<'_>, (node, record): super::At<'_>) -> Option<Performer> {
    let mut not = Vec::new();
    for name in record.words("not") {
        let Some(other) = cx.draft.known(cx.report, name) else { continue };
        if cx.draft.kind(name.text).is_some_and(|kind| kind != Kind::UserTask) {
            cx.report.error(
                codes::EXCLUSION_NOT_TASK,
                name.place,
                Text::new(
                    format!("“{other}”不是用户任务，没有办理人可排除"),
                    format!("expected a userTask, but nobody decides `{other}`"),
                ),
            );
        } else if other.as_str() == node {
            cx.report.error(
                codes::EXCLUSION_OF_ITSELF,
                name.place,
                Text::new(
                    "节点不能排除自己的办理人",
                    "expected another node, but a node cannot exclude its own performer",
                ),
            );
        } else {
            not.push(NodeId::from(name.text));
        }
    }
    let recuse = match record.get("recuse") {
        None => None,
        Some(yaml) => {
            let expression = cx.expression(yaml)?;
            let of_text = Type::List(Box::new(Type::Text));
            if expression.result_type().is_some_and(|kind| *kind != of_text) {
                cx.report.error(
                    codes::WRONG_TYPE,
                    &yaml.place,
                    Text::new(
                        "回避应为人员编号（文字）的列表",
                        "expected a list of texts (ids of people), but the expression gives \
                     something else",
                    ),
                );
            }
            Some(expression)
        }
    };
    let nobody = match record.record("nobody") {
        None => Nobody::Incident,
        Some(instead) => {
            Nobody::Role { role: instead.text("role")?.into(), at: instead.level("at")? }
        }
    };
    let role = RoleId::from(record.text("role")?);
    Some(Performer { role, at: record.level("at")?, not, recuse, nobody })
}
