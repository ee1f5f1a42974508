import * as z from "zod";
import { CloudId } from "./network.ts";

/** What a cloud asks money for on the way of a packet. What costs by time comes first, what costs by volume after. */
export const PriceItem = z.enum([
  /** A port of one's own: Direct Connect dedicated, ExpressRoute Direct, Dedicated Interconnect, FastConnect. */
  "dedicated-port",
  /** A part of a partner's port: Direct Connect hosted, Partner Interconnect. */
  "hosted-port",
  /** A circuit whose data is billed by volume, and one whose data is not: ExpressRoute. */
  "metered-circuit",
  "unlimited-circuit",
  /** A flat fee for a port with its data: Direct Connect flat rate, AWS Interconnect - multicloud. */
  "flat-port",
  /** The logical part of an interconnect: a VLAN attachment, a private or transit interface. */
  "vlan-attachment",
  "vpn-connection",
  "vpn-gateway",
  "express-route-gateway",
  "transit-attachment",
  "virtual-hub",
  "hub-connection",
  "core-network-edge",
  "nat-gateway",
  /** A public IPv4 address, also where a service holds it, as the end of a tunnel does. */
  "public-address",
  "private-endpoint",
  "private-zone",
  /** Data out: to the internet, over a dedicated line, to another Region of the same cloud, to another zone, over a peering. */
  "egress-internet",
  "egress-dedicated",
  "egress-inter-region",
  "egress-inter-zone",
  "egress-peering",
  /** Data in over a peering, where the receiving side pays too. */
  "ingress-peering",
  /** Data that a transit gateway, hub or NAT gateway handles. */
  "transit-data",
  "nat-data",
  "private-endpoint-data",
  /** What Skylane itself runs on: the time and the calls of functions, by memory (and by CPU, where that is apart). */
  "function-time",
  "function-request",
  /** Events taken by a bus, what its archive takes in, and calls of a schedule. */
  "event",
  "event-archive",
  "schedule-run",
  "schedule",
  "workflow-transition",
  /** Units of a table that is paid by request; its items, and the backup from which any second can be had again. */
  "table-read",
  "table-write",
  "table-storage",
  "table-backup",
  "api-request",
  "log-data",
  "log-storage",
  "alarm",
  "dashboard",
  "queue-request",
  "key",
]);
export type PriceItem = z.infer<typeof PriceItem>;

/** A step of a price: `usd` for each unit above the step before, up to `upTo` units a month; the last has no end. */
export const PriceTier = z.strictObject({
  upTo: z.number().positive().optional(),
  usd: z.number().nonnegative(),
});
export type PriceTier = z.infer<typeof PriceTier>;

/** One line of a price list: what, where, how much, by whom it was said and when. A price that is not known has no row, never 0. */
export const PriceRow = z.strictObject({
  /** `<cloud>/<item>/<what distinguishes it>`, unique. */
  id: z.string().regex(/^[a-z]+\/[a-z-]+(\/[\w.+-]+)*$/),
  cloud: CloudId,
  item: PriceItem,
  /** Regions it holds in: ids, or beginnings that end in `*`; `*` alone = everywhere. */
  regions: z.array(z.string().min(1)).min(1),
  /** Where the data goes, in the same notation as `<cloud>:<region>`; absent = anywhere. */
  to: z.array(z.string().min(1)).min(1).optional(),
  /** SKU or variant, e.g. `VpnGw2AZ`, `premium`, `local`. */
  variant: z.string().min(1).optional(),
  bandwidthMbps: z.number().positive().optional(),
  /**
   * What one unit is: an hour or a month of the thing, a decimal gigabyte or a gibibyte of data, a gigabyte kept for a month, a
   * second of a gigabyte of memory or of a CPU, a million of what is counted.
   */
  unit: z.enum(["hour", "month", "GB", "GiB", "GB-month", "GB-second", "vCPU-second", "million"]),
  /** In rising order; one tier = one price. */
  tiers: z.array(PriceTier).min(1),
  /** Units a month that are free, shared by all rows that name the same pool. */
  allowance: z.strictObject({ pool: z.string().min(1), units: z.number().positive() }).optional(),
  /** Vendor page, price API or dated transcript it was read from. */
  source: z.string().min(1),
  /** When the source said so. */
  asOf: z.iso.date(),
  /** `vendor` = read in the vendor's own words or API; `secondary` = a dated third party; `unverified` = not confirmed. */
  trust: z.enum(["vendor", "secondary", "unverified"]),
});
export type PriceRow = z.infer<typeof PriceRow>;

/** What is looked for in the price lists. */
export interface PriceQuery {
  readonly cloud: CloudId;
  readonly item: PriceItem;
  readonly regionId: string;
  /** Where the data goes. */
  readonly to?: { readonly cloud: CloudId; readonly regionId: string } | undefined;
  readonly variant?: string | undefined;
  readonly bandwidthMbps?: number | undefined;
}

/** A charge for each gigabyte that crosses a link: what is charged, and the row that says how much; no row = the price is not known. */
export interface Charge {
  readonly query: PriceQuery;
  readonly row: PriceRow | undefined;
}
