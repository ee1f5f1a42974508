import type { PriceRow } from "@skylane/core";
import { byBandwidth, type PriceFamily, priceRows } from "../../_shared/price-rows.ts";
import { JAPAN, OUTSIDE_JAPAN } from "./places.ts";

const PORTS = {
  cloud: "aws",
  unit: "hour",
  source: "AWS Direct Connect pricing, port hours",
  asOf: "2026-09-20",
  trust: "secondary",
} as const satisfies Omit<PriceFamily, "item">;

/** Ports of one's own, by Region of the location. In Japan a port of 100 Gbps has another price, which is not known. */
const DEDICATED = priceRows({ ...PORTS, item: "dedicated-port" }, [
  ...byBandwidth({ 1000: 0.3, 10000: 2.25, 100000: 22.5, 400000: 85 }, { id: "outside-japan", regions: OUTSIDE_JAPAN }),
  ...byBandwidth({ 1000: 0.285, 10000: 2.142 }, { id: "japan", regions: JAPAN }),
]);

/** Parts of a partner's port; the partner is paid as well. */
const HOSTED = priceRows(
  { ...PORTS, item: "hosted-port" },
  byBandwidth(
    {
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
    },
    { id: "hosted", regions: [...OUTSIDE_JAPAN, ...JAPAN] },
  ),
);

/**
 * Direct Connect's flat rate: a dedicated port with its data, and a second port of the pair for nothing. Three tiers by how far
 * the data goes, asked for as variants.
 */
const FLAT_RATE = priceRows(
  {
    ...PORTS,
    item: "flat-port",
    source: "AWS Direct Connect pricing, flat rate (since 2026-09-15)",
    asOf: "2026-09-30",
  },
  [
    { 10000: 10.96, 100000: 102.74 },
    { 10000: 17.12, 100000: 160.96 },
    { 10000: 23.29, 100000: 219.18 },
  ].flatMap((usdByMbps, i) =>
    byBandwidth(usdByMbps, { id: `tier-${i + 1}`, variant: `tier-${i + 1}`, regions: [...OUTSIDE_JAPAN, ...JAPAN] }),
  ),
);

/**
 * AWS Interconnect - multicloud is paid by the hour, by bandwidth and how far apart the two Regions are, and nothing by the
 * gigabyte. The rates are not known and have no rows; that one local link of 500 Mbps is free for each Region and provider is.
 */
const MULTICLOUD = priceRows(
  {
    ...PORTS,
    item: "flat-port",
    source: "AWS Interconnect user guide, pricing: one local 500 Mbps interconnect free per Region and provider",
    asOf: "2026-11-20",
    trust: "vendor",
  },
  [{ id: "multicloud-local-free/500", variant: "multicloud-local-free", regions: ["*"], bandwidthMbps: 500, usd: 0 }],
);

/** A virtual interface that is switched on for SiteLink: from one location to another without a Region in between. */
const SITE_LINK = priceRows(
  { ...PORTS, item: "vlan-attachment", source: "AWS Direct Connect pricing, SiteLink, virtual interface hours" },
  [{ id: "sitelink", variant: "sitelink", regions: [...OUTSIDE_JAPAN, ...JAPAN], usd: 0.5 }],
);

export const portPrices: readonly PriceRow[] = [...DEDICATED, ...HOSTED, ...FLAT_RATE, ...MULTICLOUD, ...SITE_LINK];
