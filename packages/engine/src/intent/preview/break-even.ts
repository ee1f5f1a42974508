import { type CloudId, type ConnectionKind, monthlyUsdOf } from "@skylane/core";
import { breakEvens, type Offer } from "../../paths/index.ts";
import { portFor } from "../design/circuit-order.ts";
import type { ConnectDesign } from "../design/design-connections.ts";
import type { Ends } from "../design/ends.ts";
import { mbpsOf } from "../design/existing-way.ts";
import type { ConnectWorld } from "../design/world.ts";

const DEDICATED: Partial<Readonly<Record<CloudId, ConnectionKind>>> = {
  aws: "direct-connect",
  azure: "express-route",
  gcp: "interconnect",
  oci: "fastconnect",
};

/**
 * Volume a month from which a dedicated port on the sending side would be cheaper than the VPNs of the plan, GB; by the first step
 * of the prices, one port, without carrier and cross-connect. Absent where a price is not known or one is cheaper at every volume.
 */
export function breakEvenGb(
  design: ConnectDesign,
  fixedMonthlyUsd: number | undefined,
  { estimates }: ConnectWorld,
): number | undefined {
  const ends = design.ways.flatMap(({ intentId, kind }) =>
    kind === "new-vpn" || kind === "interim-vpn" ? (design.ends.get(intentId) ?? []) : [],
  );
  const [first] = ends;
  if (!first || fixedMonthlyUsd === undefined) return undefined;
  const { source, destination } = first;
  const kind = DEDICATED[source.cloud];
  if (kind === undefined || !ends.every((one) => isSamePair(one, first))) return undefined;
  const mbps = portFor(ends.reduce((sum, one) => sum + mbpsOf(one), 0));
  const row = estimates.price({
    cloud: source.cloud,
    item: "dedicated-port",
    regionId: source.regionId,
    bandwidthMbps: mbps,
  });
  const portUsd = row && monthlyUsdOf(row);
  const dedicatedUsdPerGb = estimates.transferUsdPerGb(kind, source, destination);
  const vpnUsdPerGb = estimates.transferUsdPerGb("vpn", source, destination);
  if (portUsd === undefined || dedicatedUsdPerGb === undefined || vpnUsdPerGb === undefined) return undefined;
  const offer = (name: string, monthlyUsd: number, usdPerGb: number): Offer => ({
    name,
    monthlyUsd,
    tiers: [{ usdPerGb }],
  });
  const [gb] = breakEvens(offer("circuit", portUsd, dedicatedUsdPerGb), offer("vpn", fixedMonthlyUsd, vpnUsdPerGb));
  return gb === undefined ? undefined : Math.round(gb);
}

const isSamePair = (a: Ends, b: Ends): boolean =>
  a.source.cloud === b.source.cloud &&
  a.source.regionId === b.source.regionId &&
  a.destination.regionId === b.destination.regionId;
