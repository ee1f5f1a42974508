import { markdownText, monthlyUsdOf } from "@skylane/core";
import type { Ends } from "./ends.ts";
import { mbpsOf } from "./existing-way.ts";
import type { ConnectWorld } from "./world.ts";

/** What people order, by cloud: Skylane orders no circuits. */
const PRODUCT: Readonly<Record<string, string>> = {
  aws: "AWS Direct Connect",
  azure: "Azure ExpressRoute",
  gcp: "Google Cloud Interconnect",
  oci: "OCI FastConnect",
  onprem: "a cross-connect or leased line at the site",
};
/** Port sizes that every cloud sells. */
const PORT_MBPS = [1_000, 10_000, 100_000];

/** Size of the port that carries so much at its peak. */
export const portFor = (neededMbps: number): number =>
  PORT_MBPS.find((mbps) => mbps >= neededMbps) ?? (PORT_MBPS.at(-1) as number);

/** An intent that only a circuit would meet, why, and whether a VPN stands in for it until then. */
export interface CircuitWish {
  readonly ends: Ends;
  readonly because: string;
  readonly hasInterim: boolean;
}

/** What people have to order. */
export interface Order {
  readonly title: string;
  readonly markdown: string;
}

/** One order for each pair of places, for all who wish for it, in Markdown. */
export function circuitOrders(
  world: Pick<ConnectWorld, "estimates">,
  wishes: readonly CircuitWish[],
): readonly Order[] {
  const byPair = Map.groupBy(wishes, ({ ends: { source, destination } }) =>
    [source, destination]
      .map(({ cloud, accountId, regionId }) => `${cloud}|${regionId}|${accountId}`)
      .sort()
      .join(" "),
  );
  return [...byPair]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [first, ...others]]) => circuitOrder(world, first as CircuitWish, others));
}

function circuitOrder(
  { estimates }: Pick<ConnectWorld, "estimates">,
  first: CircuitWish,
  others: readonly CircuitWish[],
): Order {
  const all = [first, ...others];
  const sides = [first.ends.source, first.ends.destination];
  const mbps = portFor(all.reduce((sum, { ends }) => sum + mbpsOf(ends), 0));
  const requirements = all.map(({ ends }) => ends.intent.requirements);
  const rttMs = Math.min(...requirements.map(({ maxRttMs }) => maxRttMs ?? Number.POSITIVE_INFINITY));
  const price = ({ cloud, regionId }: Ends["source"]): string => {
    const row = estimates.price({ cloud, item: "dedicated-port", regionId, bandwidthMbps: mbps });
    const usd = row && monthlyUsdOf(row);
    return usd === undefined ? "price not known" : `$${usd.toFixed(2)} a month (${row?.source}, ${row?.asOf})`;
  };
  const title = `Dedicated circuit ${sides.map(({ cloud, regionId }) => `${cloud} ${regionId}`).join(" - ")}`;
  return {
    title,
    markdown: [
      `# ${markdownText(title)}`,
      "",
      ...[...new Set(all.map(({ because }) => because))].sort().map((because) => `- ${markdownText(because, 300)}`),
      "",
      "| | |",
      "| --- | --- |",
      `| For | ${all.map(({ ends }) => ends.id).join(", ")} |`,
      `| Bandwidth | ${mbps} Mbps or more |`,
      `| Round trip | ${Number.isFinite(rttMs) ? `${rttMs} ms at most` : "not asked for"} |`,
      `| Encryption | ${requirements.some(({ encryption }) => encryption === "required") ? "MACsec, or IPsec over it" : "not asked for on the way"} |`,
      `| Until then | ${all.some(({ hasInterim }) => hasInterim) ? "a VPN, which does not keep what is asked" : "nothing: what could be made at once is ruled out"} |`,
      "",
      "## To order",
      "",
      ...sides.map(
        (side) =>
          `1. ${PRODUCT[side.cloud] ?? "A circuit"} at ${markdownText(side.regionId)}, account ${markdownText(side.accountId)}: one port of ${mbps} Mbps; ${price(side)}.`,
      ),
      "1. The same once more in another building and by another carrier: one circuit alone is a single point of failure.",
      "1. A provider or exchange that joins both sides. AWS Interconnect - multicloud does so itself where it is offered.",
      "",
      "When the ports are up, run `skylane discover` and ask for the connection again: it will be used.",
      "",
    ].join("\n"),
  };
}
