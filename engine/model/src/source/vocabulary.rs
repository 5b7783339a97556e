//! The keys of a definition outside its nodes.
//!
//! Not here: the keys of each kind of node (`node`).

use serde_json::{Value, json};

use super::{
    node,
    shape::{Choice, Field, Key, Shape, choice, schema},
    span,
};

/// Most nodes: a graph that fills a wall; larger work is several processes.
pub(super) const NODES_MAX: usize = 500;
/// Most flows written out one by one.
pub(super) const FLOWS_MAX: usize = 2_000;
/// Most extension points.
pub(super) const POINTS_MAX: usize = 100;
/// Most inputs of a point or a table; the width of a sheet on one screen.
pub(super) const INPUTS_MAX: usize = 32;
/// Most rungs of a ladder.
pub(super) const RUNGS_MAX: usize = 20;
/// Most lines of the checklist of materials.
pub(super) const MATERIALS_MAX: usize = 100;
/// Longest citation, for example `第十九条第二款`.
pub(crate) const LAW_MAX: usize = 200;

/// The citation of an article.
pub(crate) const LAW: Shape = Shape::Text(LAW_MAX);

/// The keys of the whole document.
pub(crate) const PROCESS: &[Field] = &[
    Field::required("process", Shape::Name, "流程名称", "Name of the process."),
    Field::required("title", Shape::Words, "标题", "Title for people."),
    Field::required(
        "law",
        Shape::OneOrMore(&Shape::Record(LAWS), 50),
        "法律依据，首个为主",
        "What it rests on; the first is the main one.",
    ),
    Field::required("at", Shape::Level, "事项归属的层级", "Level to which a case belongs."),
    Field::required(
        "form",
        Shape::File,
        "申请表（JSON Schema）",
        "Application form (JSON Schema).",
    ),
    Field::optional(
        "materials",
        Shape::List(&Shape::Record(MATERIAL), MATERIALS_MAX),
        "申请材料",
        "Papers that the applicant hands in.",
    ),
    Field::optional("clock", Shape::Record(CLOCK), "法定期限", "Statutory limit of the case."),
    Field::optional(
        "points",
        Shape::Map(Key::Name, &Shape::Record(POINT), POINTS_MAX),
        "扩展点：各地可用插件补充的规则",
        "Extension points that places fill with plugins.",
    ),
    Field::required(
        "nodes",
        Shape::Map(Key::Name, &Shape::Variants(node::SHARED, node::VARIANTS), NODES_MAX),
        "节点",
        "Nodes.",
    ),
    Field::optional(
        "flows",
        Shape::Map(Key::FlowName, &Shape::Record(FLOW), FLOWS_MAX),
        "流向，逐条写明固定名称",
        "Flows written out, each with its persistent id.",
    ),
];

const LAWS: &[Field] = &[
    Field::required("id", LAW, "文号或名称", "Number or title."),
    Field::optional("in_force", Shape::Date, "施行日期", "First day on which it applies."),
];

const MATERIAL: &[Field] = &[
    Field::required("id", Shape::Name, "名称", "Name by which documents refer to it."),
    Field::required("title", Shape::Words, "材料标题", "What it is."),
    Field::optional("originals", Shape::Integer(0, 99), "原件份数", "Originals to show."),
    Field::optional("copies", Shape::Integer(0, 99), "复印件份数", "Photocopies to keep."),
    Field::optional(
        "by_data_sharing",
        Shape::Boolean,
        "可由数据共享取得，不再要求提交",
        "Not asked for where a platform has the data.",
    ),
];

const CLOCK: &[Field] = &[
    Field::required(
        "starts",
        Shape::Either(&Shape::Name, &Shape::Record(STARTS)),
        "自该节点办结起算",
        "The clock starts when this node completes.",
    ),
    Field::required("limit", Shape::Term(&[]), "期限", "Limit."),
    Field::optional("law", LAW, "条款", "Article."),
    Field::optional(
        "local",
        Shape::Record(LOCAL),
        "地方自定的办理时限，与法定期限取先到者",
        "A limit of the place's own beside the law's; the earlier holds.",
    ),
    Field::optional("extend", Shape::Record(EXTEND), "一次延长", "The one extension."),
    Field::optional(
        "ladder",
        Shape::List(&Shape::Record(RUNG), RUNGS_MAX),
        "提醒与督办，各一次",
        "Reminders and escalations; each fires once.",
    ),
];

const STARTS: &[Field] = &[
    Field::required("node", Shape::Name, "节点", "The node."),
    Field::required("on", Shape::Name, "仅该结论起算", "Only this outcome starts it."),
];

const LOCAL: &[Field] = &[
    span::POINT,
    span::UNIT,
    Field::optional(
        "pauses",
        Shape::OneOrMore(&Shape::Name, 20),
        "这些节点办理期间不计入",
        "It stands still while one of these nodes is active.",
    ),
];

const EXTEND: &[Field] = &[
    Field::required("to", Shape::Term(&[]), "延长后的总期限", "Limit in all, from the same start."),
    Field::required("role", Shape::Role, "批准角色", "Who may grant it."),
    Field::optional("law", LAW, "条款", "Article."),
];

const RUNG: &[Field] = &[
    Field::optional("before", Shape::Term(&[]), "期满前多久", "So long before the limit."),
    Field::optional("at", Shape::Word(RUNG_AT), "期满时", "When the limit has passed."),
    Field::required("notify", Shape::Role, "提醒的角色", "Role that is told."),
];

const RUNG_AT: &[Choice] = &[choice("expiry", "期满", "the limit has passed")];

const POINT: &[Field] = &[
    Field::required("world", Shape::Word(WORLDS), "所问种类", "Kind of question."),
    Field::required(
        "combine",
        Shape::Either(&Shape::Word(COMBINES), &Shape::Record(BOUNDED)),
        "各级如何合并",
        "How the layers join.",
    ),
    Field::required(
        "by",
        Shape::List(&Shape::Level, 8),
        "可补充规则的层级，自上而下",
        "Levels that may supply a layer, from the top.",
    ),
    Field::optional(
        "countersign",
        Shape::List(&Shape::Level, 8),
        "其插件须由上级会签的层级",
        "Levels whose layers need the signature of a division above as well.",
    ),
    Field::optional("default", Shape::Name, "国家层插件", "Plugin of the nation's layer."),
    Field::optional("as_of", Shape::Word(AS_OF), "以哪一天的规则为准", "Day whose layers apply."),
    Field::optional(
        "inputs",
        Shape::Map(Key::Input, &Shape::Expression, INPUTS_MAX),
        "交给插件的数据",
        "What plugins are given.",
    ),
    Field::optional(
        "outputs",
        Shape::Map(Key::Input, &Shape::Word(OUTPUT_TYPES), INPUTS_MAX),
        "结论之外的具名结果及其类型",
        "Named values that answers carry besides the verdict or the value.",
    ),
    Field::optional(
        "tightens",
        Shape::Map(Key::Input, &Shape::Word(TIGHTENINGS), INPUTS_MAX),
        "下级对具名结果只许如何从严；未写的就近一级为准",
        "How a layer below may change a named value; the nearest gives those not named here.",
    ),
    Field::optional("law", LAW, "授权条款", "Article that lets the levels below add rules."),
];

/// The types of a point's outputs.
pub(crate) const OUTPUT_TYPES: &[Choice] = &[
    choice("text", "文字", "text"),
    choice("number", "数字", "number"),
    choice("boolean", "是非", "true or false"),
    choice("date", "日期", "a legal day"),
];

/// In the order of [`crate::Tightening`].
pub(crate) const TIGHTENINGS: &[Choice] = &[
    choice("at-most", "不得更高：取最小", "no layer below raises it: the smallest stands"),
    choice("at-least", "不得更低：取最大", "no layer below lowers it: the largest stands"),
    choice("same", "不得改动：以最上一级为准", "no layer below changes it: the first stands"),
];

/// In the order of [`crate::World`].
pub(crate) const WORLDS: &[Choice] = &[
    choice("rule", "规则：认定结论", "findings and a verdict"),
    choice("parameter", "参数：一个数值", "one value"),
    choice("checklist", "材料清单", "the materials that a case needs"),
    choice("amount", "金额：元", "a benefit in yuan"),
    choice("validator", "校验：填写有无矛盾", "what is wrong across the fields of a form"),
];

/// The ways of joining that need no bounds.
pub(crate) const COMBINES: &[Choice] = &[
    choice("replace", "就近一级替代", "the nearest layer answers alone"),
    choice("tighten", "只许从严", "every layer answers; the strictest verdict stands"),
    choice("extend", "只许增加", "every layer answers; their lists unite"),
];

const BOUNDED: &[Field] = &[Field::required(
    "bounded",
    Shape::Record(BOUNDS),
    "上下限内就近一级",
    "The nearest layer's value, inside bounds.",
)];

const BOUNDS: &[Field] = &[
    Field::required("min", Shape::Decimal, "下限，含", "Smallest, included."),
    Field::required("max", Shape::Decimal, "上限，含", "Largest, included."),
    Field::optional(
        "tightens",
        Shape::Word(TIGHTENINGS),
        "下级对上级所定的数只许如何从严；不写则只受上下限约束",
        "How a layer below may change the value of the one above; without, only the bounds hold.",
    ),
];

/// In the order of [`crate::AsOf`].
pub(crate) const AS_OF: &[Choice] = &[
    choice("accepted", "受理日", "the day of acceptance"),
    choice("activated", "节点开始日", "the day on which the node was activated"),
    choice("decided", "决定日", "the day of the decision"),
];

const FLOW: &[Field] = &[
    Field::required("from", Shape::Name, "起点", "Where it leaves."),
    Field::required("to", Shape::Name, "终点", "Where it arrives."),
    Field::optional("on", Shape::Name, "结论", "Outcome that takes it."),
    Field::optional("when", Shape::Expression, "条件", "Condition that takes it."),
];

/// The JSON Schema (draft 2020-12) of `workflow.yaml`, for editors.
pub fn json_schema() -> Value {
    let mut root = schema::record(PROCESS);
    if let Value::Object(root) = &mut root {
        root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".into(), json!("Tongban process definition 通办流程定义"));
    }
    root
}
