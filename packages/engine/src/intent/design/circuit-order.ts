import { monthlyUsdOf } from "@skylane/core";
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

/** What to order, for whom and why, in Markdown; names from outside are left out of it. */
export function circuitOrder(
  { estimates }: Pick<ConnectWorld, "estimates">,
  ends: Ends,
  because: string,
  interim: string,
): { readonly title: string; readonly markdown: string } {
  const { source, destination, intent, id } = ends;
  const sides = [source, destination];
  const mbps = portFor(mbpsOf(ends));
  const { requirements } = intent;
  const price = ({ cloud, regionId }: Ends["source"]): string => {
    const row = estimates.price({ cloud, item: "dedicated-port", regionId, bandwidthMbps: mbps });
    const usd = row && monthlyUsdOf(row);
    return usd === undefined ? "price not known" : `$${usd.toFixed(2)} a month (${row?.source}, ${row?.asOf})`;
  };
  const title = `Dedicated circuit ${source.cloud} ${source.regionId} - ${destination.cloud} ${destination.regionId}`;
  return {
    title,
    markdown: [
      `# ${title}`,
      "",
      `Why: ${because}.`,
      "",
      "| | |",
      "| --- | --- |",
      `| For | intent ${id} |`,
      `| Bandwidth | ${mbps} Mbps or more |`,
      `| Round trip | ${requirements.maxRttMs === undefined ? "not asked for" : `${requirements.maxRttMs} ms at most`} |`,
      `| Encryption | ${requirements.encryption === "required" ? "MACsec, or IPsec over it" : "not asked for on the way"} |`,
      `| Until then | ${interim} |`,
      "",
      "## To order",
      "",
      ...sides.map(
        (side) =>
          `1. ${PRODUCT[side.cloud] ?? "A circuit"} at ${side.regionId}, account ${side.accountId.slice(0, 80)}: one port of ${mbps} Mbps; ${price(side)}.`,
      ),
      "1. The same once more in another building and by another carrier: one circuit alone is a single point of failure.",
      "1. A provider or exchange that joins both sides. AWS Interconnect - multicloud does so itself where it is offered.",
      "",
      "When the ports are up, run `skylane discover` and ask for the connection again: it will be used.",
      "",
    ].join("\n"),
  };
}
