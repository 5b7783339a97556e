//! The codes of all problems and incident records: status and title.
//!
//! Invariants: sorted by what they concern; a code is never given another meaning; each has a page
//! (a test compares this list with `engine/docs/errors`).

/// A code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable code.
    pub code: &'static str,
    /// The HTTP status; 0 for incident records, which are no answers.
    pub status: u16,
    /// Its title in Chinese.
    pub zh: &'static str,
    /// Its title in English.
    pub en: &'static str,
}

const fn code(code: &'static str, status: u16, zh: &'static str, en: &'static str) -> Code {
    Code { code, status, zh, en }
}

/// Every code of a problem and of an incident record.
#[rustfmt::skip] // a table: one line for each code
pub const CATALOGUE: &[Code] = &[
    code("instance-ended", 409, "办件已办结", "The case has ended"),
    code("instance-exists", 409, "办件已立案", "The case has begun already"),
    code("instance-unknown", 404, "没有这个办件", "There is no such case"),
    code("process-not-in-force", 422, "流程未施行", "The process is not in force"),
    code("division-unfit", 422, "区划不符合要求", "The division does not fit"),
    code("notice-ended", 409, "公示已经结束", "The notice has ended"),
    code("task-not-open", 409, "任务不在待办状态", "The task is not open"),
    code("task-claimed-by-other", 409, "任务已由他人签收", "Somebody else took the task"),
    code("decided-already", 409, "您已作出决定", "You have decided already"),
    code("not-authorised", 403, "无权办理", "Not entitled to act"),
    code("excluded-by-other-step", 403, "不得同时办理", "Excluded by another step"),
    code("recused", 403, "应当回避", "Must stay away"),
    code("outcome-unknown", 422, "没有这个办理结果", "No such outcome"),
    code("material-unknown", 422, "清单中没有这份材料", "No such material"),
    code("form-invalid", 422, "表单填写有误", "The form is not valid"),
    code("validation-failed", 422, "填写内容未通过校验", "What was filled in does not pass its checks"),
    code("validator-failed", 503, "校验插件无法回答", "A validator cannot answer"),
    code("reason-required", 422, "必须填写理由", "Reasons are demanded"),
    code("too-large", 422, "超出上限", "More than allowed"),
    code("send-back-illegal", 409, "不能退回该环节", "Cannot be sent back there"),
    code("occurred-at-unfit", 422, "发生时间不合理", "The time of occurrence is unfit"),
    code("backdating-not-allowed", 403, "不得补录", "Not entitled to backdate"),
    code("clock-not-extendable", 409, "不能延长期限", "The limit cannot be extended"),
    code("stale", 412, "办件已有新进展", "The case has moved on"),
    code("busy", 503, "系统繁忙", "Busy"),
    code("idempotency-key-reused", 422, "幂等键被重复使用", "The idempotency key was reused"),
    code("idempotency-key-in-flight", 409, "相同请求正在处理", "The same request is under way"),
    code("store-unavailable", 503, "存储不可写", "The store cannot be written"),
    code("instance-damaged", 500, "办件数据损坏", "The case is damaged"),
    code("attachment-missing", 422, "附件尚未上传", "The attachment is not there"),
    code("attachment-too-large", 413, "附件过大", "The attachment is too large"),
    code("attachments-disabled", 501, "未配置附件目录", "No place for attachments"),
    code("file-failed", 503, "文件保存失败", "The file could not be kept"),
    code("clock-not-virtual", 409, "不能拨动时钟", "The clock cannot be moved"),
    code("cursor-unknown", 400, "分页标记无效", "The cursor is unknown"),
    code("definition-invalid", 422, "流程定义有误", "The definition has errors"),
    code("holidays-invalid", 422, "放假安排表有误", "The holiday table has errors"),
    code("organisation-invalid", 422, "区划或人员表有误", "The organisation has errors"),
    code("plugin-too-large", 422, "插件过大", "The plugin is too large"),
    code("plugin-not-a-component", 422, "不是 WebAssembly 组件", "Not a WebAssembly component"),
    code("plugin-forbidden-import", 422, "插件要求了不允许的能力", "The plugin imports what it may not"),
    code("plugin-wrong-exports", 422, "插件接口不符", "The plugin exports another interface"),
    code("plugin-beyond-sandbox", 422, "插件超出沙箱", "The plugin needs more than a sandbox has"),
    code("plugin-compile-limits", 422, "插件编译超限", "Compiling the plugin takes too much"),
    code("plugin-invalid", 422, "插件无法编译", "The plugin does not compile"),
    code("plugin-manifest-invalid", 422, "插件登记信息有误", "The plugin's manifest is wrong"),
    code("unauthenticated", 401, "未登录", "Not signed in"),
    code("token-invalid", 401, "令牌无效", "The token does not count"),
    code("forbidden", 403, "无权访问", "Not entitled"),
    code("route-unknown", 404, "没有这个接口", "No such route"),
    code("not-found", 404, "没有找到", "Not found"),
    code("method-not-allowed", 405, "不支持此方法", "The method is not allowed"),
    code("body-malformed", 400, "请求内容格式错误", "The body is malformed"),
    code("body-too-large", 413, "请求内容过大", "The body is too large"),
    code("body-not-json", 415, "请求内容不是 JSON", "The body is not JSON"),
    code("query-malformed", 400, "查询参数有误", "A query parameter is malformed"),
    code("header-malformed", 400, "请求头有误", "A header is malformed"),
    code("value-malformed", 422, "填写的值有误", "A value is malformed"),
    code("number-too-long", 422, "数字位数过多", "A number has too many digits"),
    code("position-not-reached", 503, "尚未读到该位置", "The position is not reached"),
    code("timed-out", 503, "处理超时", "Timed out"),
    code("too-many-requests", 429, "请求过于频繁", "Too many requests"),
    code("receipt-unknown", 404, "没有这个回执号", "No such receipt"),
    code("internal", 500, "系统内部错误", "Internal error"),
    code("nobody-holds-role", 0, "无人任职", "Nobody holds the role"),
    code("no-way-out", 0, "没有出路", "No way out"),
    code("join-starved", 0, "汇合收不齐分支", "A join waits for branches that cannot come"),
    code("condition-failed", 0, "条件无法计算", "A condition failed"),
    code("input-failed", 0, "插件输入无法计算", "An input failed"),
    code("table-failed", 0, "决策表无法得出结果", "A decision table failed"),
    code("plugin-refused", 0, "插件拒绝回答", "The plugin refused"),
    code("plugin-failed", 0, "插件运行失败", "The plugin failed"),
    code("plugin-unavailable", 0, "插件暂不可用", "The plugin is unavailable"),
    code("plugin-missing", 0, "没有适用的插件", "No plugin applies"),
    code("plugin-output", 0, "插件回答不符合要求", "The plugin's answer is unfit"),
    code("plugin-out-of-bounds", 0, "插件数值超出上级限定", "The value is out of bounds"),
    code("artifact-too-large", 413, "内容过大", "The content is too large"),
    code("point-unknown", 422, "没有这个扩展点", "No such extension point"),
    code("plugin-question-unfit", 422, "插件类别不符", "The plugin answers another question"),
    code("plugin-package-malformed", 422, "不是插件包", "Not a plugin package"),
    code("plugin-unsigned", 422, "插件包没有签名", "The package is not signed"),
    code("plugin-signature-invalid", 422, "签名无效", "The signature is not valid"),
    code("plugin-key-not-in-force", 422, "密钥不在有效期内", "The key does not count today"),
    code("plugin-key-of-other-division", 422, "密钥不属于该区划", "The key is of another division"),
    code("plugin-countersignature-missing", 422, "缺少上级会签", "The countersignature is missing"),
    code("plugin-loosens", 422, "插件放宽了上级规则", "The plugin would loosen what is above it"),
    code("plugin-fails", 422, "插件在试算中失败", "The plugin fails where it was tried"),
    code("plugin-version-unfit", 422, "插件版本号次序不符", "The plugin's version is out of order"),
    code("key-malformed", 422, "公钥格式不对", "Not a public key"),
    code("key-registered-already", 422, "密钥已登记", "The key is on file already"),
    code("key-unknown", 422, "没有这个密钥", "No such key"),
    code("plugin-level-unfit", 422, "该级不得提供插件", "This level may not supply a plugin"),
    code("division-unknown", 422, "没有这个区划", "No such division"),
    code("period-empty", 422, "有效期为空", "The period is empty"),
    code("released-already", 409, "已经发布", "Released already"),
    code("plugin-in-places", 409, "同样的插件安装在多处", "The same bytes are installed in several places"),
    code("plugin-of-the-nation", 409, "全国的规则不能停用", "The nation's rule cannot be withdrawn"),
    code("plugin-installed-already", 409, "插件已安装", "Installed already"),
    code("reference-invalid", 422, "参考数据表有误", "The reference table has errors"),
    code(
        "reference-registered-already",
        409,
        "参考数据表已登记",
        "The reference table is registered already",
    ),
    code("reference-unknown", 404, "没有这张参考数据表", "No such reference table"),
    code("plugin-unknown", 404, "没有这个插件", "No such plugin"),
    code("person-unknown", 422, "没有这个人员", "No such person"),
    code("token-unknown", 404, "没有这个令牌", "No such token"),
    code("token-unfit", 422, "令牌期限不合要求", "The token is unfit"),
    code("unchanged", 409, "没有变化", "Unchanged"),
    code("runaway", 0, "流程空转", "The case runs away"),
];

/// What is known of a code.
pub fn entry(code: &str) -> Option<&'static Code> {
    CATALOGUE.iter().find(|known| known.code == code)
}
