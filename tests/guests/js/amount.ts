// The conformance plugin for amounts in TypeScript.
//
// Invariant: its sisters in other languages give the same answers, byte for byte; so does a table.

import { Day, Decimal, amount, finding } from "tongban-plugin";
import type { Assessment, Finding } from "tongban-plugin";

// What a household may have a month, for each of its members.
const LINE = Decimal.of("900.50");
// How much of the gap is paid.
const SHARE = Decimal.of("0.65");

export const amountCall = amount((input) => {
  if (input.date("申请日").compare(Day.of(2026, 1, 1)) < 0) {
    return nothing(finding("尚未施行", "申请日早于施行日期"));
  }
  if (input.isEmpty("人均月收入")) {
    return nothing(finding("未核定", "收入尚未核定", "示例第四条"));
  }
  const income = input.number("人均月收入");
  if (income.compare(LINE) > 0) {
    return nothing(finding("高于标准", "人均月收入高于标准", "示例第三条"));
  }
  const gap = LINE.subtract(income).multiply(input.integer("人口"));
  const why = finding("补差", "按差额的六成五补助", "示例第二条");
  return { amount: gap.multiply(SHARE).round(2), findings: [why] };
});

function nothing(why: Finding): Assessment {
  return { amount: Decimal.of("0.00"), findings: [why] };
}
