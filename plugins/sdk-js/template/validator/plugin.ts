// {{id}}：校验插件（示例，请改为本地表单的字段）。

import { problem, validator } from "tongban-plugin";

// 人均月收入应等于家庭月收入除以共同生活人数，四舍五入到分。
export const validatorCall = validator((input) => {
  const average = input.number("家庭月收入").divide(input.integer("共同生活人数"), 2);
  if (input.number("人均月收入").compare(average) === 0) {
    return { problems: [] };
  }
  const english = `expected ${average} yuan by the household's income`;
  const about = { english, law: "示例第三条" };
  return { problems: [problem("人均月收入", `按家庭月收入计算应为 ${average} 元`, about)] };
});
