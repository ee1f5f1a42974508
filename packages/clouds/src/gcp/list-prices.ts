/** A list price, where it is from and when. */
interface PriceRow {
  readonly hourlyUsd: number;
  readonly source: string;
  readonly asOf: string;
}

/** Price of a month of one end of a link, USD. */
export interface ListPrice {
  readonly monthlyUsd: number;
  readonly source: string;
  readonly asOf: string;
}

const HOURS_PER_MONTH = 730;
const PORTS = "Google Cloud price list, Dedicated Interconnect port";

/** HA VPN tunnel-hour by region; a region that is not here is one whose price is not known. */
const TUNNELS: Readonly<Record<string, PriceRow>> = {
  "us-central1": { hourlyUsd: 0.05, source: "Google Cloud price list, HA VPN tunnel", asOf: "2026-09-20" },
};

/** Port-hour of a Dedicated Interconnect, by link type. */
const PORT_ROWS: Readonly<Record<string, PriceRow>> = {
  LINK_TYPE_ETHERNET_10G_LR: { hourlyUsd: 2.328, source: PORTS, asOf: "2026-09-20" },
  LINK_TYPE_ETHERNET_100G_LR: { hourlyUsd: 23.28, source: PORTS, asOf: "2026-09-20" },
  LINK_TYPE_ETHERNET_400G_LR4: { hourlyUsd: 85, source: PORTS, asOf: "2026-09-20" },
};

/** Hour of a VLAN attachment on a dedicated port, up to so many Mbps: $0.10 to 10 Gbps, $0.20 to 20, $0.50 to 50. */
const ATTACHMENT_HOURLY_USD: readonly (readonly [upToMbps: number, hourlyUsd: number])[] = [
  [10_000, 0.1],
  [20_000, 0.2],
  [50_000, 0.5],
];

/** A month of one HA VPN tunnel; `undefined` = unknown. */
export function tunnelPrice(regionId: string): ListPrice | undefined {
  const row = TUNNELS[regionId];
  return row && { monthlyUsd: monthOf(row.hourlyUsd), source: row.source, asOf: row.asOf };
}

/**
 * A month of a VLAN attachment with its share of the port it is on. A partner's attachment is priced by the partner too, so
 * its price is unknown, and so is that of a port that cannot be seen.
 */
export function attachmentPrice({
  type,
  bandwidthMbps,
  port,
}: {
  readonly type: string | undefined;
  readonly bandwidthMbps: number;
  readonly port:
    | {
        readonly linkType?: string | undefined;
        readonly provisionedLinkCount?: number | undefined;
        readonly shareCount: number;
      }
    | undefined;
}): ListPrice | undefined {
  const row = PORT_ROWS[port?.linkType ?? ""];
  const attachment = ATTACHMENT_HOURLY_USD.find(([upToMbps]) => bandwidthMbps <= upToMbps);
  if (type !== "DEDICATED" || !port || !row || !attachment) return undefined;
  const portHourlyUsd = (row.hourlyUsd * (port.provisionedLinkCount ?? 1)) / Math.max(1, port.shareCount);
  return {
    monthlyUsd: monthOf(portHourlyUsd + attachment[1]),
    source: `${row.source} and VLAN attachment, per ${HOURS_PER_MONTH} h`,
    asOf: row.asOf,
  };
}

const monthOf = (hourlyUsd: number): number => Math.round(hourlyUsd * HOURS_PER_MONTH * 100) / 100;
