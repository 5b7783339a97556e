// 低保申请材料清单：按家庭情况列出要交的材料；能由数据共享取得的不再要求提交。
//
// Not here: whether the materials are right (the clerk at acceptance sees to that).

import { Refusal, checklist, finding, material } from "tongban-plugin";
import type { Input, Material } from "tongban-plugin";

const DUTIES = "民发〔2021〕57号 第九条、第十条";
const SHARED = "民发〔2021〕57号 第九条、第十条";
const AGENT = "民发〔2021〕57号 第四条至第六条";
const ALONE = "民发〔2021〕57号 第七条、第八条";
const ELSEWHERE = "民发〔2021〕57号 第五条";

export const checklistCall = checklist((input) => {
  const shared = input.isEmpty("已共享材料") ? [] : input.texts("已共享材料");
  const wanted = [...always(input), ...elsewhere(input), ...agent(input), ...alone(input)];
  const spared = wanted.filter(({ id }) => shared.includes(id));
  const findings = spared.map(({ name }) =>
    finding("数据共享", `${name}可由数据共享取得，不再要求提交`, SHARED),
  );
  return { items: wanted.filter((item) => !spared.includes(item)), findings };
});

// 每户都要。
function always(input: Input): Material[] {
  const members = input.integer("共同生活人数");
  if (members < 1) {
    throw new Refusal("“共同生活人数”应不少于 1");
  }
  const each = { original: true, copies: 1, note: `共 ${members} 人，每人一份`, law: DUTIES };
  return [
    material("hukou", "户口簿", { original: true, copies: 1, law: DUTIES }),
    material("id-cards", "全体家庭成员身份证", each),
    material("authorisation", "家庭经济状况核对授权书", {
      original: true,
      note: "由全体成年家庭成员签字（示例）",
      law: DUTIES,
    }),
    material("income", "收入证明", { original: true, copies: 1, law: DUTIES }),
    material("bank", "银行流水", { copies: 1, law: DUTIES }),
  ];
}

// 表单上选填的，没有填就是没有这种情况。
function ticked(input: Input, name: string): boolean {
  return !input.isEmpty(name) && input.boolean(name);
}

// 成员户籍不在一处的。
function elsewhere(input: Input): Material[] {
  if (!ticked(input, "户籍不在一处")) {
    return [];
  }
  const about = { original: true, copies: 1, law: ELSEWHERE };
  return [material("hukou-elsewhere", "户籍不在本地的成员的户口簿", about)];
}

// 由他人代为提出的。
function agent(input: Input): Material[] {
  if (!ticked(input, "委托代办")) {
    return [];
  }
  return [
    material("mandate", "委托书", { original: true, law: AGENT }),
    material("agent-id", "代办人身份证", { original: true, copies: 1, law: AGENT }),
  ];
}

// 单独提出申请的：重度残疾、重病。
function alone(input: Input): Material[] {
  if (!ticked(input, "单独申请")) {
    return [];
  }
  const why = input.text("单独申请事由");
  const about = { original: true, copies: 1, law: ALONE };
  switch (why) {
    case "残疾":
      return [material("disability", "残疾人证", { ...about, note: "一级、二级，或三级智力、精神残疾" })];
    case "重病":
      return [material("illness", "重病诊断证明", about)];
    case "宗教教职":
      return [material("clergy", "宗教教职身份证明", { ...about, note: "满三年" })];
    default:
      throw new Refusal(`不认识单独申请事由“${why}”`);
  }
}
