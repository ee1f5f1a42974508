import { priceBook } from "@skylane/core";
import { type ListPrice, listPriceOf } from "../../_shared/list-price.ts";
import { awsPrices } from "./index.ts";

const { find } = priceBook(awsPrices);

/** Ports cost the same everywhere but in Japan, whose Regions always say where they are. */
const OUTSIDE_JAPAN = "us-east-1";

/** A month of a Direct Connect port; `undefined` = unknown. What leaves is paid by the gigabyte on top. */
export const priceOfPort = (
  bandwidthMbps: number | undefined,
  { isHosted, regionId = OUTSIDE_JAPAN }: { readonly isHosted: boolean; readonly regionId: string | undefined },
): ListPrice | undefined =>
  bandwidthMbps === undefined
    ? undefined
    : listPriceOf(find({ cloud: "aws", item: isHosted ? "hosted-port" : "dedicated-port", regionId, bandwidthMbps }));

/** A month of a VPN connection, with its attachment where that price is known; the source says which. */
export function priceOfVpn(regionId: string, isAttached: boolean): ListPrice | undefined {
  const vpn = find({ cloud: "aws", item: "vpn-connection", regionId });
  const attachment = isAttached ? attachmentIn(regionId) : undefined;
  return attachment ? listPriceOf(vpn, attachment) : listPriceOf(vpn);
}

/** A month of one attachment of a transit gateway; `undefined` = unknown. */
export const priceOfAttachment = (regionId: string): ListPrice | undefined => listPriceOf(attachmentIn(regionId));

const attachmentIn = (regionId: string) => find({ cloud: "aws", item: "transit-attachment", regionId });
