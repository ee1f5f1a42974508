import type { Finding, SkylaneConfig, Topology } from "@skylane/core";
import { wayGraph } from "../ways/index.ts";
import type { AuditFacts } from "./facts.ts";
import { asymmetricRoutes } from "./rules/asymmetric-routes.ts";
import { joinConflicts } from "./rules/join-conflicts.ts";
import { missingBfd } from "./rules/missing-bfd.ts";
import { missingConnections } from "./rules/missing-connections.ts";
import { overlappingCidrs } from "./rules/overlapping-cidrs.ts";
import { publicInternetFlows } from "./rules/public-internet-flows.ts";
import { routesToNowhere } from "./rules/routes-to-nowhere.ts";
import { singlePointsOfFailure } from "./rules/single-points-of-failure.ts";
import { singleTunnelVpns } from "./rules/single-tunnel-vpns.ts";
import { undocumentedConnections } from "./rules/undocumented-connections.ts";
import { zombies } from "./rules/zombies.ts";

const rules: readonly ((facts: AuditFacts) => readonly Finding[])[] = [
  publicInternetFlows,
  singlePointsOfFailure,
  zombies,
  undocumentedConnections,
  missingConnections,
  overlappingCidrs,
  asymmetricRoutes,
  routesToNowhere,
  singleTunnelVpns,
  missingBfd,
  joinConflicts,
];

const SEVERITIES: readonly Finding["severity"][] = ["critical", "high", "medium", "low", "info"];

/**
 * What is wrong with an estate, worst first; pure. What was not seen is never held against it. Without a configuration there is
 * no inventory and there are no flows, and the rules that need them find nothing.
 */
export function audit(topology: Topology, config: SkylaneConfig | undefined): readonly Finding[] {
  const intentions = config ?? { flows: [], groups: [], policies: [] };
  const facts: AuditFacts = { topology, config, ways: wayGraph(topology, intentions) };
  return rules
    .flatMap((rule) => rule(facts))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.flowIds.length - a.flowIds.length ||
        (b.monthlyUsd ?? 0) - (a.monthlyUsd ?? 0) ||
        (a.id < b.id ? -1 : 1),
    );
}
