import type { Finding, Topology } from "@skylane/core";

/** What a discovery comes to. The keys stand in the order in which they are told. */
export interface Summary {
  /** Interfaces in the networks: machines, databases, functions, endpoints. */
  readonly resources: number;
  readonly connections: number;
  /** Connections that are not in the inventory. */
  readonly undocumented: number;
  readonly zombies: number;
  readonly singlePointsOfFailure: number;
  /** Distinct flows that cross the public internet and should not. */
  readonly publicInternetFlows: number;
  readonly networks: number;
  readonly gateways: number;
  readonly routes: number;
  /** What could not be seen. */
  readonly gaps: number;
  readonly findings: Readonly<Record<Finding["severity"], number>>;
  /** What the zombies cost, USD a month; `zombiesWithoutPrice` of them are not in it. */
  readonly zombieMonthlyUsd: number;
  readonly zombiesWithoutPrice: number;
  /** Known prices of all connections, USD a month; `connectionsWithoutPrice` have none that is known. */
  readonly connectionsMonthlyUsd: number;
  readonly connectionsWithoutPrice: number;
  readonly down: number;
  readonly degraded: number;
  /** Connections no end of which tells whether they are up. */
  readonly unknownStatus: number;
}

/** Counts a topology and its findings; nothing is estimated, and what has no price is counted apart. */
export function summarize(topology: Topology, findings: readonly Finding[]): Summary {
  const { connections } = topology;
  const ofRule = (rule: Finding["rule"]) => findings.filter((finding) => finding.rule === rule);
  const withStatus = (status: string) => connections.filter((connection) => connection.status === status).length;
  const zombies = ofRule("zombie");
  const single = ofRule("single-point-of-failure");
  return {
    resources: sum(topology.networks.map(({ endpointCount }) => endpointCount)),
    connections: connections.length,
    undocumented: ofRule("undocumented-connection").length,
    zombies: zombies.length,
    singlePointsOfFailure: single.length,
    publicInternetFlows: new Set(ofRule("public-internet-flow").flatMap(({ flowIds }) => flowIds)).size,
    networks: topology.networks.filter(({ isDeclaredOnly }) => !isDeclaredOnly).length,
    gateways: topology.gateways.length,
    routes: topology.routes.length,
    gaps: topology.gaps.length,
    findings: {
      critical: findings.filter(({ severity }) => severity === "critical").length,
      high: findings.filter(({ severity }) => severity === "high").length,
      medium: findings.filter(({ severity }) => severity === "medium").length,
      low: findings.filter(({ severity }) => severity === "low").length,
      info: findings.filter(({ severity }) => severity === "info").length,
    },
    zombieMonthlyUsd: money(zombies),
    zombiesWithoutPrice: zombies.filter(({ monthlyUsd }) => monthlyUsd === undefined).length,
    connectionsMonthlyUsd: money(connections),
    connectionsWithoutPrice: connections.filter(({ monthlyUsd }) => monthlyUsd === undefined).length,
    down: withStatus("down"),
    degraded: withStatus("degraded"),
    unknownStatus: withStatus("unknown"),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** To the cent, so that a sum of prices does not end in 0.30000000000000004. */
const money = (priced: readonly { readonly monthlyUsd?: number | undefined }[]): number =>
  Math.round(sum(priced.map(({ monthlyUsd }) => monthlyUsd ?? 0)) * 100) / 100;
