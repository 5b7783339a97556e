// The plugin interface `tongban:plugin@1.0.0`, generated from plugins/wit/v1: do not edit.
// `cargo run -p tongban-guests -- types` writes it anew.
//
// Whole numbers of 64 bits come as JavaScript numbers: beyond 2^53 they are not exact.

// How much a line matters. 日志级别。
export type Level =
  // For the plugin's author. 调试。
  | "debug"
  // What it did. 过程说明。
  | "info"
  // What looked odd. 异常提示。
  | "warning";

// Writing to the call's log.
//
// 日志：写入本次调用的日志，供插件作者和审计人员查看。
export interface HostLog {
  // Writes one line. It is kept beside the case's record, where personal values may stand; what
  // goes beyond 50 lines or 4 KiB is cut, and how many lines were cut is recorded.
  //
  // 写一行日志，随案卷保存。超过 50 行或 4 KiB 的部分被截断，并记录截断的行数。
  write(level: Level, text: string): void;
}

// A number with a fixed number of decimals: `units` / 10^`scale`. 12.50 yuan is
// `{ units: 1250, scale: 2 }`. Money is never a binary float.
//
// 定点小数：units ÷ 10^scale。金额一律用定点数，不用浮点数。
export interface Decimal {
  // The number without its decimal point.
  units: number;
  // How many digits stand behind the point: 0 to 18.
  scale: number;
}

// The value of a field.
//
// A number comes in one form only: `integer` when it is whole and fits, else `decimal` with
// no zero at its end (5.0 is `integer(5)`, 5.50 is `{ 55, 1 }`), else, beyond 64 bits,
// `json` with its digits. A plugin may answer with any of these forms.
//
// 字段的值。整数用 integer，小数用 decimal（末尾不留零），超出 64 位的数用 json。
export type Value =
  // The field was left empty. 未填。
  | { tag: "none" }
  // 是或否。
  | { tag: "boolean"; val: boolean }
  // A whole number. 整数。
  | { tag: "integer"; val: number }
  // A number with decimals. 定点小数。
  | { tag: "decimal"; val: Decimal }
  // Text. 文本。
  | { tag: "text"; val: string }
  // A legal day (+08:00): days since 1970-01-01, which is 0. 日期：自 1970-01-01 起的天数。
  | { tag: "date"; val: number }
  // An instant: milliseconds since 1970-01-01T00:00:00Z. 时刻：UTC 毫秒数。
  | { tag: "instant"; val: number }
  // Several texts, for example the kinds of hardship that were ticked. 多个文本。
  | { tag: "texts"; val: string[] }
  // Everything else (a list of records): canonical JSON; numbers over 15 digits are
  // strings. 其他结构：JSON。
  | { tag: "json"; val: string };

// A name and its value. Nested data has dotted names: `household.members`.
//
// 字段：名称与值；嵌套数据用点号连接，如 household.members、家庭.人口。
export interface Field {
  // Unique within its list; at most 200 bytes when a plugin gives it.
  name: string;
  // What it holds.
  value: Value;
}

// One reason for an answer: a rule that matched.
//
// 理由：命中的规则。决定必须说明理由，因此每条命中的规则都应列出。
export interface Finding {
  // The rule's name or row, as its author wrote it. 规则编号或行号。
  rule: string;
  // In words that the applicant understands. 给申请人看的说明。
  message: string;
  // The article behind it, for example `民发〔2021〕57号 第十条`. 法律依据。
  law: string | null;
}

// Why the host does not answer. 宿主不能答复的原因。
export type HostError =
  // What was asked makes no sense: no such day, no such expression. 参数无效。
  | { tag: "invalid"; val: string }
  // It cannot be asked here: no such table, no case, no world. 此处无法查询。
  | { tag: "unavailable"; val: string }
  // Anything else. 其他。
  | { tag: "other"; val: string };

// Whom a notice reaches. 通知对象。
export type Addressee =
  // The holders of a role, at the nearest level from the case's division upward.
  // 某角色的在岗人员（自本案区划起最近一级）。
  | { tag: "role"; val: string }
  // A person on file. 某人。
  | { tag: "person"; val: string }
  // Whoever applied. 申请人。
  | { tag: "applicant" };

// A notice to somebody. 一条通知。
export interface Notification {
  // Whom. 通知对象。
  to: Addressee;
  // What; at most 2,000 characters. 内容。
  message: string;
}

// A question to another agency. 一项协查请求。
export interface AgencyRequest {
  // The agency. 部门。
  agency: string;
  // What is asked; at most 2,000 characters. 协查事项。
  question: string;
  // The names of the fields that it may be told; at most 100. 可提供的字段。
  fields: string[];
}

// Something that the plugin wishes to be done. It is recorded with the answer, and the engine
// does it after the commit; the plugin itself can do nothing.
//
// 意愿：插件希望做的事。随结论一并记录，由引擎在提交后执行，插件自身不能执行。
export type Intent =
  // Tell somebody. 通知。
  | { tag: "notify"; val: Notification }
  // Ask another agency. 请其他部门协查。
  | { tag: "ask-agency"; val: AgencyRequest };

// The answer of an amount.
export interface Assessment {
  // In yuan; fixed point. 金额（元），定点数。
  amount: Decimal;
  // How it came about, in order; at most 100. 计算依据。
  findings: Finding[];
  // What it wishes to be done; at most 20. 意愿。
  intents: Intent[];
}

// Working out a benefit.
//
// 金额计算：计算补助金额并说明依据。
export interface AmountCall {
  // Works out the amount for one case. `err` is a refusal in the plugin's own words.
  //
  // 为一个案件计算金额；返回 err 表示插件无法计算。
  answer(input: Field[]): Assessment;
}

// One material. 一项材料。
export interface Material {
  // Tells it from the others, for example `household-register`; at most 200 bytes. Layers
  // that name the same id speak of the same material. 材料编号；各级同一编号视为同一材料。
  id: string;
  // In words that the applicant understands. 材料名称。
  name: string;
  // It must be there; otherwise it is welcome. 是否必需。
  required: boolean;
  // The original must be shown. 是否查验原件。
  original: boolean;
  // How many copies are kept. 复印件份数。
  copies: number;
  // When it is needed, how it must look. 说明。
  note: string | null;
  // The article that demands it. 法律依据。
  law: string | null;
}

// The answer of a checklist. Where the point combines layers by `extend`, a lower division can
// add materials and ask for more of the same, never drop one.
//
// 材料清单的结果。采用 extend 的扩展点上，下级只能增加，不能减少。
export interface Materials {
  // The materials, in the order in which they are printed; at most 100, each id once.
  // 材料，按打印顺序；最多 100 项，编号不得重复。
  items: Material[];
  // The rules that matched, in order; at most 100. 命中的规则。
  findings: Finding[];
  // What it wishes to be done; at most 20. 意愿。
  intents: Intent[];
}

// Saying which materials a case needs.
//
// 材料清单：本案需要提交哪些材料。
export interface ChecklistCall {
  // Lists the materials of one case. `err` is a refusal in the plugin's own words.
  //
  // 列出一个案件的材料；返回 err 表示插件无法列出。
  answer(input: Field[]): Materials;
}

// Evaluating FEEL expressions, as processes and decision tables write them.
//
// FEEL 表达式求值：与流程定义、决策表使用同一套语言和同一道安全围栏。
export interface HostFeel {
  // The value of an expression over these fields. Dotted names become records
  // (`household.members`); a field that is `none` cannot be named. `today()` is the day whose
  // rules apply. At most 100 evaluations a call.
  //
  // 在给定字段上求表达式的值。带点号的名称组成记录；值为 none 的字段不可引用；
  // today() 是适用规则的日期。每次调用最多求值 100 次。
  evaluate(expression: string, fields: Field[]): Value;
}

// What a day is. 某日的性质。
export interface DayKind {
  // Offices work. 是否工作日。
  working: boolean;
  // The holidays of its year are not published: Monday to Friday are taken as working days.
  // 该年放假安排尚未公布，暂按周一至周五为工作日。
  provisional: boolean;
}

// Which days count. 计日单位。
export type DayUnit =
  // 工作日。
  | "working-days"
  // 自然日。
  | "calendar-days";

// Where an end that falls on a day off moves. 末日为休息日时如何处理。
export type DayRoll =
  // Nowhere. 不顺延。
  | "none"
  // To the next working day. 顺延。
  | "next"
  // To the previous working day. 提前。
  | "previous";

// Where a term ends. 期限届满日。
export interface DueDay {
  // Its last day, counted from 1970-01-01. 届满日（自 1970-01-01 起的天数）。
  day: number;
  // As in `day-kind`. 是否暂定。
  provisional: boolean;
}

// Legal time by the published holiday tables, with the local days of the case's place.
//
// 日历：按国务院公布的放假安排（含调休）和当地节假日计算。
export interface HostCalendar {
  // Whether offices work on a day. 某日是否工作日。
  isWorkingDay(day: number): DayKind;
  // The last day of a term of `days`, at most 36,500; the start day does not count.
  //
  // 自某日起（当日不计）若干日后的届满日，最多 36500 日。
  addDays(start: number, days: number, unit: DayUnit, roll: DayRoll): DueDay;
  // How many working days lie after `start` up to and with `end`; negative backwards.
  //
  // 两日之间的工作日数（不含起日，含止日）；倒序时为负。
  workingDaysBetween(start: number, end: number): number;
}

// What a division is on a day. 某日的区划。
export interface Division {
  // Its code; `0` for the country. 区划代码。
  code: string;
  // Its name. 名称。
  name: string;
  // `nation`, `province`, `prefecture`, `county`, `township`, `village`. 层级。
  level: string;
}

// A division and those above it. 区划及其上级。
export interface Place {
  // Itself. 本级。
  here: Division;
  // Those above it, from the country down. 各上级，自上而下。
  above: Division[];
}

// The register of divisions.
//
// 行政区划查询。
export interface HostDivision {
  // The division of the case on a day; none where it did not exist. 本案所在区划。
  here(day: number): Place | null;
  // The division that has this code on a day. 按代码查询某日的区划。
  find(code: string, day: number): Place | null;
}

// A cell. 单元格。
export interface Cell {
  // The column's name. 列名。
  column: string;
  // What stands there. 内容。
  text: string;
}

// Reference tables that an administrator registered, for example local standards.
//
// 参考数据表：由管理员登记的本地数据（如各地标准），按区划和日期取最近一级。
export interface HostReference {
  // The row whose first column holds `key`, of the table that applies to the case's division on
  // the day whose rules apply; none where no row has it.
  //
  // 按首列的值取一行；表以本案区划最近一级、适用规则之日有效者为准。
  row(table: string, key: string): Cell[] | null;
}

// The answer of a parameter.
export interface Choice {
  // The value; the extension point checks its type and bounds. 取值。
  value: Value;
  // Why this value, in order; at most 100. 理由。
  findings: Finding[];
  // What it wishes to be done; at most 20. 意愿。
  intents: Intent[];
}

// Choosing one value that the process leaves to the division, for example the days of a notice.
//
// 参数取值：由本地决定的一个值，例如公示天数。
export interface ParameterCall {
  // Chooses the value for one case. `err` is a refusal in the plugin's own words.
  //
  // 为一个案件取值；返回 err 表示插件无法取值。
  answer(input: Field[]): Choice;
}

// What the rule says of the case. The order is the order of strictness: where an extension
// point combines layers by `tighten`, a lower division can only move down this list.
//
// 结论，由宽到严；采用“只紧不松”的扩展点上，下级只能向后加严。
export type Verdict =
  // Nothing stands against it. 通过。
  | "approve"
  // Cannot be said before more materials are there; the findings say which. 补正材料。
  | "ask-for-materials"
  // A human of the level above must look. 提请上级人工研究。
  | "refer"
  // The condition is not met. 不予通过。
  | "reject";

// The answer of a rule.
export interface Decision {
  // What follows for the case. 结论。
  verdict: Verdict;
  // The rules that matched, in order; at most 100. 命中的规则。
  findings: Finding[];
  // What else was worked out, for example the class; at most 100. 计算得出的其他字段。
  values: Field[];
  // What it wishes to be done; at most 20. 意愿。
  intents: Intent[];
}

// Judging a case: is the condition met, and why.
//
// 规则判定：条件是否满足，理由是什么。
export interface RuleCall {
  // Judges one case. `err` is a refusal in the plugin's own words (for example: a field that it
  // needs is missing); a human then decides.
  //
  // 判定一个案件；返回 err 表示插件无法判定，转由人工处理。
  answer(input: Field[]): Decision;
}

// How much a problem weighs. 严重程度。
export type Severity =
  // Recorded; the form is taken. 提示：记录在案，不影响提交。
  | "warning"
  // The form is not taken. 错误：不予提交。
  | "error";

// One thing that is wrong. 一个问题。
export interface Problem {
  // The field's name, nested ones with dots; empty for the form as a whole. At most 200
  // bytes. 字段名；空表示整张表单。
  field: string;
  // In words for whoever filled it in. 给填写人看的说明。
  message: string;
  // The same in English. 英文说明。
  messageEn: string | null;
  // How much it weighs. 严重程度。
  severity: Severity;
  // The article behind it. 法律依据。
  law: string | null;
}

// The answer of a validator. Where the point combines layers by `tighten`, the problems of all
// layers count.
//
// 校验结果。采用 tighten 的扩展点上，各级发现的问题全部有效。
export interface Report {
  // What is wrong; at most 100. 问题。
  problems: Problem[];
  // The rules that matched, in order; at most 100. 命中的规则。
  findings: Finding[];
  // What it wishes to be done; at most 20. 意愿。
  intents: Intent[];
}

// Checking what somebody filled in, across its fields, before it is taken.
//
// 校验：提交前检查填写内容之间是否矛盾。
export interface ValidatorCall {
  // Checks one form. `err` is a refusal in the plugin's own words: the form is not taken then.
  //
  // 校验一份表单；返回 err 表示插件无法校验，表单不予提交。
  answer(input: Field[]): Report;
}
