import type { Estimates, Network, Topology } from "@skylane/core";
import { wayRttPrior } from "../distance/index.ts";
import type { Hop, PlacedFlow } from "../ways/index.ts";
import { type GatewayKinds, gatewayKindsOf, transferLeg } from "./transfer-leg.ts";

/** A way of a flow, with what it is thought to cost and to take. */
export interface WayEstimate {
  readonly connectionIds: readonly string[];
  /** There and back; absent where a place on it is not known. */
  readonly rttMs?: number;
  /** Of the flow's bytes at list price, USD; absent where a price on it, or the flow's volume, is not known. */
  readonly transferMonthlyUsd?: number;
}

/** Answers how ways of one estate are estimated. */
export function wayEstimator(
  topology: Topology,
  networks: readonly Network[],
  estimates: Estimates,
): (placed: PlacedFlow, way: readonly Hop[]) => WayEstimate {
  const rttOf = wayRttPrior(topology, networks, estimates);
  const priceOf = hopPrices(topology, estimates);
  return ({ flow, sourceKey }, way) => {
    const rtt = rttOf(sourceKey, way);
    const usd = sumOf(way.map(priceOf));
    return {
      connectionIds: way.map(({ connection }) => connection.id),
      ...(rtt !== undefined && { rttMs: Math.round(rtt.p50Ms * 10) / 10 }),
      ...(usd !== undefined &&
        flow.monthlyGb !== undefined && { transferMonthlyUsd: Math.round(usd * flow.monthlyGb * 100) / 100 }),
    };
  };
}

/** Answers what a decimal gigabyte costs over one direction of a connection, USD at the first list price that is one; `undefined` = not known. */
export function hopPrices(topology: Topology, estimates: Estimates): (hop: Hop) => number | undefined {
  const gatewayKinds = gatewayKindsOf(topology);
  const known = new Map<Hop, { readonly usdPerGb: number | undefined }>();
  return (hop) => {
    const price = known.get(hop) ?? { usdPerGb: usdPerGb(hop, estimates, gatewayKinds) };
    known.set(hop, price);
    return price.usdPerGb;
  };
}

function usdPerGb({ connection, from }: Hop, estimates: Estimates, gatewayKinds: GatewayKinds): number | undefined {
  const leg = transferLeg(connection, connection.ends[0].at === from ? 0 : 1, gatewayKinds);
  return leg && estimates.transferUsdPerGb(leg.kind, leg.from, leg.to, leg.gatewayKind);
}

/** `undefined` if one of them is: a sum of which a part is not known is not known. */
function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}
