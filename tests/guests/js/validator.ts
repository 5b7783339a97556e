// The conformance validator in TypeScript.
//
// Invariant: its sisters in other languages give the same answers, byte for byte.

import { askAgency, calendar, finding, problem, validator } from "tongban-plugin";
import type { Finding, Intent, Problem } from "tongban-plugin";

export const validatorCall = validator((input) => {
  const problems: Problem[] = [];
  const findings: Finding[] = [];
  const intents: Intent[] = [];
  const average = input.number("家庭月收入").divide(input.integer("人口"), 2);
  if (input.number("人均月收入").compare(average) !== 0) {
    const about = { english: `expected ${average} yuan`, law: "示例第一条" };
    problems.push(problem("家庭.人均月收入", `应为 ${average} 元`, about));
  }
  if (!calendar.dayKind(input.date("申请日")).working) {
    problems.push(problem("", "申请日不是工作日", { severity: "warning" }));
    findings.push(finding("休息日", "申请日不是工作日"));
    intents.push(askAgency("民政", "当日是否受理", ["申请日"]));
  }
  return { problems, findings, intents };
});
