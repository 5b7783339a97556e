// The conformance checklist in TypeScript.
//
// Invariant: its sisters in other languages give the same answers, byte for byte.

import { checklist, finding, log, material, notify } from "tongban-plugin";
import type { Finding, Intent } from "tongban-plugin";

export const checklistCall = checklist((input) => {
  const members = input.integer("人口");
  log.info(`共同生活 ${members} 人`);
  const findings: Finding[] = [];
  const intents: Intent[] = [];
  const card = { original: true, copies: 1, note: "每人一份", law: "示例第一条" };
  const items = [
    material("id-card", "居民身份证", card),
    material("household-register", "户口簿", { original: true }),
  ];
  if (input.boolean("有残疾人")) {
    const certificate = { required: false, copies: 2, law: "示例第二条" };
    items.push(material("disability", "残疾人证", certificate));
    findings.push(finding("残疾", "家中有残疾人", "示例第二条"));
  }
  if (members > 10) {
    intents.push(notify({ role: "township.clerk" }, "人口较多，请入户核实"));
  }
  return { items, findings, intents };
});
