import type { PriceRow } from "@skylane/core";
import { type PriceFamily, priceRows } from "../../_shared/price-rows.ts";

const GATEWAYS = {
  cloud: "aws",
  unit: "hour",
  source: "AWS price list",
  asOf: "2026-09-20",
  trust: "secondary",
} as const satisfies Omit<PriceFamily, "item">;

/** Standard Site-to-Site VPN. Its larger variant and the concentrator are billed apart, at rates that are not known. */
const VPN = priceRows(
  { ...GATEWAYS, item: "vpn-connection", source: "AWS Site-to-Site VPN price list, connection hours" },
  [
    { id: "us", regions: ["us-east-1", "us-east-2", "us-west-1", "us-west-2"], usd: 0.05 },
    {
      id: "ireland",
      regions: ["eu-west-1"],
      usd: 0.05,
      source: "AWS Site-to-Site VPN price list, taken to be the same in Ireland",
      trust: "unverified",
    },
  ],
);

/** An attachment of a transit gateway: of a VPC, a VPN, a Direct Connect gateway, a peering or Connect. */
const ATTACHMENTS = priceRows(
  { ...GATEWAYS, item: "transit-attachment", source: "AWS Transit Gateway pricing, attachment hours" },
  [
    { id: "us-east", regions: ["us-east-1", "us-east-2"], usd: 0.05 },
    {
      id: "oregon-ireland",
      regions: ["us-west-2", "eu-west-1"],
      usd: 0.05,
      source: "AWS Transit Gateway pricing, attachment hours, taken to be the same in Oregon and Ireland",
      trust: "unverified",
    },
    {
      id: "cloud-wan/us-east-2",
      variant: "cloud-wan",
      regions: ["us-east-2"],
      usd: 0.065,
      source: "AWS Cloud WAN price file, VPC attachment hours",
      asOf: "2024-11-01",
    },
  ],
);

/** What a transit gateway takes from the owner of the attachment that sends into it; a peering's receiving side pays nothing. */
const TRANSIT_DATA = priceRows(
  { ...GATEWAYS, item: "transit-data", unit: "GB", source: "AWS Transit Gateway pricing, data processing" },
  [
    { id: "us-east", regions: ["us-east-1", "us-east-2"], usd: 0.02 },
    {
      id: "elsewhere",
      regions: ["*"],
      usd: 0.02,
      source: "AWS Transit Gateway pricing, data processing, taken to be the same outside us-east",
      trust: "unverified",
    },
    {
      id: "cloud-wan/us-east-2",
      variant: "cloud-wan",
      regions: ["us-east-2"],
      usd: 0.02,
      source: "AWS Cloud WAN price file, data processing",
      asOf: "2024-11-01",
    },
  ],
);

const NAT = [
  ...priceRows({ ...GATEWAYS, item: "nat-gateway", source: "Amazon VPC pricing, NAT gateway hours" }, [
    { id: "us-east-1", regions: ["us-east-1"], usd: 0.045 },
  ]),
  ...priceRows({ ...GATEWAYS, item: "nat-data", unit: "GB", source: "Amazon VPC pricing, NAT gateway data" }, [
    { id: "us-east-1", regions: ["us-east-1"], usd: 0.045 },
  ]),
];

/** Every public IPv4 address that AWS provides, the two of a VPN connection among them. */
const ADDRESSES = priceRows(
  {
    ...GATEWAYS,
    item: "public-address",
    source: "Amazon VPC pricing, public IPv4 addresses (charged since 2024-02-01), as a third party repeats it",
    asOf: "2026-06-13",
  },
  [{ id: "ipv4", regions: ["*"], usd: 0.005 }],
);

/** A hosted zone, public or private; from the 26th of an account on each costs less. */
const ZONES = priceRows(
  {
    ...GATEWAYS,
    item: "private-zone",
    unit: "month",
    source: "Amazon Route 53 pricing, hosted zones (as third parties repeat it, read on this day)",
    asOf: "2026-11-20",
  },
  [
    {
      id: "hosted-zone",
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
  ...ATTACHMENTS,
  ...TRANSIT_DATA,
  ...NAT,
  ...ADDRESSES,
  ...ZONES,
];
