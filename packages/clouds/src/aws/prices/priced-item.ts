import type { PriceRow } from "@skylane/core";
import type { PricedProduct, Understood } from "./price-answers.ts";

/** What of a row a product's attributes say. */
export type PricedItem = Pick<PriceRow, "item" | "bandwidthMbps" | "to"> & {
  readonly unit: "hour" | "GB";
  readonly regionId: string;
};

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
/** Usage types begin with a short name of the Region, but for the first Region there was. */
const usage = (end: string): RegExp => new RegExp(`^([A-Z0-9]+-)?${end}$`);
const VPN = usage("VPN-Usage-Hours:ipsec\\.1");
const TRANSIT_HOURS = usage("TransitGateway-Hours");
const TRANSIT_BYTES = usage("TransitGateway-Bytes");
const INTERNET = usage("DataTransfer-Out-Bytes");
const BETWEEN_REGIONS = /^[A-Z0-9]+-[A-Z0-9]+-AWS-Out-Bytes$/;
const PORT = /-PortUsage:/;

/**
 * Which item of the price list a product is; `undefined` = nothing that links are charged for, so it does not matter. The larger
 * VPN and the concentrator have usage types of their own and are left out, as is what leaves over Direct Connect: it is told by
 * location, and where a location is the answer does not say.
 */
export function itemOf({ product }: PricedProduct): Understood<PricedItem> | undefined {
  const { usagetype = "", regionCode, fromRegionCode, transferType } = product.attributes;
  if (VPN.test(usagetype)) return placed(regionCode, { item: "vpn-connection", unit: "hour" });
  if (TRANSIT_HOURS.test(usagetype)) return placed(regionCode, { item: "transit-attachment", unit: "hour" });
  if (TRANSIT_BYTES.test(usagetype)) return placed(regionCode, { item: "transit-data", unit: "GB" });
  if (PORT.test(usagetype)) return portOf(product.attributes);
  if (transferType === "AWS Outbound" && INTERNET.test(usagetype))
    return placed(fromRegionCode, { item: "egress-internet", unit: "GB" });
  if (transferType === "InterRegion Outbound" && BETWEEN_REGIONS.test(usagetype)) {
    const { toRegionCode } = product.attributes;
    return REGION.test(toRegionCode ?? "")
      ? placed(fromRegionCode, { item: "egress-inter-region", unit: "GB", to: [`aws:${toRegionCode}`] })
      : { not: "it does not say to which Region the data goes" };
  }
  return undefined;
}

function portOf(attributes: Readonly<Record<string, string>>): Understood<PricedItem> {
  const { regionCode, capacity, connectionType } = attributes;
  const [, size, unit] = /^(\d{1,4})([MG])(?:bps)?$/.exec(capacity ?? "") ?? [];
  const bandwidthMbps = Number(size) * (unit === "G" ? 1_000 : 1);
  if (!(bandwidthMbps > 0)) return { not: "it does not say how fast the port is" };
  const kind = connectionType?.toLowerCase();
  if (kind !== "dedicated" && kind !== "hosted")
    return { not: "it does not say whether the port is dedicated or hosted" };
  return placed(regionCode, { item: `${kind}-port`, unit: "hour", bandwidthMbps });
}

const placed = (regionId: string | undefined, rest: Omit<PricedItem, "regionId">): Understood<PricedItem> =>
  regionId !== undefined && REGION.test(regionId)
    ? { is: { ...rest, regionId } }
    : { not: "it does not say in which Region" };
