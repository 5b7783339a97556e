// What all questions to the host have in common. Each is counted and limited, and what was answered
// is kept with the case, so that the same call can be checked later.
//
// Not here: a clock, files, a network, chance; there are none.

import { Refusal } from "./refusal.ts";
import type { HostError as WitError } from "./wit.ts";

const WORDS = { invalid: "查询无效", unavailable: "无法查询", other: "查询失败" };

// The host does not answer. Left alone it is a refusal; a plugin that knows better catches it.
export class HostError extends Refusal {
  constructor(
    readonly kind: WitError["tag"],
    readonly reason: string,
  ) {
    super(`${WORDS[kind]}：${reason}`);
  }
}

// Asks. The interface's error comes as the payload of what is thrown, and becomes a HostError.
export function asked<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && "payload" in error) {
      const { tag, val } = error.payload as WitError;
      throw new HostError(tag, val);
    }
    throw error;
  }
}
