import type { IngestReport, SkylaneConfig } from "@skylane/core";
import { span } from "../../output.ts";
import { plain } from "../../report/plain.ts";
import { type Check, ok, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

const DAY_MS = 86_400_000;
/** Clouds write a bill of this month every day, and later ones may be a day late. */
const STALE_MS = 3 * DAY_MS;
/** Two months: on the first of one, the newest bill is of the month before. */
const LOOK_BACK_MS = 31 * DAY_MS;

/** Whether the bills of each source that is configured were taken, and how old the newest of them is. */
export function judgeBills(
  sources: SkylaneConfig["costs"]["bills"],
  reports: readonly Pick<IngestReport, "deliveryId" | "writtenAtMs" | "atMs">[],
  nowMs: number,
  functionName: string,
): readonly Verdict[] {
  const todo = `aws logs tail /aws/lambda/${functionName} --since 1d`;
  return sources.flatMap(({ id, at }): readonly Verdict[] => {
    const own = reports.filter(({ deliveryId }) => deliveryId.startsWith(`${id}/`));
    const place = `${id} (${plain(at, 80)})`;
    if (own.length === 0) return [warning(`no bill of ${place} was taken in this month or the last`, todo)];
    const ageMs = nowMs - Math.max(...own.map(({ writtenAtMs, atMs }) => writtenAtMs ?? atMs));
    return ageMs < STALE_MS ? [] : [warning(`the newest bill of ${place} was written ${span(ageMs)} ago`, todo)];
  });
}

export const bills: Check = {
  id: "bills",
  timeLimitMs: QUICK_MS,
  async look({ config, settings, deps, clock }) {
    const { bills: sources } = config.costs;
    if (sources.length === 0) return [ok("none is configured")];
    const sinceMonth = new Date(clock.nowMs() - LOOK_BACK_MS).toISOString().slice(0, 7);
    const reports = await deps.billStore.reports(sinceMonth);
    const judged = judgeBills(sources, reports, clock.nowMs(), settings.names.functionOf("take-bills"));
    return unlessNone(judged, `${sources.length} sources, each with a bill of the last ${span(STALE_MS)}`);
  },
};
