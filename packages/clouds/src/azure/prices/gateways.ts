import type { PriceRow } from "@skylane/core";
import { type PriceFamily, priceRows } from "../../_shared/price-rows.ts";

const GATEWAYS = {
  cloud: "azure",
  unit: "hour",
  source: "Azure Retail Prices API, East US",
  asOf: "2024-07-01",
  trust: "secondary",
} as const satisfies Omit<PriceFamily, "item">;
const REGIONS = ["eastus"];

/** SKUs as variants, each with its hour. */
const skus = (
  family: PriceFamily,
  usdBySku: Readonly<Record<string, number>>,
  regions = REGIONS,
): readonly PriceRow[] =>
  priceRows(
    family,
    Object.entries(usdBySku).map(([sku, usd]) => ({ id: sku, variant: sku, regions, usd })),
  );

/** VPN gateways; ten connections are part of the price. */
const VPN = [
  ...skus(
    { ...GATEWAYS, item: "vpn-gateway" },
    { Basic: 0.036, VpnGw1: 0.19, VpnGw2: 0.49, VpnGw3: 1.25, VpnGw4: 2.1, VpnGw5: 3.65 },
  ),
  ...skus(
    {
      ...GATEWAYS,
      item: "vpn-gateway",
      source: "Azure VPN Gateway pricing after the reduction of 2025-01",
      asOf: "2025-01-15",
    },
    { VpnGw1AZ: 0.19 },
  ),
  ...skus(
    {
      ...GATEWAYS,
      item: "vpn-gateway",
      source: "Azure VPN Gateway pricing after the reduction of 2025-01: zone-redundant sizes cost what the others do",
      asOf: "2025-01-15",
      trust: "unverified",
    },
    { VpnGw2AZ: 0.49, VpnGw3AZ: 1.25, VpnGw4AZ: 2.1, VpnGw5AZ: 3.65 },
    ["*"],
  ),
  ...priceRows({ ...GATEWAYS, item: "vpn-connection", source: "Azure Retail Prices API, East US, S2S connection" }, [
    { id: "above-ten", variant: "above-ten", regions: REGIONS, usd: 0.015 },
  ]),
];

const EXPRESS_ROUTE = skus(
  {
    ...GATEWAYS,
    item: "express-route-gateway",
    source: "Azure ExpressRoute gateway price list, East US",
    asOf: "2026-01-01",
  },
  { Standard: 0.19, HighPerformance: 0.49, UltraPerformance: 1.87, ErGw1AZ: 0.361, ErGw2AZ: 0.632, ErGw3AZ: 2.151 },
);

const WAN_PAGE = {
  regions: ["*"] as string[],
  source: "Azure documentation, about Virtual WAN pricing",
  asOf: "2020-06-18",
  trust: "vendor",
} as const;
/** As it is in East US, and as the vendor says without a Region. */
const hereAndElsewhere = (
  family: Omit<PriceFamily, "source" | "asOf" | "trust">,
  id: string,
  usd: number,
  variant?: string,
) => {
  const spec = { usd, ...(variant !== undefined && { variant }) };
  return priceRows({ ...GATEWAYS, ...family }, [
    { ...spec, id, regions: REGIONS },
    { ...spec, ...WAN_PAGE, id: `${id}/elsewhere` },
  ]);
};

/**
 * Virtual WAN: the hub, its gateways by scale unit (VPN 500 Mbps, ExpressRoute 2 Gbps up to the fifth), each connection to them,
 * and what the hub's router takes for data between networks.
 */
const VIRTUAL_WAN = [
  ...hereAndElsewhere({ ...GATEWAYS, item: "virtual-hub" }, "standard", 0.25),
  ...hereAndElsewhere({ ...GATEWAYS, item: "vpn-gateway" }, "vwan-scale-unit", 0.361, "vwan-scale-unit"),
  ...hereAndElsewhere({ ...GATEWAYS, item: "express-route-gateway" }, "vwan-scale-unit", 0.42, "vwan-scale-unit"),
  ...hereAndElsewhere({ ...GATEWAYS, item: "hub-connection" }, "standard", 0.05),
  ...hereAndElsewhere({ ...GATEWAYS, item: "transit-data", unit: "GB" }, "virtual-hub", 0.02),
];

const NAT = [
  ...priceRows({ ...GATEWAYS, item: "nat-gateway" }, [{ id: "standard", regions: REGIONS, usd: 0.045 }]),
  ...priceRows({ ...GATEWAYS, item: "nat-data", unit: "GB" }, [{ id: "standard", regions: REGIONS, usd: 0.045 }]),
];

/** Standard, static: the only kind that is still made. */
const ADDRESSES = priceRows(
  { ...GATEWAYS, item: "public-address", source: "Azure Retail Prices API, East US, static IP address" },
  [
    { id: "standard-static", regions: REGIONS, usd: 0.005 },
    {
      id: "standard-static/elsewhere",
      regions: ["*"],
      usd: 0.005,
      source: "Azure Retail Prices API, East US, static IP address, taken to be the same elsewhere",
      trust: "unverified",
    },
  ],
);

/** A private endpoint, and what it takes for data: alike in both directions, up to a petabyte. */
const PRIVATE_LINK = {
  ...GATEWAYS,
  source: "Azure Private Link pricing, as estimators repeat it",
  asOf: "2026-02-16",
} as const;
const ENDPOINTS = [
  ...priceRows({ ...PRIVATE_LINK, item: "private-endpoint" }, [{ id: "standard", regions: ["*"], usd: 0.01 }]),
  ...priceRows({ ...PRIVATE_LINK, item: "private-endpoint-data", unit: "GB" }, [
    { id: "standard", regions: ["*"], usd: 0.01 },
  ]),
];

/** A DNS zone, public or private; from the 26th of a subscription on each costs less. */
const ZONES = priceRows(
  {
    ...GATEWAYS,
    item: "private-zone",
    unit: "month",
    source: "Azure DNS pricing, zones (not read in the vendor's own words)",
    asOf: "2026-11-20",
    trust: "unverified",
  },
  [
    {
      id: "dns-zone",
      regions: ["*"],
      usd: [
        [25, 0.5],
        [Number.POSITIVE_INFINITY, 0.1],
      ],
    },
  ],
);

export const gatewayPrices: readonly PriceRow[] = [
  ...VPN,
  ...EXPRESS_ROUTE,
  ...VIRTUAL_WAN,
  ...NAT,
  ...ADDRESSES,
  ...ENDPOINTS,
  ...ZONES,
];
