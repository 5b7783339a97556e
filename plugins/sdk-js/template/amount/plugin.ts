// {{id}}：金额计算插件（示例，数字请改为本地文件规定的标准）。

import { Decimal, amount, finding } from "tongban-plugin";

// 补差额 =（标准 − 人均月收入）× 人口，不低于零。
export const amountCall = amount((input) => {
  const gap = input.number("低保标准").subtract(input.number("人均月收入"));
  const whole = gap.multiply(input.integer("共同生活人数")).round(2);
  const sum = whole.compare(0) > 0 ? whole : Decimal.of(0);
  return { amount: sum, findings: [finding("补差", `每月补差 ${sum} 元`, "示例第三条")] };
});
