import { priceBook } from "@skylane/core";
import { type ListPrice, listPriceOf } from "../../_shared/list-price.ts";
import { gcpPrices } from "./index.ts";

const { find } = priceBook(gcpPrices);

const PORT_MBPS: Readonly<Record<string, number>> = {
  LINK_TYPE_ETHERNET_10G_LR: 10_000,
  LINK_TYPE_ETHERNET_100G_LR: 100_000,
  LINK_TYPE_ETHERNET_400G_LR4: 400_000,
};

/** A month of one HA VPN tunnel; `undefined` = unknown. */
export const tunnelPrice = (regionId: string): ListPrice | undefined =>
  listPriceOf(find({ cloud: "gcp", item: "vpn-connection", regionId }));

/**
 * A month of a VLAN attachment with its share of the port it is on. A partner's attachment is priced by the partner too, so
 * its price is unknown, and so is that of a port that cannot be seen.
 */
export function attachmentPrice({
  type,
  regionId,
  bandwidthMbps,
  port,
}: {
  readonly type: string | undefined;
  readonly regionId: string;
  readonly bandwidthMbps: number;
  readonly port:
    | {
        readonly linkType?: string | undefined;
        readonly provisionedLinkCount?: number | undefined;
        readonly shareCount: number;
      }
    | undefined;
}): ListPrice | undefined {
  const portMbps = PORT_MBPS[port?.linkType ?? ""];
  if (type !== "DEDICATED" || !port || portMbps === undefined) return undefined;
  return listPriceOf(
    [
      find({ cloud: "gcp", item: "dedicated-port", regionId, bandwidthMbps: portMbps }),
      (port.provisionedLinkCount ?? 1) / Math.max(1, port.shareCount),
    ],
    find({ cloud: "gcp", item: "vlan-attachment", regionId, bandwidthMbps }),
  );
}
