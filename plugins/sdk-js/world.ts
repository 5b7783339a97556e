// One function per world: it makes the plugin's export of an ordinary function.

import { Input } from "./input.ts";
import { Decimal } from "./decimal.ts";
import type { Number } from "./decimal.ts";
import { Refusal } from "./refusal.ts";
import { toWit } from "./value.ts";
import type { Plain } from "./value.ts";
import type {
  AmountCall,
  ChecklistCall,
  Field,
  Finding,
  Intent,
  Material,
  ParameterCall,
  Problem,
  RuleCall,
  Severity,
  ValidatorCall,
  Verdict,
} from "./wit.ts";

// A reason: the rule's name, words that the applicant understands, and the article behind it.
export function finding(rule: string, message: string, law: string | null = null): Finding {
  return { rule, message, law };
}

// A material. Unless said otherwise it must be there, no original is shown and no copy is kept. The
// id tells it from the others in every layer.
export function material(id: string, name: string, about: Partial<Material> = {}): Material {
  const plain = { required: true, original: false, copies: 0, note: null, law: null };
  return { ...plain, ...about, id, name };
}

// What is said of a problem besides its field and words.
export interface About {
  // The same in English.
  english?: string;
  // `error` unless said otherwise: the form is not taken.
  severity?: Severity;
  // The article behind it.
  law?: string;
}

// Something wrong. `field` names it, nested ones with dots; empty for the form as a whole.
export function problem(field: string, message: string, about: About = {}): Problem {
  const { english = null, severity = "error", law = null } = about;
  return { field, message, messageEn: english, severity, law };
}

// What every answer may carry besides.
interface Reasons {
  findings?: Finding[];
  // What it wishes to be done: `notify(…)`, `askAgency(…)`.
  intents?: Intent[];
}

export interface Decision extends Reasons {
  verdict: Verdict;
  // What else was worked out, by name.
  values?: Record<string, Plain>;
}

export interface Choice extends Reasons {
  value: Plain;
}

export interface Materials extends Reasons {
  // In the order in which they are printed.
  items: Material[];
}

export interface Assessment extends Reasons {
  // In yuan.
  amount: Number;
}

export interface Report extends Reasons {
  problems: Problem[];
}

// `export const ruleCall = rule(…)`
export function rule(answer: (input: Input) => Decision): RuleCall {
  return {
    answer: guarded(answer, ({ verdict, values = {}, ...said }) => {
      const field = ([name, value]: [string, Plain]) => ({ name, value: toWit(value) });
      return { verdict, values: Object.entries(values).map(field), ...reasons(said) };
    }),
  };
}

// `export const parameterCall = parameter(…)`
export function parameter(answer: (input: Input) => Choice): ParameterCall {
  return {
    answer: guarded(answer, ({ value, ...said }) => ({ value: toWit(value), ...reasons(said) })),
  };
}

// `export const checklistCall = checklist(…)`
export function checklist(answer: (input: Input) => Materials): ChecklistCall {
  return { answer: guarded(answer, ({ items, ...said }) => ({ items, ...reasons(said) })) };
}

// `export const amountCall = amount(…)`
export function amount(answer: (input: Input) => Assessment): AmountCall {
  return {
    answer: guarded(answer, ({ amount, ...said }) => ({
      amount: Decimal.of(amount).toWit(),
      ...reasons(said),
    })),
  };
}

// `export const validatorCall = validator(…)`
export function validator(answer: (input: Input) => Report): ValidatorCall {
  return { answer: guarded(answer, ({ problems, ...said }) => ({ problems, ...reasons(said) })) };
}

function reasons({ findings = [], intents = [] }: Reasons) {
  return { findings, intents };
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
