//! `userTask` as a source.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::Type;

use super::{NEXT, performer};
use crate::{
    DueRule, Form, NodeId, Outcome, OutcomeId, Participants, Prints, Statement, Text, UserTask,
    source::{
        codes,
        context::Context,
        draft::COMPLETE,
        node::Kind,
        points,
        shape::{
            Choice, Field, Key, Shape, Variant,
            access::{Record, Word, title},
            choice, scalar,
        },
        span,
        yaml::Yaml,
    },
};

pub(super) const VARIANT: Variant = Variant {
    kind: "userTask",
    fields: FIELDS,
    zh: "用户任务：由人办理",
    en: "Something that people decide.",
};

const FIELDS: &[Field] = &[
    Field::required("performer", Shape::Record(performer::PERFORMER), "办理人", "Who may do it."),
    Field::optional(
        "participants",
        Shape::Record(PARTICIPANTS),
        "参与人数",
        "How many must do it; one where this is left out.",
    ),
    Field::optional("form", Shape::File, "办理时填写的表单", "What the decider fills in."),
    Field::optional(
        "amends",
        Shape::Boolean,
        "补正：所填内容替换申请表内容",
        "What is filled in replaces the fields of the application.",
    ),
    points::VALIDATOR,
    Field::optional(
        "records_as",
        Shape::Name,
        "所填内容记在该节点名下",
        "The node under whose name expressions see what is filled in.",
    ),
    Field::optional(
        "due",
        Shape::Either(&Shape::Due, &Shape::Record(span::DUE)),
        "办理时限",
        "When it is due.",
    ),
    Field::optional(
        "outcomes",
        Shape::Map(Key::Name, &Shape::Either(&Shape::Name, &Shape::Record(OUTCOME)), 20),
        "结论及去向",
        "The ways out, in the order in which they are offered.",
    ),
    NEXT,
    Field::optional(
        "send_back",
        Shape::List(&Shape::Name, 50),
        "可退回的节点",
        "Nodes to which a decider may send the case back.",
    ),
];

const PARTICIPANTS: &[Field] = &[
    Field::required("count", Shape::Integer(1, 100), "人数", "So many different people."),
    Field::optional("all", Shape::Boolean, "须全部表态", "All of them must have spoken."),
    Field::optional(
        "disagreement",
        Shape::Name,
        "意见不一致时的结论",
        "The outcome when they do not agree.",
    ),
];

const OUTCOME: &[Field] = &[
    Field::optional("to", Shape::Name, "下一节点", "Where it leads."),
    Field::optional("title", Shape::Words, "标题", "Title for people."),
    Field::optional("reason", Shape::Word(REQUIRED), "是否须说明理由", "Whether reasons are due."),
    Field::optional("prints", Shape::Word(PRINTS), "出具的文书", "The paper that it produces."),
    Field::optional(
        "states",
        Shape::List(&Shape::Record(STATEMENT), 20),
        "文书另须载明的内容",
        "What the paper states besides.",
    ),
    Field::optional("form", Shape::Word(NO_FORM), "不填表单", "Taken without the form."),
];

const STATEMENT: &[Field] = &[
    Field::required("title", Shape::Words, "标题", "What it says it is."),
    Field::required("value", Shape::Expression, "内容", "The value."),
];

const REQUIRED: &[Choice] = &[choice("required", "须说明理由", "reasons must be given")];
const NO_FORM: &[Choice] = &[choice("none", "不填表单", "the form is not filled in")];

const PRINTS: &[Choice] = &[
    choice("acceptance", "受理通知书", "notice of acceptance"),
    choice("materials-notice", "一次性告知书", "notice of what is missing"),
    choice("decision", "审核确认决定", "decision"),
    choice("refusal", "不予确认决定", "refusal with reasons"),
];

pub(super) fn read(cx: &mut Context<'_>, (node, record): super::At<'_>) -> Option<UserTask> {
    let outcomes = outcomes(cx, record);
    let form = record.word("form").and_then(|file| cx.form(file));
    let amends = record.boolean("amends").unwrap_or_default();
    if amends && record.get("form").is_none() {
        cx.report.error(
            codes::AMENDS_WITHOUT_FORM,
            record.place,
            Text::new(
                "补正节点（amends）须写明表单",
                "expected a `form`, but the node amends the application without one",
            ),
        );
    }
    if let (true, Some(form), Some(file)) = (amends, &form, record.word("form")) {
        amended(cx, form, file);
    }
    let validator = points::validator(cx, record);
    if validator.is_some() && record.get("form").is_none() {
        cx.report.error(
            codes::VALIDATOR_WITHOUT_FORM,
            record.place,
            Text::new(
                "有校验（validator）的节点须写明表单",
                "expected a `form`, but the node checks what is filled in without one",
            ),
        );
    }
    form_of_outcomes(cx, record, form.is_some() || record.get("form").is_some());
    let records_as = record.word("records_as").and_then(|name| recorded(cx, node, name));
    let send_back = names(cx, &record.words("send_back"));
    let participants = participants(cx, (record, &outcomes));
    let performer = performer::read(cx, (node, record.record("performer")?))?;
    let due = due(cx, record);
    Some(UserTask {
        performer,
        participants: participants?,
        outcomes,
        form,
        validator,
        amends,
        records_as,
        due,
        send_back,
    })
}

/// When it is due: as written, or as a point says.
fn due(cx: &mut Context<'_>, record: Record<'_>) -> Option<DueRule> {
    let Some(asked) = record.record("due") else {
        return record.text("due").and_then(scalar::due);
    };
    let span = span::of_point(cx, asked)?;
    let since = names(cx, &asked.words("since"));
    Some(DueRule::Within { span, since })
}

/// What is filled in replaces fields of the application, so it can have no others.
fn amended(cx: &mut Context<'_>, form: &Form, file: Word<'_>) {
    let Some(application) = cx.application.clone() else { return };
    let other = |(name, kind): &(&Arc<str>, &Type)| application.fields.get(*name) != Some(*kind);
    for (name, _) in form.fields.iter().filter(other) {
        cx.report.error(
            codes::AMENDS_OTHER_FIELD,
            file.place,
            Text::new(
                format!("补正表单的字段“{name}”在申请表中没有，或类型不同"),
                format!(
                    "expected only fields of the application in a form that amends it, but it has \
                     no `{name}` of this type"
                ),
            ),
        );
    }
}

fn names(cx: &mut Context<'_>, words: &[Word<'_>]) -> Vec<NodeId> {
    words.iter().filter_map(|name| cx.draft.known(cx.report, *name)).collect()
}

fn outcomes(cx: &mut Context<'_>, record: Record<'_>) -> IndexMap<OutcomeId, Outcome> {
    let implied = record.get("outcomes").is_none();
    if implied {
        let title = Text::new("办结", "Complete");
        return IndexMap::from([(COMPLETE.into(), Outcome::plain(title))]);
    }
    let outcomes: IndexMap<_, _> = record
        .entries("outcomes")
        .map(|(id, entry)| (OutcomeId::from(&**id), outcome(cx, id, &entry.value)))
        .collect();
    if outcomes.is_empty() {
        cx.report.error(
            codes::MISSING_OUTCOME,
            record.place,
            Text::new("至少应有一个结论", "expected at least one outcome, but there is none"),
        );
    }
    outcomes
}

fn outcome(cx: &mut Context<'_>, id: &str, yaml: &Yaml) -> Outcome {
    let plain = Outcome::plain(Text::new(id, id));
    let Some(record) = Record::of(yaml) else { return plain };
    let papers = [Prints::Acceptance, Prints::MaterialsNotice, Prints::Decision, Prints::Refusal];
    Outcome {
        title: record.get("title").and_then(title).unwrap_or(plain.title),
        reason_required: record.choice("reason", REQUIRED).is_some(),
        without_form: record.choice("form", NO_FORM).is_some(),
        prints: record.choice("prints", PRINTS).map(|at| papers[at]),
        states: statements(cx, &record),
    }
}

/// What the paper of an outcome states; without a paper there is nothing that could state it.
fn statements(cx: &mut Context<'_>, record: &Record<'_>) -> Vec<Statement> {
    if let (Some(written), None) = (record.get("states"), record.get("prints")) {
        cx.report.error(
            codes::STATES_WITHOUT_PAPER,
            &written.place,
            Text::new(
                "写了文书载明的内容（states），却不出具文书（prints）",
                "expected `prints`, but the outcome states something on no paper",
            ),
        );
    }
    let mut statements = Vec::new();
    for line in record.items("states").iter().filter_map(Record::of) {
        let value = line.get("value").and_then(|yaml| cx.expression(yaml));
        if let (Some(title), Some(value)) = (line.title("title"), value) {
            statements.push(Statement { title, value });
        }
    }
    statements
}

impl Outcome {
    /// An outcome of which only the title is known.
    fn plain(title: Text) -> Self {
        let states = Vec::new();
        Self { title, reason_required: false, without_form: false, prints: None, states }
    }
}

/// `form: none` says something only where there is a form.
fn form_of_outcomes(cx: &mut Context<'_>, record: Record<'_>, has_form: bool) {
    for (_, entry) in record.entries("outcomes").filter(|_| !has_form) {
        let Some(yaml) = Record::of(&entry.value).and_then(|outcome| outcome.get("form")) else {
            continue;
        };
        cx.report.warn(
            codes::FORM_NONE_UNUSED,
            &yaml.place,
            Text::new(
                "该节点没有表单，“form: none”多余",
                "expected a form at this node, but there is none that the outcome could leave out",
            ),
        );
    }
}

fn recorded(cx: &mut Context<'_>, node: &str, name: Word<'_>) -> Option<NodeId> {
    let other = cx.draft.known(cx.report, name)?;
    let kind = cx.draft.kind(name.text);
    let task = kind.is_none_or(|kind| kind == Kind::UserTask) && name.text != node;
    let chained = cx.draft.nodes[&other].record.get("records_as").is_some();
    if !task || chained {
        cx.report.error(codes::RECORDS_AS, name.place, Text::new(
            format!("“{other}”应为另一个以自己名义记录的用户任务"),
            format!(
                "expected another userTask that records under its own name, but `{other}` is not"
            ),
        ));
        return None;
    }
    let file = |record: Record<'_>| record.text("form").map(str::to_owned);
    let (mine, theirs) = (&cx.draft.nodes[node], &cx.draft.nodes[&other]);
    let (mine, theirs) = (mine.record.word("form"), theirs.record.word("form"));
    let mine = mine.and_then(|file| cx.form(file));
    let theirs = theirs.and_then(|file| cx.form(file));
    let same = match (&mine, &theirs) {
        (Some(mine), Some(theirs)) => mine.fields == theirs.fields,
        (None, None) => file(cx.draft.nodes[node].record) == file(cx.draft.nodes[&other].record),
        _ => false,
    };
    if !same {
        cx.report.error(
            codes::RECORDS_AS,
            name.place,
            Text::new(
                format!("本节点的表单应与“{other}”的表单字段相同"),
                format!("expected a form with the fields of the one of `{other}`, but they differ"),
            ),
        );
    }
    Some(other)
}

fn participants(
    cx: &mut Context<'_>,
    (record, outcomes): (Record<'_>, &IndexMap<OutcomeId, Outcome>),
) -> Option<Participants> {
    let Some(written) = record.record("participants") else {
        return Some(Participants { count: 1, all: false, disagreement: None });
    };
    let count = written.integer("count")?;
    let all = written.boolean("all").unwrap_or_default();
    let disagreement = written.word("disagreement");
    if let Some(name) = disagreement
        && !outcomes.contains_key(name.text)
    {
        unknown_outcome(cx, name, outcomes.keys());
    }
    if count > 1 && all && outcomes.len() > 1 && disagreement.is_none() {
        cx.report.error(
            codes::MISSING_DISAGREEMENT,
            written.place,
            Text::new(
                "多人须全部表态且有几种结论时，应写明意见不一致时的结论（disagreement）",
                "expected `disagreement`, the outcome when they do not agree, but it is not there",
            ),
        );
    }
    if count == 1 && (all || disagreement.is_some()) {
        cx.report.warn(codes::PARTICIPANTS_OF_ONE, written.place, Text::new(
            "只有一人时，all 和 disagreement 不起作用",
            "expected more than one participant, but with one `all` and `disagreement` say nothing",
        ));
    }
    if count > 1 && !all {
        cx.report.warn(codes::PARTICIPANTS_FIRST_DECIDES, written.place, Text::new(
            format!("{count} 人中首人表态即办结；如须全部表态，请写 all: true"),
            format!(
                "expected `all: true` beside a count of {count}, but without it the first person \
                 decides alone"
            ),
        ));
    }
    let disagreement = disagreement.map(|name| name.text.into());
    Some(Participants { count, all, disagreement })
}

/// Reports an outcome that a node does not have.
pub(super) fn unknown_outcome<'o>(
    cx: &mut Context<'_>,
    name: Word<'_>,
    known: impl Iterator<Item = &'o OutcomeId>,
) {
    let known: Vec<_> = known.map(OutcomeId::as_str).collect();
    cx.report.error(
        codes::UNKNOWN_OUTCOME,
        name.place,
        Text::new(
            format!("没有结论“{}”，有：{}", name.text, known.join("、")),
            format!(
                "expected one of `{}`, but there is no outcome `{}`",
                known.join("`, `"),
                name.text
            ),
        ),
    );
}
