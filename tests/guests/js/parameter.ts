// The conformance plugin for parameters in TypeScript.
//
// Invariant: its sisters in other languages give the same answers, byte for byte; so does a table.

import { Day, finding, parameter } from "tongban-plugin";
import type { Choice, Finding, Input } from "tongban-plugin";

export const parameterCall = parameter((input) => {
  if (input.date("申请日").compare(Day.of(2026, 1, 1)) < 0) {
    return of(null, finding("尚未施行", "申请日早于施行日期", "示例第一条"));
  }
  return days(input);
});

function days(input: Input): Choice {
  if (!input.isEmpty("重大") && input.boolean("重大")) {
    return of(15, finding("重大", "重大事项公示十五日", "示例第二条"));
  }
  if (!input.isEmpty("户籍类别") && input.text("户籍类别") === "农村") {
    return of(10, finding("农村", "农村公示十日", "示例第三条"));
  }
  return of(7, finding("城镇", "其他公示七日"));
}

function of(value: number | null, why: Finding): Choice {
  return { value, findings: [why] };
}
