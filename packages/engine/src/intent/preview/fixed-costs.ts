import { monthlyUsdOf, type PriceQuery, type PriceRow, type ProvisionStep } from "@skylane/core";
import type { ConnectWorld } from "../design/world.ts";

/** Costs of a plan as they are found: lines that are known, and names of those that are not. */
export interface Lines {
  readonly lines: readonly { readonly what: string; readonly monthlyUsd: number }[];
  readonly unknown: readonly string[];
  /** Prices among them that nobody has confirmed, as `unverifiedPrice` says them. */
  readonly unverified: readonly string[];
}

/** A price that no vendor and no dated third party bears out, in words; `undefined` = it is borne out. */
export const unverifiedPrice = (
  { cloud, item, variant }: PriceQuery,
  { source, asOf, trust }: PriceRow,
): string | undefined =>
  trust === "unverified"
    ? `${cloud} ${item}${variant === undefined ? "" : ` ${variant}`}: ${source}, ${asOf}`
    : undefined;

/** What a month of an object is charged by; `free` = the vendors' lists name no charge for it. */
type Charging = "free" | ((step: ProvisionStep) => readonly PriceQuery[]);

const at = ({ cloud, regionId }: ProvisionStep, more: Pick<PriceQuery, "item" | "variant">): PriceQuery => ({
  cloud,
  regionId,
  ...more,
});
const CHARGED: Readonly<Record<string, Charging>> = {
  // an attachment costs, the gateway itself does not; each VPN connection is one
  "aws.transit-gateway": "free",
  "aws.vpc-attachment": (step) => [at(step, { item: "transit-attachment" })],
  "aws.vpn-connection": (step) => [
    at(step, { item: "vpn-connection" }),
    at(step, { item: "transit-attachment" }),
    // each of its two tunnels ends at one
    at(step, { item: "public-address" }),
    at(step, { item: "public-address" }),
  ],
  // an attachment on either side
  "aws.transit-gateway-peering": (step) => [
    at(step, { item: "transit-attachment" }),
    { cloud: "aws", regionId: String(step.desired.peerRegionId), item: "transit-attachment" },
  ],
  "aws.private-zone": (step) => [at(step, { item: "private-zone" })],
  "azure.public-ip": (step) => [at(step, { item: "public-address" })],
  "azure.private-endpoint": (step) => [at(step, { item: "private-endpoint" })],
  "azure.private-zone": (step) => [at(step, { item: "private-zone" })],
  "gcp.private-zone": (step) => [at(step, { item: "private-zone" })],
  "azure.vpn-gateway": (step) => [at(step, { item: "vpn-gateway", variant: String(step.desired.sku) })],
  // ten tunnels are in the price of the gateway
  "azure.vpn-connection": "free",
  "gcp.vpn-tunnel": (step) => [at(step, { item: "vpn-connection" })],
  ...Object.fromEntries(
    [
      "aws.customer-gateway",
      "aws.vpc-route",
      "aws.security-group-rule",
      "aws.vpc-peering",
      "aws.transit-route",
      "aws.dns-record",
      "azure.subnet",
      "azure.local-gateway",
      "azure.vnet-peering",
      "azure.nsg-rule",
      "azure.sql-firewall-rule",
      "azure.user-route",
      "azure.dns-record",
      "gcp.router",
      "gcp.ha-vpn-gateway",
      "gcp.external-gateway",
      "gcp.bgp-peer",
      "gcp.firewall-rule",
      "gcp.network-peering",
      "gcp.dns-record",
      "onprem.ipsec-tunnel",
      "onprem.bgp-neighbor",
      "onprem.firewall-rule",
    ].map((resource) => [resource, "free"] as const),
  ),
};

/** What the new objects cost a month whatever they carry. What is there already costs nothing more. */
export function fixedCosts(steps: readonly ProvisionStep[], { estimates, topology, made }: ConnectWorld): Lines {
  const lines: { what: string; monthlyUsd: number }[] = [];
  const unknown = new Set<string>();
  const unverified = new Set<string>();
  const madeKeys = new Set(made.map(({ key }) => key));
  const gatewayKeys = new Set(topology.gateways.map(({ key }) => `azure/vpn-gateway/${key}`));
  for (const step of steps) {
    if (madeKeys.has(step.key) || gatewayKeys.has(step.key)) continue;
    const cost = monthOf(step, estimates);
    lines.push(...cost.lines);
    for (const one of cost.unknown) unknown.add(one);
    for (const one of cost.unverified) unverified.add(one);
  }
  return { lines, unknown: [...unknown].sort(), unverified: [...unverified].sort() };
}

/** What a month of one object costs; no line and nothing unknown = the vendors' lists name no charge. */
export function monthOf(step: ProvisionStep, estimates: Pick<ConnectWorld["estimates"], "price">): Lines {
  const charging = CHARGED[step.resource];
  if (charging === "free") return { lines: [], unknown: [], unverified: [] };
  if (charging === undefined)
    return {
      lines: [],
      unknown: [`a month of ${step.resource} in ${step.regionId}: no row in the price lists`],
      unverified: [],
    };
  const priced = charging(step).map((query) => {
    const row = estimates.price(query);
    return { query, monthlyUsd: row && monthlyUsdOf(row), unverified: row && unverifiedPrice(query, row) };
  });
  return {
    lines: priced.flatMap(({ query, monthlyUsd }) =>
      monthlyUsd === undefined ? [] : [{ what: `${step.summary} (${query.item})`, monthlyUsd }],
    ),
    unknown: priced.flatMap(({ query, monthlyUsd }) =>
      monthlyUsd === undefined
        ? [
            `a month of ${step.resource} in ${step.regionId}: no row for ${query.cloud}/${query.item}${query.variant ? ` ${query.variant}` : ""}`,
          ]
        : [],
    ),
    unverified: priced.flatMap(({ unverified }) => unverified ?? []),
  };
}
