// Write plugins for Tongban (通办) in JavaScript or TypeScript.
//
// A plugin is one function from the fields of a case to an answer, exported under the name of its
// world:
//
//     import { finding, rule } from "tongban-plugin";
//
//     export const ruleCall = rule((input) => {
//       if (input.number("人均月收入").compare(900) > 0) {
//         const why = finding("收入超标", "人均月收入高于标准", "示例第三条");
//         return { verdict: "reject", findings: [why] };
//       }
//       return { verdict: "approve" };
//     });
//
// Not here: how a plugin is built, tested and signed; `tongban plugin` does that.
// Invariants: money is never a binary float; what a plugin does depends on its input alone (there is
// no clock, and Math.random() gives the same numbers in every call); an error that is not a Refusal
// ends the call, and a human takes over.

export { Day } from "./day.ts";
export { Decimal } from "./decimal.ts";
export { Input } from "./input.ts";
export { Refusal } from "./refusal.ts";
export { instant, json } from "./value.ts";
export type { Plain } from "./value.ts";
export { amount, finding, parameter, rule } from "./world.ts";
export type { Assessment, Choice, Decision } from "./world.ts";
export type { Field, Finding, Value, Verdict } from "./wit.ts";
