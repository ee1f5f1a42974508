import type { LinkSighting } from "@skylane/core";

type ListPrice = NonNullable<LinkSighting["listPrice"]>;

const HOURS_PER_MONTH = 730;
const PORT_SOURCE = "AWS Direct Connect pricing, port hours";
const VPN_SOURCE = "AWS Site-to-Site VPN price list, connection hours";
const TRANSIT_SOURCE = "AWS Transit Gateway pricing, attachment hours";
const AS_OF = "2026-09-20";

/** Hours of a port of one's own, USD by Mbps, outside Japan. */
const DEDICATED_HOURLY_USD: Readonly<Record<number, number>> = {
  1000: 0.3,
  10000: 2.25,
  100000: 22.5,
  400000: 85,
};
const DEDICATED_JAPAN_HOURLY_USD: Readonly<Record<number, number>> = { 1000: 0.285, 10000: 2.142 };
/** Hours of a part of a partner's port; the partner is paid as well. */
const HOSTED_HOURLY_USD: Readonly<Record<number, number>> = {
  50: 0.03,
  100: 0.06,
  200: 0.08,
  300: 0.12,
  400: 0.16,
  500: 0.2,
  1000: 0.33,
  2000: 0.66,
  5000: 1.65,
  10000: 2.48,
  25000: 6.2,
};
const JAPAN = new Set(["ap-northeast-1", "ap-northeast-3"]);

/** Regions where a connection-hour is known to be $0.05, and those where an attachment-hour is. */
const VPN_HOURLY_USD: Readonly<Record<string, number>> = {
  "us-east-1": 0.05,
  "us-east-2": 0.05,
  "us-west-1": 0.05,
  "us-west-2": 0.05,
};
const ATTACHMENT_HOURLY_USD: Readonly<Record<string, number>> = { "us-east-1": 0.05, "us-east-2": 0.05 };

/** A month of a Direct Connect port; `undefined` = unknown. What leaves is paid by the gigabyte on top. */
export function priceOfPort(
  bandwidthMbps: number | undefined,
  { isHosted, regionId }: { readonly isHosted: boolean; readonly regionId: string | undefined },
): ListPrice | undefined {
  const table = isHosted
    ? HOSTED_HOURLY_USD
    : JAPAN.has(regionId ?? "")
      ? DEDICATED_JAPAN_HOURLY_USD
      : DEDICATED_HOURLY_USD;
  return monthOf(table[bandwidthMbps ?? 0], PORT_SOURCE);
}

/** A month of a VPN connection, with its attachment where that price is known; the source says which. */
export function priceOfVpn(regionId: string, isAttached: boolean): ListPrice | undefined {
  const vpn = VPN_HOURLY_USD[regionId];
  const attachment = isAttached ? ATTACHMENT_HOURLY_USD[regionId] : undefined;
  if (vpn === undefined) return undefined;
  return attachment === undefined
    ? monthOf(vpn, VPN_SOURCE)
    : monthOf(vpn + attachment, `${VPN_SOURCE}; ${TRANSIT_SOURCE}`);
}

/** A month of one attachment of a transit gateway; `undefined` = unknown. */
export const priceOfAttachment = (regionId: string): ListPrice | undefined =>
  monthOf(ATTACHMENT_HOURLY_USD[regionId], TRANSIT_SOURCE);

const monthOf = (hourlyUsd: number | undefined, source: string): ListPrice | undefined =>
  hourlyUsd === undefined
    ? undefined
    : { monthlyUsd: Math.round(hourlyUsd * HOURS_PER_MONTH * 100) / 100, source, asOf: AS_OF };
