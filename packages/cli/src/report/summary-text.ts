import type { DiscoveryGap } from "@skylane/core";
import { plain } from "./plain.ts";
import type { Report } from "./report.ts";
import { cloudName, count, counted, severities, usd } from "./words.ts";

/** Number and what it counts, in the order in which they are told. */
export function summaryFacts({ summary }: Report): [number: string, text: string][] {
  const states = [
    [summary.degraded, "degraded"],
    [summary.down, "down"],
    [summary.unknownStatus, "of unknown state"],
  ] as const;
  const troubled = states.filter(([number]) => number > 0).map(([number, word]) => `${count(number)} ${word}`);
  const unpriced = summary.zombiesWithoutPrice;
  return [
    [
      count(summary.resources),
      `${numbered(summary.resources, "resource")} in ${counted(summary.networks, "network")}, ${counted(summary.gateways, "gateway")}`,
    ],
    [
      count(summary.connections),
      `${numbered(summary.connections, "connection")}${troubled.length === 0 ? "" : `: ${troubled.join(", ")}`}`,
    ],
    [count(summary.undocumented), "undocumented: not in the inventory"],
    [
      count(summary.zombies),
      `${numbered(summary.zombies, "zombie")}${summary.zombieMonthlyUsd > 0 ? `: ${usd(summary.zombieMonthlyUsd)} a month for nothing` : ""}${unpriced > 0 ? ` (${count(unpriced)} without a known price)` : ""}`,
    ],
    [
      count(summary.singlePointsOfFailure),
      numbered(summary.singlePointsOfFailure, "single point of failure", "single points of failure"),
    ],
    [
      count(summary.publicInternetFlows),
      `${numbered(summary.publicInternetFlows, "flow")} over the public internet that should not be`,
    ],
  ];
}

const numbered = (number: number, one: string, several = `${one}s`): string => (number === 1 ? one : several);

/** `5 critical, 12 medium` */
export const severityText = (findings: Report["summary"]["findings"]): string =>
  severities
    .filter((severity) => findings[severity] > 0)
    .map((severity) => `${count(findings[severity])} ${severity}`)
    .join(", ");

/** `Azure / westeurope` */
export const placeOf = ({ cloud, accountId, regionId }: DiscoveryGap): string =>
  [cloudName(cloud), accountId ?? "", regionId ?? ""]
    .filter((part) => part !== "")
    .map((part) => plain(part, 40))
    .join(" / ");
