// {{id}}：材料清单插件（示例，材料请改为本地文件的要求）。

import { checklist, material } from "tongban-plugin";

// 都要身份证和户口簿；家中有残疾人的，另交残疾人证。
export const checklistCall = checklist((input) => {
  const items = [
    material("id-card", "居民身份证", { original: true, copies: 1, law: "示例第三条" }),
    material("household-register", "户口簿", { original: true, law: "示例第三条" }),
  ];
  if (input.boolean("有残疾人")) {
    const how = { original: true, copies: 1, law: "示例第四条" };
    items.push(material("disability", "残疾人证", how));
  }
  return { items };
});
