// Write plugins for Tongban (通办) in JavaScript or TypeScript.
//
// A plugin is one function from the fields of a case to an answer, exported under the name of its
// world:
//
//     import { finding, rule } from "tongban-plugin";
//
//     export const ruleCall = rule((input) => {
//       if (input.number("人均月收入").compare(900) > 0) {
//         const why = finding("收入超标", "人均月收入高于标准", "示例第三条");
//         return { verdict: "reject", findings: [why] };
//       }
//       return { verdict: "approve" };
//     });
//
// Not here: how a plugin is built, tested and signed; `tongban plugin` does that.
// Invariants: money is never a binary float; what a plugin does depends on its input and on what it
// asks the host (`calendar`, `division`, `feel`, `reference`), never on a clock (there is none) or on
// chance (Math.random() gives the same numbers in every call); it wishes (`notify`, `askAgency`) and
// the engine does; an error that is not a Refusal ends the call, and a human takes over.
//
// 用 TypeScript 编写通办插件：一个函数，从案件字段得出结论，以所属 world 的名称导出。可向宿主查询日历、
// 区划、参考数据和表达式；没有时间、文件、网络和随机数。插件只提出意愿，由引擎执行。

export * as calendar from "./calendar.ts";
export type { Due } from "./calendar.ts";
export { Day } from "./day.ts";
export { Decimal } from "./decimal.ts";
export * as division from "./division.ts";
export * as feel from "./feel.ts";
export { HostError } from "./host.ts";
export { Input } from "./input.ts";
export { askAgency, notify } from "./intent.ts";
export type { Whom } from "./intent.ts";
export * as log from "./log.ts";
export * as reference from "./reference.ts";
export type { Row } from "./reference.ts";
export { Refusal } from "./refusal.ts";
export { instant, json } from "./value.ts";
export type { Plain } from "./value.ts";
export { amount, checklist, finding, material, parameter, problem, rule, validator } from "./world.ts";
export type { About, Assessment, Choice, Decision, Materials, Report } from "./world.ts";
export type { DayKind, DayRoll, DayUnit, Division, Field, Finding, Intent, Material, Place } from "./wit.ts";
export type { Problem, Severity, Value, Verdict } from "./wit.ts";
