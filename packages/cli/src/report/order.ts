import type { DiscoveryGap, Finding, SeenRoute } from "@skylane/core";
import type { Report } from "./report.ts";
import { ruleNames, severities } from "./words.ts";

/** The report with every list in one order, whatever order it came in, so that two reports of one estate can be compared. */
export const inOrder = ({ topology, findings, summary }: Report): Report => ({
  topology: {
    ...topology,
    networks: topology.networks.toSorted(inFull(by(({ key }) => key))),
    gateways: topology.gateways.toSorted(inFull(by(({ key }) => key))),
    connections: topology.connections.toSorted(inFull(by(({ id }) => id))),
    routes: topology.routes.toSorted(inFull(by(routeText))),
    gaps: topology.gaps.toSorted(inFull(by(gapText))),
  },
  findings: findings.toSorted(inFull(worstFirst)),
  summary,
});

/** Compares by a text, by code unit: the same in every locale. */
export const by =
  <T>(text: (one: T) => string) =>
  (a: T, b: T): number => {
    const [left, right] = [text(a), text(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };

/** What stands equal is told apart by all that it holds. */
const inFull =
  <T>(compare: (a: T, b: T) => number) =>
  (a: T, b: T): number =>
    compare(a, b) || by<T>((one) => JSON.stringify(one))(a, b);

const rules = Object.keys(ruleNames);

/** By severity, then rule, then what it costs and how many flows it touches. */
function worstFirst(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    rules.indexOf(a.rule) - rules.indexOf(b.rule) ||
    b.flowIds.length - a.flowIds.length ||
    (b.monthlyUsd ?? 0) - (a.monthlyUsd ?? 0) ||
    by<Finding>(({ id }) => id)(a, b)
  );
}

const routeText = ({ cloud, owner, tableId, prefix, next, origin }: SeenRoute): string =>
  [cloud, owner, tableId, prefix, next.kind, next.key ?? "", origin].join("\n");

const gapText = ({ cloud, accountId, regionId, operation, reason, message }: DiscoveryGap): string =>
  [cloud, accountId ?? "", regionId ?? "", operation, reason, message].join("\n");
