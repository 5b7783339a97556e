// {{id}}：规则判定插件（示例，数字请改为本地文件规定的标准）。

import { finding, rule } from "tongban-plugin";

// 人均月收入高于标准的，不予通过。
export const ruleCall = rule((input) => {
  const income = input.number("人均月收入");
  const standard = input.number("低保标准");
  if (income.compare(standard) > 0) {
    const why = `人均月收入 ${income} 元高于标准 ${standard} 元`;
    return { verdict: "reject", findings: [finding("收入超标", why, "示例第三条")] };
  }
  return { verdict: "approve" };
});
