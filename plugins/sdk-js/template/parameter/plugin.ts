// {{id}}：参数取值插件（示例，数字请改为本地文件规定的标准）。

import { finding, parameter } from "tongban-plugin";

// 农村公示十日，城镇公示七日。
export const parameterCall = parameter((input) => {
  const days = input.text("户籍类别") === "农村" ? 10 : 7;
  return { value: days, findings: [finding("公示天数", `公示 ${days} 天`, "示例第三条")] };
});
