/// <reference path="./imports.d.ts" />
// FEEL expressions, as processes and decision tables write them. 表达式
//
// Dotted names become records (`household.members`); a field without a value cannot be named.

import hostFeel from "tongban:plugin/host-feel@1.0.0";

import { Decimal } from "./decimal.ts";
import { asked } from "./host.ts";
import { Refusal } from "./refusal.ts";
import type { Field, Value } from "./wit.ts";

// The value of an expression over these fields, for example `input.fields`.
export function evaluate(expression: string, fields: Field[]): Value {
  return asked(() => hostFeel.evaluate(expression, fields));
}

// An expression that is true or false.
export function condition(expression: string, fields: Field[]): boolean {
  const value = evaluate(expression, fields);
  return value.tag === "boolean" ? value.val : otherKind(expression, "是或否");
}

// An expression that is a number.
export function number(expression: string, fields: Field[]): Decimal {
  const value = evaluate(expression, fields);
  if (value.tag === "integer") {
    return Decimal.fromWit({ units: value.val, scale: 0 });
  }
  return value.tag === "decimal" ? Decimal.fromWit(value.val) : otherKind(expression, "数值");
}

function otherKind(expression: string, expected: string): never {
  throw new Refusal(`表达式“${expression}”的结果应为${expected}`);
}
