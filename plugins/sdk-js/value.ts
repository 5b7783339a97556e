// Values that a plugin gives, from what JavaScript has.

import { Day } from "./day.ts";
import { Decimal } from "./decimal.ts";
import { Refusal } from "./refusal.ts";
import type { Value } from "./wit.ts";

// What can be given as a value: nothing, yes or no, a whole number, a fixed-point number, a text, a
// legal day, several texts; `json(…)` and `instant(…)`; and any value of the input.
export type Plain = null | boolean | number | string | Decimal | Day | string[] | Value;

// A list of records, or anything else without a case of its own.
export function json(value: unknown): Value {
  return { tag: "json", val: JSON.stringify(value) };
}

// An instant, in milliseconds since 1970-01-01T00:00:00Z.
export function instant(milliseconds: number): Value {
  return { tag: "instant", val: milliseconds };
}

export function toWit(value: Plain): Value {
  if (value === null) {
    return { tag: "none" };
  }
  if (typeof value === "boolean") {
    return { tag: "boolean", val: value };
  }
  if (typeof value === "string") {
    return { tag: "text", val: value };
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) {
      throw new Refusal(`“${value}”不是可精确表示的整数，小数请用 Decimal`);
    }
    return { tag: "integer", val: value };
  }
  if (value instanceof Decimal) {
    return { tag: "decimal", val: value.toWit() };
  }
  if (value instanceof Day) {
    return { tag: "date", val: value.days };
  }
  if (Array.isArray(value)) {
    return { tag: "texts", val: value };
  }
  return value;
}
