import type { Actuator, ProbeRequest, Prober, SpanAttributes, Steering } from "@skylane/core";
import { inSpan } from "./context.ts";

/** Names of clouds in OpenTelemetry. @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/cloud/ (read 2026-11) */
const PROVIDER: Readonly<Record<string, string>> = { aws: "aws", azure: "azure", gcp: "gcp", oci: "oracle_cloud" };

/** Where something is done: in a cloud, or on a side that is none. */
export const sideAttributes = (cloud: string): SpanAttributes => {
  const provider = PROVIDER[cloud];
  return provider === undefined ? { "skylane.side": cloud } : { "cloud.provider": provider };
};

/** Steering whose every call is a span, with the requests it sends below it. */
export function tracedSteering(steering: Steering): Steering {
  return {
    actuator: (id) => tracedActuator(steering.actuator(id)),
    counters(actuatorId) {
      const counters = steering.counters(actuatorId);
      return (
        counters && {
          packetCount: (settings, handle) =>
            inSpan(`${actuatorId} count packets`, call(actuatorId), () => counters.packetCount(settings, handle)),
        }
      );
    },
  };
}

const call = (actuatorId: string, changeId?: string) =>
  ({
    kind: "client",
    isCall: true,
    attributes: {
      ...sideAttributes(actuatorId.split(".")[0] ?? actuatorId),
      "skylane.actuator": actuatorId,
      ...(changeId !== undefined && { "skylane.change.id": changeId.slice(0, 256) }),
    },
  }) as const;

const outcome = (result: string | boolean) => ({ attributes: { "skylane.outcome": result } });

const tracedActuator = (actuator: Actuator): Actuator => ({
  id: actuator.id,
  settings: actuator.settings,
  handle: actuator.handle,
  plan: (request) => actuator.plan(request),
  snapshot: (change) =>
    inSpan(`${actuator.id} snapshot`, call(actuator.id, change.id), () => actuator.snapshot(change)),
  apply: (change) =>
    inSpan(`${actuator.id} apply`, { ...call(actuator.id, change.id), judge: outcome }, () => actuator.apply(change)),
  isApplied: (change) =>
    inSpan(`${actuator.id} read back`, { ...call(actuator.id, change.id), judge: outcome }, () =>
      actuator.isApplied(change),
    ),
  restore: (change, before) =>
    inSpan(`${actuator.id} restore`, { ...call(actuator.id, change.id), judge: outcome }, () =>
      actuator.restore(change, before),
    ),
  isRestored: (change, before) =>
    inSpan(`${actuator.id} read back`, { ...call(actuator.id, change.id), judge: outcome }, () =>
      actuator.isRestored(change, before),
    ),
});

/** A prober whose every request is a span. */
export const tracedProber = (prober: Prober): Prober => ({
  probe: (request) =>
    inSpan(
      "probe",
      {
        kind: "client",
        attributes: probeAttributes(request),
        judge: ({ outcome: said }) => (said === "ok" ? {} : { isError: true, attributes: { "error.type": said } }),
      },
      () => prober.probe(request),
    ),
});

/** What a probe is, by the semantic conventions. */
export const probeAttributes = ({
  kind,
  sourceIp,
  host,
  port,
}: Pick<ProbeRequest, "kind" | "sourceIp" | "host" | "port">): SpanAttributes => ({
  "client.address": sourceIp,
  "server.address": host,
  "server.port": port,
  "network.transport": kind === "udp" ? "udp" : "tcp",
  ...(kind !== "udp" && kind !== "tcp" && { "network.protocol.name": kind }),
});
