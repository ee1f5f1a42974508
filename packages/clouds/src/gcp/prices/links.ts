import type { PriceRow } from "@skylane/core";
import { byBandwidth, priceRows } from "../../_shared/price-rows.ts";

/** Circuits of a Dedicated Interconnect, by port. */
const PORTS = priceRows(
  {
    cloud: "gcp",
    item: "dedicated-port",
    unit: "hour",
    source: "Google Cloud price list, Dedicated Interconnect port",
    asOf: "2026-09-20",
    trust: "secondary",
  },
  byBandwidth({ 10000: 2.328, 100000: 23.28, 400000: 85 }, { id: "dedicated", regions: ["*"] }),
);

/** VLAN attachments on one's own port. A partner's attachments go by capacity at rates that are not known. */
const ATTACHMENTS = priceRows(
  {
    cloud: "gcp",
    item: "vlan-attachment",
    unit: "hour",
    source: "Google Cloud Interconnect pricing, VLAN attachment (older copy of the vendor's page, read on this day)",
    asOf: "2026-09-20",
    trust: "unverified",
  },
  byBandwidth(
    {
      50: 0.1,
      100: 0.1,
      200: 0.1,
      300: 0.1,
      400: 0.1,
      500: 0.1,
      1000: 0.1,
      2000: 0.1,
      5000: 0.1,
      10000: 0.1,
      20000: 0.2,
      50000: 0.5,
    },
    { id: "dedicated", regions: ["*"] },
  ),
);

const TUNNEL_USD: Readonly<Record<number, readonly string[]>> = {
  0.05: [
    "asia-east1",
    "asia-east2",
    "asia-south1",
    "asia-south2",
    "europe-north1",
    "europe-west1",
    "europe-west4",
    "northamerica-northeast1",
    "northamerica-northeast2",
    "us-central1",
    "us-east1",
    "us-east5",
    "us-west1",
    "us-west2",
    "us-west3",
  ],
  0.0525: ["asia-southeast3", "europe-north2"],
  0.0545: ["northamerica-south1"],
  0.055: ["asia-southeast1", "me-west1", "us-east4", "us-west4"],
  0.0585: ["europe-west8", "europe-west9"],
  0.059: ["us-south1"],
  0.05995: ["asia-southeast2"],
  0.06: ["europe-central2", "europe-southwest1", "europe-west10", "europe-west12", "europe-west2", "europe-west3"],
  0.0615: ["me-central1"],
  0.065: ["europe-west6"],
  0.0654: ["africa-south1"],
  0.068: ["australia-southeast1", "australia-southeast2"],
  0.075: ["asia-northeast1", "asia-northeast2", "asia-northeast3", "southamerica-east1", "southamerica-west1"],
  0.08: ["me-central2"],
};

/** One tunnel of a VPN gateway; the gateway itself costs nothing. */
const TUNNELS = priceRows(
  {
    cloud: "gcp",
    item: "vpn-connection",
    unit: "hour",
    source: "Google Cloud price list, HA VPN tunnel",
    asOf: "2026-07-30",
    trust: "secondary",
  },
  Object.entries(TUNNEL_USD).map(([usd, regions]) => ({
    id: `tunnel/${usd}`,
    regions: [...regions],
    usd: Number(usd),
  })),
);

const NAT_LIST = {
  cloud: "gcp",
  source: "Google Cloud price list, Cloud NAT",
  asOf: "2026-07-30",
  trust: "secondary",
} as const;

/** Cloud NAT is paid by the machine behind it, up to 32; the row is the hour of a gateway with that many or more. */
const NAT = [
  ...priceRows({ ...NAT_LIST, item: "nat-gateway", unit: "hour" }, [
    { id: "from-32-machines", variant: "from-32-machines", regions: ["*"], usd: 0.0448 },
  ]),
  ...priceRows({ ...NAT_LIST, item: "nat-data", unit: "GiB" }, [{ id: "everywhere", regions: ["*"], usd: 0.045 }]),
];

/** A managed zone, public or private; from the 26th of a billing account on each costs less. */
const ZONES = priceRows(
  {
    cloud: "gcp",
    item: "private-zone",
    unit: "month",
    source: "Cloud DNS pricing, managed zones (not read in the vendor's own words)",
    asOf: "2026-11-20",
    trust: "unverified",
  },
  [
    {
      id: "managed-zone",
      regions: ["*"],
      usd: [
        [25, 0.2],
        [Number.POSITIVE_INFINITY, 0.1],
      ],
    },
  ],
);

export const linkPrices: readonly PriceRow[] = [...PORTS, ...ATTACHMENTS, ...TUNNELS, ...NAT, ...ZONES];
