import type { SkylaneConfig } from "@skylane/core";
import { aConfig } from "./builders.ts";

/** What differs from one script to the next. */
export interface EstateChoice {
  /** Path of each group, by its place in the list, that the group's policy forbids; 3 = none. */
  readonly forbidden: readonly [number, number];
  readonly automation: readonly ["observe" | "advise" | "act", "observe" | "advise" | "act"];
  readonly failback: readonly ["auto" | "manual", "auto" | "manual"];
  readonly movesOnDegraded: boolean;
  readonly flapBudgetCount: number;
}

/** The vantages, one in each of three clouds. */
export const vantageIds = ["v1", "v2", "v3"] as const;
export const groupIds = ["g", "h"] as const;
/** Paths of each group, best first. */
export const pathsOf = (groupId: string): readonly string[] => [`${groupId}-dx`, `${groupId}-vpn`, `${groupId}-spare`];

/** Two groups of three paths each, whose sides have tables of their own, seen by three vantages in three clouds. */
export const twoGroups = (choice: EstateChoice): SkylaneConfig =>
  aConfig((raw) => {
    const [flow] = raw.flows;
    return {
      ...raw,
      policies: [{ id: "private", forbidPublicInternet: true }],
      networks: [
        { id: "g-cloud", cloud: "aws", regionId: "us-east-1", cidrs: ["10.1.0.0/16"] },
        { id: "g-site", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"] },
        { id: "h-cloud", cloud: "azure", regionId: "eastus", cidrs: ["10.2.0.0/16"] },
        { id: "h-site", cloud: "onprem", regionId: "dc1", cidrs: ["10.8.0.0/16"] },
      ],
      vantages: [
        { id: "v1", networkId: "g-cloud" },
        { id: "v2", networkId: "h-cloud" },
        { id: "v3", networkId: "g-site" },
      ],
      connections: groupIds.flatMap((groupId, i) =>
        pathsOf(groupId).map((id, j) => ({
          ...raw.connections[0],
          id,
          ends: [`${groupId}-cloud`, `${groupId}-site`],
          isPublic: choice.forbidden[i] === j,
        })),
      ),
      groups: groupIds.map((groupId, i) => ({
        id: groupId,
        policyId: "private",
        automation: choice.automation[i],
        failback: { mode: choice.failback[i], stableWindowMs: "1 minute" },
        sides: ["cloud", "site"].map((side) => ({
          id: side,
          networkId: `${groupId}-${side}`,
          steering: { actuator: "test.table", settings: { table: `${groupId}-${side}` } },
        })),
        paths: pathsOf(groupId).map((id, j) => ({
          id,
          connectionId: id,
          probe: { vantageId: "v1", sourceIp: `10.255.${i}.${j}`, host: `10.254.${i}.${j}`, port: 7 },
          handles: { cloud: { hop: id }, site: { hop: id } },
        })),
      })),
      flows: groupIds.map((groupId, i) => ({
        ...flow,
        id: `${groupId}-orders`,
        groupId,
        destination: { ip: `10.${9 - i}.0.5`, port: 8443 },
      })),
      failover: {
        on: choice.movesOnDegraded ? ["down", "degraded"] : ["down"],
        flapBudgetCount: choice.flapBudgetCount,
        proofDeadlineMs: "2 seconds",
      },
    };
  });
