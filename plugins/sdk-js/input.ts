// The fields of a case, read by name and kind.
//
// Invariant: a field that is missing, empty or of another kind is a Refusal that names it.

import { Day } from "./day.ts";
import { Decimal } from "./decimal.ts";
import { Refusal } from "./refusal.ts";
import type { Field, Value } from "./wit.ts";

export class Input {
  constructor(
    // The fields that the extension point lists, in its order.
    readonly fields: Field[],
  ) {}

  // The value of a field; `undefined` where it is missing or was left empty.
  value(name: string): Value | undefined {
    const field = this.fields.find((field) => field.name === name);
    return field === undefined || field.value.tag === "none" ? undefined : field.value;
  }

  // Whether a field is missing or was left empty.
  isEmpty(name: string): boolean {
    return this.value(name) === undefined;
  }

  // A number, whole or with decimals.
  number(name: string): Decimal {
    const value = this.filled(name);
    if (value.tag === "integer") {
      return Decimal.fromWit({ units: value.val, scale: 0 });
    }
    return value.tag === "decimal" ? Decimal.fromWit(value.val) : otherKind(name, "数值");
  }

  // A whole number.
  integer(name: string): number {
    const value = this.filled(name);
    if (value.tag !== "integer") {
      return otherKind(name, "整数");
    }
    if (!Number.isSafeInteger(value.val)) {
      throw new Refusal("数值超出可精确表示的范围");
    }
    return value.val;
  }

  // Yes or no.
  boolean(name: string): boolean {
    const value = this.filled(name);
    return value.tag === "boolean" ? value.val : otherKind(name, "是或否");
  }

  // A text.
  text(name: string): string {
    const value = this.filled(name);
    return value.tag === "text" ? value.val : otherKind(name, "文本");
  }

  // Several texts, for example what was ticked.
  texts(name: string): string[] {
    const value = this.filled(name);
    return value.tag === "texts" ? value.val : otherKind(name, "多个文本");
  }

  // A legal day.
  date(name: string): Day {
    const value = this.filled(name);
    return value.tag === "date" ? Day.fromDays(value.val) : otherKind(name, "日期");
  }

  // An instant, in milliseconds since 1970-01-01T00:00:00Z.
  instant(name: string): number {
    const value = this.filled(name);
    return value.tag === "instant" ? value.val : otherKind(name, "时刻");
  }

  // A list of records; numbers of more than 15 digits in it are texts.
  json(name: string): unknown {
    const value = this.filled(name);
    return value.tag === "json" ? JSON.parse(value.val) : otherKind(name, "记录列表");
  }

  private filled(name: string): Value {
    const value = this.value(name);
    if (value === undefined) {
      throw new Refusal(`“${name}”未填写`);
    }
    return value;
  }
}

function otherKind(name: string, expected: string): never {
  throw new Refusal(`“${name}”应为${expected}`);
}
