import { WhatIfImpact, WhatIfList } from "@skylane/core";
import { ask } from "./ask.ts";

/** Every failure of a large estate is searched. */
const SLOW_MS = 30_000;

/** Every single failure, worst first. @throws Error in words for a person */
export const fetchWhatIfList = async (): Promise<WhatIfList> =>
  WhatIfList.parse(await ask("GET", "/v1/what-if", undefined, SLOW_MS));

/** What all of these at once would do; nothing is broken. @throws Error in words for a person */
export const askWhatIf = async (kill: readonly string[]): Promise<WhatIfImpact> =>
  WhatIfImpact.parse(await ask("POST", "/v1/what-if", { kill }, SLOW_MS));
