import {
  type Charge,
  type ConnectionKind,
  type Estimates,
  firstPaidUsd,
  gbOf,
  type PriceItem,
  type PriceRow,
  priceBook,
  type TransferLeg,
} from "@skylane/core";
import { allFacts } from "./_facts.gen.ts";
import { provisioningMs } from "./_provisioning-times.gen.ts";
import type { CloudFacts } from "./_shared/define-cloud.ts";

/**
 * Places, list prices and promises of all clouds, as their adapters know them. `rows` are price rows beside those of the
 * adapters, such as what a price API said last; the later of two that fit alike counts.
 * @throws {RangeError} if two rows have one id, or the steps of a row do not rise.
 */
export function estimatesOf(clouds: readonly CloudFacts[] = allFacts, rows: readonly PriceRow[] = []): Estimates {
  const byId = new Map(clouds.map((cloud) => [cloud.profile.id, cloud]));
  const book = priceBook([...clouds.flatMap(({ tariff }) => tariff?.rows ?? []), ...rows]);
  const chargesOf = (leg: TransferLeg): readonly Charge[] => {
    const departure = byId.get(leg.from.cloud)?.tariff?.transferItems(leg);
    if (!departure) return [unknownCharge(leg)];
    const arrival = byId.get(leg.to.cloud)?.tariff?.arrivalItems?.(leg) ?? [];
    return [...departure, ...arrival].map((query) => ({ query, row: book.find(query) }));
  };
  return {
    locate(cloud, regionId) {
      const place = byId.get(cloud)?.regions?.[regionId];
      return place && { latitudeDeg: place[0], longitudeDeg: place[1] };
    },
    resolverIp: (cloud, firstCidr) => byId.get(cloud)?.resolverIp?.(firstCidr),
    provisioningMs: (resource) => provisioningMs[resource],
    price: (query) => book.find(query),
    charges: chargesOf,
    availabilityRatio: (cloud, kind, build) =>
      byId.get(cloud)?.slas?.find((row) => row.cloud === cloud && row.kind === kind && row.build === build)
        ?.availabilityRatio,
    transferUsdPerGb: (kind, from, to, gatewayKind) => usdPerGb(chargesOf({ kind, from, to, gatewayKind })),
  };
}

/** What such a link is charged for as a rule: said where a cloud does not know what it charges, so that it is not free. */
const USUAL_ITEM: Readonly<Record<ConnectionKind, PriceItem>> = {
  "direct-connect": "egress-dedicated",
  "express-route": "egress-dedicated",
  interconnect: "egress-dedicated",
  fastconnect: "egress-dedicated",
  vpn: "egress-internet",
  internet: "egress-internet",
  peering: "egress-peering",
  "transit-peering": "egress-inter-region",
};

const unknownCharge = ({ kind, from, to }: TransferLeg): Charge => ({
  query: { cloud: from.cloud, item: USUAL_ITEM[kind], regionId: from.regionId, to },
  row: undefined,
});

/** Sum of the charges at their first step, allowances left out, USD a decimal gigabyte; `undefined` if one is not known. */
function usdPerGb(charges: readonly Charge[]): number | undefined {
  let sum = 0;
  for (const { row } of charges) {
    const size = row && gbOf(row.unit);
    if (row === undefined || size === undefined) return undefined;
    sum += firstPaidUsd(row) / size;
  }
  return Number(sum.toFixed(4));
}
