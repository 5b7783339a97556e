// What is asked of the host: each function, and how its answers come back.

import { HostError, Refusal, calendar, division, feel, log, reference } from "tongban-plugin";
import type { Decision, Division, Input, Place, Plain } from "tongban-plugin";

// So many lines of the kinds in turn.
export function writeLog(input: Input): Decision {
  for (let number = 1; number <= input.integer("行数"); number++) {
    const line = `第 ${number} 行`;
    switch (number % 3) {
      case 1:
        log.debug(line);
        break;
      case 2:
        log.info(line);
        break;
      default:
        log.warning(line);
    }
  }
  return { verdict: "approve" };
}

export function evaluate(input: Input): Decision {
  return { verdict: "approve", values: { 果: evaluated(input) } };
}

function evaluated(input: Input): Plain {
  const expression = input.text("式");
  switch (input.text("当作")) {
    case "条件":
      return feel.condition(expression, input.fields);
    case "数值":
      return feel.number(expression, input.fields);
    default:
      return feel.evaluate(expression, input.fields);
  }
}

export function count(input: Input): Decision {
  const day = input.date("日");
  const days = input.integer("天数");
  if (days < 0) {
    throw new Refusal("天数不得为负");
  }
  const kind = calendar.dayKind(day);
  const due = calendar.addDays(day, days, "working-days");
  const values = {
    上班: kind.working,
    暂定: kind.provisional,
    届满: due.day,
    届满暂定: due.provisional,
    顺延: calendar.addDays(day, days, "calendar-days", "next").day,
    提前: calendar.addDays(day, days, "calendar-days", "previous").day,
    相隔: calendar.workingDaysBetween(day, due.day),
    倒数: calendar.workingDaysBetween(due.day, day),
  };
  return { verdict: "approve", values };
}

export function locate(input: Input): Decision {
  const day = input.date("日");
  const place = input.isEmpty("代码")
    ? division.here(day)
    : division.find(input.text("代码"), day);
  return place === null ? { verdict: "reject" } : shown(place);
}

function shown(place: Place): Decision {
  const words = ({ code, name, level }: Division) => `${code} ${name} ${level}`;
  const county = division.at(place, "county")?.name ?? null;
  const values = { 本级: words(place.here), 上级: place.above.map(words), 县: county };
  return { verdict: "approve", values };
}

// A plugin may know better than to refuse.
export function lookUp(input: Input): Decision {
  const row = rowOf(input);
  if (row === undefined) {
    return { verdict: "refer" };
  }
  if (row === null) {
    return { verdict: "reject" };
  }
  const cells = row.cells.map((cell) => `${cell.column}=${cell.text}`);
  const values = { 行: cells, 标准: row.number("标准"), 户籍: row.text("户籍") };
  return { verdict: "approve", values };
}

// `undefined` where the table cannot be asked.
function rowOf(input: Input) {
  try {
    return reference.row(input.text("表"), input.text("键"));
  } catch (error) {
    if (error instanceof HostError && error.kind === "unavailable") {
      return undefined;
    }
    throw error;
  }
}
