import { createHash } from "node:crypto";
import { type CloudEvent, eventSchema, type PathStateChanged, type SkylaneConfig, type TraceSpan } from "@skylane/core";
import { probeEvidence } from "@skylane/engine";
import { idsIn } from "./context.ts";
import { BUS } from "./span-recorder.ts";
import { probeAttributes, sideAttributes } from "./traced-ports.ts";

/**
 * The spans before an event that begins a trace, as it tells of them: who said it kept none, in another cloud or because it had
 * nothing to keep them in. Their ids come of the event, so that it tells them the same way however often it is delivered.
 */
export function spansOfEvent(
  { type, traceparent, time, data }: CloudEvent,
  config: Pick<SkylaneConfig, "groups" | "vantages" | "networks" | "thresholds">,
): readonly TraceSpan[] {
  const own = idsIn(traceparent);
  const toldMs = Date.parse(time);
  if (type === "alarm.raised.v1")
    return [
      { ...root(own, `${type} publish`, toldMs, toldMs), kind: "producer", attributes: { "messaging.system": BUS } },
    ];
  if (type !== "health.path-state-changed.v1") return [];
  const change = data as PathStateChanged;
  const { pathId, vantageId, from, to, samples: told = [] } = change;
  const samples = probeEvidence(told, to);
  const path = config.groups.flatMap(({ paths }) => paths).find(({ id }) => id === pathId);
  const place = placeOf(config, vantageId);
  const firstMs = samples[0]?.atMs ?? Math.min(change.sinceMs, toldMs);
  return [
    {
      ...root(own, "detect", firstMs, toldMs),
      kind: "producer",
      attributes: {
        ...place,
        "messaging.system": BUS,
        "skylane.path.id": pathId,
        "skylane.vantage.id": vantageId,
        "skylane.path.state.from": from,
        "skylane.path.state": to,
      },
    },
    ...samples.map(({ atMs, outcome, rttMs }, i): TraceSpan => {
      const isLost = outcome === "timeout";
      return {
        ...root({ traceId: own.traceId, spanId: derivedId(traceparent, i) }, "probe", atMs, atMs),
        parentSpanId: own.spanId,
        kind: "client",
        durationMs: rttMs ?? (isLost ? config.thresholds.probeTimeoutMs : 0),
        isError: outcome !== "ok",
        attributes: {
          ...place,
          ...(path && probeAttributes(path.probe)),
          ...(outcome !== "ok" && { "error.type": outcome }),
        },
      };
    }),
  ];
}

/** The event in an envelope of EventBridge; `undefined` for what is none of ours. */
export function eventIn(raw: unknown): CloudEvent | undefined {
  const { "detail-type": type, detail } = raw as { readonly "detail-type"?: unknown; readonly detail?: unknown };
  if (type !== "alarm.raised.v1" && type !== "health.path-state-changed.v1") return undefined;
  return eventSchema(type).safeParse(detail).data as CloudEvent | undefined;
}

const root = (ids: { traceId: string; spanId: string }, name: string, startMs: number, endMs: number) => ({
  ...ids,
  name,
  startMs,
  durationMs: Math.max(0, endMs - startMs),
  isError: false,
});

/** The same for the same event, as a span id must be. */
const derivedId = (traceparent: string, i: number): string =>
  createHash("sha256").update(`${traceparent}#${i}`).digest("hex").slice(0, 16);

function placeOf(
  { vantages, networks }: Pick<SkylaneConfig, "vantages" | "networks">,
  vantageId: string,
): TraceSpan["attributes"] {
  const networkId = vantages.find(({ id }) => id === vantageId)?.networkId;
  const network = networks.find(({ id }) => id === networkId);
  return network === undefined ? {} : { ...sideAttributes(network.cloud), "cloud.region": network.regionId };
}
