import type { LinkSighting } from "@skylane/core";

const AS_OF = "2026-11-20";
const HOURS_PER_MONTH = 730;
/** USD an hour of a FastConnect port by Mbps, with Oracle's part number. The larger ports' prices are not known. */
const PORT_HOURS: Readonly<Record<number, { readonly hourlyUsd: number; readonly part: string }>> = {
  1000: { hourlyUsd: 0.2125, part: "B88325" },
  10000: { hourlyUsd: 1.275, part: "B88326" },
  100000: { hourlyUsd: 10.75, part: "B93126" },
};

/** List price of a month of a virtual circuit that fills a port; `undefined` for other bandwidths. VPN and peerings have none. */
export function circuitPrice(bandwidthMbps: number | undefined): NonNullable<LinkSighting["listPrice"]> | undefined {
  const port = bandwidthMbps === undefined ? undefined : PORT_HOURS[bandwidthMbps];
  return (
    port && {
      monthlyUsd: Math.round(port.hourlyUsd * HOURS_PER_MONTH * 100) / 100,
      source: `Oracle Cloud price list, FastConnect port hour ${port.part} (not checked with the vendor)`,
      asOf: AS_OF,
    }
  );
}
