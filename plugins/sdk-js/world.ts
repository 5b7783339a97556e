// One function per world: it makes the plugin's export of an ordinary function.

import { Input } from "./input.ts";
import { Decimal } from "./decimal.ts";
import type { Number } from "./decimal.ts";
import { Refusal } from "./refusal.ts";
import { toWit } from "./value.ts";
import type { Plain } from "./value.ts";
import type { AmountCall, Field, Finding, ParameterCall, RuleCall, Verdict } from "./wit.ts";

// A reason: the rule's name, words that the applicant understands, and the article behind it.
export function finding(rule: string, message: string, law: string | null = null): Finding {
  return { rule, message, law };
}

export interface Decision {
  verdict: Verdict;
  findings?: Finding[];
  // What else was worked out, by name.
  values?: Record<string, Plain>;
}

export interface Choice {
  value: Plain;
  findings?: Finding[];
}

export interface Assessment {
  // In yuan.
  amount: Number;
  findings?: Finding[];
}

// `export const ruleCall = rule(…)`
export function rule(answer: (input: Input) => Decision): RuleCall {
  return {
    answer: guarded(answer, ({ verdict, findings = [], values = {} }) => {
      const field = ([name, value]: [string, Plain]) => ({ name, value: toWit(value) });
      return { verdict, findings, values: Object.entries(values).map(field) };
    }),
  };
}

// `export const parameterCall = parameter(…)`
export function parameter(answer: (input: Input) => Choice): ParameterCall {
  return {
    answer: guarded(answer, ({ value, findings = [] }) => ({ value: toWit(value), findings })),
  };
}

// `export const amountCall = amount(…)`
export function amount(answer: (input: Input) => Assessment): AmountCall {
  return {
    answer: guarded(answer, ({ amount, findings = [] }) => ({
      amount: Decimal.of(amount).toWit(),
      findings,
    })),
  };
}

// A Refusal is the plugin's word and is thrown as text. Any other error is a mistake in the plugin:
// it must not look like a decision, so it ends the call.
function guarded<A, W>(answer: (input: Input) => A, encode: (answer: A) => W) {
  return (fields: Field[]): W => {
    try {
      return encode(answer(new Input(fields)));
    } catch (error) {
      if (error instanceof Refusal) {
        throw error.message;
      }
      return trap();
    }
  };
}

function trap(): never {
  // The engine's own clock is not there: asking for it ends the call.
  Date.now();
  throw new Error("unreachable");
}
