import type { LinkSighting } from "@skylane/core";
import type { CountedEnd } from "../../_shared/metering/metering.ts";

/** A namespace of metrics, its metrics by direction, and the dimension by which a series names its link. */
export interface OciCounter {
  readonly namespace: "oci_vpn" | "oci_fastconnect" | "oci_dynamic_routing_gateway";
  readonly metrics: Readonly<Record<CountedEnd["direction"], string>>;
  readonly dimension: string;
  readonly value: string;
}

const OF_LINK = { out: "BytesSent", in: "BytesReceived" } as const;
const OF_ATTACHMENT = { out: "BytesToDrgAttachment", in: "BytesFromDrgAttachment" } as const;

/**
 * What counts a link: tunnels of an IPSec connection have a series each, a peering between Regions is counted by its attachment to the
 * DRG. Peerings of VCNs have no counter.
 * @see https://docs.oracle.com/en-us/iaas/Content/Network/Reference/ipsecmetrics.htm (read 2026-11)
 */
export function counterOf({
  kind,
  nativeId,
  aliases,
}: Pick<LinkSighting, "kind" | "nativeId" | "aliases">): OciCounter | undefined {
  switch (kind) {
    case "vpn":
      return { namespace: "oci_vpn", metrics: OF_LINK, dimension: "parentResourceId", value: nativeId };
    case "fastconnect":
      return { namespace: "oci_fastconnect", metrics: OF_LINK, dimension: "resourceId", value: nativeId };
    case "transit-peering": {
      const value = aliases.find((alias) => alias.startsWith("ocid1.drgattachment."));
      return value === undefined
        ? undefined
        : { namespace: "oci_dynamic_routing_gateway", metrics: OF_ATTACHMENT, dimension: "resourceId", value };
    }
    default:
      return undefined;
  }
}
