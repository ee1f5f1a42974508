import type { SkylaneEvent } from "@skylane/core";
import type { Deps } from "../../deps.ts";

const PAGE_COUNT = 500;
const MAX_PAGES = 20;

/** The log between two moments, oldest first: the first ten thousand events. */
export async function eventsBetween(
  deps: Pick<Deps, "eventLog">,
  fromMs: number,
  toMs: number,
): Promise<readonly SkylaneEvent[]> {
  const found: SkylaneEvent[] = [];
  let pages = 0;
  for await (const page of eventPages(deps, fromMs, toMs)) {
    found.push(...page);
    pages += 1;
    if (pages === MAX_PAGES) break;
  }
  return found;
}

/** The same page by page, for who needs little of each event and knows when it is enough. */
export async function* eventPages(
  { eventLog }: Pick<Deps, "eventLog">,
  fromMs: number,
  toMs: number,
): AsyncGenerator<readonly SkylaneEvent[]> {
  const from = new Date(fromMs).toISOString();
  let after = `${from.slice(0, 13)}|${from}`;
  for (;;) {
    const events = await eventLog.list(after, PAGE_COUNT);
    yield events.map(({ event }) => event).filter(({ time }) => Date.parse(time) <= toMs);
    const last = events.at(-1);
    if (!last || events.length < PAGE_COUNT || Date.parse(last.event.time) > toMs) return;
    after = last.key;
  }
}
