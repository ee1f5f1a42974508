import type { QueryInsight, RequestMinute, RequestTrace } from "@skylane/core";
import { bottleneckOf, networkOf } from "./bottleneck.ts";
import { cacheAdvice } from "./cache.ts";
import { moveAdvice } from "./move.ts";
import { repeatedCallsOf } from "./repeated-calls.ts";
import { counted } from "./words.ts";

/** What follows from requests that were kept whole, and from the counts of all; `countedCount` = how many these are of. */
export function insightsOf(
  traces: readonly RequestTrace[],
  minutes: readonly RequestMinute[],
  countedCount: number | undefined,
): readonly QueryInsight[] {
  const basis = `${counted(traces.length, "request")} kept whole${
    countedCount === undefined
      ? ""
      : `, of ${counted(countedCount, "call")} counted; the slowest and the failed are kept first`
  }`;
  return [
    ...bottleneckOf(traces, basis),
    ...networkOf(minutes),
    ...repeatedCallsOf(traces, basis),
    ...cacheAdvice(traces, basis),
    ...moveAdvice(traces, basis),
  ];
}
