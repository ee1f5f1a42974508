import type { RequestRange, SkylaneEvent } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { eventPages } from "../../health/index.ts";

/** The log is read for so long, and so far. */
const READ_WITHIN_MS = 7_000;
const LOG_PAGES = 60;

/** Reads the log of a time page by page; what it says of where it stopped. */
export async function readLog(
  deps: Pick<Deps, "clock" | "eventLog">,
  { fromMs, untilMs }: RequestRange,
  take: (events: readonly SkylaneEvent[]) => void,
): Promise<readonly string[]> {
  const untilTick = deps.clock.monotonicMs() + READ_WITHIN_MS;
  let pages = 0;
  for await (const page of eventPages(deps, fromMs, untilMs - 1)) {
    take(page);
    pages += 1;
    const last = page.at(-1);
    if (last && (pages === LOG_PAGES || deps.clock.monotonicMs() > untilTick))
      return [
        `The log was read until ${last.time.slice(0, 16).replace("T", " ")} UTC, and no further: ask for a shorter time.`,
      ];
  }
  return [];
}
