import type { SkylaneEvent } from "@skylane/core";
import type { Deps } from "../../deps.ts";

const PAGE_COUNT = 500;
const MAX_PAGES = 20;

/** The log between two moments, oldest first: the first ten thousand events. */
export async function eventsBetween(
  { eventLog }: Pick<Deps, "eventLog">,
  fromMs: number,
  toMs: number,
): Promise<readonly SkylaneEvent[]> {
  const from = new Date(fromMs).toISOString();
  const found: SkylaneEvent[] = [];
  let after = `${from.slice(0, 13)}|${from}`;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const events = await eventLog.list(after, PAGE_COUNT);
    for (const { event } of events) if (Date.parse(event.time) <= toMs) found.push(event);
    const last = events.at(-1);
    if (!last || events.length < PAGE_COUNT || Date.parse(last.event.time) > toMs) break;
    after = last.key;
  }
  return found;
}
