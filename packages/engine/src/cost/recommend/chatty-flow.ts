import { oneLine } from "@skylane/core";
import { type Advice, type Finder, gb, MONTHS_OF_30_DAYS, percent, usd } from "./inputs.ts";

const LEAST_REQUESTS = 1_000_000;
const SMALL_BYTES = 16_384;
const LEAST_USD = 1;
/** Shown where nobody measured how much is asked for again. */
const HIT_RATIOS = [0.2, 0.5, 0.8] as const;
/** A request in the place of so many. */
const BATCH_COUNT = 10;

/** Many small requests between clouds: what a cache, or several questions in one, would take off the wire. */
export const chattyFlow: Finder = ({ flows = [] }) =>
  flows.flatMap((flow): readonly Advice[] => {
    const { flowId, scope, requestCount30d, bytes30d, usdPerGb, overheadBytesPerRequest, repeatedRatio } = flow;
    const perRequest = bytes30d / requestCount30d;
    if (!(requestCount30d >= LEAST_REQUESTS) || perRequest > SMALL_BYTES) return [];
    const monthlyUsd = (bytes30d / 1e9) * usdPerGb * MONTHS_OF_30_DAYS;
    const overhead = overheadBytesPerRequest === undefined ? 0 : Math.min(1, overheadBytesPerRequest / perRequest);
    const batched = overhead * (1 - 1 / BATCH_COUNT);
    // what a cache answers needs no batching
    const savedAt = (hitRatio: number): number => monthlyUsd * (hitRatio + (1 - hitRatio) * batched);
    const isMeasured = repeatedRatio !== undefined;
    const [low, mid, high] = isMeasured
      ? [savedAt(repeatedRatio * 0.6), savedAt(repeatedRatio * 0.8), savedAt(repeatedRatio)]
      : (HIT_RATIOS.map(savedAt) as [number, number, number]);
    if (mid < LEAST_USD) return [];
    const name = oneLine(flowId, 80);
    return [
      {
        title: `Cache or batch what ${name} asks for between clouds`,
        scope,
        subjects: [flowId],
        evidence: [
          `${requestCount30d.toLocaleString("en-US")} requests in 30 days, ${perRequest.toFixed(0)} bytes each; ${gb(bytes30d)} at ${usd(usdPerGb)} a GB: ${usd(monthlyUsd)} a month`,
          isMeasured
            ? `${percent(repeatedRatio)} of the bytes had been asked for before`
            : "how much is asked for again is not measured; the saving is what it would be at these hit ratios",
          ...(isMeasured
            ? []
            : HIT_RATIOS.map((ratio) => `at a hit ratio of ${percent(ratio)}: ${usd(savedAt(ratio))} a month`)),
          ...(overhead > 0
            ? [
                `${percent(overhead)} of the bytes are headers and handshakes; ${BATCH_COUNT} questions in one request save ${usd(monthlyUsd * batched)} a month`,
              ]
            : []),
        ],
        savingUsd: mid,
        savingLowUsd: isMeasured ? low : 0,
        savingHighUsd: high,
        risk: isMeasured ? "low" : "medium",
        risks: [
          "answers from a cache are older than those from the source",
          "the cache has its own cost, which is not in this",
        ],
        todo: [
          {
            step: `measure how much of ${name} is asked for again, then put a cache on the side that asks`,
            undo: "take the cache out of the way",
          },
          ...(overhead > 0
            ? [{ step: "ask for several at once, over connections that are kept", undo: "ask one by one" }]
            : []),
        ],
      },
    ];
  });
