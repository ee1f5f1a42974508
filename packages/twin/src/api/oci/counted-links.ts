import type { ByteCounter, Gauge } from "../byte-samples.ts";
import { attachedTo } from "./attachments.ts";
import { circuitEnds } from "./circuits.ts";
import { circuitId, drgId, ipsecId } from "./ids.ts";
import { machineGauges } from "./instances.ts";
import { tunnelEnds } from "./ipsec.ts";
import type { Locality, OciEnd } from "./tenancy.ts";

/** A stream of a metric: what it counts, and by which dimensions it is known. */
export type OciSeries = { readonly dimensions: Readonly<Record<string, string>> } & (
  | (Pick<ByteCounter, "bytes"> & { readonly unit: "bytes" })
  | Gauge
);

/** Streams of a namespace's metric in a locality; none if there is no such metric. Sent is what leaves Oracle. */
export function countedLinks(here: Locality, namespace: string, metric: string): readonly OciSeries[] {
  if (namespace === "oci_computeagent") return machineGauges(here, metric);
  const isSent = DIRECTIONS[namespace]?.[metric];
  if (isSent === undefined) return [];
  const counted =
    ({ connection, own }: OciEnd): ByteCounter["bytes"] =>
    (fromMs, toMs) =>
      here.world.traffic.bytes(connection.id, (own === connection.a) === isSent, fromMs, toMs);
  return here.gateways.flatMap((gateway): readonly OciSeries[] => {
    switch (namespace) {
      case "oci_vpn":
        return tunnelEnds(here.world, gateway).map((end) => ({
          dimensions: { parentResourceId: ipsecId(gateway, end), publicIp: end.own.publicIp ?? "" },
          unit: "bytes",
          bytes: counted(end),
        }));
      case "oci_fastconnect":
        return circuitEnds(here.world, gateway).map((end) => ({
          dimensions: { resourceId: circuitId(gateway, end) },
          unit: "bytes",
          bytes: counted(end),
        }));
      default:
        return attachedTo(here, gateway).flatMap(({ type, placeId, attachmentId }) => {
          const connection = here.world.atlas.connections.get(placeId);
          if (!connection) return [];
          const isA = connection.a.at === gateway.id;
          const [own, other] = isA ? [connection.a, connection.b] : [connection.b, connection.a];
          return [
            {
              dimensions: { resourceId: attachmentId, drgOcid: drgId(gateway), attachmentType: type },
              unit: "bytes",
              bytes: counted({ connection, own, other }),
            },
          ];
        });
    }
  });
}

const LINK = { BytesSent: true, BytesReceived: false };
const DIRECTIONS: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  oci_vpn: LINK,
  oci_fastconnect: LINK,
  oci_dynamic_routing_gateway: { BytesToDrgAttachment: true, BytesFromDrgAttachment: false },
};
