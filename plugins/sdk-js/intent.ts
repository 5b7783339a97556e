// What a plugin wishes to be done. It does nothing itself: the engine records the wish with the
// answer, and carries it out after the commit. 意愿

import type { Addressee, Intent } from "./wit.ts";

// Whom a notice reaches: the holders of a role (at the nearest level from the case's division
// upward), a person on file, or whoever applied.
export type Whom = { role: string } | { person: string } | "applicant";

// Tell somebody. 通知
export function notify(whom: Whom, message: string): Intent {
  return { tag: "notify", val: { to: addressee(whom), message } };
}

// Ask another agency, which may be told these fields and no others. 请部门协查
export function askAgency(agency: string, question: string, fields: string[] = []): Intent {
  return { tag: "ask-agency", val: { agency, question, fields } };
}

function addressee(whom: Whom): Addressee {
  if (whom === "applicant") {
    return { tag: "applicant" };
  }
  return "role" in whom ? { tag: "role", val: whom.role } : { tag: "person", val: whom.person };
}
