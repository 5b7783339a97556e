//! The codes of diagnostics, each with what it means in both languages.
//!
//! Invariant: a code is never given another meaning; a page of `engine/docs/errors` explains each.

/// A code and its explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code.
    pub code: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

// One constant and one explanation for each code: a table in two columns.
macro_rules! codes {
    ($($name:ident = $code:literal, $zh:literal, $en:literal;)*) => {
        $(pub(crate) const $name: &str = $code;)*

        /// Every code of definitions, in the order of the sources.
        pub const CODES: &[CodeInfo] = &[
            $(CodeInfo { code: $code, zh: $zh, en: $en },)*
        ];
    };
}

codes! {
    YAML_SYNTAX = "yaml-syntax",
        "文件不符合 YAML 语法。",
        "The file is not YAML.";
    YAML_ALIAS = "yaml-alias",
        "不接受别名和锚点，请把内容写全。",
        "Aliases and anchors are refused: write the content out.";
    YAML_TAG = "yaml-tag",
        "不接受标签（!）。",
        "Tags are refused.";
    YAML_DUPLICATE_KEY = "yaml-duplicate-key",
        "同一处有两个相同的键。",
        "A key stands twice in one mapping.";
    YAML_KEY = "yaml-key",
        "键应为文字。",
        "A key must be a text.";
    YAML_EMPTY = "yaml-empty",
        "文件没有内容。",
        "The file has no content.";
    YAML_SECOND_DOCUMENT = "yaml-second-document",
        "一个文件只应有一份文档。",
        "A file holds one document.";
    YAML_TOO_DEEP = "yaml-too-deep",
        "嵌套层次过深。",
        "Values are nested too deeply.";
    YAML_TOO_MANY = "yaml-too-many",
        "内容项过多。",
        "There are too many values.";
    NOT_UTF8 = "not-utf8",
        "文件应为 UTF-8 编码。",
        "The file must be UTF-8.";
    FILE_TOO_LARGE = "file-too-large",
        "文件过大。",
        "The file is too large.";
    UNKNOWN_FILE = "unknown-file",
        "所写的文件不在定义之中。",
        "A named file is not in the bundle.";
    UNUSED_FILE = "unused-file",
        "定义中有没有用到的文件。",
        "A file of the bundle is used by nothing.";
    TOO_MANY_DIAGNOSTICS = "too-many-diagnostics",
        "问题过多，其余未列出。",
        "There are more problems than are listed.";
    TOO_MANY_ITEMS = "too-many-items",
        "列表项过多。",
        "A list is too long.";
    UNKNOWN_KEY = "unknown-key",
        "没有这个键。",
        "There is no such key.";
    MISSING_KEY = "missing-key",
        "缺少必填的键。",
        "A key that must be there is missing.";
    WRONG_SHAPE = "wrong-shape",
        "值的形式不对（文字、列表或一组键值）。",
        "A value has the wrong form: text, list or mapping.";
    WRONG_VALUE = "wrong-value",
        "值不是所要求的内容。",
        "A value is not what is expected there.";
    WRONG_TYPE = "wrong-type",
        "表达式的类型不对。",
        "An expression has the wrong type.";
    BAD_NAME = "bad-name",
        "名称应为小写字母、数字或“-”。",
        "A name has other characters than `a-z`, `0-9` and `-`.";
    BAD_TERM = "bad-term",
        "期限写法不对，如“30 working days”。",
        "A term is not written as `30 working days`.";
    NAME_CLASH = "name-clash",
        "名称不能用于表达式，或与另一名称相同。",
        "A name cannot be used in expressions, or stands for two things.";
    UNKNOWN_NODE_KIND = "unknown-node-kind",
        "没有这种节点。",
        "There is no such kind of node.";
    UNKNOWN_NODE = "unknown-node",
        "没有这个节点。",
        "There is no such node.";
    UNKNOWN_OUTCOME = "unknown-outcome",
        "没有这个结论。",
        "There is no such outcome.";
    UNKNOWN_POINT = "unknown-point",
        "没有这个扩展点。",
        "There is no such extension point.";
    DUPLICATE_FLOW = "duplicate-flow",
        "流向名称重复。",
        "Two flows have one id.";
    CONFLICTING_KEYS = "conflicting-keys",
        "两个键不能同时写。",
        "Two keys exclude each other.";
    MISSING_OUTCOME = "missing-outcome",
        "缺少结论或其去向。",
        "An outcome, or where it leads, is missing.";
    MISSING_DISAGREEMENT = "missing-disagreement",
        "没有写明意见不一致时的结论。",
        "What happens when participants disagree is not said.";
    PARTICIPANTS_OF_ONE = "participants-of-one",
        "只有一人时，多人规则不起作用。",
        "With one participant the rules for several say nothing.";
    PARTICIPANTS_FIRST_DECIDES = "participants-first-decides",
        "多人中首人表态即办结。",
        "The first of several participants decides alone.";
    AMENDS_WITHOUT_FORM = "amends-without-form",
        "补正节点没有表单。",
        "A node amends the application without a form.";
    FORM_NONE_UNUSED = "form-none-unused",
        "节点没有表单，form: none 多余。",
        "There is no form that an outcome could leave out.";
    RECORDS_AS = "records-as",
        "记录到的节点不合要求。",
        "The node under whose name it records does not fit.";
    FORM_JSON = "form-json",
        "表单不是 JSON。",
        "A form is not JSON.";
    FORM_SCHEMA = "form-schema",
        "表单不是可用的 JSON Schema。",
        "A form is not a usable JSON Schema.";
    FORM_UNTITLED = "form-untitled",
        "表单字段没有标题。",
        "A field of a form has no title.";
    TABLE_INPUT_MISSING = "table-input-missing",
        "决策表的输入没有来源。",
        "An input of a table comes from nowhere.";
    TABLE_INPUT_UNKNOWN = "table-input-unknown",
        "决策表没有这个输入。",
        "A table has no such input.";
    BOUNDS_EMPTY = "bounds-empty",
        "下限大于上限。",
        "The lower bound is above the upper one.";
    COMBINE_WORLD = "combine-world",
        "合并方式与所问种类不符。",
        "The way of joining does not fit the question.";
    LEVELS_ORDER = "levels-order",
        "层级应自上而下，不重复。",
        "Levels must stand from the top down, each once.";
    COUNTERSIGN_WITHOUT_SUPPLIER = "countersign-without-supplier",
        "要求会签的层级不得提供插件。",
        "A level that is to be countersigned may not supply a layer.";
    TIGHTENS_UNKNOWN = "tightens-unknown",
        "从严的项目不在 outputs 之中。",
        "A value that may only be tightened is not declared under `outputs`.";
    TIGHTENS_NOT_NUMBER = "tightens-not-number",
        "只有数字才能规定不得更高或更低。",
        "Only numbers have a direction; other values stay the same.";
    TIGHTENS_WITHOUT_COMBINE = "tightens-without-combine",
        "扩展点不是从严合并，具名结果无从限制。",
        "Values can be kept from being loosened only where layers tighten a rule.";
    POINT_UNANSWERED = "point-unanswered",
        "扩展点没有人能回答。",
        "Nobody can answer an extension point.";
    POINT_WORLD = "point-world",
        "扩展点的种类不符。",
        "A point asks another kind of question.";
    VALIDATOR_WITHOUT_FORM = "validator-without-form",
        "校验须有表单。",
        "A node checks what is filled in, but has no form.";
    STATES_WITHOUT_PAPER = "states-without-paper",
        "没有文书可载明内容。",
        "An outcome states something, but prints no paper.";
    POINT_UNUSED = "point-unused",
        "扩展点没有用到。",
        "An extension point is asked by nothing.";
    BOUNDARY_CANNOT_WAIT = "boundary-cannot-wait",
        "边界事件所在节点不等待。",
        "A boundary event sits on a node that does not wait.";
    OVERDUE_WITHOUT_DUE = "overdue-without-due",
        "没有时限的任务不会逾期。",
        "A task without a due date is never overdue.";
    NOTICE_EMPTY = "notice-empty",
        "公示没有内容。",
        "A notice publishes nothing.";
    NOTICE_NOWHERE = "notice-nowhere",
        "公示没有地点。",
        "A notice stands nowhere.";
    EXCLUSION_NOT_TASK = "exclusion-not-task",
        "互斥的环节应为用户任务。",
        "A step that excludes must be a user task.";
    EXCLUSION_OF_ITSELF = "exclusion-of-itself",
        "环节不能与自身互斥。",
        "A step cannot exclude itself.";
    START_COUNT = "start-count",
        "应恰有一个开始事件。",
        "There must be exactly one start event.";
    UNREACHABLE = "unreachable",
        "节点不可到达。",
        "A node cannot be reached.";
    DEAD_END = "dead-end",
        "从该节点到不了任何结束事件。",
        "No end event can be reached from a node.";
    MISSING_FLOW = "missing-flow",
        "节点没有出口。",
        "A node has no way out.";
    FORK_WITHOUT_GATEWAY = "fork-without-gateway",
        "节点有多个出口而没有网关。",
        "A node has several ways out without a gateway.";
    MISSING_DEFAULT = "missing-default",
        "排他网关没有默认出口。",
        "An exclusive gateway has no default.";
    CYCLE_WITHOUT_WAIT = "cycle-without-wait",
        "回路中没有等待的节点，会无休止地循环。",
        "A cycle has no node that waits: it would never end.";
    JOIN_CANNOT_FIRE = "join-cannot-fire",
        "汇合等待的分支不会同时到达。",
        "A join waits for branches that never all arrive.";
    BRANCH_MISSES_JOIN = "branch-misses-join",
        "并行的一支可能不到达汇合，汇合会一直等待。",
        "A branch may end or go on without its join: the join would wait for ever.";
    CLOCK_START = "clock-start",
        "期限应自用户任务起算。",
        "The clock must start with a user task.";
    CLOCK_EXTENSION = "clock-extension",
        "延长后的期限应比原期限长。",
        "An extension must be longer than the limit.";
    CLOCK_PAUSE = "clock-pause",
        "时限只能在等待的节点暂停。",
        "A limit can stand still only at a node that waits.";
    RUNG_WHEN = "rung-when",
        "提醒应写 before 或 at 之一。",
        "A rung says either `before` or `at`.";
    END_MISSING = "end-missing",
        "没有结束事件。",
        "There is no end event.";
    SEND_BACK_NOT_ANCESTOR = "send-back-not-ancestor",
        "退回的目标不在通往该节点的路上。",
        "A node to which a case may be sent back lies on no path to this one.";
    DOUBLE_EXECUTION = "double-execution",
        "几个分支不经汇合就到达同一环节，会办理多次。",
        "Branches meet without a join, so that a step runs several times.";
    DUPLICATE_MATERIAL = "duplicate-material",
        "材料名称重复。",
        "Two materials have one name.";
    OUTCOME_TWICE = "outcome-twice",
        "一个结论有两个去向。",
        "An outcome leads to two places.";
    OBJECTION_IGNORED = "objection-ignored",
        "有异议和无异议的去向相同，异议没有人处理。",
        "An objection leads to the same place as none: nobody looks at it.";
    FLOW_OUT_OF_END = "flow-out-of-end",
        "结束事件之后还有流向。",
        "A flow leaves an end event.";
    FLOW_INTO_EVENT = "flow-into-event",
        "流向进入了开始事件或边界事件。",
        "A flow arrives at a start or boundary event.";
    SEVERAL_DEFAULTS = "several-defaults",
        "排他网关有几个默认出口。",
        "An exclusive gateway has several defaults.";
    DEFAULT_NOT_LAST = "default-not-last",
        "默认出口不在最后。",
        "A default does not stand last.";
    CONDITION_WITHOUT_GATEWAY = "condition-without-gateway",
        "条件写在了不是网关的节点上。",
        "A condition stands at a node that is no gateway.";
    RUNG_BEFORE_START = "rung-before-start",
        "提醒的时间早于期限起算。",
        "A rung would fire before the clock starts.";
    AMENDS_OTHER_FIELD = "amends-other-field",
        "补正表单有申请表没有的字段。",
        "A form that amends the application has a field that the application has not.";
}
