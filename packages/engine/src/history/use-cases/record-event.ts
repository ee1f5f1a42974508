import type { SkylaneEvent } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/** Keeps an event that crossed the bus, for `skylane events tail` and the page. Repeating it changes nothing. */
export const recordEvent = (deps: Pick<Deps, "eventLog">, event: SkylaneEvent): Promise<void> =>
  deps.eventLog.append(event);
