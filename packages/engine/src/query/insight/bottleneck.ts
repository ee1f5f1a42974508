import type { QueryInsight, RequestMinute, RequestSpan, RequestTrace } from "@skylane/core";
import { placeOf, sharesOf, timeSpent } from "./time-spent.ts";
import { counted, inMs, inPercent, mean } from "./words.ts";

const SHOWN_PARTS = 6;
/** Less than this share is not worth a line. */
const SMALLEST_RATIO = 0.001;

/** What most of the time goes to; `basis` = what the traces are of. */
export function bottleneckOf(traces: readonly RequestTrace[], basis: string): readonly QueryInsight[] {
  const shares = sharesOf(traces);
  const [first] = shares;
  if (!first || first.ms === 0) return [];
  const wholeMs = mean(traces.map(({ durationMs }) => durationMs));
  const behind = first.first.isNetwork ? undefined : behindWhichCall(first.label, traces);
  const spent = first.first.isNetwork ? "are spent" : "are";
  return [
    {
      kind: "bottleneck",
      says: `The bottleneck is ${first.label}: ${inMs(first.ms / traces.length)} of the ${inMs(wholeMs)} of a request ${spent} there (${inPercent(first.shareRatio)} of the time).${behind === undefined ? "" : ` ${behind}`}`,
      basis,
      parts: shares
        .slice(0, SHOWN_PARTS)
        .filter(({ shareRatio }) => shareRatio >= SMALLEST_RATIO)
        .map(({ label, ms, shareRatio }) => ({ label, ms: ms / traces.length, shareRatio })),
    },
  ];
}

/** The call to another cloud that spans of this label are part of, in words with what it takes on the average. */
function behindWhichCall(label: string, traces: readonly RequestTrace[]): string | undefined {
  const calls = traces.flatMap((trace) => {
    const part = timeSpent(trace).find((one) => one.label === label);
    const call = part && crossCloudCallAbove(part.span, trace.spans);
    return call ? [{ ...call, wholeMs: trace.durationMs }] : [];
  });
  const [call] = calls;
  if (!call) return undefined;
  const tookMs = mean(calls.map(({ client }) => client.durationMs));
  const ratio = Math.min(1, tookMs / Math.max(0.001, mean(calls.map(({ wholeMs }) => wholeMs))));
  const { client, server } = call;
  return `It is behind the call ${client.cloud} → ${server.cloud}, ${placeOf(client)} to ${placeOf(server)}: ${server.name} takes ${inMs(tookMs)} (${inPercent(ratio)}).`;
}

function crossCloudCallAbove(span: RequestSpan, spans: readonly RequestSpan[]) {
  const byId = new Map(spans.map((one) => [one.spanId, one]));
  let [below, above] = [span, byId.get(span.parentSpanId ?? "")];
  // spans that name each other as parents lead nowhere
  for (let left = spans.length; above && left > 0; left -= 1) {
    const isCrossing = above.cloud !== undefined && below.cloud !== undefined && above.cloud !== below.cloud;
    if (above.kind === "client" && isCrossing) return { client: above, server: below };
    [below, above] = [above, byId.get(above.parentSpanId ?? "")];
  }
  return undefined;
}

/** What calls between clouds spend on the way, by all that were counted. */
export function networkOf(minutes: readonly RequestMinute[]): readonly QueryInsight[] {
  const both = minutes.filter(
    ({ serverSumMs, fromCloud, toCloud, requestCount }) =>
      serverSumMs !== undefined &&
      fromCloud !== undefined &&
      toCloud !== undefined &&
      fromCloud !== toCloud &&
      requestCount > 0,
  );
  const pairs = [...Map.groupBy(both, ({ fromCloud, toCloud }) => `${fromCloud} → ${toCloud}`)].map(([label, own]) => {
    const [count, tookMs, answeredMs] = own.reduce(
      ([a, b, c], one) => [a + one.requestCount, b + one.durationSumMs, c + (one.serverSumMs ?? 0)],
      [0, 0, 0],
    );
    const wayMs = Math.max(0, tookMs - answeredMs);
    return { label, count, eachMs: wayMs / count, shareRatio: tookMs === 0 ? 0 : Math.min(1, wayMs / tookMs), wayMs };
  });
  const [worst, ...rest] = pairs.sort((a, b) => b.wayMs - a.wayMs);
  if (!worst) return [];
  const count = [worst, ...rest].reduce((sum, pair) => sum + pair.count, 0);
  return [
    {
      kind: "network",
      says:
        worst.shareRatio >= 0.5
          ? `Latency between clouds is the bottleneck of these calls: ${inMs(worst.eachMs)} of each call ${worst.label} are spent on the way (${inPercent(worst.shareRatio)}).`
          : `On the way ${worst.label} each call spends ${inMs(worst.eachMs)} (${inPercent(worst.shareRatio)}); the rest is what the service takes.`,
      basis: `${counted(count, "call")}, every one of which both ends sent a span of`,
      unknown:
        "The way is what the caller saw without what the service saw: the link, name resolution, new connections and waiting in front of the service.",
      parts: [worst, ...rest]
        .slice(0, SHOWN_PARTS)
        .map(({ label, eachMs, shareRatio }) => ({ label, ms: eachMs, shareRatio })),
    },
  ];
}
