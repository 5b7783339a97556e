// The plugin interface `tongban:plugin@1.0.0`, generated from plugins/wit/v1: do not edit.
// `cargo run -p tongban-guests -- types` writes it anew.
//
// Whole numbers of 64 bits come as JavaScript numbers: beyond 2^53 they are not exact.

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

// The answer of an amount.
export interface Assessment {
  // In yuan; fixed point. 金额（元），定点数。
  amount: Decimal;
  // How it came about, in order; at most 100. 计算依据。
  findings: Finding[];
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

// The answer of a parameter.
export interface Choice {
  // The value; the extension point checks its type and bounds. 取值。
  value: Value;
  // Why this value, in order; at most 100. 理由。
  findings: Finding[];
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
