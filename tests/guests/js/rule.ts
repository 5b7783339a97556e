// The conformance plugin in TypeScript: what a plugin can read, say, wish, ask, refuse and
// break.
//
// Invariant: its sisters in other languages give the same answers, byte for byte.

import { Day, Decimal, Refusal, askAgency, finding, notify, rule } from "tongban-plugin";
import type { Decision, Input, Plain } from "tongban-plugin";

import { count, evaluate, locate, lookUp, writeLog } from "./asking.ts";

export const ruleCall = rule((input) => {
  const what = input.text("做");
  switch (what) {
    case "判定":
      return judge(input);
    case "回显":
      return echo(input);
    case "理由":
      return reasons();
    case "意愿":
      return wishes();
    case "日志":
      return writeLog(input);
    case "表达式":
      return evaluate(input);
    case "日历":
      return count(input);
    case "区划":
      return locate(input);
    case "参考":
      return lookUp(input);
    case "拒绝":
      throw new Refusal("没有足够的信息作出判定");
    case "崩溃":
      throw new Error("as asked");
    default:
      throw new Refusal(`不认识“${what}”`);
  }
});

// What a decision table can say too.
function judge(input: Input): Decision {
  const income = input.number("月收入");
  const members = input.integer("人口");
  const applied = input.date("申请日");
  if (applied.compare(Day.of(2026, 1, 1)) < 0) {
    const why = finding("尚未施行", "申请日早于施行日期", "示例第一条");
    return { verdict: "refer", findings: [why], values: { 差额: Decimal.of("0.00") } };
  }
  const line = Decimal.of("900.50");
  const gap = line.multiply(members).subtract(income).round(2);
  if (income.compare(line) < 0) {
    const why = finding("低于标准", "月收入低于标准", "示例第二条");
    return { verdict: "approve", findings: [why], values: { 差额: gap } };
  }
  const why = finding("不低于标准", "月收入不低于标准", "示例第三条");
  return { verdict: "reject", findings: [why], values: { 差额: gap } };
}

// Everything comes back as it came.
function echo(input: Input): Decision {
  const values: Record<string, Plain> = {};
  for (const field of input.fields) {
    if (field.name !== "做") {
      values[field.name] = field.value;
    }
  }
  return { verdict: "approve", values };
}

function reasons(): Decision {
  return {
    verdict: "ask-for-materials",
    findings: [
      finding("有依据", "缺少收入证明", "民发〔2021〕57号 第十条"),
      finding("无依据", "缺少户口簿\n“首页”与 \"本人页\" 😀"),
    ],
    values: { 材料: ["收入证明", "户口簿"], 截止: Day.of(2026, 2, 28), 空: null },
  };
}

function wishes(): Decision {
  const intents = [
    notify({ role: "township.clerk" }, "请入户核实"),
    notify({ person: "p-1" }, "请回避"),
    notify("applicant", "请补交收入证明"),
    askAgency("公安", "是否有机动车登记", ["申请人.姓名", "申请人.证件号码"]),
    askAgency("民政", "是否已享受其他救助"),
  ];
  return { verdict: "refer", intents };
}
