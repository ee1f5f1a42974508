import type { Deps } from "../../deps.ts";
import { minuteOf } from "../call-ends.ts";
import { joinMinute } from "../join-minute.ts";

const MINUTE_MS = 60_000;
/** A minute is joined when the one after it is over, and so is what was still being written at its end. */
const SETTLED_MINUTES = 3;
/** What was missed is made up for. */
const BACK_MINUTES = 10;

/** Minutes of arrival that can be joined and may not have been, oldest first. */
export const settledMinutes = (nowMs: number): readonly number[] =>
  Array.from(
    { length: BACK_MINUTES - SETTLED_MINUTES + 1 },
    (_, i) => minuteOf(nowMs) - (BACK_MINUTES - i) * MINUTE_MS,
  );

/** Joins the spans of each minute that is settled, and writes what they say; what is written already is left. */
export async function joinRequests({
  requestLedger,
  clock,
  log,
}: Pick<Deps, "requestLedger" | "clock" | "log">): Promise<{ readonly minuteCount: number }> {
  const minutes = settledMinutes(clock.nowMs());
  const written = await requestLedger.written(minutes[0] ?? 0, (minutes.at(-1) ?? 0) + MINUTE_MS);
  let minuteCount = 0;
  for (const minuteMs of minutes) {
    if (written.has(minuteMs)) continue;
    const these = await requestLedger.arrived(minuteMs);
    if (these.length === 0) continue;
    const before = await requestLedger.arrived(minuteMs - MINUTE_MS);
    const after = await requestLedger.arrived(minuteMs + MINUTE_MS);
    const joined = joinMinute({ before, these, after });
    await requestLedger.write(minuteMs, joined);
    minuteCount += 1;
    log.info("requests joined", {
      minuteMs,
      requestCount: joined.minutes.reduce((sum, { requestCount }) => sum + requestCount, 0),
      rowCount: joined.minutes.length,
      traceCount: joined.traces.length,
    });
  }
  return { minuteCount };
}
